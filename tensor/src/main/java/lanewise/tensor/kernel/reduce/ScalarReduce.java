package lanewise.tensor.kernel.reduce;

import java.util.Arrays;

/** The scalar variant, which runs everywhere. */
final class ScalarReduce implements ReduceKernel {
  @Override
  public float block(Term term, int rows, float[] x, int xOffset, float shift, float[] lanes) {
    Arrays.fill(lanes, 0, LANES, 0);
    for (int r = 0; r < rows; r++) {
      int at = xOffset + r * LANES;
      for (int l = 0; l < LANES; l++) {
        lanes[l] = add(term, lanes[l], x[at + l], shift);
      }
    }
    return Lanes.fold64(lanes);
  }

  /** One link of a chain. */
  static float add(Term term, float sum, float x, float shift) {
    return switch (term) {
      case VALUE -> sum + x;
      case ABS -> sum + Math.abs(x);
      case SQUARE -> Math.fma(x - shift, x - shift, sum);
    };
  }

  @Override
  public float dotBlock(int rows, float[] x, int xOffset, float[] y, int yOffset, float[] lanes) {
    Arrays.fill(lanes, 0, LANES, 0);
    for (int r = 0; r < rows; r++) {
      for (int l = 0; l < LANES; l++) {
        int i = r * LANES + l;
        lanes[l] = Math.fma(x[xOffset + i], y[yOffset + i], lanes[l]);
      }
    }
    return Lanes.fold64(lanes);
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
      Term term,
      int rows,
      int columns,
      float[] x,
      int xOffset,
      int stride,
      float[] shift,
      float[] sums) {
    Arrays.fill(sums, 0, columns, 0);
    for (int r = 0; r < rows; r++) {
      int at = xOffset + r * stride;
      for (int j = 0; j < columns; j++) {
        sums[j] = add(term, sums[j], x[at + j], shift[j]);
      }
    }
  }

  /** The sum of fewer than LANES terms, on any machine. */
  static float rest(Term term, int n, float[] x, int xOffset, float shift) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i + 4 <= n; i += 4) {
      int at = xOffset + i;
      s0 = add(term, s0, x[at], shift);
      s1 = add(term, s1, x[at + 1], shift);
      s2 = add(term, s2, x[at + 2], shift);
      s3 = add(term, s3, x[at + 3], shift);
    }
    if (i < n) {
      s0 = add(term, s0, x[xOffset + i], shift);
    }
    if (i + 1 < n) {
      s1 = add(term, s1, x[xOffset + i + 1], shift);
    }
    if (i + 2 < n) {
      s2 = add(term, s2, x[xOffset + i + 2], shift);
    }
    return (s0 + s2) + (s1 + s3);
  }
}
