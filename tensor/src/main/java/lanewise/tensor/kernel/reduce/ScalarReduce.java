package lanewise.tensor.kernel.reduce;

import java.util.Arrays;

/** The scalar variant, which runs everywhere. */
final class ScalarReduce implements ReduceKernel {
  @Override
  public double sum(double start, Summand term, int n, float[] x, int xOffset, float[] lanes) {
    double sum = start;
    for (int from = 0; from < n; from += BLOCK) {
      Arrays.fill(lanes, 0, LANES, 0);
      for (int i = from; i < Math.min(n, from + BLOCK); i += LANES) {
        int at = xOffset + i;
        for (int l = 0; l < LANES; l++) {
          lanes[l] = add(term, lanes[l], x[at + l]);
        }
      }
      sum += TreeSum.fold64(lanes, 0);
    }
    return sum;
  }

  /** One link of a chain. */
  static float add(Summand term, float sum, float x) {
    return switch (term) {
      case VALUE -> sum + x;
      case ABS -> sum + Math.abs(x);
      case SQUARE -> Math.fma(x, x, sum);
    };
  }

  @Override
  public void moments(int n, float[] x, int xOffset, float shift, float[] lanes, double[] sums) {
    for (int from = 0; from < n; from += BLOCK) {
      Arrays.fill(lanes, 0, 2 * LANES, 0);
      for (int i = from; i < Math.min(n, from + BLOCK); i += LANES) {
        int at = xOffset + i;
        for (int l = 0; l < LANES; l++) {
          float d = x[at + l] - shift;
          lanes[l] += d;
          lanes[LANES + l] = Math.fma(d, d, lanes[LANES + l]);
        }
      }
      sums[0] += TreeSum.fold64(lanes, 0);
      sums[1] += TreeSum.fold64(lanes, LANES);
    }
  }

  @Override
  public double dot(
      double start, int n, float[] x, int xOffset, float[] y, int yOffset, float[] lanes) {
    double sum = start;
    for (int from = 0; from < n; from += BLOCK) {
      Arrays.fill(lanes, 0, LANES, 0);
      for (int i = from; i < Math.min(n, from + BLOCK); i += LANES) {
        for (int l = 0; l < LANES; l++) {
          lanes[l] = Math.fma(x[xOffset + i + l], y[yOffset + i + l], lanes[l]);
        }
      }
      sum += TreeSum.fold64(lanes, 0);
    }
    return sum;
  }

  @Override
  public float max(int n, float[] x, int xOffset) {
    float max = x[xOffset];
    for (int i = 1; i < n; i++) {
      max = Math.max(max, x[xOffset + i]);
    }
    return max;
  }

  @Override
  public float min(int n, float[] x, int xOffset) {
    float min = x[xOffset];
    for (int i = 1; i < n; i++) {
      min = Math.min(min, x[xOffset + i]);
    }
    return min;
  }

  @Override
  public int first(int n, float[] x, int xOffset, float value) {
    int i = 0;
    while (i < n && !same(x[xOffset + i], value)) {
      i++;
    }
    return i;
  }

  /** Equal, or both NaN; the zeros are equal. */
  static boolean same(float x, float value) {
    return x == value || (Float.isNaN(x) && Float.isNaN(value));
  }

  @Override
  public void columns(
      Summand term,
      int rows,
      int columns,
      float[] x,
      int xOffset,
      int stride,
      float[] sums,
      int to) {
    Arrays.fill(sums, to, to + columns, 0);
    for (int r = 0; r < rows; r++) {
      int at = xOffset + r * stride;
      for (int j = 0; j < columns; j++) {
        sums[to + j] = add(term, sums[to + j], x[at + j]);
      }
    }
  }

  @Override
  public void columnMoments(
      int rows,
      int columns,
      float[] x,
      int xOffset,
      int stride,
      float[] shift,
      float[] sums,
      float[] squares,
      int to) {
    Arrays.fill(sums, to, to + columns, 0);
    Arrays.fill(squares, to, to + columns, 0);
    for (int r = 0; r < rows; r++) {
      int at = xOffset + r * stride;
      for (int j = 0; j < columns; j++) {
        float d = x[at + j] - shift[j];
        sums[to + j] += d;
        squares[to + j] = Math.fma(d, d, squares[to + j]);
      }
    }
  }

  /** The sum of fewer than LANES terms, on any machine. */
  static float rest(Summand term, int n, float[] x, int xOffset) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i + 4 <= n; i += 4) {
      int at = xOffset + i;
      s0 = add(term, s0, x[at]);
      s1 = add(term, s1, x[at + 1]);
      s2 = add(term, s2, x[at + 2]);
      s3 = add(term, s3, x[at + 3]);
    }
    if (i < n) {
      s0 = add(term, s0, x[xOffset + i]);
    }
    if (i + 1 < n) {
      s1 = add(term, s1, x[xOffset + i + 1]);
    }
    if (i + 2 < n) {
      s2 = add(term, s2, x[xOffset + i + 2]);
    }
    return (s0 + s2) + (s1 + s3);
  }
}
