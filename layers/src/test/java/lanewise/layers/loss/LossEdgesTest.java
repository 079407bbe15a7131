package lanewise.layers.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a naive formula overflows, and what the losses refuse. */
final class LossEdgesTest {
  private static final float INF = Float.POSITIVE_INFINITY;
  private static final float MAX = Float.MAX_VALUE;

  private static double one(Loss loss, float x, float t, float[] gradient) {
    return loss.evaluate(1, 1, new float[] {x}, Targets.ofValues(new float[] {t}), gradient);
  }

  private static double row(Loss loss, float[] x, int target, float[] gradient) {
    return loss.evaluate(1, x.length, x, Targets.ofClasses(new int[] {target}), gradient);
  }

  @Test
  void squaresOfLargeDistancesDoNotOverflow() {
    float[] gradient = new float[1];
    assertThat(one(MeanSquaredError.of(), 1e30f, -1e30f, gradient)).isCloseTo(4e60, within(1e54));
    assertThat(gradient[0]).isEqualTo(4e30f);
    assertThat(one(QuadraticCost.of(), 1e30f, 0, gradient)).isCloseTo(5e59, within(1e53));
    assertThat(one(MeanAbsoluteError.of(), MAX, -MAX, gradient)).isEqualTo(2.0 * MAX);
    assertThat(gradient[0]).isEqualTo(1);
    assertThat(one(Huber.of(), MAX, -MAX, gradient)).isEqualTo(2.0 * MAX - 0.5);
    assertThat(gradient[0]).isEqualTo(1);
  }

  @Test
  void distancesHaveNoSlopeAtTheTarget() {
    float[] gradient = {7};
    for (Loss loss : new Loss[] {MeanAbsoluteError.of(), MeanSquaredError.of(), Huber.of()}) {
      assertThat(one(loss, 3, 3, gradient)).isZero();
      assertThat(gradient[0]).isZero();
    }
    assertThat(one(MeanSquaredError.of(), INF, INF, gradient)).isNaN();
    assertThat(one(Huber.of(), INF, 0, gradient)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void huberIsContinuousAtDelta() {
    float[] gradient = new float[1];
    Huber loss = Huber.of().withDelta(0.5);
    assertThat(loss.delta()).isEqualTo(0.5);
    assertThat(one(loss, 0.5f, 0, gradient)).isEqualTo(0.125);
    assertThat(gradient[0]).isEqualTo(0.5f);
    assertThat(one(loss, 2, 0, gradient)).isEqualTo(0.875);
    assertThat(one(loss, -2, 0, gradient)).isEqualTo(0.875);
    assertThat(gradient[0]).isEqualTo(-0.5f);
  }

  @ParameterizedTest
  @CsvSource({
    "1000, 0, 1000, 1",
    "1000, 1, 0, 0",
    "-1000, 0, 0, 0",
    "-1000, 1, 1000, -1",
    "3.4e38, 0, 3.4e38, 1",
    "80, 1, 1.8048514e-35, -1.8048514e-35",
    "-80, 0, 1.8048514e-35, 1.8048514e-35",
    "0, 0.5, 0.6931471805599453, 0"
  })
  void logitsOfAnySizeDoNotOverflow(float x, float t, double loss, float slope) {
    float[] gradient = new float[1];
    assertThat(one(BinaryCrossEntropyWithLogits.of(), x, t, gradient))
        .isCloseTo(loss, within(1e-7 * Math.abs(loss)));
    assertThat(gradient[0]).isCloseTo(slope, within(1e-7f));
  }

  @Test
  void infiniteLogitsGiveWhatTheFormulaGives() {
    Loss loss = BinaryCrossEntropyWithLogits.of();
    assertThat(one(loss, INF, 0, new float[1])).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(one(loss, INF, 1, new float[1])).isNaN();
    assertThat(one(loss, -INF, 0, new float[1])).isNaN();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 0",
    "1, 1, 0, 0",
    "0, 1, 100, -1e12",
    "1, 0, 100, 1e12",
    "1e-45, 1, 100, -1e12",
    "0.5, 0, 0.6931471805599453, 2"
  })
  void probabilitiesOfZeroAndOneAreClamped(float a, float t, double loss, float slope) {
    float[] gradient = new float[1];
    assertThat(one(BinaryCrossEntropy.of(), a, t, gradient))
        .isCloseTo(loss, within(1e-7 * Math.max(1, loss)));
    assertThat(gradient[0]).isEqualTo(slope);
  }

  @Test
  void aTargetOfZeroAddsNothingToTheDivergence() {
    Targets targets = Targets.ofValues(new float[] {0, 1});
    float[] gradient = new float[2];
    assertThat(KlDivergence.of().evaluate(1, 2, new float[] {-INF, 0}, targets, gradient)).isZero();
    assertThat(gradient).containsExactly(0, -1);
    Targets logarithms = Targets.ofValues(new float[] {-INF, 0});
    Loss loss = KlDivergence.of().withLogTargets();
    assertThat(loss.evaluate(1, 2, new float[] {-INF, -1}, logarithms, gradient)).isEqualTo(1);
    assertThat(gradient).containsExactly(0, -1);
    assertThat(one(KlDivergence.of(), -INF, 0.5f, gradient)).isInfinite();
  }

  @Test
  void theLargestLogitsHaveALoss() {
    float[] gradient = new float[3];
    assertThat(row(SoftmaxCrossEntropy.of(), new float[] {MAX, 0, -MAX}, 2, gradient))
        .isEqualTo(2.0 * MAX);
    assertThat(gradient).containsExactly(1, 0, -1);
    assertThat(row(SoftmaxCrossEntropy.of(), new float[] {0, -INF, 0}, 0, gradient))
        .isCloseTo(Math.log(2), within(1e-15));
    assertThat(gradient).containsExactly(-0.5f, 0, 0.5f);
    assertThat(row(SoftmaxCrossEntropy.of(), new float[] {0, -INF, 0}, 1, gradient)).isInfinite();
    assertThat(row(SoftmaxCrossEntropy.of(), new float[] {INF, 0, 0}, 0, gradient)).isNaN();
    assertThat(row(SoftmaxCrossEntropy.of(), new float[] {-INF, -INF, -INF}, 0, gradient)).isNaN();
    assertThat(row(SoftmaxCrossEntropy.of(), new float[] {0, Float.NaN, 0}, 0, gradient)).isNaN();
    assertThat(gradient).containsOnly(Float.NaN);
    assertThat(
            row(
                SoftmaxCrossEntropy.of().withLabelSmoothing(0.1),
                new float[] {1000, 0, -1000},
                0,
                gradient))
        .isCloseTo(0.1 * 3000 / 3, within(1e-9));
  }

  @Test
  void aMeanOfIgnoredRowsTeachesNothing() {
    float[] x = {1, 2, 3, Float.NaN};
    float[] gradient = {7, 7, 7, 7};
    Targets none = Targets.ofClasses(new int[] {-1, -1});
    for (SeparableLoss loss :
        new SeparableLoss[] {
          SoftmaxCrossEntropy.of().withIgnoredIndex(-1),
          SoftmaxCrossEntropy.of().withIgnoredIndex(-1).withLabelSmoothing(0.5),
          NegativeLogLikelihood.of().withIgnoredIndex(-1)
        }) {
      assertThat(loss.evaluate(2, 2, x, none, gradient)).isZero();
      assertThat(gradient).containsOnly(0);
      SeparableLoss sum = loss.withReduction(Reduction.SUM);
      assertThat(sum.evaluate(2, 2, x, none, gradient)).isZero();
      assertThat(gradient).containsOnly(0);
      Targets one = Targets.ofClasses(new int[] {1, -1});
      assertThat(loss.evaluate(2, 2, x, one, gradient))
          .isEqualTo(loss.evaluate(1, 2, x, one, null));
      assertThat(gradient[2] == 0 && gradient[3] == 0).isTrue();
    }
  }

  @Test
  void theIgnoredIndexMayBeAClass() {
    float[] x = {1, 2, 3, 4, 5, 7};
    Targets targets = Targets.ofClasses(new int[] {0, 2});
    assertThat(SoftmaxCrossEntropy.of().withIgnoredIndex(0).evaluate(2, 3, x, targets, null))
        .isEqualTo(row(SoftmaxCrossEntropy.of(), new float[] {4, 5, 7}, 2, new float[3]));
  }

  @Test
  void theTextbookCostsComeOut() {
    Targets classes = Targets.ofClasses(new int[] {0, 1});
    float[] a = {0.8f, 0.4f, 0.3f, 0.9f};
    double quadratic = (0.04 + 0.16 + 0.09 + 0.01) / 2 / 2;
    assertThat(QuadraticCost.of().evaluate(2, 2, a, classes, null))
        .isCloseTo(quadratic, within(1e-7));
    double entropy = -(Math.log(0.8) + Math.log(0.6) + Math.log(0.7) + Math.log(0.9)) / 2;
    assertThat(
            BinaryCrossEntropy.of()
                .withReduction(Reduction.BATCH_MEAN)
                .evaluate(2, 2, a, classes, null))
        .isCloseTo(entropy, within(1e-6));
  }

  @Test
  void targetsThatAreNoneAreNamed() {
    float[] x = new float[6];
    Targets targets = Targets.ofValues(new float[] {0, 1, 0.5f, 1, 1.5f, 0});
    assertRefused(
        BinaryCrossEntropyWithLogits.of(), x, targets, "row 1, value 1 has target 1.5, not from 0");
    assertRefused(BinaryCrossEntropy.of(), x, targets, "row 1, value 1 has target 1.5, not from 0");
    assertRefused(SoftmaxCrossEntropy.of(), x, targets, "row 1, value 1 has target 1.5, not from");
    assertRefused(BinaryHinge.of(), x, targets, "row 0, value 0 has target 0.0, not -1 or 1");
    Targets negative = Targets.ofValues(new float[] {1, 1, 1, 1, 1, -0.5f});
    assertRefused(KlDivergence.of(), x, negative, "row 1, value 2 has target -0.5, not a prob");
    float[] logits = {0, 1, 0.5f, 1.5f, 0, 0};
    assertRefused(
        BinaryCrossEntropy.of(),
        logits,
        Targets.ofValues(new float[6]),
        "row 1, value 0: output 1.5 is not a probability");
    assertRefused(
        QuadraticCost.of(), x, Targets.ofClasses(new int[] {2, 3}), "row 1 has class 3, outside 0");
  }

  private static void assertRefused(Loss loss, float[] x, Targets targets, String message) {
    assertThatThrownBy(() -> loss.evaluate(2, 3, x, targets, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void targetsOfTheOtherKindAreRefused() {
    Targets values = Targets.ofValues(new float[3]);
    for (Loss loss : new Loss[] {MulticlassHinge.of(), NegativeLogLikelihood.of()}) {
      assertThatThrownBy(() -> loss.evaluate(1, 3, new float[3], values, null))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage("targets: this loss needs class indices, not values");
    }
    Targets classes = Targets.ofClasses(new int[1]);
    Loss loss = KlDivergence.of().withLogTargets();
    assertThatThrownBy(() -> loss.evaluate(1, 3, new float[3], classes, null))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("targets: this loss needs values, not class indices");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void settingsThatAreNoneAreRefused(double value) {
    assertThatThrownBy(() -> Huber.of().withDelta(value))
        .hasMessage("huber: delta " + value + " is not finite and above 0");
  }

  @Test
  void otherSettingsThatAreNoneAreRefused() {
    assertThatThrownBy(() -> SoftmaxCrossEntropy.of().withLabelSmoothing(1.1))
        .hasMessage("cross-entropy: label smoothing 1.1 is not from 0 to 1");
    assertThatThrownBy(() -> SoftmaxCrossEntropy.of().withClassWeights(1, -1))
        .hasMessage("cross-entropy: class 1 has weight -1.0, not a finite number of at least 0");
    assertThatThrownBy(() -> MulticlassHinge.of().withPower(3))
        .hasMessage("multiclass hinge: power 3 is not 1 or 2");
    assertThatThrownBy(() -> BinaryHinge.of().withMargin(Double.NaN))
        .hasMessage("binary hinge: margin NaN is not finite");
    assertThatThrownBy(() -> BinaryCrossEntropyWithLogits.of().withPositiveWeights())
        .hasMessage("binary cross-entropy with logits: no positive weights");
    Loss three = NegativeLogLikelihood.of().withClassWeights(1, 1, 1);
    assertThatThrownBy(() -> row(three, new float[2], 0, new float[2]))
        .hasMessage("negative log-likelihood: 3 class weights for 2 outputs");
    Loss two = BinaryCrossEntropyWithLogits.of().withPositiveWeights(1, 2);
    assertThatThrownBy(() -> row(two, new float[3], 0, new float[3]))
        .hasMessage("binary cross-entropy with logits: 2 positive weights for 3 outputs");
  }

  @Test
  void oneSettingDoesNotUndoAnother() {
    float[] x = {0.5f, 2, -1};
    SoftmaxCrossEntropy loss =
        SoftmaxCrossEntropy.of()
            .withClassWeights(1, 2, 3)
            .withLabelSmoothing(0.3)
            .withIgnoredIndex(1)
            .withReduction(Reduction.SUM);
    SoftmaxCrossEntropy other =
        SoftmaxCrossEntropy.of()
            .withReduction(Reduction.SUM)
            .withIgnoredIndex(1)
            .withLabelSmoothing(0.3)
            .withClassWeights(1, 2, 3);
    for (int target = 0; target < 3; target++) {
      assertThat(row(loss, x, target, new float[3])).isEqualTo(row(other, x, target, new float[3]));
    }
    assertThat(row(loss, x, 1, new float[3])).isZero();
    assertThat(row(loss, x, 0, new float[3]))
        .isNotEqualTo(row(loss.withLabelSmoothing(0), x, 0, new float[3]));
  }
}
