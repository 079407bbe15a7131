package lanewise.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lanewise.layers.Model;
import lanewise.layers.format.FormatException;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.layers.loss.Targets;
import lanewise.training.TrainingResult.StopReason;
import lanewise.training.data.Iris;
import lanewise.training.data.LabelledRows;
import lanewise.training.metric.Accuracy;
import lanewise.training.metric.Metric;
import lanewise.training.metric.Tally;
import lanewise.training.optimizer.Sgd;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What stops a run before its last epoch, and the weights that are left. */
@Tag("once")
final class EarlyStoppingTest {
  private static final LabelledRows TRAIN = Fixtures.gaussians(1, 10, 2, 3);
  private static final LabelledRows VALIDATION = Fixtures.gaussians(2, 5, 2, 3);

  private final Model model = Fixtures.mlp(3, 2, 3);
  private final List<List<float[]>> weights = new ArrayList<>();

  private TrainingResult fit(EarlyStopping rule, int epochs, double... losses) {
    return Trainer.of(
            new TrainingConfig(epochs, 4, 5, rule),
            ScriptedLoss.ofValidation(losses),
            new Sgd(0.01f, 0.5f))
        .withListener(
            new TrainingListener() {
              @Override
              public void onEpoch(EpochReport report) {
                weights.add(Fixtures.weights(model));
              }
            })
        .fit(model, TRAIN, VALIDATION);
  }

  private void assertLeft(TrainingResult result, StopReason reason, int epochs, int best) {
    assertThat(result.stoppedBy()).isEqualTo(reason);
    assertThat(result.epochs()).isEqualTo(epochs);
    assertThat(result.bestEpoch()).isEqualTo(best);
    assertThat(Fixtures.weights(model)).usingRecursiveComparison().isEqualTo(weights.get(best - 1));
  }

  @Test
  void epochsOfTheWarmUpDoNotCount() {
    TrainingResult result = fit(EarlyStopping.patience(2).withWarmUp(4), 20, 1, 5, 4, 3, 2, 2, 0.5);
    assertLeft(result, StopReason.EARLY_STOPPING, 6, 1);
  }

  @Test
  void stopsAfterTheFirstEpochThatReachesTheTarget() {
    EarlyStopping rule = EarlyStopping.patience(9).withTarget(1);
    assertLeft(fit(rule, 20, 3, 2, 1, 0.5), StopReason.TARGET, 3, 3);
  }

  @Test
  void keepsTheWeightsThatReachTheTargetByLessThanMinDelta() {
    EarlyStopping rule = new EarlyStopping(9, 0.5).withTarget(1);
    assertLeft(fit(rule, 20, 3, 1.25, 1, 0.5), StopReason.TARGET, 3, 3);
  }

  @Test
  void aTargetOfAMetricThatIsBetterWhenHigherIsALowerBound() {
    List<Double> values = new ArrayList<>();
    TrainingResult result =
        Trainer.of(
                new TrainingConfig(300, 16, 5, EarlyStopping.patience(300).withTarget(0.9)),
                SoftmaxCrossEntropy.of(),
                new Sgd(0.001f, 0.5f))
            .withMetrics(Accuracy.of())
            .withSelection(Accuracy.of())
            .withListener(
                new TrainingListener() {
                  @Override
                  public void onEpoch(EpochReport report) {
                    values.add(report.validation().value("accuracy"));
                  }
                })
            .fit(Fixtures.mlp(3, 4, 3), Iris.load(), Iris.load());
    assertThat(result.stoppedBy()).isEqualTo(StopReason.TARGET);
    assertThat(values.getLast()).isGreaterThanOrEqualTo(0.9);
    assertThat(values).hasSizeGreaterThan(1);
    assertThat(values.subList(0, values.size() - 1)).allSatisfy(v -> assertThat(v).isLessThan(0.9));
    assertThat(result.bestEpoch()).isEqualTo(values.size());
  }

  /** The limit is over after the first step, but the state then continues as if it had not been. */
  @Test
  void aTimeLimitStopsBetweenTwoStepsAndChangesNoBit() throws FormatException {
    EarlyStopping patient = EarlyStopping.patience(9);
    TrainingConfig config = new TrainingConfig(3, 4, 5, patient);
    Trainer whole = Trainer.of(config, SoftmaxCrossEntropy.of(), new Sgd(0.05f, 0.5f));
    TrainingResult expected = whole.fit(model, TRAIN, VALIDATION);
    Trainer limited =
        Trainer.of(
            config.withEarlyStopping(patient.withTimeLimit(Duration.ofNanos(1))),
            SoftmaxCrossEntropy.of(),
            new Sgd(0.05f, 0.5f));
    TrainingRun run = limited.start(Fixtures.mlp(3, 2, 3), TRAIN, VALIDATION);
    assertThat(run.step()).isFalse();
    TrainingState state = run.state();
    assertThat(state.steps()).isEqualTo(1);
    TrainingResult stopped = run.finish();
    assertThat(stopped.stoppedBy()).isEqualTo(StopReason.TIME_LIMIT);
    Model other = Fixtures.mlp(99, 2, 3);
    TrainingResult resumed =
        whole
            .start(other, TRAIN, VALIDATION)
            .restore(TrainingState.fromBytes(state.toBytes(), "saved"))
            .finish();
    assertThat(resumed.validation()).isEqualTo(expected.validation());
    assertThat(Fixtures.weights(other))
        .usingRecursiveComparison()
        .isEqualTo(Fixtures.weights(model));
  }

  @Test
  void aLongTimeLimitStopsNothing() {
    EarlyStopping rule =
        EarlyStopping.patience(9).withTimeLimit(Duration.ofSeconds(Long.MAX_VALUE));
    assertLeft(fit(rule, 3, 3, 2, 1), StopReason.EPOCHS, 3, 3);
  }

  /** Any metric may select, also one that is not reported. */
  @Test
  void patienceFollowsTheSelectingMetric() {
    Metric rising =
        new Metric() {
          private int evaluations;

          @Override
          public String name() {
            return "rising";
          }

          @Override
          public boolean higherIsBetter() {
            return true;
          }

          @Override
          public Tally begin(int outputs) {
            double value = Math.min(++evaluations, 4);
            return new Tally() {
              @Override
              public void add(int rows, float[] output, Targets targets) {}

              @Override
              public double value() {
                return value;
              }
            };
          }
        };
    TrainingResult result =
        Trainer.of(
                new TrainingConfig(20, 4, 5, EarlyStopping.patience(3)),
                ScriptedLoss.ofValidation(1, 2, 3, 4, 5, 6, 7, 8),
                new Sgd(0.01f, 0.5f))
            .withSelection(rising)
            .fit(model, TRAIN, VALIDATION);
    assertThat(result.stoppedBy()).isEqualTo(StopReason.EARLY_STOPPING);
    assertThat(result.bestEpoch()).isEqualTo(4);
    assertThat(result.epochs()).isEqualTo(7);
  }

  @Test
  void refusesSettingsThatAreOutOfRange() {
    EarlyStopping rule = EarlyStopping.patience(1);
    assertThatThrownBy(() -> rule.withWarmUp(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("early stopping: warmUp -1: at least 0");
    assertThatThrownBy(() -> rule.withTarget(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("early stopping: target NaN: not finite");
    assertThatThrownBy(() -> rule.withTimeLimit(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("early stopping: timeLimit PT0S: above 0");
  }
}
