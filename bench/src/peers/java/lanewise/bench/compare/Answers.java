package lanewise.bench.compare;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.FloatBuffer;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/** Inputs of a fixed seed, and the check of outputs against plain double-precision sums. */
final class Answers {
  /** Of a float sum of k products below 1: rounding grows with the square root, with room. */
  private static final double EPSILON = 0x1p-23;

  private Answers() {}

  static float[] random(long seed, int count) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    return values;
  }

  /**
   * Compares {@code count} outputs with those expected.
   *
   * @param terms how many products an output sums up
   */
  static void check(
      String who, int count, int terms, IntToDoubleFunction output, double[] expected) {
    check(who, count, EPSILON * Math.max(4, terms), output, expected);
  }

  /** Compares outputs with those expected, within a tolerance. */
  static void check(
      String who, int count, double tolerance, IntToDoubleFunction output, double[] expected) {
    for (int i = 0; i < count; i++) {
      double actual = output.applyAsDouble(i);
      if (!(Math.abs(actual - expected[i]) <= tolerance)) {
        throw new IllegalStateException(
            "compare: %s gives %s at %d, not %s (tolerance %.2g)"
                .formatted(who, actual, i, expected[i], tolerance));
      }
    }
  }

  static IntToDoubleFunction of(float[] values) {
    return i -> values[i];
  }

  static IntToDoubleFunction of(MemorySegment values) {
    return i -> values.getAtIndex(ValueLayout.JAVA_FLOAT, i);
  }

  static IntToDoubleFunction of(FloatBuffer values) {
    return values::get;
  }

  /** op(A) op(B) in double precision. */
  static double[] product(boolean ta, boolean tb, int m, int n, int k, float[] a, float[] b) {
    double[] c = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int p = 0; p < k; p++) {
        double x = ta ? a[p * m + i] : a[i * k + p];
        for (int j = 0; j < n; j++) {
          c[i * n + j] += x * (tb ? b[j * k + p] : b[p * n + j]);
        }
      }
    }
    return c;
  }
}
