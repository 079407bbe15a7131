package lanewise.layers.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import lanewise.layers.Allocation;
import lanewise.layers.GradientCheck;
import lanewise.layers.Model;
import lanewise.layers.Near;
import lanewise.layers.Networks;
import lanewise.layers.PassOptions;
import lanewise.layers.Sequential;
import lanewise.layers.activation.Sigmoid;
import lanewise.layers.linear.Dense;
import lanewise.tensor.RandomStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every loss promises; a new loss is a new row of {@link #losses()}. */
final class LossContractTest {
  private static final int ROWS = 7;
  private static final int SIZE = 5;

  /** The gradients are float32; the differences' own error is far below. */
  private static final double GRADIENT_ERROR = 2e-6;

  enum Outputs {
    ANY,
    PROBABILITIES
  }

  enum Wanted {
    CLASSES,
    VALUES,
    PROBABILITIES,
    LOG_PROBABILITIES,
    SIGNS
  }

  record Row(String name, SeparableLoss loss, Outputs outputs, Wanted wanted) {
    @Override
    public String toString() {
      return name;
    }

    float[] output(int rows, int size) {
      float[] x = Networks.gaussians(41, rows * size);
      if (outputs == Outputs.PROBABILITIES) {
        for (int i = 0; i < x.length; i++) {
          x[i] = (float) (1 / (1 + Math.exp(-x[i])));
        }
      }
      return x;
    }

    Targets targets(int rows, int size) {
      RandomStream random = RandomStream.of(43);
      if (wanted == Wanted.CLASSES) {
        int[] classes = new int[rows];
        Arrays.setAll(classes, r -> r % size);
        return Targets.ofClasses(classes);
      }
      float[] values = new float[rows * size];
      for (int i = 0; i < values.length; i++) {
        double gaussian = random.nextGaussian();
        values[i] =
            switch (wanted) {
              case PROBABILITIES -> (float) (1 / (1 + Math.exp(gaussian)));
              case LOG_PROBABILITIES -> (float) -Math.abs(gaussian);
              case SIGNS -> gaussian > 0 ? 1 : -1;
              default -> (float) gaussian;
            };
      }
      return Targets.ofValues(values);
    }

    float[] losses(int rows, int size, float[] x, Targets targets) {
      float[] losses = new float[rows * loss.lossesPerRow(size)];
      loss.losses(rows, size, x, targets, losses);
      return losses;
    }
  }

  private static final float[] CLASS_WEIGHTS = {0.5f, 1, 2, 0.25f, 3};

  static Stream<Row> losses() {
    return Stream.of(
        row("mean squared error", MeanSquaredError.of(), Wanted.VALUES),
        row("mean squared error, one-hot", MeanSquaredError.of(), Wanted.CLASSES),
        row("mean absolute error", MeanAbsoluteError.of(), Wanted.VALUES),
        row("huber", Huber.of(), Wanted.VALUES),
        row("huber 0.3", Huber.of().withDelta(0.3), Wanted.VALUES),
        row("quadratic cost", QuadraticCost.of(), Wanted.CLASSES),
        row("binary hinge", BinaryHinge.of(), Wanted.SIGNS),
        row("binary hinge, squared", BinaryHinge.of().withPower(2), Wanted.CLASSES),
        row("multiclass hinge", MulticlassHinge.of(), Wanted.CLASSES),
        row(
            "multiclass hinge, squared and weighted",
            MulticlassHinge.of().withPower(2).withMargin(0.7).withClassWeights(CLASS_WEIGHTS),
            Wanted.CLASSES),
        row("cross-entropy", SoftmaxCrossEntropy.of(), Wanted.CLASSES),
        row("cross-entropy of probabilities", SoftmaxCrossEntropy.of(), Wanted.PROBABILITIES),
        row(
            "cross-entropy, all settings",
            SoftmaxCrossEntropy.of()
                .withClassWeights(CLASS_WEIGHTS)
                .withIgnoredIndex(3)
                .withLabelSmoothing(0.2),
            Wanted.CLASSES),
        row(
            "cross-entropy of probabilities, weighted and smoothed",
            SoftmaxCrossEntropy.of().withClassWeights(CLASS_WEIGHTS).withLabelSmoothing(0.1),
            Wanted.PROBABILITIES),
        row("negative log-likelihood", NegativeLogLikelihood.of(), Wanted.CLASSES),
        row(
            "negative log-likelihood, all settings",
            NegativeLogLikelihood.of().withClassWeights(CLASS_WEIGHTS).withIgnoredIndex(2),
            Wanted.CLASSES),
        row("kl divergence", KlDivergence.of(), Wanted.PROBABILITIES),
        row("kl divergence, one-hot", KlDivergence.of(), Wanted.CLASSES),
        row(
            "kl divergence of logarithms",
            KlDivergence.of().withLogTargets(),
            Wanted.LOG_PROBABILITIES),
        row(
            "binary cross-entropy with logits",
            BinaryCrossEntropyWithLogits.of(),
            Wanted.PROBABILITIES),
        row(
            "binary cross-entropy with logits, weighted",
            BinaryCrossEntropyWithLogits.of().withPositiveWeights(CLASS_WEIGHTS),
            Wanted.CLASSES),
        new Row(
            "binary cross-entropy",
            BinaryCrossEntropy.of(),
            Outputs.PROBABILITIES,
            Wanted.PROBABILITIES));
  }

  private static Row row(String name, SeparableLoss loss, Wanted wanted) {
    return new Row(name, loss, Outputs.ANY, wanted);
  }

  /** The rows, each with all reductions. */
  static Stream<Row> reduced() {
    return losses()
        .flatMap(
            row ->
                Stream.of(Reduction.values())
                    .map(
                        reduction ->
                            new Row(
                                row.name + ", " + reduction,
                                row.loss.withReduction(reduction),
                                row.outputs,
                                row.wanted)));
  }

  private static double[] doubles(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static float[] weights() {
    return new float[] {0.5f, 2, 0, 1, 1.25f, 3, 0.75f};
  }

  /** The largest relative error of a loss's gradient against differences of its reference. */
  private static double gradientError(
      Loss loss, int rows, int size, float[] x, Targets targets, float[] gradient) {
    double[] at = doubles(x);
    double worst = 0;
    for (int i = 0; i < rows * size; i++) {
      double step = 1e-6;
      double value = at[i];
      at[i] = value + step;
      double above = loss.reference(rows, size, at, targets);
      at[i] = value - step;
      double below = loss.reference(rows, size, at, targets);
      at[i] = value;
      double numeric = (above - below) / (2 * step);
      double error = Math.abs(gradient[i] - numeric) / Math.max(1, Math.abs(numeric));
      worst = Math.max(worst, error);
    }
    return worst;
  }

  @ParameterizedTest
  @MethodSource("reduced")
  void agreesWithItsReferenceAndTheDifferences(Row row) {
    float[] x = row.output(ROWS, SIZE);
    for (Targets targets :
        List.of(row.targets(ROWS, SIZE), row.targets(ROWS, SIZE).withWeights(weights()))) {
      float[] gradient = new float[x.length];
      Arrays.fill(gradient, Float.NaN);
      double value = row.loss.evaluate(ROWS, SIZE, x, targets, gradient);
      Near.assertNear("loss", value, row.loss.reference(ROWS, SIZE, doubles(x), targets));
      assertThat(gradientError(row.loss, ROWS, SIZE, x, targets, gradient))
          .isLessThan(GRADIENT_ERROR);
      assertThat(row.loss.evaluate(ROWS, SIZE, x, targets, null)).isEqualTo(value);
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void passesTheGradientCheckOfAModel(Row row) {
    Dense dense = Dense.of(4, SIZE);
    Networks.fill(dense, 77);
    Model model =
        row.outputs == Outputs.PROBABILITIES
            ? Sequential.of(4, dense, Sigmoid.of())
            : Sequential.of(4, dense);
    GradientCheck.Report report =
        GradientCheck.run(
            model,
            row.loss,
            ROWS,
            List.of(Networks.gaussians(78, ROWS * 4)),
            row.targets(ROWS, SIZE),
            PassOptions.training(ROWS));
    assertThat(report.checked()).isEqualTo(4 * SIZE + SIZE + ROWS * 4);
    assertThat(report.passes(1e-5)).as("%s", report).isTrue();
  }

  @ParameterizedTest
  @MethodSource("losses")
  void theReductionsAreThoseOfTheSingleLosses(Row row) {
    float[] x = row.output(ROWS, SIZE);
    Targets targets = row.targets(ROWS, SIZE);
    double sum = 0;
    for (float loss : row.losses(ROWS, SIZE, x, targets)) {
      sum += loss;
    }
    double reduced = evaluate(row, Reduction.SUM, x, targets);
    assertThat(reduced).isCloseTo(sum, within(1e-6 * Math.abs(sum)));
    assertThat(evaluate(row, Reduction.BATCH_MEAN, x, targets)).isEqualTo(reduced / ROWS);
    if (!row.name.contains("all settings")) {
      int count = ROWS * row.loss.lossesPerRow(SIZE);
      assertThat(evaluate(row, Reduction.MEAN, x, targets)).isEqualTo(reduced / count);
    }
    assertThat(row.loss.withReduction(Reduction.SUM).reduction()).isEqualTo(Reduction.SUM);
  }

  private static double evaluate(Row row, Reduction reduction, float[] x, Targets targets) {
    return row.loss.withReduction(reduction).evaluate(ROWS, SIZE, x, targets, null);
  }

  @ParameterizedTest
  @MethodSource("reduced")
  void aWholeWeightIsThatManyExamples(Row row) {
    float[] x = row.output(ROWS, SIZE);
    Targets once = row.targets(ROWS, SIZE);
    float[] gradient = new float[x.length];
    double weighted =
        row.loss.evaluate(
            ROWS, SIZE, x, once.withWeights(new float[] {1, 3, 1, 0, 1, 1, 1}), gradient);
    int[] order = {0, 1, 1, 1, 2, 4, 5, 6};
    float[] repeated = new float[order.length * SIZE];
    for (int r = 0; r < order.length; r++) {
      System.arraycopy(x, order[r] * SIZE, repeated, r * SIZE, SIZE);
    }
    double expected = row.loss.evaluate(8, SIZE, repeated, pick(once, order), null);
    assertThat(weighted).isCloseTo(expected, within(1e-12 * Math.max(1, Math.abs(expected))));
    for (int j = 0; j < SIZE; j++) {
      assertThat(gradient[3 * SIZE + j]).isZero();
    }
  }

  private static Targets pick(Targets targets, int[] order) {
    if (targets.areClasses()) {
      int[] classes = new int[order.length];
      Arrays.setAll(classes, r -> targets.classes()[order[r]]);
      return Targets.ofClasses(classes);
    }
    float[] values = new float[order.length * SIZE];
    for (int r = 0; r < order.length; r++) {
      System.arraycopy(targets.values(), order[r] * SIZE, values, r * SIZE, SIZE);
    }
    return Targets.ofValues(values);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void anExampleOfWeightZeroMayBeAnything(Row row) {
    float[] x = row.output(ROWS, SIZE);
    x[2 * SIZE] = Float.NaN;
    float[] gradient = new float[x.length];
    Targets targets = row.targets(ROWS, SIZE).withWeights(weights());
    assertThat(row.loss.evaluate(ROWS, SIZE, x, targets, gradient)).isFinite();
    for (float each : gradient) {
      assertThat(each).isFinite();
    }
    for (float each : row.losses(ROWS, SIZE, x, targets)) {
      assertThat(each).isFinite();
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void aRowDoesNotDependOnTheOthersOrOnTheTile(Row row) {
    int rows = 1700;
    float[] x = row.output(rows, SIZE);
    Targets targets = row.targets(rows, SIZE);
    SeparableLoss sum = row.loss.withReduction(Reduction.SUM);
    float[] gradient = new float[x.length];
    sum.evaluate(rows, SIZE, x, targets, gradient);
    float[] losses = row.losses(rows, SIZE, x, targets);
    int width = sum.lossesPerRow(SIZE);
    for (int r : new int[] {0, 1, 818, 819, 820, rows - 1}) {
      float[] alone = Arrays.copyOfRange(x, r * SIZE, (r + 1) * SIZE);
      float[] gradientAlone = new float[SIZE];
      Targets own = pick(targets, new int[] {r});
      sum.evaluate(1, SIZE, alone, own, gradientAlone);
      assertThat(gradientAlone)
          .containsExactly(Arrays.copyOfRange(gradient, r * SIZE, (r + 1) * SIZE));
      assertThat(row.losses(1, SIZE, alone, own))
          .containsExactly(Arrays.copyOfRange(losses, r * width, (r + 1) * width));
    }
  }

  /** Those without class weights, which are for five classes. */
  static Stream<Row> lossesOfAnySize() {
    return losses().filter(row -> !row.name.matches(".*(settings|weighted).*"));
  }

  @ParameterizedTest
  @MethodSource("lossesOfAnySize")
  void takesRowsWiderThanATile(Row row) {
    int size = 5001;
    float[] x = row.output(2, size);
    Targets targets = row.targets(2, size);
    double value = row.loss.evaluate(2, size, x, targets, new float[x.length]);
    Near.assertNear("loss", value, row.loss.reference(2, size, doubles(x), targets));
    assertThat(row.loss.evaluate(2, size, x, targets, null)).isEqualTo(value);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void touchesOnlyTheRowsOfTheBatch(Row row) {
    float[] x = Arrays.copyOf(row.output(ROWS, SIZE), ROWS * SIZE + 3);
    float[] gradient = new float[x.length];
    Arrays.fill(x, ROWS * SIZE, x.length, Float.NaN);
    Arrays.fill(gradient, 7);
    float[] before = x.clone();
    row.loss.evaluate(ROWS, SIZE, x, row.targets(ROWS, SIZE), gradient);
    assertThat(Arrays.copyOfRange(gradient, ROWS * SIZE, x.length)).containsOnly(7);
    assertThat(x).containsExactly(before);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void doesNotHideAnOutputThatIsNoNumber(Row row) {
    float[] x = row.output(1, SIZE);
    Arrays.fill(x, Float.NaN);
    assertThat(row.loss.evaluate(1, SIZE, x, row.targets(1, SIZE), new float[SIZE])).isNaN();
  }

  /** A mean of nothing is a stated number, so that a batch of such rows ends no training. */
  @ParameterizedTest
  @MethodSource("losses")
  void rowsThatWeighNothingTeachNothing(Row row) {
    float[] x = row.output(ROWS, SIZE);
    float[] gradient = new float[x.length];
    Arrays.fill(gradient, 7);
    Targets targets = row.targets(ROWS, SIZE).withWeights(new float[ROWS]);
    assertThat(row.loss.evaluate(ROWS, SIZE, x, targets, gradient)).isZero();
    assertThat(gradient).containsOnly(0);
    assertThat(row.loss.reference(ROWS, SIZE, doubles(x), targets)).isZero();
  }

  @ParameterizedTest
  @MethodSource("losses")
  void refusesTargetsThatDoNotFit(Row row) {
    float[] x = row.output(ROWS, SIZE);
    Targets few =
        row.wanted == Wanted.CLASSES
            ? Targets.ofClasses(new int[ROWS - 1])
            : Targets.ofValues(new float[ROWS * SIZE - 1]);
    assertThatThrownBy(() -> row.loss.evaluate(ROWS, SIZE, x, few, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            row.wanted == Wanted.CLASSES ? "6 class indices for 7 rows" : "34 target values for 7");
    for (float weight : new float[] {-1, Float.NaN, Float.POSITIVE_INFINITY}) {
      float[] weights = weights();
      weights[4] = weight;
      Targets weighted = row.targets(ROWS, SIZE).withWeights(weights);
      assertThatThrownBy(() -> row.loss.evaluate(ROWS, SIZE, x, weighted, null))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageEndingWith(
              "row 4 has weight " + weight + ", not a finite number of at least 0");
    }
    Targets short1 = row.targets(ROWS, SIZE).withWeights(new float[3]);
    assertThatThrownBy(() -> row.loss.evaluate(ROWS, SIZE, x, short1, null))
        .hasMessageEndingWith("3 weights for 7 rows");
    assertThatThrownBy(() -> row.loss.evaluate(0, SIZE, x, row.targets(ROWS, SIZE), null))
        .hasMessageEndingWith("0 rows of 5 outputs: both must be at least 1");
    if (row.wanted == Wanted.CLASSES) {
      int[] classes = {0, 1, 2, 4, 5, 0, 0};
      assertThatThrownBy(() -> row.loss.evaluate(ROWS, SIZE, x, Targets.ofClasses(classes), null))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageEndingWith("row 4 has class 5, outside 0 to 4");
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void allocatesNothing(Row row) {
    float[] x = row.output(64, SIZE);
    Targets targets = row.targets(64, SIZE);
    float[] gradient = new float[x.length];
    float[] losses = new float[64 * row.loss.lossesPerRow(SIZE)];
    Allocation.assertSettlesAtNone(
        row.name,
        () -> {
          row.loss.evaluate(64, SIZE, x, targets, gradient);
          row.loss.losses(64, SIZE, x, targets, losses);
        });
  }

  @Test
  void aPlantedWrongGradientIsFound() {
    Function<Integer, Loss> planted =
        wrong ->
            new Loss() {
              private final Loss right = MeanSquaredError.of();

              @Override
              public double evaluate(
                  int rows, int size, float[] x, Targets t, float @Nullable [] gradient) {
                double value = right.evaluate(rows, size, x, t, gradient);
                if (gradient != null && wrong >= 0) {
                  gradient[wrong] *= 1.01f;
                }
                return value;
              }

              @Override
              public double reference(int rows, int size, double[] x, Targets t) {
                return right.reference(rows, size, x, t);
              }
            };
    float[] x = Networks.gaussians(5, ROWS * SIZE);
    Targets targets = Targets.ofValues(Networks.gaussians(6, ROWS * SIZE));
    for (int wrong : new int[] {-1, 0, 17}) {
      Loss loss = planted.apply(wrong);
      float[] gradient = new float[x.length];
      loss.evaluate(ROWS, SIZE, x, targets, gradient);
      double error = gradientError(loss, ROWS, SIZE, x, targets, gradient);
      assertThat(error < GRADIENT_ERROR).as("error %s", error).isEqualTo(wrong < 0);
    }
  }
}
