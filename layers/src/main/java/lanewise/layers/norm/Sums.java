package lanewise.layers.norm;

/**
 * Sums of float values in double precision: four interleaved chains, whose order depends on the
 * count alone, so the bits are the same everywhere.
 */
final class Sums {
  private Sums() {}

  static double of(float[] x, int from, int count) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int end = from + count;
    int i = from;
    for (; i <= end - 4; i += 4) {
      a += x[i];
      b += x[i + 1];
      c += x[i + 2];
      d += x[i + 3];
    }
    for (; i < end; i++) {
      a += x[i];
    }
    return (a + b) + (c + d);
  }

  /** Returns the sum of {@code (x - center)^2}. */
  static double ofSquares(float[] x, int from, int count, double center) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int end = from + count;
    int i = from;
    for (; i <= end - 4; i += 4) {
      a += (x[i] - center) * (x[i] - center);
      b += (x[i + 1] - center) * (x[i + 1] - center);
      c += (x[i + 2] - center) * (x[i + 2] - center);
      d += (x[i + 3] - center) * (x[i + 3] - center);
    }
    for (; i < end; i++) {
      a += (x[i] - center) * (x[i] - center);
    }
    return (a + b) + (c + d);
  }

  /** Returns the sum of {@code x y}. */
  static double ofProducts(float[] x, float[] y, int from, int count) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int end = from + count;
    int i = from;
    for (; i <= end - 4; i += 4) {
      a += (double) x[i] * y[i];
      b += (double) x[i + 1] * y[i + 1];
      c += (double) x[i + 2] * y[i + 2];
      d += (double) x[i + 3] * y[i + 3];
    }
    for (; i < end; i++) {
      a += (double) x[i] * y[i];
    }
    return (a + b) + (c + d);
  }
}
