package lanewise.tensor.kernel.reduce;

/** The orders of accumulation that the package states, in the plainest code. */
public final class Order {
  private static final int LANES = 64;
  private static final int CHAIN = 16;

  private Order() {}

  /** One link of a chain: takes the element with this index into a sum. */
  public interface Link {
    float add(float sum, int index);
  }

  /** The sum along n contiguous elements. */
  public static double ofRow(int n, Link link) {
    return ofRow(n, n, link);
  }

  /** The sum of n products: what does not fill the four chains of the rest joins the first. */
  public static double ofDot(int n, Link link) {
    return ofRow(n, n - n % 4, link);
  }

  /** From the element {@code single} on, the rest joins the first of its four chains. */
  private static double ofRow(int n, int single, Link link) {
    double sum = 0;
    int i = 0;
    while (n - i >= LANES) {
      int rows = Math.min(CHAIN, (n - i) / LANES);
      float[] lane = new float[LANES];
      for (int k = 0; k < rows * LANES; k++) {
        lane[k % LANES] = link.add(lane[k % LANES], i + k);
      }
      for (int l = 0; l < 16; l++) {
        lane[l] = (lane[l] + lane[l + 16]) + (lane[l + 32] + lane[l + 48]);
      }
      sum += byHalves(lane, 16);
      i += rows * LANES;
    }
    if (i < n) {
      float[] chain = new float[4];
      for (int k = 0; i + k < n; k++) {
        int to = i + k < single ? k % 4 : 0;
        chain[to] = link.add(chain[to], i + k);
      }
      sum += byHalves(chain, 4);
    }
    return sum;
  }

  private static float byHalves(float[] lane, int lanes) {
    for (int half = lanes / 2; half > 0; half /= 2) {
      for (int l = 0; l < half; l++) {
        lane[l] += lane[l + half];
      }
    }
    return lane[0];
  }

  /** The sum of n elements down a column. */
  public static double ofColumn(int n, Link link) {
    double sum = 0;
    for (int i = 0; i < n; i += CHAIN) {
      float chain = 0;
      for (int k = i; k < Math.min(n, i + CHAIN); k++) {
        chain = link.add(chain, k);
      }
      sum += chain;
    }
    return sum;
  }

  /** The sum of all terms, of contiguous elements or down a column. */
  private static double sum(boolean column, int n, Link link) {
    return column ? ofColumn(n, link) : ofRow(n, link);
  }

  /** What the elements are reduced to. */
  static float reduce(ReduceOp op, boolean column, float[] x) {
    int n = x.length;
    return switch (op) {
      case SUM -> (float) sum(column, n, (sum, i) -> sum + x[i]);
      case MEAN -> (float) (sum(column, n, (sum, i) -> sum + x[i]) / n);
      case VAR -> (float) variance(column, x);
      case STD -> (float) Math.sqrt(variance(column, x));
      case NORM_1 -> (float) sum(column, n, (sum, i) -> sum + Math.abs(x[i]));
      case NORM_2 -> (float) Math.sqrt(sum(column, n, (sum, i) -> Math.fma(x[i], x[i], sum)));
      case NORM_INF -> {
        float most = 0;
        for (float value : x) {
          most = Math.max(most, Math.abs(value));
        }
        yield most;
      }
      case MIN -> x[position(false, x)];
      case MAX -> x[position(true, x)];
      case ARG_MIN -> position(false, x);
      case ARG_MAX -> position(true, x);
      case PROD -> {
        double product = 1;
        for (float value : x) {
          product *= value;
        }
        yield (float) product;
      }
      case ANY -> {
        boolean any = false;
        for (float value : x) {
          any |= value != 0;
        }
        yield any ? 1 : 0;
      }
      case ALL -> {
        boolean all = true;
        for (float value : x) {
          all &= value != 0;
        }
        yield all ? 1 : 0;
      }
      case LOG_SUM_EXP -> throw new IllegalArgumentException("its order is that of its sum");
    };
  }

  /** Of values without NaN and with one kind of zero. */
  private static int position(boolean largest, float[] x) {
    int found = 0;
    for (int i = 1; i < x.length; i++) {
      if (largest ? x[i] > x[found] : x[i] < x[found]) {
        found = i;
      }
    }
    return found;
  }

  /** With nothing taken off the number of elements. */
  private static double variance(boolean column, float[] x) {
    int part = column ? 128 : 4096;
    double mean = 0;
    double squares = 0;
    for (int from = 0; from < x.length; from += part) {
      int begin = from;
      int n = Math.min(part, x.length - from);
      float shift = from == 0 ? (float) (sum(column, n, (sum, i) -> sum + x[i]) / n) : (float) mean;
      double distances = sum(column, n, (sum, i) -> sum + (x[begin + i] - shift));
      double own =
          sum(
              column,
              n,
              (sum, i) -> {
                float d = x[begin + i] - shift;
                return Math.fma(d, d, sum);
              });
      double share = (double) n / ((double) from + n);
      double delta = shift + distances / n - mean;
      mean += delta * share;
      squares += Math.max(0, own - distances * distances / n) + delta * delta * (from * share);
    }
    return squares / x.length;
  }
}
