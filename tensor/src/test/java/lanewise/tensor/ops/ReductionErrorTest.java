package lanewise.tensor.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.tensor.Tensors;
import lanewise.tensor.blas.Blas;
import lanewise.tensor.linalg.LinearAlgebra;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bounds of the errors of sums, norms, products and softmax that the documentation states, on
 * operands that come close to them and on random ones.
 */
class ReductionErrorTest {
  /** The largest relative error of a rounding. */
  private static final double UNIT = 0x1p-24;

  /** The largest error of a result or a product that is subnormal. */
  private static final double UNDERFLOW = 0x1p-150;

  private static final double SUM = 22.01 * UNIT;
  private static final double DOT = 23.01 * UNIT;
  private static final double NORM_2 = 12.01 * UNIT;

  static IntStream lengths() {
    return IntStream.of(1, 2, 3, 5, 16, 17, 63, 64, 65, 127, 1000, 1024, 1088, 2049, 5000, 70_001);
  }

  /** Numbers of one sign, of both signs, and of very different sizes. */
  private static float[] operand(int kind, int n) {
    SplittableRandom random = new SplittableRandom(n * 31L + kind);
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] =
          switch (kind) {
            case 0 -> random.nextFloat();
            case 1 -> (float) random.nextGaussian();
            case 2 -> 0.1f;
            default -> (float) (random.nextGaussian() * Math.scalb(1.0, random.nextInt(-40, 40)));
          };
    }
    return x;
  }

  /**
   * In double precision: wrong by n 2^-53 of the magnitudes at most, which is less than 10^-5 of a
   * bound. A product of two floats is exact.
   */
  private static double sum(int n, IntToDoubleFunction term) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += term.applyAsDouble(i);
    }
    return sum;
  }

  private static double distance(float actual, double exact) {
    return Math.abs(actual - exact);
  }

  /** The assertion of AssertJ where it would fail: there are millions. */
  private static void assertAtMost(double error, double bound) {
    if (!(error <= bound)) {
      assertThat(error).isLessThanOrEqualTo(bound);
    }
  }

  /** 15 additions in a chain, 6 of lanes and the last rounding, each of which loses a one. */
  private static float[] worstForSums() {
    float[] x = new float[1025];
    x[0] = 0x1p24f;
    for (int row = 1; row < 16; row++) {
      x[64 * row] = 1;
    }
    for (int lane : new int[] {16, 32, 8, 4, 2, 1}) {
      x[lane] = 1;
    }
    x[1024] = 1;
    return x;
  }

  @Test
  void theBoundOfSumsIsReached() {
    float[] x = worstForSums();
    Tensor vector = Tensor.wrap(x, Shape.of(x.length));
    assertThat(Reduce.SUM.of(vector).get()).isEqualTo(0x1p24f);
    double magnitudes = 0x1p24 + 22;
    assertThat(22 / magnitudes).isBetween(0.999 * SUM, SUM);
    assertThat(Reduce.NORM_1.of(vector).get()).isEqualTo(0x1p24f);
    float[] ones = new float[x.length];
    Arrays.fill(ones, 1);
    assertThat(Blas.sdot(x.length, x, 0, 1, ones, 0, 1)).isEqualTo(0x1p24f);
  }

  /** As the terms are spread in the worst case, but 2^24 with ones only: 15 are lost. */
  @Test
  void onesAfterALargeNumber() {
    float[] x = new float[1024];
    Arrays.fill(x, 1);
    x[0] = 0x1p24f;
    Tensor vector = Tensor.wrap(x, Shape.of(x.length));
    float sum = Reduce.SUM.of(vector).get();
    assertThat(Math.abs(sum - (0x1p24 + 1023))).isEqualTo(15).isLessThan(SUM * (0x1p24 + 1023));
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void sumsMeansAndNormsInBothOrders(int n) {
    for (int kind = 0; kind < 4; kind++) {
      float[] x = operand(kind, n);
      double sum = sum(n, i -> x[i]);
      double magnitudes = sum(n, i -> Math.abs(x[i]));
      double norm = Math.sqrt(sum(n, i -> (double) x[i] * x[i]));
      double bound = SUM * magnitudes;
      for (Tensor ordered : orders(x)) {
        assertThat(distance(Reduce.SUM.of(ordered, 0).get(0), sum)).isLessThanOrEqualTo(bound);
        assertThat(distance(Reduce.MEAN.of(ordered, 0).get(0), sum / n))
            .isLessThanOrEqualTo(bound / n + UNDERFLOW);
        assertThat(distance(Reduce.NORM_1.of(ordered, 0).get(0), magnitudes))
            .isLessThanOrEqualTo(bound);
        assertThat(distance(Reduce.NORM_2.of(ordered, 0).get(0), norm))
            .isLessThanOrEqualTo(NORM_2 * norm);
      }
    }
  }

  /** The elements as one column that is contiguous, and as the first of two. */
  private static Tensor[] orders(float[] x) {
    float[] twice = new float[2 * x.length];
    for (int i = 0; i < x.length; i++) {
      twice[2 * i] = x[i];
      twice[2 * i + 1] = -x[i];
    }
    return new Tensor[] {
      Tensor.wrap(x, Shape.of(x.length, 1)), Tensor.wrap(twice, Shape.of(x.length, 2))
    };
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void dotAndMatrixProducts(int n) {
    for (int kind = 0; kind < 4; kind++) {
      float[] x = operand(kind, n);
      float[] y = operand(1, n);
      double dot = sum(n, i -> (double) x[i] * y[i]);
      double magnitudes = sum(n, i -> Math.abs((double) x[i] * y[i]));
      Tensor a = Tensor.wrap(x, Shape.of(n));
      Tensor b = Tensor.wrap(y, Shape.of(n));
      assertThat(distance(LinearAlgebra.dot(a, b), dot))
          .isLessThanOrEqualTo(DOT * magnitudes + n * UNDERFLOW);
      assertThat(distance(LinearAlgebra.matmul(a, b).get(), dot))
          .isLessThanOrEqualTo(n * UNIT * magnitudes + n * UNDERFLOW);
    }
  }

  @Test
  void theErrorOfAMatrixProductGrowsWithTheLength() {
    float[] x = new float[1000];
    Arrays.fill(x, 1);
    x[0] = 0x1p24f;
    Tensor vector = Tensor.wrap(x, Shape.of(x.length));
    Tensor ones = Tensors.full(1, x.length);
    assertThat(LinearAlgebra.matmul(vector, ones).get()).isEqualTo(0x1p24f);
    int n = 1_000_000;
    float sum = LinearAlgebra.matmul(Tensors.full(0.1f, n), Tensors.full(1, n)).get();
    assertThat(Math.abs(sum / (n * (double) 0.1f) - 1)).isBetween(0.009, 0.011);
  }

  @Test
  void sumsOfBlocksOverflowBeyondTheStatedMagnitudes() {
    assertThat(Reduce.MEAN.of(Tensors.full(3e35f, 4096)).get()).isEqualTo(3e35f);
    assertThat(Reduce.MEAN.of(Tensors.full(3.4e35f, 4096)).get()).isInfinite();
    Tensor signs = Tensors.arange(4096).reshape(2048, 2);
    for (float distance : new float[] {5e17f, 6e17f}) {
      signs.slice(1, 0, 1).fill(distance);
      signs.slice(1, 1, 2).fill(-distance);
      float variance = Reduce.VAR.of(signs).get();
      if (distance == 5e17f) {
        assertThat(variance).isCloseTo(distance * distance, within(1e-5f * distance * distance));
      } else {
        assertThat(variance).isInfinite();
      }
    }
  }

  @Test
  void normsDoNotOverflowOrVanishOnTheWay() {
    for (float size : new float[] {1e-40f, 1e-30f, 1e-19f, 1e19f, 1e30f, 1e38f}) {
      float norm = Reduce.NORM_2.of(Tensors.full(size, 4)).get();
      assertThat((double) norm).isEqualTo(2.0 * size);
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void softmaxAndItsLogarithm(int n) {
    for (int kind = 0; kind < 3; kind++) {
      for (float scale : new float[] {1, 30}) {
        float[] x = operand(kind, n);
        for (int i = 0; i < n; i++) {
          x[i] *= scale;
        }
        double max = Double.NEGATIVE_INFINITY;
        for (float value : x) {
          max = Math.max(max, value);
        }
        double sum = 0;
        for (float value : x) {
          sum += StrictMath.exp(value - max);
        }
        double log = StrictMath.log(sum);
        for (Tensor ordered : orders(x)) {
          checkSoftmax(x, ordered, max, log);
          double logSumExp = Reduce.LOG_SUM_EXP.of(ordered, 0).get(0);
          double exact = max + log;
          assertThat(Math.abs(logSumExp - exact))
              .isLessThanOrEqualTo((23 + StrictMath.log(n) + Math.abs(exact)) * UNIT);
        }
      }
    }
  }

  private static void checkSoftmax(float[] x, Tensor ordered, double max, double log) {
    double ofLength = StrictMath.log(x.length);
    Tensor softmax = AxisFunction.SOFTMAX.of(ordered, 0);
    Tensor logSoftmax = AxisFunction.LOG_SOFTMAX.of(ordered, 0);
    for (int i = 0; i < x.length; i++) {
      double distance = max - x[i];
      double exact = -distance - log;
      assertAtMost(
          Math.abs(logSoftmax.get(i, 0) - exact), (23 + ofLength + 2 * Math.abs(exact)) * UNIT);
      double share = StrictMath.exp(exact);
      assertAtMost(
          Math.abs(softmax.get(i, 0) - share),
          (27 + ofLength + distance) * UNIT * share + 3 * UNDERFLOW);
    }
  }
}
