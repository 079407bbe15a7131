package lanewise.tensor.kernel.reduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import lanewise.tensor.kernel.Variant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every available variant gives the bits of the scalar one. */
@Tag("once")
class ReduceVariantsTest {
  private static final ReduceKernel SCALAR = new ScalarReduce();
  private static final float GUARD = -77;

  static List<ReduceKernel> kernels() {
    return ReduceVariants.ALL.stream()
        .filter(Variant::available)
        .map(variant -> variant.kernel().get())
        .toList();
  }

  private static float[] values(int length) {
    SplittableRandom random = new SplittableRandom(length);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (random.nextGaussian() * Math.exp(4 * random.nextGaussian()));
    }
    return values;
  }

  @ParameterizedTest
  @EnumSource
  void blocks(Summand term) {
    float[] x = values(3 * ReduceKernel.BLOCK + 9);
    float[] lanes = new float[3 * ReduceKernel.LANES];
    for (ReduceKernel kernel : kernels()) {
      for (int n = 0; n <= 3 * ReduceKernel.BLOCK; n += ReduceKernel.LANES) {
        for (int offset : new int[] {0, 1, 9}) {
          assertThat(kernel.sum(0.5, term, n, x, offset, lanes))
              .isEqualTo(SCALAR.sum(0.5, term, n, x, offset, lanes));
          double[] moments = {0.5, 2};
          double[] expected = {0.5, 2};
          kernel.moments(n, x, offset, 0.25f, lanes, moments);
          SCALAR.moments(n, x, offset, 0.25f, lanes, expected);
          assertThat(moments).isEqualTo(expected);
          assertThat(kernel.dot(0.5, n, x, offset, x, 3, lanes))
              .isEqualTo(SCALAR.dot(0.5, n, x, offset, x, 3, lanes));
        }
      }
    }
  }

  @Test
  void dotsOfRowsAreThoseOfEachRow() {
    int most = 3 * ReduceKernel.BLOCK;
    float[] a = values(2 + ReduceKernel.TOGETHER * (most + 5));
    float[] x = values(most + 3);
    float[] lanes = new float[ReduceKernel.TOGETHER * ReduceKernel.LANES];
    for (ReduceKernel kernel : kernels()) {
      for (int n = 0; n <= most; n += ReduceKernel.LANES) {
        double[] sums = {0.5, -1, 2, 0};
        double[] expected = sums.clone();
        kernel.dots(n, a, 2, n + 5, x, 3, lanes, sums);
        for (int r = 0; r < ReduceKernel.TOGETHER; r++) {
          expected[r] = SCALAR.dot(expected[r], n, a, 2 + r * (n + 5), x, 3, lanes);
        }
        assertThat(sums).as("n = %d", n).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void columns(Summand term) {
    float[] x = values(40 * 200);
    float[] shift = values(150);
    for (ReduceKernel kernel : kernels()) {
      for (int rows : new int[] {0, 1, 3, 4, 5, 15, 16}) {
        for (int columns : new int[] {1, 3, 4, 7, 8, 9, 15, 16, 17, 33, 150}) {
          float[] sums = new float[160];
          float[] expected = new float[160];
          Arrays.fill(sums, GUARD);
          Arrays.fill(expected, GUARD);
          float[] squares = sums.clone();
          float[] expectedSquares = sums.clone();
          kernel.columns(term, rows, columns, x, 3, columns + 5, sums, 2);
          SCALAR.columns(term, rows, columns, x, 3, columns + 5, expected, 2);
          assertThat(sums).isEqualTo(expected);
          kernel.columnMoments(rows, columns, x, 3, columns + 5, shift, sums, squares, 2);
          SCALAR.columnMoments(
              rows, columns, x, 3, columns + 5, shift, expected, expectedSquares, 2);
          assertThat(sums).isEqualTo(expected);
          assertThat(squares).isEqualTo(expectedSquares);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 7, 8, 15, 16, 17, 31, 63, 64, 65, 127, 1009})
  void extremesAndPositions(int n) {
    float[] x = values(n + 5);
    SplittableRandom random = new SplittableRandom(n);
    for (ReduceKernel kernel : kernels()) {
      for (int trial = 0; trial < 20; trial++) {
        float[] v = x.clone();
        v[5 + random.nextInt(n)] =
            switch (trial % 4) {
              case 0 -> Float.NaN;
              case 1 -> Float.POSITIVE_INFINITY;
              case 2 -> Float.NEGATIVE_INFINITY;
              default -> 0;
            };
        v[4] = Float.NaN;
        float max = kernel.max(n, v, 5);
        float min = kernel.min(n, v, 5);
        assertThat((Float) max).isEqualTo((Float) SCALAR.max(n, v, 5));
        assertThat((Float) min).isEqualTo((Float) SCALAR.min(n, v, 5));
        assertThat(kernel.first(n, v, 5, max)).isEqualTo(SCALAR.first(n, v, 5, max)).isLessThan(n);
        assertThat(kernel.first(n, v, 5, 12345.5f)).isEqualTo(n);
        assertThat(kernel.first(n, v, 5, Float.NaN)).isEqualTo(SCALAR.first(n, v, 5, Float.NaN));
      }
    }
  }
}
