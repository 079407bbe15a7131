package lanewise.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import lanewise.layers.Model;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.tensor.Workers;
import lanewise.training.data.Digits;
import lanewise.training.data.LabelledRows;
import lanewise.training.data.ScalerFit;
import lanewise.training.data.split.Split;
import lanewise.training.metric.Accuracy;
import lanewise.training.optimizer.Sgd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs on real data: what they learn, that they can be repeated, and what they allocate. */
final class TrainingRunTest {
  private static final Split DIGITS = Split.stratified(Digits.load(), 0.15, 0.15, 42);
  private static final FeatureScaler SCALER = ScalerFit.pooled(DIGITS.train());

  private static Model train(long seed, Workers workers) {
    // Products this large are shared between the threads.
    Model model = Fixtures.mlp(seed, 64, 128, 64, 10);
    Trainer.of(
            TrainingConfig.defaults().withEpochs(2).withBatchSize(128).withSeed(seed),
            SoftmaxCrossEntropy.of(),
            new Sgd(0.05f, 0.9f))
        .withWorkers(workers)
        .fit(model, SCALER, DIGITS.train(), DIGITS.validation());
    return model;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void theSameSeedGivesTheSameWeightsOnEveryNumberOfThreads(int threads) {
    List<float[]> expected = Fixtures.weights(train(7, Workers.caller()));
    try (Workers workers = Workers.of(threads)) {
      List<float[]> actual = Fixtures.weights(train(7, workers));
      for (int i = 0; i < expected.size(); i++) {
        assertThat(actual.get(i)).as("parameter %s", i).containsExactly(expected.get(i));
      }
    }
  }

  @Test
  void anotherSeedGivesOtherWeights() {
    List<float[]> seven = Fixtures.weights(train(7, Workers.caller()));
    List<float[]> eight = Fixtures.weights(train(8, Workers.caller()));
    for (int i = 0; i < seven.size(); i++) {
      assertThat(eight.get(i)).as("parameter %s", i).isNotEqualTo(seven.get(i));
    }
  }

  @Test
  void theSeedAlsoDecidesTheOrderOfTheRows() {
    Model one = Fixtures.mlp(7, 64, 10);
    Model two = Fixtures.mlp(7, 64, 10);
    TrainingConfig config = TrainingConfig.defaults().withEpochs(1);
    Trainer.of(config.withSeed(1), SoftmaxCrossEntropy.of(), new Sgd(0.05f, 0))
        .fit(one, SCALER, DIGITS.train(), DIGITS.validation());
    Trainer.of(config.withSeed(2), SoftmaxCrossEntropy.of(), new Sgd(0.05f, 0))
        .fit(two, SCALER, DIGITS.train(), DIGITS.validation());
    assertThat(Fixtures.weights(two).getFirst()).isNotEqualTo(Fixtures.weights(one).getFirst());
  }

  /** What the command trains with {@code --seed 42}, whose test has the same hash. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void learnsTheDigitsWithTheWeightsOfEveryMachineAndWidth(int threads) {
    Model model = Fixtures.mlp(42, 64, 256, 10);
    TrainingResult result;
    try (Workers workers = Workers.of(threads)) {
      result =
          Trainer.of(
                  TrainingConfig.defaults().withEpochs(50),
                  SoftmaxCrossEntropy.of(),
                  new Sgd(0.01f, 0.9f))
              .withWorkers(workers)
              .withMetrics(Accuracy.of())
              .fit(model, SCALER, DIGITS.train(), DIGITS.validation());
    }
    Classifier trained = Classifier.of(model, SCALER, DIGITS.train().classNames(), Map.of());
    assertThat(trained.weightsSha256())
        .isEqualTo("e95f05f7df1a0e86173d7e9dcafb1f59e293ef8f7913145824d82698058e4761");
    Evaluation validated = evaluate(model, DIGITS.validation());
    assertThat(validated).isEqualTo(result.validation());
    assertThat(evaluate(model, DIGITS.test()).value("accuracy")).isGreaterThanOrEqualTo(0.97);
  }

  private static Evaluation evaluate(Model model, LabelledRows data) {
    return Evaluation.of(
        model, SoftmaxCrossEntropy.of(), data.scaled(SCALER), Workers.caller(), Accuracy.of());
  }

  /** Notes what all threads allocate between the ends of two batches, and in the best epoch. */
  private static final class Meter implements TrainingListener {
    private long last = -1;
    private long epoch;
    private long steps;
    private long least = Long.MAX_VALUE;

    @Override
    public void onStep(TrainingStep step) {
      long now = Fixtures.allocatedBytes();
      if (step.batch() > 1) {
        epoch += now - last;
        steps++;
      }
      if (step.batch() == step.batches()) {
        least = Math.min(least, epoch);
        epoch = 0;
      }
      last = now;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aStepAllocatesNothing(int threads) {
    LabelledRows train = Fixtures.gaussians(1, 70 * 64, 40, 10);
    LabelledRows validation = Fixtures.gaussians(2, 10, 40, 10);
    Meter meter = new Meter();
    try (Workers workers = Workers.of(threads)) {
      Trainer.of(
              new TrainingConfig(3_000, 64, 3, EarlyStopping.patience(3_000)),
              SoftmaxCrossEntropy.of(),
              new Sgd(1e-4f, 0.9f))
          .withWorkers(workers)
          .withListener(meter)
          // Vectors are objects until the compiler has seen the kernels often enough.
          .withStop(() -> meter.least == 0)
          .fit(Fixtures.mlp(4, 40, 170, 10), FeatureScaler.identity(40), train, validation);
    }
    assertThat(meter.steps).isGreaterThanOrEqualTo(69);
    assertThat(meter.least)
        .as("bytes in the 69 steps of an epoch, one of which is measured")
        .isZero();
  }
}
