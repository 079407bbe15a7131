package lanewise.tensor.kernel.reduce;

import static lanewise.tensor.kernel.reduce.ReduceKernel.CHAIN;
import static lanewise.tensor.kernel.reduce.ReduceKernel.LANES;

import lanewise.tensor.kernel.elementwise.ElementwiseKernel;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;

/** Reductions of n contiguous elements to one number. */
final class Rows {
  private static final ReduceKernel KERNEL = ReduceVariants.KERNEL;
  private static final ElementwiseKernel ELEMENTWISE = ElementwiseVariants.KERNEL;

  private Rows() {}

  static float reduce(
      Reduction op, int n, float[] x, int xOffset, int correction, Scratch scratch) {
    return switch (op) {
      case SUM -> (float) sum(Term.VALUE, n, x, xOffset, 0, scratch);
      case MEAN -> (float) (sum(Term.VALUE, n, x, xOffset, 0, scratch) / n);
      case VAR -> (float) variance(n, x, xOffset, correction, scratch);
      case STD -> (float) Math.sqrt(variance(n, x, xOffset, correction, scratch));
      case MIN -> KERNEL.min(n, x, xOffset);
      case MAX -> KERNEL.max(n, x, xOffset);
      case PROD -> product(n, x, xOffset);
      case ARG_MIN -> KERNEL.first(n, x, xOffset, KERNEL.min(n, x, xOffset));
      case ARG_MAX -> KERNEL.first(n, x, xOffset, KERNEL.max(n, x, xOffset));
      case NORM_1 -> (float) sum(Term.ABS, n, x, xOffset, 0, scratch);
      case NORM_2 -> norm2(n, x, xOffset, scratch);
      case NORM_INF -> n == 0 ? 0 : Math.max(KERNEL.max(n, x, xOffset), -KERNEL.min(n, x, xOffset));
      case LOG_SUM_EXP -> logSumExp(n, x, xOffset, scratch);
      case ANY -> any(n, x, xOffset) ? 1 : 0;
      case ALL -> KERNEL.first(n, x, xOffset, 0) == n ? 1 : 0;
    };
  }

  static double sum(Term term, int n, float[] x, int xOffset, float shift, Scratch scratch) {
    double sum = 0;
    int i = 0;
    while (n - i >= LANES) {
      int rows = Math.min(CHAIN, (n - i) / LANES);
      sum += KERNEL.block(term, rows, x, xOffset + i, shift, scratch.lanes);
      i += rows * LANES;
    }
    return i == n ? sum : sum + rest(term, n - i, x, xOffset + i, shift);
  }

  /** Fewer than LANES elements. */
  private static float rest(Term term, int n, float[] x, int xOffset, float shift) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i + 4 <= n; i += 4) {
      int at = xOffset + i;
      s0 = ScalarReduce.add(term, s0, x[at], shift);
      s1 = ScalarReduce.add(term, s1, x[at + 1], shift);
      s2 = ScalarReduce.add(term, s2, x[at + 2], shift);
      s3 = ScalarReduce.add(term, s3, x[at + 3], shift);
    }
    if (i < n) {
      s0 = ScalarReduce.add(term, s0, x[xOffset + i], shift);
    }
    if (i + 1 < n) {
      s1 = ScalarReduce.add(term, s1, x[xOffset + i + 1], shift);
    }
    if (i + 2 < n) {
      s2 = ScalarReduce.add(term, s2, x[xOffset + i + 2], shift);
    }
    return (s0 + s2) + (s1 + s3);
  }

  static double dot(int n, float[] x, int xOffset, float[] y, int yOffset, Scratch scratch) {
    double sum = 0;
    int i = 0;
    while (n - i >= LANES) {
      int rows = Math.min(CHAIN, (n - i) / LANES);
      sum += KERNEL.dotBlock(rows, x, xOffset + i, y, yOffset + i, scratch.lanes);
      i += rows * LANES;
    }
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    for (; i + 4 <= n; i += 4) {
      s0 = Math.fma(x[xOffset + i], y[yOffset + i], s0);
      s1 = Math.fma(x[xOffset + i + 1], y[yOffset + i + 1], s1);
      s2 = Math.fma(x[xOffset + i + 2], y[yOffset + i + 2], s2);
      s3 = Math.fma(x[xOffset + i + 3], y[yOffset + i + 3], s3);
    }
    for (; i < n; i++) {
      s0 = Math.fma(x[xOffset + i], y[yOffset + i], s0);
    }
    return sum + ((s0 + s2) + (s1 + s3));
  }

  /** Two passes: the mean, then the squared distances from it. */
  private static double variance(int n, float[] x, int xOffset, int correction, Scratch scratch) {
    float mean = (float) (sum(Term.VALUE, n, x, xOffset, 0, scratch) / n);
    double squares = sum(Term.SQUARE, n, x, xOffset, mean, scratch);
    return n == 0 ? Double.NaN : squares / Math.max(0, n - correction);
  }

  private static float product(int n, float[] x, int xOffset) {
    double product = 1;
    for (int i = 0; i < n; i++) {
      product *= x[xOffset + i];
    }
    return (float) product;
  }

  /** In double precision where the squares of floats leave their range. */
  private static float norm2(int n, float[] x, int xOffset, Scratch scratch) {
    double squares = sum(Term.SQUARE, n, x, xOffset, 0, scratch);
    if (squares < 1e-25 || squares > Float.MAX_VALUE) {
      squares = 0;
      for (int i = 0; i < n; i++) {
        double v = x[xOffset + i];
        squares += v * v;
      }
    }
    return (float) Math.sqrt(squares);
  }

  private static float logSumExp(int n, float[] x, int xOffset, Scratch scratch) {
    if (n == 0) {
      return Float.NEGATIVE_INFINITY;
    }
    float max = KERNEL.max(n, x, xOffset);
    if (Float.isInfinite(max)) {
      return max;
    }
    return (float) (max + StrictMath.log(sumOfExponentials(n, x, xOffset, max, scratch)));
  }

  /** The sum of e^(x - max). */
  static double sumOfExponentials(int n, float[] x, int xOffset, float max, Scratch scratch) {
    double sum = 0;
    for (int i = 0; i < n; i += Scratch.TILE) {
      int count = Math.min(Scratch.TILE, n - i);
      ELEMENTWISE.expShifted(count, x, xOffset + i, max, scratch.partial, 0);
      sum += sum(Term.VALUE, count, scratch.partial, 0, 0, scratch);
    }
    return sum;
  }

  private static boolean any(int n, float[] x, int xOffset) {
    for (int i = 0; i < n; i++) {
      if (x[xOffset + i] != 0) {
        return true;
      }
    }
    return false;
  }
}
