package lanewise.tensor.kernel.level1;

import static org.assertj.core.api.Assertions.assertThat;

import lanewise.tensor.RandomStream;
import lanewise.tensor.kernel.Chain;
import org.junit.jupiter.api.Test;

/** Dot products and sums against plain double loops, the rest element by element. */
class Level1Test {
  private static final int[] SIZES = {
    0, 1, 2, 7, 15, 16, 17, 31, 32, 33, 63, 64, 65, 96, 127, 128, 1000, 1009
  };

  @Test
  void dotAgainstDoubles() {
    RandomStream random = RandomStream.of(5);
    for (int n : SIZES) {
      float[] x = Chain.values(random, n + 3);
      float[] y = Chain.values(random, n + 8);
      double sum = 0;
      double magnitudes = 0;
      for (int i = 0; i < n; i++) {
        double product = (double) x[3 + i] * y[5 + i];
        sum += product;
        magnitudes += Math.abs(product);
      }
      // Chains of at most 16 terms and six sums of lanes; the rest is in double.
      double tolerance = 0x1p-24 * (16 + 6 + 1) * magnitudes;
      assertThat((double) Level1.dot(n, x, 3, 1, y, 5, 1)).isCloseTo(sum, within(tolerance));
    }
  }

  @Test
  void dotOfSpreadElementsHasTheSameBits() {
    RandomStream random = RandomStream.of(6);
    for (int n : SIZES) {
      float[] x = Chain.values(random, 3 * n + 4);
      float[] y = Chain.values(random, 2 * n + 4);
      float[] dense = new float[n];
      float[] denseBackward = new float[n];
      float[] other = new float[n];
      for (int i = 0; i < n; i++) {
        dense[i] = x[1 + 3 * i];
        denseBackward[n - 1 - i] = x[1 + 3 * i];
        other[i] = y[2 + 2 * i];
      }
      float forward = Level1.dot(n, dense, 0, 1, other, 0, 1);
      Chain.assertSame(Level1.dot(n, x, 1, 3, y, 2, 2), forward, "dot of %d", n);
      float backward = Level1.dot(n, denseBackward, 0, 1, other, 0, 1);
      int last = Math.max(0, n - 1);
      Chain.assertSame(Level1.dot(n, x, 1 + 3 * last, -3, y, 2, 2), backward, "dot of %d", n);
    }
  }

  @Test
  void sumsAgainstDoubles() {
    RandomStream random = RandomStream.of(7);
    for (int n : SIZES) {
      for (int step : new int[] {1, 4, -2}) {
        float[] x = Chain.values(random, 4 * n + 9);
        int first = step < 0 ? 2 * n + 1 : 3;
        double sum = 0;
        double magnitudes = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
          double value = x[first + i * step];
          sum += value;
          magnitudes += Math.abs(value);
          squares += value * value;
        }
        // Sums in double of n floats, rounded once: half a unit of the last place and a little.
        double unit = 0x1p-23 * 0.51;
        assertThat((double) Level1.sum(n, x, first, step))
            .isCloseTo(sum, within(unit * Math.abs(sum) + 1e-13 * magnitudes));
        assertThat((double) Level1.sumOfMagnitudes(n, x, first, step))
            .isCloseTo(magnitudes, within(unit * magnitudes));
        double norm = Math.sqrt(squares);
        assertThat((double) Level1.norm(n, x, first, step)).isCloseTo(norm, within(unit * norm));
      }
    }
  }

  private static org.assertj.core.data.Offset<Double> within(double tolerance) {
    return org.assertj.core.data.Offset.offset(tolerance);
  }

  @Test
  void normOfHugeAndTinyElements() {
    float[] huge = {3e38f / 2, 0, 3e38f / 2, 0};
    assertThat(Level1.norm(4, huge, 0, 1)).isFinite().isGreaterThan(2e38f);
    float[] tiny = {3e-42f, 4e-42f};
    assertThat(Level1.norm(2, tiny, 0, 1)).isBetween(4.99e-42f, 5.01e-42f);
  }

  @Test
  void sumOfAMillionTenths() {
    float[] tenth = {0.1f};
    float sum = Level1.sum(1_000_000, tenth, 0, 0);
    assertThat(sum).isEqualTo((float) (1e6 * (double) 0.1f));
  }

  @Test
  void indexOfTheLargestMagnitude() {
    assertThat(Level1.indexOfLargestMagnitude(0, new float[0], 0, 1)).isEqualTo(-1);
    assertThat(largest(1, -3, 3, 2)).isEqualTo(1);
    assertThat(largest(-0f, 0f)).isZero();
    assertThat(largest(1, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY)).isEqualTo(1);
    float otherNaN = Float.intBitsToFloat(0xffff_ffff);
    assertThat(largest(1, Float.POSITIVE_INFINITY, Float.NaN, otherNaN)).isEqualTo(2);
    float[] spread = {9, 1, 9, 5, 9, 4};
    assertThat(Level1.indexOfLargestMagnitude(3, spread, 1, 2)).isEqualTo(1);
  }

  private static int largest(float... values) {
    return Level1.indexOfLargestMagnitude(values.length, values, 0, 1);
  }

  @Test
  void axpyAndScaleElementByElement() {
    RandomStream random = RandomStream.of(8);
    for (int n : SIZES) {
      for (int[] steps : new int[][] {{1, 1}, {2, 1}, {1, 3}, {0, 2}}) {
        float[] x = Chain.values(random, 2 * n + 5);
        float[] before = Chain.values(random, 3 * n + 5);
        float[] y = before.clone();
        Level1.axpy(n, 0.3f, x, 2, steps[0], y, 1, steps[1]);
        float[] z = before.clone();
        Level1.scale(n, 0.3f, x, 2, steps[0], z, 1, steps[1]);
        for (int at = 0; at < y.length; at++) {
          int i = Math.floorDiv(at - 1, steps[1]);
          if (at >= 1 && i < n && (at - 1) % steps[1] == 0) {
            float factor = x[2 + i * steps[0]];
            Chain.assertSame(y[at], Math.fma(0.3f, factor, before[at]), "axpy at %d", at);
            Chain.assertSame(z[at], 0.3f * factor, "scale at %d", at);
          } else {
            Chain.assertSame(y[at], before[at], "axpy beside at %d", at);
            Chain.assertSame(z[at], before[at], "scale beside at %d", at);
          }
        }
      }
    }
  }
}
