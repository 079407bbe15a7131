package lanewise.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import lanewise.layers.Layer;
import lanewise.layers.LayerPass;
import lanewise.layers.Model;
import lanewise.layers.ReferencePass;
import lanewise.layers.Sequential;
import lanewise.layers.format.JsonObject;
import lanewise.layers.linear.Dense;
import lanewise.layers.loss.Reduction;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.layers.norm.BatchNorm;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Workers;
import lanewise.training.TrainingResult.StopReason;
import lanewise.training.data.LabelledRows;
import lanewise.training.initialization.Initializer;
import lanewise.training.metric.Accuracy;
import lanewise.training.optimizer.Sgd;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a run ends, what it tells meanwhile, and which weights it leaves behind. */
@Tag("once")
final class TrainerTest {
  private static final double NAN = Double.NaN;
  private static final FeatureScaler SCALER = FeatureScaler.identity(2);

  /** Ten rows in batches of four: three batches an epoch. */
  private static final LabelledRows TRAIN = Fixtures.gaussians(1, 10, 2, 3);

  private static final LabelledRows VALIDATION = Fixtures.gaussians(2, 5, 2, 3);

  private final Model model = Fixtures.mlp(3, 2, 3);
  private final List<float[]> first = Fixtures.weights(model);
  private final List<String> events = new ArrayList<>();
  private final List<EpochReport> reports = new ArrayList<>();

  /** The weights after each epoch, the first at index 0. */
  private final List<List<float[]>> weights = new ArrayList<>();

  private final TrainingListener recorder =
      new TrainingListener() {
        @Override
        public void onStep(TrainingStep step) {
          events.add(
              "%d: %d of %d, %d rows"
                  .formatted(step.epoch(), step.batch(), step.batches(), step.rows()));
        }

        @Override
        public void onEpoch(EpochReport report) {
          events.add("%d done".formatted(report.epoch()));
          reports.add(report);
          weights.add(Fixtures.weights(model));
        }
      };

  private Trainer trainer(ScriptedLoss loss, int epochs, EarlyStopping rule) {
    return Trainer.of(new TrainingConfig(epochs, 4, 5, rule), loss, new Sgd(0.01f, 0.5f))
        .withMetrics(Accuracy.of())
        .withListener(recorder);
  }

  private TrainingResult fit(Trainer trainer) {
    return trainer.fit(model, SCALER, TRAIN, VALIDATION);
  }

  private void assertModelHas(List<float[]> expected) {
    assertThat(Fixtures.weights(model)).usingRecursiveComparison().isEqualTo(expected);
  }

  private static void assertResult(
      TrainingResult result, StopReason reason, int epochs, int bestEpoch, double loss) {
    assertThat(result.stoppedBy()).isEqualTo(reason);
    assertThat(result.epochs()).as("epochs").isEqualTo(epochs);
    assertThat(result.bestEpoch()).as("best epoch").isEqualTo(bestEpoch);
    assertThat(result.validation().loss()).isEqualTo(Double.valueOf(loss));
    assertThat(result.seconds()).isPositive();
  }

  @Test
  void everyEpochChangesTheWeights() {
    fit(trainer(ScriptedLoss.ofValidation(3, 2, 1), 3, EarlyStopping.patience(9)));
    assertThat(weights.get(0).getFirst()).isNotEqualTo(first.getFirst());
    assertThat(weights.get(1).getFirst()).isNotEqualTo(weights.get(0).getFirst());
    assertThat(weights.get(2).getFirst()).isNotEqualTo(weights.get(1).getFirst());
  }

  @Test
  void leavesTheBestWeightsWhenTheEpochsAreDone() {
    TrainingResult result =
        fit(trainer(ScriptedLoss.ofValidation(3, 1, 2, 1.5), 4, EarlyStopping.patience(9)));
    assertResult(result, StopReason.EPOCHS, 4, 2, 1);
    assertModelHas(weights.get(1));
    assertThat(reports.stream().map(EpochReport::best)).containsExactly(true, true, false, false);
    assertThat(result.validation()).isEqualTo(reports.get(1).validation());
    assertThat(result.rowsPerSecond()).isPositive().isFinite();
  }

  @Test
  void leavesTheLastWeightsWhenTheyAreTheBest() {
    TrainingResult result =
        fit(trainer(ScriptedLoss.ofValidation(3, 2, 1), 3, EarlyStopping.patience(1)));
    assertResult(result, StopReason.EPOCHS, 3, 3, 1);
    assertModelHas(weights.get(2));
  }

  @Test
  void stopsEarlyAfterAsManyEpochsAsThePatience() {
    double[] losses = {5, 4, 4.5, 3, 3, 3.5, 3.2, 1};
    TrainingResult result =
        fit(trainer(ScriptedLoss.ofValidation(losses), 20, EarlyStopping.patience(3)));
    assertResult(result, StopReason.EARLY_STOPPING, 7, 4, 3);
    assertModelHas(weights.get(3));
    assertThat(reports).hasSize(7);
  }

  @Test
  void anEqualLossIsNoImprovement() {
    TrainingResult result =
        fit(trainer(ScriptedLoss.ofValidation(2, 2, 1), 20, EarlyStopping.patience(1)));
    assertResult(result, StopReason.EARLY_STOPPING, 2, 1, 2);
    assertModelHas(weights.get(0));
  }

  @Test
  void countsOnlyLossesThatAreLowerByMoreThanMinDelta() {
    double[] losses = {4, 3.75, 3.5, 3.25, 3};
    TrainingResult result =
        fit(trainer(ScriptedLoss.ofValidation(losses), 20, new EarlyStopping(2, 0.5)));
    assertResult(result, StopReason.EARLY_STOPPING, 3, 1, 4);
    assertModelHas(weights.get(0));
    reports.clear();
    weights.clear();
    result = fit(trainer(ScriptedLoss.ofValidation(losses), 4, new EarlyStopping(3, 0.5)));
    assertResult(result, StopReason.EPOCHS, 4, 4, 3.25);
    assertModelHas(weights.get(3));
  }

  @Test
  void tellsTheListenerOfEveryBatchAndEpochInOrder() {
    fit(trainer(ScriptedLoss.ofValidation(2, 1), 2, EarlyStopping.patience(1)));
    assertThat(events)
        .containsExactly(
            "1: 1 of 3, 4 rows",
            "1: 2 of 3, 8 rows",
            "1: 3 of 3, 10 rows",
            "1 done",
            "2: 1 of 3, 4 rows",
            "2: 2 of 3, 8 rows",
            "2: 3 of 3, 10 rows",
            "2 done");
  }

  @Test
  void reportsTheMeanLossOverTheRowsOfTheEpoch() {
    List<Double> losses = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onStep(TrainingStep step) {
            losses.add(step.meanLoss());
          }

          @Override
          public void onEpoch(EpochReport report) {
            reports.add(report);
          }
        };
    ScriptedLoss loss = new ScriptedLoss(new double[] {1, 2, 3, 10}, new double[] {7, 6});
    fit(trainer(loss, 2, EarlyStopping.patience(9)).withListener(listener));
    assertThat(losses).containsExactly(1.0, 1.5, 1.8, 10.0, 10.0, 10.0);
    EpochReport report = reports.getFirst();
    assertThat(report.epoch()).isEqualTo(1);
    assertThat(report.trainLoss()).isEqualTo(1.8);
    assertThat(report.validation().rows()).isEqualTo(5);
    assertThat(report.validation().loss()).isEqualTo(7);
    assertThat(report.validation().value("accuracy")).isBetween(0.0, 1.0);
    assertThat(report.seconds()).isPositive();
    assertThat(report.rowsPerSecond()).isPositive().isFinite();
    assertThat(reports.get(1).trainLoss()).as("starts anew in every epoch").isEqualTo(10);
  }

  /** True from the given time of asking on; counts how often it was asked. */
  private static final class Stop implements BooleanSupplier {
    private final int at;
    private int asked;

    Stop(int at) {
      this.at = at;
    }

    @Override
    public boolean getAsBoolean() {
      return ++asked >= at;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 8, 9})
  void stopsAtOnceWhenAskedAndLeavesTheBestWeights(int batch) {
    Stop stop = new Stop(batch);
    TrainingResult result =
        fit(
            trainer(ScriptedLoss.ofValidation(1, 2, 0.5), 9, EarlyStopping.patience(9))
                .withStop(stop));
    assertThat(stop.asked).isEqualTo(batch);
    assertThat(events).hasSize(batch + 2);
    assertResult(result, StopReason.REQUEST, 2, 1, 1);
    assertModelHas(weights.get(0));
  }

  @Test
  void keepsTheWeightsOfTheMomentWhenStoppedInTheFirstEpoch() {
    Stop stop = new Stop(1);
    TrainingResult result =
        fit(trainer(ScriptedLoss.ofValidation(1), 9, EarlyStopping.patience(9)).withStop(stop));
    assertThat(stop.asked).isEqualTo(1);
    assertResult(result, StopReason.REQUEST, 0, 0, NAN);
    assertThat(result.validation().value("accuracy")).isNaN();
    assertThat(Fixtures.weights(model).getFirst()).isNotEqualTo(first.getFirst());
  }

  /** A validation of 600 rows comes in three chunks: two questions more an epoch. */
  @ParameterizedTest
  @ValueSource(ints = {4, 5, 9, 10})
  void doesNotCountAnEpochWhoseValidationIsStopped(int question) {
    Stop stop = new Stop(question);
    TrainingResult result =
        trainer(ScriptedLoss.ofValidation(3, 3, 3, 1), 9, EarlyStopping.patience(9))
            .withStop(stop)
            .fit(model, SCALER, TRAIN, Fixtures.gaussians(2, 600, 2, 3));
    assertThat(stop.asked).isEqualTo(question);
    if (question > 5) {
      assertResult(result, StopReason.REQUEST, 1, 1, 3);
      assertThat(reports).hasSize(1);
      assertModelHas(weights.get(0));
    } else {
      assertResult(result, StopReason.REQUEST, 0, 0, NAN);
      assertThat(reports).isEmpty();
      assertThat(Fixtures.weights(model).getFirst()).isNotEqualTo(first.getFirst());
    }
  }

  /** Hands its input on, and notes a number that it draws in every training step. */
  private static final class Drawing implements Layer {
    private final List<Long> drawn = new ArrayList<>();

    @Override
    public String kind() {
      return "drawing";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      return inputs.getFirst();
    }

    @Override
    public JsonObject config() {
      return JsonObject.builder().build();
    }

    @Override
    public void forward(LayerPass pass) {
      if (pass.training()) {
        drawn.add(pass.random().nextLong());
      }
      System.arraycopy(pass.input(0), 0, pass.output(), 0, pass.rows() * pass.outputSize());
    }

    @Override
    public void backward(LayerPass pass) {}

    @Override
    public void reference(ReferencePass pass) {
      throw new UnsupportedOperationException("only for training");
    }
  }

  private static List<Long> drawn(long seed) {
    Drawing layer = new Drawing();
    TrainingConfig config = new TrainingConfig(2, 4, seed, EarlyStopping.patience(9));
    Trainer.of(config, ScriptedLoss.ofValidation(1), new Sgd(0.01f, 0))
        .fit(Sequential.of(2, layer, Dense.of(2, 3)), SCALER, TRAIN, VALIDATION);
    return layer.drawn;
  }

  @Test
  void layersDrawFromTheSeedAndAnewInEveryBatch() {
    List<Long> five = drawn(5);
    assertThat(five).as("two epochs of three batches").hasSize(6).doesNotHaveDuplicates();
    assertThat(drawn(5)).isEqualTo(five);
    assertThat(drawn(6)).hasSize(6).doesNotContainAnyElementsOf(five);
    List<Long> shuffles = new ArrayList<>();
    for (int epoch = 0; epoch < 2; epoch++) {
      RandomStream shuffle = RandomStream.of(5).split(epoch);
      shuffles.addAll(List.of(shuffle.nextLong(), shuffle.nextLong()));
    }
    assertThat(five).as("apart from the order of the rows").doesNotContainAnyElementsOf(shuffles);
  }

  /** With a learning rate that changes no weight, the reduction cannot change the mean either. */
  @Test
  void reportsMeansOverTheRowsForEveryReduction() {
    LabelledRows validation = Fixtures.gaussians(2, 300, 2, 3);
    Initializer.heNormal().initialize(model, 9);
    for (Reduction reduction : Reduction.values()) {
      Trainer.of(
              new TrainingConfig(1, 4, 5, EarlyStopping.patience(9)),
              SoftmaxCrossEntropy.of().withReduction(reduction),
              new Sgd(1e-30f, 0))
          .withListener(recorder)
          .fit(model, SCALER, TRAIN, validation);
    }
    Evaluation train = Evaluation.of(model, SoftmaxCrossEntropy.of(), TRAIN, Workers.caller());
    Evaluation validated =
        Evaluation.of(model, SoftmaxCrossEntropy.of(), validation, Workers.caller());
    assertThat(reports).hasSize(3);
    for (EpochReport report : reports) {
      assertThat(report.trainLoss()).isCloseTo(train.loss(), within(1e-12));
      assertThat(report.validation().loss()).isCloseTo(validated.loss(), within(1e-12));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {NAN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void leavesTheBestWeightsWhenATrainingLossDiverges(double broken) {
    double[] training = {1, 1, 1, 1, 1, 1, 1, broken};
    TrainingResult result =
        fit(
            trainer(
                new ScriptedLoss(training, new double[] {1, 2, 3}), 9, EarlyStopping.patience(9)));
    assertResult(result, StopReason.DIVERGED, 2, 1, 1);
    assertThat(events).as("no word of the broken batch").hasSize(7 + 2);
    assertModelHas(weights.get(0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {NAN, Double.POSITIVE_INFINITY})
  void leavesTheBestWeightsWhenAValidationLossDiverges(double broken) {
    TrainingResult result =
        fit(trainer(ScriptedLoss.ofValidation(3, 2, broken), 9, EarlyStopping.patience(9)));
    assertResult(result, StopReason.DIVERGED, 2, 2, 2);
    assertModelHas(weights.get(1));
    assertThat(reports).hasSize(2);
  }

  @Test
  void leavesTheFirstWeightsWhenItDivergesInTheFirstEpoch() {
    double[] training = {1, NAN};
    TrainingResult result =
        fit(trainer(new ScriptedLoss(training, new double[] {1}), 9, EarlyStopping.patience(9)));
    assertResult(result, StopReason.DIVERGED, 0, 0, NAN);
    assertModelHas(first);

    result = fit(trainer(ScriptedLoss.ofValidation(NAN), 9, EarlyStopping.patience(9)));
    assertResult(result, StopReason.DIVERGED, 0, 0, NAN);
    assertModelHas(first);
  }

  @Test
  void aLearningRateThatIsTooLargeEndsAsDivergence() {
    TrainingResult result =
        Trainer.of(
                new TrainingConfig(50, 4, 5, EarlyStopping.patience(50)),
                SoftmaxCrossEntropy.of(),
                new Sgd(3e38f, 0.9f))
            .fit(model, SCALER, TRAIN, VALIDATION);
    assertThat(result.stoppedBy()).isEqualTo(StopReason.DIVERGED);
    for (float[] values : Fixtures.weights(model)) {
      for (float value : values) {
        assertThat(value).isFinite();
      }
    }
  }

  @Test
  void leavesTheBestWeightsWhenTheListenerThrowsInABatch() {
    IllegalStateException thrown = new IllegalStateException("from the listener");
    TrainingListener throwing =
        new TrainingListener() {
          @Override
          public void onStep(TrainingStep step) {
            if (step.epoch() == 3 && step.batch() == 2) {
              throw thrown;
            }
          }

          @Override
          public void onEpoch(EpochReport report) {
            recorder.onEpoch(report);
          }
        };
    Trainer trainer =
        trainer(ScriptedLoss.ofValidation(1, 2, 3), 9, EarlyStopping.patience(9))
            .withListener(throwing);
    assertThat(catchThrowable(() -> fit(trainer))).isSameAs(thrown);
    assertThat(weights).hasSize(2);
    assertModelHas(weights.get(0));
  }

  @Test
  void leavesTheBestWeightsWhenTheListenerThrowsAfterAnEpoch() {
    AssertionError thrown = new AssertionError("from the listener");
    TrainingListener throwing =
        new TrainingListener() {
          @Override
          public void onEpoch(EpochReport report) {
            recorder.onEpoch(report);
            if (report.epoch() == 3) {
              throw thrown;
            }
          }
        };
    Trainer trainer =
        trainer(ScriptedLoss.ofValidation(3, 1, 2), 9, EarlyStopping.patience(9))
            .withListener(throwing);
    assertThat(catchThrowable(() -> fit(trainer))).isSameAs(thrown);
    assertThat(weights).hasSize(3);
    assertModelHas(weights.get(1));
  }

  @Test
  void leavesTheBestWeightsWhenTheQuestionToStopThrows() {
    Stop stop = new Stop(8);
    Trainer trainer =
        trainer(ScriptedLoss.ofValidation(1, 2, 3), 9, EarlyStopping.patience(9))
            .withStop(
                () -> {
                  if (stop.getAsBoolean()) {
                    throw new IllegalStateException("from the question");
                  }
                  return false;
                });
    assertThatThrownBy(() -> fit(trainer)).hasMessage("from the question");
    assertModelHas(weights.get(0));
  }

  @Test
  void leavesTheFirstWeightsWhenTheFirstEpochThrows() {
    TrainingListener throwing =
        new TrainingListener() {
          @Override
          public void onStep(TrainingStep step) {
            assertThat(Fixtures.weights(model).getFirst()).isNotEqualTo(first.getFirst());
            throw new IllegalStateException("from the listener");
          }
        };
    Trainer trainer = trainer(ScriptedLoss.ofValidation(1), 9, EarlyStopping.patience(9));
    assertThatThrownBy(() -> fit(trainer.withListener(throwing))).hasMessage("from the listener");
    assertModelHas(first);
    Trainer questioned =
        trainer.withStop(
            () -> {
              throw new IllegalStateException("from the question");
            });
    assertThatThrownBy(() -> fit(questioned)).hasMessage("from the question");
    assertModelHas(first);
  }

  @Test
  void isChangedByCopying() {
    Trainer plain =
        Trainer.of(
            TrainingConfig.defaults().withEpochs(2), ScriptedLoss.ofValidation(1), new Sgd(1, 0));
    Trainer listening = plain.withListener(recorder);
    fit(plain);
    assertThat(events).isEmpty();
    fit(listening);
    assertThat(events).isNotEmpty();
  }

  @Test
  void batchNormLearnsWhereTheLastBatchWouldHaveOneRow() {
    Model normed = Sequential.of(2, BatchNorm.of(2), Dense.of(2, 3));
    TrainingConfig config = new TrainingConfig(2, 3, 5, EarlyStopping.patience(9));
    TrainingResult result =
        Trainer.of(config, SoftmaxCrossEntropy.of(), new Sgd(0.01f, 0))
            .withListener(recorder)
            .fit(normed, SCALER, TRAIN, VALIDATION);
    assertThat(result.epochs()).isEqualTo(2);
    assertThat(events)
        .containsSequence("1: 1 of 3, 3 rows", "1: 2 of 3, 6 rows", "1: 3 of 3, 10 rows", "1 done");
  }

  @Test
  void batchNormRefusesBatchesOfOneRowInTheFirstStep() {
    Model normed = Sequential.of(2, BatchNorm.of(2), Dense.of(2, 3));
    TrainingConfig config = new TrainingConfig(2, 1, 5, EarlyStopping.patience(9));
    Trainer trainer =
        Trainer.of(config, SoftmaxCrossEntropy.of(), new Sgd(0.01f, 0)).withListener(recorder);
    assertThatThrownBy(() -> trainer.fit(normed, SCALER, TRAIN, VALIDATION))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "batch-norm: a training batch of one row has no variance:"
                + " choose a batch size of 2 or more");
    assertThat(events).isEmpty();
  }

  @Test
  void refusesWidthsThatDoNotFit() {
    Trainer trainer = trainer(ScriptedLoss.ofValidation(1), 1, EarlyStopping.patience(1));
    LabelledRows wide = Fixtures.gaussians(1, 4, 5, 3);
    assertThatThrownBy(() -> trainer.fit(model, wide, VALIDATION))
        .isInstanceOf(ShapeException.class)
        .hasMessage("fit: the model takes 2 features, the data has 5");
    assertThatThrownBy(() -> trainer.fit(model, TRAIN, wide))
        .isInstanceOf(ShapeException.class)
        .hasMessage("fit: the model takes 2 features, the data has 5");
    assertThatThrownBy(() -> trainer.fit(model, FeatureScaler.identity(4), TRAIN, VALIDATION))
        .isInstanceOf(ShapeException.class)
        .hasMessage("scale: the scaler takes 4 features, the data has 2");
    assertThatThrownBy(() -> trainer.fit(model, SCALER, Fixtures.gaussians(1, 4, 2, 4), VALIDATION))
        .isInstanceOf(ShapeException.class)
        .hasMessage("fit: the model tells 3 classes apart, the data has 4");
    assertModelHas(first);
  }
}
