package lanewise.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import lanewise.tensor.blas.Blas;
import lanewise.tensor.blas.PackedWeights;
import lanewise.tensor.blas.Transpose;
import org.junit.jupiter.api.Test;

/** What is lost in weights of 16 and 8 bits is what their documentation says. */
class WeightPrecisionTest {
  /** The weights as a product with ones on the diagonal gives them back. */
  private static float[] stored(WeightPrecision precision, int rows, int columns, float[] weights) {
    PackedWeights packed =
        PackedWeights.of(precision, Transpose.NO, rows, columns, weights, 0, columns);
    float[] identity = new float[rows * rows];
    for (int i = 0; i < rows; i++) {
      identity[i * rows + i] = 1;
    }
    float[] stored = new float[rows * columns];
    Blas.sgemmPacked(rows, identity, 0, rows, packed, stored, 0, columns);
    return stored;
  }

  @Test
  void bfloat16IsWithinItsRelativeErrorOverAllExponents() {
    SplittableRandom random = new SplittableRandom(8);
    int each = 300;
    double largest = 0;
    for (int exponent = 0; exponent < 255; exponent++) {
      float[] weights = new float[each];
      for (int i = 0; i < each; i++) {
        weights[i] = Float.intBitsToFloat(exponent << 23 | random.nextInt(1 << 23));
      }
      // Halfway from 1 to the next number of 8 bits: the largest relative error.
      weights[0] = Float.intBitsToFloat(exponent << 23 | 1 << 15);
      float[] stored = stored(WeightPrecision.BFLOAT16, 1, each, weights);
      for (int i = 0; i < each; i++) {
        double error = Math.abs((double) stored[i] - weights[i]);
        if (weights[i] < Float.MIN_NORMAL) {
          assertThat(error).isLessThanOrEqualTo(0x1p-134);
        } else if (weights[i] <= 3.39e38f) {
          assertThat(error).isLessThanOrEqualTo(0x1p-8 * weights[i]);
          largest = Math.max(largest, error / weights[i]);
        }
      }
    }
    assertThat(largest).isBetween(0.99 * 0x1p-8, 0x1p-8);
    float[] ends = stored(WeightPrecision.BFLOAT16, 1, 2, new float[] {3.39e38f, 3.4e38f});
    assertThat(ends[0]).isFinite();
    assertThat(ends[1]).isInfinite();
  }

  @Test
  void int8IsWithinHalfAScale() {
    SplittableRandom random = new SplittableRandom(9);
    int rows = 200;
    for (float size : new float[] {1.5e-36f, 1e-20f, 0.01f, 1, 127, 3e38f}) {
      float[] weights = new float[rows];
      float magnitude = 0;
      for (int i = 0; i < rows; i++) {
        weights[i] = i == 0 ? size : (float) random.nextDouble(-size, size);
        magnitude = Math.max(magnitude, Math.abs(weights[i]));
      }
      float scale = magnitude / 127;
      float[] stored = stored(WeightPrecision.INT8, rows, 1, weights);
      double largest = 0;
      for (int i = 0; i < rows; i++) {
        double error = Math.abs((double) stored[i] - weights[i]);
        // The product is rounded to a float once more.
        assertThat(error).isLessThanOrEqualTo(scale / 2.0 + Math.ulp(stored[i]) / 2);
        largest = Math.max(largest, error / scale);
      }
      assertThat(largest).isGreaterThan(0.45);
    }
  }
}
