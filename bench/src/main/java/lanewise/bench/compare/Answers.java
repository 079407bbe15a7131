package lanewise.bench.compare;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Random;

/** Inputs of a fixed seed, and the comparison of answers with those in double precision. */
public final class Answers {
  private static final double EPSILON = 0x1p-23;

  private Answers() {}

  /** Floats of -1 to 1. */
  public static float[] random(long seed, int count) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    return values;
  }

  /** Values as little-endian bytes. */
  public static byte[] bytes(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  /** How far a float sum of terms below 1 may be from the exact one. */
  static double sum(int terms) {
    return EPSILON * Math.max(4, terms);
  }

  /**
   * Compares a part of an answer.
   *
   * @param at where in the answer the expected values begin
   * @throws IllegalStateException if one is further away than the tolerance
   */
  static void check(int at, float[] answer, double[] expected, double tolerance) {
    for (int i = 0; i < expected.length; i++) {
      double actual = answer[at + i];
      if (!(Math.abs(actual - expected[i]) <= tolerance)) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT,
                "wrong answer: %s at %d, not %s (tolerance %.2g)",
                actual,
                at + i,
                expected[i],
                tolerance));
      }
    }
  }
}
