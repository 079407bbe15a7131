package lanewise.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import lanewise.layers.Model;
import lanewise.layers.format.FormatException;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.training.data.BalancedBatches;
import lanewise.training.data.BatchSource;
import lanewise.training.data.LabelledRows;
import lanewise.training.data.Minibatches;
import lanewise.training.data.RowFormat;
import lanewise.training.data.RowReader;
import lanewise.training.data.RowSource;
import lanewise.training.data.augment.AugmentedBatches;
import lanewise.training.data.augment.Mixup;
import lanewise.training.data.augment.RandomNoise;
import lanewise.training.data.stream.Prefetch;
import lanewise.training.data.stream.StreamBatches;
import lanewise.training.metric.Accuracy;
import lanewise.training.optimizer.Sgd;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs on sources that read in order, ahead, balanced or changed: stopped at every step. */
@Tag("once")
final class StreamedRunTest {
  private static final LabelledRows ROWS = Fixtures.gaussians(1, 23, 4, 3);
  private static final LabelledRows VALIDATION = Fixtures.gaussians(2, 11, 4, 3);

  /** A source under its name. */
  record Row(String name, Supplier<BatchSource> batches) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** The same rows, which can only be read in order. */
  private record InOrder(LabelledRows all) implements RowSource {
    @Override
    public int rows() {
      return all.rows();
    }

    @Override
    public RowFormat format() {
      return all.format();
    }

    @Override
    public RowReader reader() {
      return all.reader();
    }
  }

  private static BatchSource stream() {
    return StreamBatches.shuffled(new InOrder(ROWS), 4, 9, 6);
  }

  static List<Row> sources() {
    return List.of(
        new Row("stream", StreamedRunTest::stream),
        new Row("prefetched stream", () -> Prefetch.of(stream(), 3)),
        new Row("balanced", () -> BalancedBatches.of(ROWS, 4, 9)),
        new Row(
            "augmented, prefetched",
            () ->
                Prefetch.of(
                    AugmentedBatches.of(stream(), 9, new RandomNoise(0.1f), new Mixup(0.3)), 2)));
  }

  private static Trainer trainer() {
    return Trainer.of(
            new TrainingConfig(3, 4, 5, EarlyStopping.patience(9)),
            SoftmaxCrossEntropy.of(),
            new Sgd(0.05f, 0.9f))
        .withMetrics(Accuracy.of());
  }

  @ParameterizedTest
  @MethodSource("sources")
  void continuesFromEveryStepWithTheSameBits(Row row) throws FormatException {
    Model whole = Fixtures.mlp(3, 4, 8, 3);
    List<TrainingState> states = new ArrayList<>();
    TrainingResult expected;
    try (BatchSource batches = row.batches.get()) {
      TrainingRun run = trainer().start(whole, batches, new InOrder(VALIDATION));
      states.add(run.state());
      while (run.step()) {
        states.add(run.state());
      }
      expected = run.finish();
    }
    for (int at = 0; at < states.size() - 1; at++) {
      byte[] bytes = states.get(at).toBytes();
      Model model = Fixtures.mlp(4, 4, 8, 3);
      try (BatchSource batches = row.batches.get()) {
        TrainingRun resumed =
            trainer()
                .start(model, batches, VALIDATION)
                .restore(TrainingState.fromBytes(bytes, "state " + at));
        int step = at;
        while (resumed.step()) {
          step++;
          assertThat(resumed.state()).as("from %s, step %s", at, step).isEqualTo(states.get(step));
        }
        assertThat(resumed.finish().validation()).isEqualTo(expected.validation());
      }
      assertThat(Fixtures.weights(model))
          .usingRecursiveComparison()
          .isEqualTo(Fixtures.weights(whole));
    }
  }

  @Test
  void readingAheadChangesNothing() {
    Model one = Fixtures.mlp(3, 4, 8, 3);
    Model other = Fixtures.mlp(3, 4, 8, 3);
    trainer().start(one, Minibatches.of(ROWS, 4, 5), VALIDATION).finish();
    try (BatchSource ahead = Prefetch.of(Minibatches.of(ROWS, 4, 5), 2)) {
      trainer().start(other, ahead, new InOrder(VALIDATION)).finish();
    }
    assertThat(Fixtures.weights(other)).usingRecursiveComparison().isEqualTo(Fixtures.weights(one));
    Model usual = Fixtures.mlp(3, 4, 8, 3);
    trainer().fit(usual, ROWS, VALIDATION);
    assertThat(Fixtures.weights(usual)).usingRecursiveComparison().isEqualTo(Fixtures.weights(one));
  }

  @Test
  void aRunThatThrowsLeavesNoThreadOnceTheSourceIsClosed() {
    Model model = Fixtures.mlp(3, 4, 8, 3);
    IllegalStateException planted = new IllegalStateException("planted");
    TrainingListener thrower =
        new TrainingListener() {
          @Override
          public void onStep(TrainingStep step) {
            if (step.batch() == 2) {
              throw planted;
            }
          }
        };
    Throwable thrown = null;
    try (BatchSource ahead = Prefetch.of(stream(), 2)) {
      trainer().withListener(thrower).start(model, ahead, VALIDATION).finish();
    } catch (IllegalStateException e) {
      thrown = e;
    }
    assertThat(thrown).isSameAs(planted);
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("lanewise-prefetch"));
  }
}
