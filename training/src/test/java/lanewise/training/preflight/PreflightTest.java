package lanewise.training.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import lanewise.layers.Model;
import lanewise.layers.Sequential;
import lanewise.layers.activation.Relu;
import lanewise.layers.linear.Dense;
import lanewise.layers.loss.Loss;
import lanewise.layers.loss.MeanSquaredError;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.layers.loss.Targets;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.training.Fixtures;
import lanewise.training.PermutationImportance.Column;
import lanewise.training.data.Digits;
import lanewise.training.data.Iris;
import lanewise.training.data.LabelledRows;
import lanewise.training.data.Samples;
import lanewise.training.data.ScalerFit;
import lanewise.training.data.ValueRows;
import lanewise.training.preflight.PreflightFinding.Level;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Planted faults are found, and honest data sets have none. */
@Tag("once")
final class PreflightTest {
  private static final int ROWS = 600;
  private static final Loss CROSS_ENTROPY = SoftmaxCrossEntropy.of();

  private final RandomStream random = RandomStream.of(3);

  private static Subject subject(Model model, Loss loss, Samples rows) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < rows.format().features().size(); i++) {
      names.add("f" + i);
    }
    return new Subject(model, loss, rows, names, 42);
  }

  private static Subject subject(LabelledRows rows) {
    Model model = Fixtures.mlp(5, rows.featureCount(), 32, rows.classCount());
    return new Subject(
        model, CROSS_ENTROPY, rows.scaled(ScalerFit.standard(rows)), rows.featureNames(), 42);
  }

  /** Noise in 4 features, and a fifth that is a function of the row. */
  private LabelledRows planted(int[] labels, int classes, IntToDoubleFunction fifth) {
    float[] values = new float[labels.length * 5];
    for (int row = 0; row < labels.length; row++) {
      for (int column = 0; column < 4; column++) {
        values[row * 5 + column] = (float) random.nextGaussian();
      }
      values[row * 5 + 4] = (float) fifth.applyAsDouble(row);
    }
    return LabelledRows.of(
        "planted", Tensor.of(Shape.of(labels.length, 5), values), labels, Fixtures.names(classes));
  }

  private int[] randomLabels(int classes) {
    int[] labels = new int[ROWS];
    Arrays.setAll(labels, _ -> random.nextInt(classes));
    return labels;
  }

  @Test
  void honestDataHaveNoFault() {
    for (LabelledRows rows : List.of(Iris.load(), Digits.load())) {
      List<PreflightFinding> findings = Preflight.run(subject(rows));
      assertThat(findings).hasSameSizeAs(Preflight.checks());
      assertThat(findings).as(rows.name()).noneMatch(each -> each.level() == Level.FAULT);
    }
  }

  @Test
  void findsALabelAmongTheFeatures() {
    int[] two = randomLabels(2);
    int[] five = randomLabels(5);
    int[] order = {3, 0, 4, 1, 2};
    List<LabelledRows> leaks =
        List.of(
            planted(two, 2, row -> two[row]),
            planted(two, 2, row -> 1 - two[row] * 1e-3),
            planted(two, 2, row -> two[row] + 0.1 * random.nextGaussian()),
            planted(five, 5, row -> five[row]),
            planted(five, 5, row -> order[five[row]]),
            planted(five, 5, row -> order[five[row]] + 0.2 * random.nextDouble()));
    for (LabelledRows rows : leaks) {
      PreflightFinding found = new LabelLeak().run(subject(rows));
      assertThat(found.level()).isEqualTo(Level.FAULT);
      assertThat(found.sentence())
          .startsWith("f4 alone predicts the target, with a balanced accuracy of ")
          .endsWith(": leave it out if a prediction cannot know it.");
    }
  }

  /** Five words that stand for five classes: none of their features is right about all. */
  @Test
  void findsALeakInAColumnOfSeveralFeatures() {
    int[] labels = randomLabels(5);
    float[] values = new float[ROWS * 6];
    for (int row = 0; row < ROWS; row++) {
      values[row * 6] = (float) random.nextGaussian();
      values[row * 6 + 1 + (labels[row] + 2) % 5] = 1;
    }
    LabelledRows rows =
        LabelledRows.of("words", Tensor.of(Shape.of(ROWS, 6), values), labels, Fixtures.names(5));
    Subject apart = subject(rows);
    assertThat(new LabelLeak().run(apart).level()).isEqualTo(Level.GOOD);
    Subject together =
        new Subject(
            apart.model(),
            apart.loss(),
            apart.rows(),
            apart.featureNames(),
            List.of(new Column("noise", 0, 1), new Column("word", 1, 5)),
            42);
    PreflightFinding found = new LabelLeak().run(together);
    assertThat(found.level()).isEqualTo(Level.FAULT);
    assertThat(found.sentence())
        .startsWith("word alone predicts the target, with a balanced accuracy of 1.000");
    assertThatThrownBy(
            () ->
                new Subject(
                    apart.model(),
                    apart.loss(),
                    apart.rows(),
                    apart.featureNames(),
                    List.of(new Column("word", 2, 5)),
                    42))
        .hasMessage("preflight: column word has 5 features from 2 on, but there are 6");
  }

  @Test
  void findsALeakOfARareClass() {
    int[] labels = new int[4_000];
    Arrays.setAll(labels, row -> row % 50 == 0 ? 1 : 0);
    assertThat(new LabelLeak().run(subject(planted(labels, 2, row -> labels[row]))).level())
        .isEqualTo(Level.FAULT);
    assertThat(
            new LabelLeak().run(subject(planted(labels, 2, _ -> random.nextGaussian()))).sentence())
        .startsWith("No column alone predicts the target; the best, f");
  }

  @Test
  void doesNotTakeNumbersOfRowsAndGoodFeaturesForLabels() {
    int[] labels = randomLabels(3);
    for (LabelledRows rows :
        List.of(
            planted(labels, 3, row -> row),
            planted(labels, 3, row -> labels[row] + 0.5 * random.nextGaussian()),
            planted(labels, 3, _ -> 7))) {
      assertThat(new LabelLeak().run(subject(rows)).level()).isEqualTo(Level.GOOD);
    }
  }

  /** y = the sum of three features; the last is what is planted. */
  private ValueRows values(double noise, boolean leak) {
    float[] x = new float[ROWS * 4];
    float[] y = new float[ROWS];
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column < 3; column++) {
        x[row * 4 + column] = (float) random.nextGaussian();
        y[row] += x[row * 4 + column];
      }
      y[row] += (float) (noise * random.nextGaussian());
      x[row * 4 + 3] = leak ? 3 - 2 * y[row] : (float) random.nextGaussian();
    }
    return ValueRows.of("values", Tensor.of(Shape.of(ROWS, 4), x), Tensor.of(Shape.of(ROWS, 1), y));
  }

  @Test
  void findsATargetAmongTheFeatures() {
    Loss loss = MeanSquaredError.of();
    PreflightFinding found =
        new LabelLeak().run(subject(Fixtures.mlp(1, 4, 8, 1), loss, values(0.5, true)));
    assertThat(found.level()).isEqualTo(Level.FAULT);
    assertThat(found.sentence()).startsWith("f3 alone predicts the target, with a R2 of ");
    for (PreflightFinding each :
        Preflight.run(subject(Fixtures.mlp(1, 4, 32, 1), loss, values(0.1, false)))) {
      assertThat(each.level()).as(each.sentence()).isNotEqualTo(Level.FAULT);
    }
  }

  @Test
  void findsFeaturesThatAreAlwaysTheSame() {
    int[] labels = randomLabels(2);
    PreflightFinding found = new DeadInputs().run(subject(planted(labels, 2, _ -> 7)));
    assertThat(found)
        .isEqualTo(
            PreflightFinding.note(
                "1 of 5 features is the same in every row: f4; a feature that never varies teaches"
                    + " nothing."));
    assertThat(new DeadInputs().run(subject(Digits.load())).sentence())
        .startsWith("3 of 64 features are the same in every row: ");
    // The last row alone differs: it must be looked at.
    assertThat(
            new DeadInputs()
                .run(subject(planted(labels, 2, row -> row == ROWS - 1 ? 1 : 0)))
                .level())
        .isEqualTo(Level.GOOD);
    LabelledRows nothing = LabelledRows.of("n", Tensor.zeros(9, 2), new int[9], Fixtures.names(2));
    assertThat(new DeadInputs().run(subject(Fixtures.mlp(1, 2, 2), CROSS_ENTROPY, nothing)).level())
        .isEqualTo(Level.FAULT);
  }

  @Test
  void findsAFirstLossThatIsFarFromGuessing() {
    LabelledRows rows = Digits.load();
    PreflightFinding good = new FirstLoss().run(subject(rows));
    assertThat(good.level()).isEqualTo(Level.GOOD);
    assertThat(good.sentence()).endsWith("a model that always says the same has 2.303.");

    float[] huge = rows.features().toArray();
    for (int i = 0; i < huge.length; i++) {
      huge[i] *= 100;
    }
    LabelledRows unscaled =
        LabelledRows.of(
            "u", Tensor.of(rows.features().shape(), huge), rows.labels(), rows.classNames());
    Model model = Fixtures.mlp(5, 64, 32, 10);
    PreflightFinding far = new FirstLoss().run(subject(model, CROSS_ENTROPY, unscaled));
    assertThat(far.level()).isEqualTo(Level.NOTE);
    assertThat(far.sentence()).contains("scale the features");

    model.parameters().values().iterator().next().values()[3] = Float.NaN;
    PreflightFinding broken = new FirstLoss().run(subject(model, CROSS_ENTROPY, rows));
    assertThat(broken.level()).isEqualTo(Level.FAULT);
    assertThat(broken.sentence()).startsWith("The first loss is NaN");
  }

  /** A loss whose gradient has the wrong sign in one place. */
  private record WrongGradient(Loss right) implements Loss {
    @Override
    public double evaluate(
        int rows, int size, float[] output, Targets targets, float @Nullable [] gradOutput) {
      double loss = right.evaluate(rows, size, output, targets, gradOutput);
      if (gradOutput != null) {
        gradOutput[0] = -gradOutput[0];
      }
      return loss;
    }

    @Override
    public double reference(int rows, int size, double[] output, Targets targets) {
      return right.reference(rows, size, output, targets);
    }
  }

  @Test
  void findsAWrongGradient() {
    LabelledRows rows = Iris.load();
    Model model = Fixtures.mlp(5, 4, 8, 3);
    Samples scaled = rows.scaled(ScalerFit.standard(rows));
    assertThat(new GradientsAgree().run(subject(model, CROSS_ENTROPY, scaled)).level())
        .isEqualTo(Level.GOOD);
    PreflightFinding found =
        new GradientsAgree().run(subject(model, new WrongGradient(CROSS_ENTROPY), scaled));
    assertThat(found.level()).isEqualTo(Level.FAULT);
    assertThat(found.sentence()).startsWith("The gradient of ").contains(" is wrong: backward");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void findsANetworkThatCannotLearn(boolean dead) {
    LabelledRows rows = Iris.load();
    Samples scaled = rows.scaled(ScalerFit.standard(rows));
    Model model = Fixtures.mlp(5, 4, 8, 3);
    if (dead) { // no unit of the hidden layer is ever above 0, and the last layer has no bias
      Dense last = Dense.of(8, 3);
      model = Sequential.of(Shape.of(4), List.of(Dense.of(4, 8), Relu.of(), last));
      Arrays.fill(model.parameters().get("dense-1.bias").values(), -1_000);
      model = model.withFrozen(name -> name.equals("dense-2.bias"));
    }
    PreflightFinding found = new MemorizesABatch().run(subject(model, CROSS_ENTROPY, scaled));
    assertThat(found.level()).as(found.sentence()).isEqualTo(dead ? Level.FAULT : Level.GOOD);
  }

  @Test
  void changesNothing() {
    LabelledRows rows = Iris.load();
    Subject subject = subject(rows);
    List<float[]> before = Fixtures.weights(subject.model());
    List<PreflightFinding> first = Preflight.run(subject);
    assertThat(Fixtures.weights(subject.model())).usingRecursiveComparison().isEqualTo(before);
    assertThat(Preflight.run(subject)).as("repeatable").isEqualTo(first);
  }
}
