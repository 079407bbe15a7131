package lanewise.bench;

import java.util.Arrays;

/**
 * Compares answers with plain loops in double precision, and fails where they differ by more than
 * rounding explains.
 */
final class Checks {
  /** Largest relative error of one rounding to float. */
  static final double UNIT = 0x1p-24;

  private Checks() {}

  /**
   * How far a chain of k multiply-adds in float may be from the exact sum, in any order: the unit
   * roundoff times k times the sum of the products' magnitudes.
   */
  static double chainTolerance(int k, double magnitude) {
    return UNIT * (k + 1) * magnitude;
  }

  /**
   * Fails unless the value is within the tolerance.
   *
   * @param what names the benchmark and its parameters
   * @param index of the element, for the message
   * @throws IllegalStateException if it is not, or not a number
   */
  static void close(String what, int index, float actual, double expected, double tolerance) {
    if (!(Math.abs(actual - expected) <= tolerance)) {
      throw new IllegalStateException(
          what
              + ": wrong answer: element "
              + index
              + " is "
              + actual
              + ", expected "
              + expected
              + " within "
              + tolerance);
    }
  }

  /** Fails unless c [m, n] = a [m, k] b [k, n], all row-major from index 0. */
  static void product(String what, int m, int n, int k, float[] a, float[] b, float[] c) {
    double[] sums = new double[n];
    double[] magnitudes = new double[n];
    for (int i = 0; i < m; i++) {
      Arrays.fill(sums, 0);
      Arrays.fill(magnitudes, 0);
      for (int p = 0; p < k; p++) {
        addRow(a[i * k + p], b, p * n, sums, magnitudes);
      }
      for (int j = 0; j < n; j++) {
        close(what, i * n + j, c[i * n + j], sums[j], chainTolerance(k, magnitudes[j]));
      }
    }
  }

  private static void addRow(double x, float[] b, int at, double[] sums, double[] magnitudes) {
    for (int j = 0; j < sums.length; j++) {
      double product = x * b[at + j];
      sums[j] += product;
      magnitudes[j] += Math.abs(product);
    }
  }
}
