package lanewise.training.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import lanewise.layers.Model;
import lanewise.layers.Sequential;
import lanewise.layers.linear.Dense;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.layers.norm.BatchNorm;
import lanewise.tensor.Workers;
import lanewise.training.EarlyStopping;
import lanewise.training.EpochReport;
import lanewise.training.Evaluation;
import lanewise.training.Fixtures;
import lanewise.training.Trainer;
import lanewise.training.TrainingConfig;
import lanewise.training.TrainingListener;
import lanewise.training.TrainingResult;
import lanewise.training.TrainingRun;
import lanewise.training.data.LabelledRows;
import lanewise.training.initialization.Initializer;
import lanewise.training.optimizer.Sgd;
import lanewise.training.schedule.Progress;
import lanewise.training.state.Memory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WeightAveragingTest {
  private static final int EPOCHS = 4;
  private static final LabelledRows ROWS = Fixtures.gaussians(1, 22, 5, 3);

  private record Step(long steps, int stepsPerEpoch, int epochs) implements Progress {}

  private static double share(WeightAveraging rule, long steps) {
    return rule.share(new Step(steps, 4, 9));
  }

  private static Model model() {
    Model model = Sequential.of(5, Dense.of(5, 6), BatchNorm.of(6), Dense.of(6, 3));
    Initializer.heNormal().initialize(model, 5);
    return model;
  }

  private static Trainer trainer() {
    return Trainer.of(
        new TrainingConfig(EPOCHS, 6, 11, EarlyStopping.patience(9)),
        SoftmaxCrossEntropy.of(),
        new Sgd(0.1, 0.9));
  }

  /** The weights and statistics after every step of a run without averages. */
  private static List<Memory> trajectory() {
    TrainingRun run = trainer().start(model(), ROWS, ROWS);
    List<Memory> all = new ArrayList<>();
    long steps = 0;
    boolean more = true;
    while (more) {
      more = run.step();
      if (run.state().steps() > steps) {
        steps = run.state().steps();
        all.add(run.state().memory().part("weights"));
      }
    }
    assertThat(all).hasSize(EPOCHS * 4);
    return all;
  }

  private static void assertAverage(String name, float[] actual, double[] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i])
          .as("%s [%d]", name, i)
          .isCloseTo(expected[i], within(1e-6 * (1 + Math.abs(expected[i]))));
    }
  }

  /** Averages everything, statistics included, and leaves the training of the weights alone. */
  @Test
  void followsTheWeightsOfTheRun() {
    List<WeightAveraging> rules =
        List.of(
            ExponentialMovingAverage.of(0.8),
            ExponentialMovingAverage.of(0.8).withWarmUp(),
            StochasticWeightAverage.from(2),
            new StochasticWeightAverage(1, 2));
    List<Memory> weights = trajectory();
    for (WeightAveraging rule : rules) {
      TrainingRun run = trainer().withAveraging(rule).start(model(), ROWS, ROWS);
      Memory state = run.state().memory();
      boolean more = true;
      while (more) {
        more = run.step();
        state = run.state().memory();
      }
      assertThat(state.part("weights")).as("weights, %s", rule).isEqualTo(weights.getLast());
      assertThat(state.part("average").names()).contains("batch-norm-1.running_var");
      for (String name : weights.getFirst().names()) {
        double[] expected = new double[weights.getFirst().floats(name).length];
        for (int step = 1; step <= weights.size(); step++) {
          double share = share(rule, step);
          float[] w = weights.get(step - 1).floats(name);
          for (int i = 0; i < expected.length; i++) {
            expected[i] += share * (w[i] - expected[i]);
          }
        }
        assertAverage(rule + " " + name, state.part("average").floats(name), expected);
      }
    }
  }

  @Test
  void theMeanOfEpochEndsIsTheirMean() {
    List<Memory> weights = trajectory();
    TrainingRun run =
        trainer().withAveraging(StochasticWeightAverage.from(2)).start(model(), ROWS, ROWS);
    while (run.epoch().isPresent()) {
      run.state(); // the last one is looked at
    }
    float[] average = run.state().memory().part("average").floats("dense-1.weight");
    for (int i = 0; i < average.length; i++) {
      double sum = 0;
      for (int epoch = 2; epoch <= EPOCHS; epoch++) {
        sum += weights.get(4 * epoch - 1).floats("dense-1.weight")[i];
      }
      assertThat((double) average[i]).isCloseTo(sum / (EPOCHS - 1), within(1e-6));
    }
  }

  /** What is validated, shown to listeners, selected and left are the averages. */
  @Test
  void theModelIsValidatedAndLeftWithTheAverages() {
    Model model = model();
    List<EpochReport> reports = new ArrayList<>();
    List<Double> seen = new ArrayList<>();
    List<List<float[]>> shown = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onEpoch(EpochReport report) {
            reports.add(report);
            seen.add(Evaluation.of(model, SoftmaxCrossEntropy.of(), ROWS, Workers.caller()).loss());
            shown.add(Fixtures.weights(model));
          }
        };
    TrainingResult result =
        trainer()
            .withAveraging(ExponentialMovingAverage.of(0.9))
            .withListener(listener)
            .fit(model, ROWS, ROWS);
    assertThat(reports).hasSize(EPOCHS);
    for (int i = 0; i < EPOCHS; i++) {
      assertThat(seen.get(i)).isEqualTo(reports.get(i).validation().loss());
    }
    assertThat(Fixtures.weights(model))
        .usingRecursiveComparison()
        .isEqualTo(shown.get(result.bestEpoch() - 1));
    Model plain = model();
    trainer().fit(plain, ROWS, ROWS);
    assertThat(Fixtures.weights(plain).getFirst()).isNotEqualTo(shown.getLast().getFirst());
  }

  @Test
  void anExceptionInAValidationLeavesTheAveragesWhereTheyBelong() {
    IllegalStateException thrown = new IllegalStateException("from the listener");
    TrainingListener throwing =
        new TrainingListener() {
          @Override
          public void onEpoch(EpochReport report) {
            throw thrown;
          }
        };
    TrainingRun run =
        trainer()
            .withAveraging(ExponentialMovingAverage.of(0.9))
            .withListener(throwing)
            .start(model(), ROWS, ROWS);
    assertThatThrownBy(run::epoch).isSameAs(thrown);
    assertThat(run.state().memory().part("weights")).isEqualTo(trajectory().get(3));
  }

  @Test
  void aRequestBeforeTheFirstValidationLeavesTheAverages() {
    Model model = model();
    trainer()
        .withAveraging(progress -> progress.steps() == 1 ? 1 : 0)
        .withStop(() -> true)
        .fit(model, ROWS, ROWS);
    assertThat(Fixtures.weights(model).getFirst())
        .containsExactly(trajectory().getFirst().floats("dense-1.weight"));
  }

  @Test
  void sharesAreThoseOfTheRules() {
    ExponentialMovingAverage average = ExponentialMovingAverage.of(0.75);
    assertThat(share(average, 1)).isEqualTo(1);
    assertThat(share(average, 2)).isEqualTo(0.25);
    assertThat(share(average.withWarmUp(), 2)).isEqualTo(1 - 3.0 / 12);
    assertThat(share(average.withWarmUp(), 1_000)).isEqualTo(0.25);
    StochasticWeightAverage mean = new StochasticWeightAverage(2, 3);
    double[] expected = {1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0};
    for (int step = 1; step < expected.length; step++) {
      assertThat(share(mean, step)).as("step %d", step).isEqualTo(expected[step - 1]);
    }
    assertThat(share(mean, 5 * 4)).isEqualTo(0.5);
    assertThat(share(mean, 8 * 4)).isEqualTo(1.0 / 3);
    assertThat(share(mean, 7 * 4)).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void refusesADecayOutOfRange(double decay) {
    assertThatThrownBy(() -> ExponentialMovingAverage.of(decay))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("exponential moving average: decay " + decay + ": use 0 to below 1");
  }

  @Test
  void refusesEpochsBelowOne() {
    for (int[] numbers : new int[][] {{0, 1}, {1, 0}}) {
      assertThatThrownBy(() -> new StochasticWeightAverage(numbers[0], numbers[1]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "stochastic weight average: from epoch %d on, every %d: use at least 1"
                  .formatted(numbers[0], numbers[1]));
    }
  }
}
