package lanewise.layers.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import lanewise.layers.Near;
import lanewise.layers.Networks;
import lanewise.layers.OracleCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SoftmaxCrossEntropyTest {
  private static final SoftmaxCrossEntropy LOSS = SoftmaxCrossEntropy.of();
  private static final float INF = Float.POSITIVE_INFINITY;

  /** Without the trick of the maximum: for small logits only. */
  private static double oracle(int rows, int size, double[] x, int[] classes) {
    double total = 0;
    for (int r = 0; r < rows; r++) {
      double sum = 0;
      for (int j = 0; j < size; j++) {
        sum += Math.exp(x[r * size + j]);
      }
      total += Math.log(sum) - x[r * size + classes[r]];
    }
    return total / rows;
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 2", "3, 5", "16, 10", "7, 33"})
  void agreesWithTheOracleAndItsDifferences(int rows, int size) {
    float[] logits = Networks.gaussians(rows * 31L + size, rows * size);
    int[] classes = new int[rows];
    Arrays.setAll(classes, r -> (r * 3 + 1) % size);
    float[] gradient = new float[rows * size];
    Arrays.fill(gradient, Float.NaN);
    double loss = LOSS.evaluate(rows, size, logits, Targets.ofClasses(classes), gradient);
    double[] wide = OracleCheck.doubles(logits);
    Near.assertNear("loss", loss, oracle(rows, size, wide, classes));
    Near.assertNear(
        "gradient", gradient, OracleCheck.differences(x -> oracle(rows, size, x, classes), wide));
    assertThat(LOSS.evaluate(rows, size, logits, Targets.ofClasses(classes), null)).isEqualTo(loss);
  }

  @Test
  void survivesTheLargestLogits() {
    float max = Float.MAX_VALUE;
    float[] gradient = new float[3];
    assertThat(evaluate(new float[] {max, 0, -max}, 0, gradient)).isZero();
    assertThat(gradient).containsExactly(0, 0, 0);
    assertThat(evaluate(new float[] {max, 0, -max}, 2, gradient)).isEqualTo(2.0 * max);
    assertThat(gradient).containsExactly(1, 0, -1);
    assertThat(evaluate(new float[] {-max, -max, -max}, 1, gradient))
        .isCloseTo(Math.log(3), within(1e22));
  }

  @Test
  void keepsTheLossOfLargeEqualLogitsExact() {
    float[] gradient = new float[2];
    assertThat(evaluate(new float[] {1e6f, 1e6f}, 0, gradient))
        .isCloseTo(Math.log(2), within(1e-9));
    assertThat(gradient).containsExactly(-0.5f, 0.5f);
  }

  @Test
  void aLogitOfMinusInfinityIsAProbabilityOfZero() {
    float[] gradient = new float[3];
    assertThat(evaluate(new float[] {0, -INF, 0}, 0, gradient))
        .isCloseTo(Math.log(2), within(1e-15));
    assertThat(gradient).containsExactly(-0.5f, 0, 0.5f);
    assertThat(evaluate(new float[] {0, -INF, 0}, 1, gradient)).isInfinite().isPositive();
    assertThat(gradient).containsExactly(0.5f, -1, 0.5f);
  }

  @Test
  void doesNotHideLogitsThatAreNoNumbers() {
    assertThat(evaluate(new float[] {0, Float.NaN}, 0, new float[2])).isNaN();
    assertThat(evaluate(new float[] {INF, 0}, 0, new float[2])).isNaN();
    assertThat(evaluate(new float[] {-INF, -INF}, 0, new float[2])).isNaN();
  }

  private static double evaluate(float[] row, int target, float[] gradient) {
    return LOSS.evaluate(1, row.length, row, Targets.ofClasses(new int[] {target}), gradient);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 3, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void refusesAClassThatDoesNotExist(int target) {
    assertThatThrownBy(
            () -> LOSS.evaluate(2, 3, new float[6], Targets.ofClasses(new int[] {2, target}), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cross-entropy: row 1 has class " + target + ", outside 0 to 2");
  }

  @Test
  void oneHotRowsAreClassIndices() {
    float[] logits = Networks.gaussians(8, 6);
    float[] hot = new float[6];
    float[] gradient = new float[6];
    float[] gradientOfHot = new float[6];
    hot[2] = 1;
    hot[3] = 1;
    double loss = LOSS.evaluate(2, 3, logits, Targets.ofClasses(new int[] {2, 0}), gradient);
    assertThat(LOSS.evaluate(2, 3, logits, Targets.ofValues(hot), gradientOfHot))
        .isCloseTo(loss, within(1e-12));
    for (int i = 0; i < 6; i++) {
      assertThat(gradientOfHot[i]).isCloseTo(gradient[i], within(1e-7f));
    }
  }

  @Test
  void readsTheFirstRowsOfLongerArraysOnly() {
    float[] gradient = {7, 7, 7, 7};
    Targets targets = Targets.ofClasses(new int[] {1, 99});
    LOSS.evaluate(1, 2, new float[] {0, 0, Float.NaN, Float.NaN}, targets, gradient);
    assertThat(gradient).containsExactly(0.5f, -0.5f, 7, 7);
  }
}
