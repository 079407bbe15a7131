package lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Set;
import lanewise.layers.format.JsonCursor;
import lanewise.tensor.Shape;
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
  void agreesWithTheReference() {
    int ran = 0;
    for (JsonCursor each : ReferenceCases.group("cross_entropy")) {
      boolean plain =
          each.get("attrs").members().keySet().equals(Set.of("reduction"))
              && each.get("inputs").find("weight").isEmpty();
      if (plain) {
        ran++;
        switch (each.get("attrs").get("reduction").asString()) {
          case "mean" -> checkMean(each);
          case "none" -> checkRowByRow(each);
          default -> throw each.error("another reduction");
        }
      }
    }
    assertThat(ran).as("cases").isGreaterThanOrEqualTo(3);
  }

  private static void checkMean(JsonCursor each) {
    String name = each.get("name").asString();
    JsonCursor input = each.get("inputs").get("input");
    Shape shape = ReferenceCases.shape(input);
    float[] gradient = new float[shape.size()];
    double loss =
        LOSS.evaluate(
            shape.dim(0),
            shape.dim(1),
            ReferenceCases.floats(input),
            Targets.ofClasses(ReferenceCases.ints(each.get("inputs").get("target"))),
            gradient);
    Near.assertNear(name, loss, ReferenceCases.doubles(each.get("output"))[0]);
    Near.assertNear(name, gradient, ReferenceCases.doubles(each.get("grads").get("input")));
  }

  private static void checkRowByRow(JsonCursor each) {
    String name = each.get("name").asString();
    JsonCursor input = each.get("inputs").get("input");
    int rows = ReferenceCases.shape(input).dim(0);
    int size = ReferenceCases.shape(input).dim(1);
    float[] logits = ReferenceCases.floats(input);
    int[] classes = ReferenceCases.ints(each.get("inputs").get("target"));
    float[] gradY = ReferenceCases.floats(each.get("dy"));
    float[] gradient = new float[rows * size];
    for (int r = 0; r < rows; r++) {
      float[] row = Arrays.copyOfRange(logits, r * size, (r + 1) * size);
      float[] gradRow = new float[size];
      double loss = LOSS.evaluate(1, size, row, Targets.ofClasses(new int[] {classes[r]}), gradRow);
      Near.assertNear(name + " row " + r, loss, ReferenceCases.doubles(each.get("output"))[r]);
      for (int j = 0; j < size; j++) {
        gradient[r * size + j] = gradRow[j] * gradY[r];
      }
    }
    Near.assertNear(name, gradient, ReferenceCases.doubles(each.get("grads").get("input")));
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
  void refusesTargetsOfTheOtherKind() {
    Targets values = Targets.ofValues(new float[3]);
    assertThatThrownBy(() -> LOSS.evaluate(1, 3, new float[3], values, null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("targets: this loss needs class indices, not values");
    assertThatThrownBy(() -> Targets.ofClasses(new int[3]).values())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("targets: this loss needs values, not class indices");
  }

  @Test
  void readsTheFirstRowsOfLongerArraysOnly() {
    float[] gradient = {7, 7, 7, 7};
    Targets targets = Targets.ofClasses(new int[] {1, 99});
    LOSS.evaluate(1, 2, new float[] {0, 0, Float.NaN, Float.NaN}, targets, gradient);
    assertThat(gradient).containsExactly(0.5f, -0.5f, 7, 7);
  }

  @Test
  void softmaxGivesProbabilities() {
    float[] values = {9, 1000, 1000, -INF, 0, 0, 0, 9};
    Softmax.rowsInPlace(2, 3, values, 1);
    float third = (float) (1 / 3.0);
    assertThat(values).containsExactly(9, 0.5f, 0.5f, 0, third, third, third, 9);
  }
}
