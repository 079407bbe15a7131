package lanewise.tensor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import lanewise.tensor.RandomStream;

/** What the contract says a product is, one element at a time, and buffers to try it on. */
public final class Chain {
  /** What is around a matrix: a NaN with bits of its own. */
  public static final float GUARD = Float.intBitsToFloat(0x7fc0_1234);

  private Chain() {}

  /** Values of mixed sign and size, none special. */
  public static float[] values(RandomStream random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (random.nextFloat() - 0.5f) * (1 << random.nextInt(6));
    }
    return values;
  }

  /** Some elements become NaN, infinite, huge, tiny or zero of both signs. */
  public static void sprinkle(RandomStream random, float[] values) {
    float[] special = {
      Float.NaN,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      0f,
      -0f,
      Float.MIN_VALUE,
      Float.MAX_VALUE,
      -Float.MAX_VALUE,
      1e-40f
    };
    for (int i = 0; i < values.length; i++) {
      if (random.nextInt(17) == 0) {
        values[i] = special[random.nextInt(special.length)];
      }
    }
  }

  /** The element that starts from {@code init}. */
  public static float element(
      float init, int k, float alpha, float[] a, int aAt, int aStep, float[] b, int bAt, int bRow) {
    float sum = init;
    for (int p = 0; p < k; p++) {
      sum = Math.fma(a[aAt + p * aStep], alpha * b[bAt + p * bRow], sum);
    }
    return sum;
  }

  /** Bit for bit, but all NaNs alike. */
  public static void assertSame(float actual, float expected, String where, Object... arguments) {
    if (Float.floatToIntBits(actual) != Float.floatToIntBits(expected)) {
      assertThat(actual).as(where, arguments).isEqualTo(expected);
      assertThat(Float.floatToIntBits(actual))
          .as(where, arguments)
          .isEqualTo(Float.floatToIntBits(expected));
    }
  }

  /** A cell that nothing may write. */
  public static void assertGuard(float actual, String where, Object... arguments) {
    if (Float.floatToRawIntBits(actual) != Float.floatToRawIntBits(GUARD)) {
      assertThat(actual).as("guard cell: " + where, arguments).isEqualTo(GUARD);
      assertThat(Float.floatToRawIntBits(actual))
          .as("guard cell: " + where, arguments)
          .isEqualTo(Float.floatToRawIntBits(GUARD));
    }
  }
}
