package lanewise.training;

import static org.assertj.core.api.Assertions.assertThat;

import lanewise.layers.Model;
import lanewise.layers.Sequential;
import lanewise.layers.linear.Dense;
import lanewise.layers.loss.MeanSquaredError;
import lanewise.layers.loss.Targets;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.training.TrainingResult.StopReason;
import lanewise.training.data.RowFormat;
import lanewise.training.data.Samples;
import lanewise.training.data.ValueRows;
import lanewise.training.metric.MeanLoss;
import lanewise.training.optimizer.Sgd;
import lanewise.training.schedule.StepDecay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run says that has met a number that is not finite. */
final class DivergenceTest {
  private static final Shape COLUMN = Shape.of(4, 1);

  private final Dense first = Dense.of(1, 1);
  private final Dense second = Dense.of(1, 1);
  private final Model model = Sequential.of(1, first, second);

  DivergenceTest() {
    first.weight().values()[0] = 1;
    second.weight().values()[0] = 1;
  }

  private static Samples rows(float... x) {
    return ValueRows.of("rows", Tensor.of(COLUMN, x), Tensor.of(COLUMN, 0, 0, 0, 0));
  }

  private Divergence diverge(Samples train, Samples validation, float rate) {
    TrainingResult result =
        Trainer.of(
                new TrainingConfig(50, 2, 1, EarlyStopping.patience(50)),
                MeanSquaredError.of(),
                new Sgd(rate, 0))
            .fit(model, train, validation);
    assertThat(result.stoppedBy()).isEqualTo(StopReason.DIVERGED);
    Divergence divergence = result.divergence();
    assertThat(divergence).isNotNull();
    return divergence;
  }

  /** Rows that are computed when they are read are not checked before. */
  private static Samples withNaN() {
    return new Spoilt(rows(1, 2, 3, 4));
  }

  private record Spoilt(Samples inner) implements Samples {
    @Override
    public int rows() {
      return inner.rows();
    }

    @Override
    public RowFormat format() {
      return inner.format();
    }

    @Override
    public void gather(int[] order, int from, int count, float[] to, Targets targets) {
      inner.gather(order, from, count, to, targets);
      for (int i = 0; i < count; i++) {
        to[i] = order[from + i] == 3 ? Float.NaN : to[i];
      }
    }
  }

  @Test
  void namesAFeature() {
    Divergence found = diverge(withNaN(), rows(1, 2, 3, 4), 1e-3f);
    assertThat(found.kind()).isEqualTo(Divergence.Kind.INPUT);
    assertThat(found.value()).isNaN();
    assertThat(found.epoch()).isEqualTo(1);
    assertThat(found.step()).isBetween(1L, 2L);
    assertThat(found.sentence())
        .matches(
            "a feature of the input \\S+ is NaN in epoch 1, step \\d, at a learning rate of 0.001;"
                + " look for such values in the data, and for columns of very large numbers");
    assertThat(first.weight().values()[0]).as("the first weights").isEqualTo(1);
  }

  @Test
  void namesAFeatureOfTheValidation() {
    Divergence found = diverge(rows(1, 2, 3, 4), withNaN(), 1e-3f);
    assertThat(found.kind()).isEqualTo(Divergence.Kind.INPUT);
    assertThat(found.step()).as("after the last step of the epoch").isEqualTo(2);
  }

  @Test
  void namesAParameterThatAStepHasSpoilt() {
    Divergence found = diverge(rows(1, 2, 3, 4), rows(1, 2, 3, 4), 1e38f);
    assertThat(found.kind()).isEqualTo(Divergence.Kind.PARAMETER);
    assertThat(found.tensor()).isEqualTo("dense-1.weight");
    assertThat(found.step()).isEqualTo(2);
    assertThat(found.learningRate()).isEqualTo(1e38f);
    assertThat(found.sentence())
        .startsWith("a value of dense-1.weight is ")
        .endsWith("try a smaller learning rate, or clip the gradients");
  }

  /** The loss of the step is finite, and the next one meets a parameter that is not. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void namesAGradientThatOverflows(int accumulation) {
    second.weight().values()[0] = 0.1f;
    Samples large = rows(1e20f, 1e20f, 1e20f, 1e20f);
    TrainingResult result =
        Trainer.of(
                new TrainingConfig(5, 1, 1, EarlyStopping.patience(5)),
                MeanSquaredError.of(),
                new Sgd(1e-3f, 0))
            .withAccumulation(accumulation)
            .withSchedule(new StepDecay(1, 0.5))
            .fit(model, large, large);
    Divergence found = result.divergence();
    assertThat(found).isNotNull();
    assertThat(found.kind()).as(found.sentence()).isEqualTo(Divergence.Kind.GRADIENT);
    assertThat(found.step()).isEqualTo(1);
    assertThat(found.sentence())
        .isEqualTo(
            "a gradient of dense-2.weight is infinite in epoch 1, step 1, at a learning rate of"
                + " 0.001; try a smaller learning rate, or scale the features");
  }

  /** A step of a whole epoch: the validation meets what it has spoilt. */
  @Test
  void namesAGradientThatTheValidationShows() {
    second.weight().values()[0] = 0.1f;
    Samples large = rows(1e20f, 1e20f, 1e20f, 1e20f);
    TrainingResult result =
        Trainer.of(
                new TrainingConfig(5, 4, 1, EarlyStopping.patience(5)),
                MeanSquaredError.of(),
                new Sgd(1e-3f, 0))
            .fit(model, large, rows(1, 2, 3, 4));
    Divergence found = result.divergence();
    assertThat(found).isNotNull();
    assertThat(found.kind()).isEqualTo(Divergence.Kind.GRADIENT);
    assertThat(found.epoch()).isEqualTo(1);
    assertThat(found.step()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aBatchThatWeighsNothingTeachesNothing(int accumulation) {
    Samples weighted = rows(1, 2, 3, 4).weighted(0, 1, 0, 1);
    TrainingResult result =
        Trainer.of(
                new TrainingConfig(5, 1, 1, EarlyStopping.patience(9)),
                MeanSquaredError.of(),
                new Sgd(1e-3f, 0.9f))
            .withAccumulation(accumulation)
            .withListener(
                new TrainingListener() {
                  @Override
                  public void onEpoch(EpochReport report) {
                    assertThat(report.trainLoss()).isFinite().isPositive();
                  }
                })
            .fit(model, weighted, weighted);
    assertThat(result.stoppedBy()).isEqualTo(StopReason.EPOCHS);
    assertThat(result.validation().loss()).isBetween(0.0, 4.0);
    MeanLoss.Running mean = MeanLoss.of(MeanSquaredError.of()).running();
    Targets targets = Targets.ofValues(new float[2]);
    assertThat(mean.add(Double.NaN, 2, targets.withWeights(new float[2]))).isZero();
    assertThat(mean.add(3, 2, targets.withWeights(new float[] {0, 2}))).isEqualTo(2);
    assertThat(mean.value()).isEqualTo(3);
  }

  @Test
  void namesALayerWhoseOutputOverflows() {
    first.weight().values()[0] = 1e30f;
    second.weight().values()[0] = 1e30f;
    Divergence found = diverge(rows(1, 2, 3, 4), rows(1, 2, 3, 4), 1e-30f);
    assertThat(found.kind()).isEqualTo(Divergence.Kind.ACTIVATION);
    assertThat(found.tensor()).isEqualTo("dense-2");
    assertThat(found.value()).isInfinite();
    assertThat(found.sentence())
        .isEqualTo(
            "an output of the layer dense-2 is infinite in epoch 1, step 1, at a learning rate of"
                + " 1.0E-30; try a smaller learning rate, or scale the features");
  }

  @Test
  void namesTheLossIfNothingElseIsToBlame() {
    TrainingResult result =
        Trainer.of(
                new TrainingConfig(5, 2, 1, EarlyStopping.patience(5)),
                new ScriptedLoss(new double[] {1, 1, 1, Double.NaN}, new double[] {1}),
                new Sgd(1e-3f, 0))
            .fit(model, rows(1, 2, 3, 4), rows(1, 2, 3, 4));
    Divergence found = result.divergence();
    assertThat(found).isNotNull();
    assertThat(found.kind()).isEqualTo(Divergence.Kind.LOSS);
    assertThat(found.step()).isEqualTo(4);
    assertThat(found.epoch()).isEqualTo(2);
  }
}
