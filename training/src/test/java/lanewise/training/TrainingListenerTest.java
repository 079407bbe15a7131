package lanewise.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lanewise.layers.Model;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.training.checkpoint.CheckpointListener;
import lanewise.training.checkpoint.CheckpointedRun;
import lanewise.training.checkpoint.Checkpoints;
import lanewise.training.checkpoint.RunIdentity;
import lanewise.training.data.LabelledRows;
import lanewise.training.optimizer.Sgd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The events of a run, in their order, and lists of listeners. */
final class TrainingListenerTest {
  private static final LabelledRows TRAIN = Fixtures.gaussians(1, 10, 2, 3);
  private static final LabelledRows VALIDATION = Fixtures.gaussians(2, 5, 2, 3);

  private final Model model = Fixtures.mlp(3, 2, 3);
  private final List<String> events = new ArrayList<>();

  private final class Recorder implements TrainingListener {
    private final String name;

    Recorder(String name) {
      this.name = name;
    }

    @Override
    public void onStep(TrainingStep step) {
      events.add("%s step %d".formatted(name, step.step()));
    }

    @Override
    public void onValidation(int epoch) {
      events.add("%s validation %d".formatted(name, epoch));
    }

    @Override
    public void onEpoch(EpochReport report) {
      events.add("%s epoch %d".formatted(name, report.epoch()));
    }

    @Override
    public void onCheckpoint(CheckpointReport report) {
      events.add("%s checkpoint %d".formatted(name, report.step()));
    }

    @Override
    public void onEnd(TrainingResult result) {
      events.add("%s end %d".formatted(name, result.epochs()));
    }
  }

  private void fit(TrainingListener listener) {
    Trainer.of(
            new TrainingConfig(2, 5, 5, EarlyStopping.patience(9)),
            ScriptedLoss.ofValidation(2, 1),
            new Sgd(0.01f, 0))
        .withListener(listener)
        .fit(model, TRAIN, VALIDATION);
  }

  @Test
  void eventsComeInOrder() {
    fit(new Recorder("a"));
    assertThat(events)
        .containsExactly(
            "a step 1",
            "a step 2",
            "a validation 1",
            "a epoch 1",
            "a step 3",
            "a step 4",
            "a validation 2",
            "a epoch 2",
            "a end 2");
  }

  @Test
  void aListPassesEveryEventToEachInTurn() {
    TrainingListener all =
        TrainingListener.all(new Recorder("a"), new Recorder("b")).andThen(new Recorder("c"));
    fit(all);
    assertThat(events).hasSize(3 * 9);
    for (int i = 0; i < events.size(); i += 3) {
      String event = events.get(i).substring(2);
      assertThat(events.subList(i, i + 3))
          .containsExactly("a " + event, "b " + event, "c " + event);
    }
    events.clear();
    all.onCheckpoint(new CheckpointReport(Path.of("file"), 7, 1, 100, 0.1));
    assertThat(events).containsExactly("a checkpoint 7", "b checkpoint 7", "c checkpoint 7");
  }

  @Test
  void oneThatThrowsEndsTheRunBeforeThoseAfterItHear() {
    TrainingListener throwing =
        new TrainingListener() {
          @Override
          public void onValidation(int epoch) {
            if (epoch == 2) {
              throw new IllegalStateException("from the listener");
            }
          }
        };
    assertThatThrownBy(
            () -> fit(TrainingListener.all(new Recorder("a"), throwing, new Recorder("b"))))
        .hasMessage("from the listener");
    assertThat(events).endsWith("a validation 2").doesNotContain("b validation 2", "a end 2");
  }

  /** Throws once, at an event of one kind. */
  private static final class Throwing implements TrainingListener {
    private final String event;
    private boolean thrown;

    Throwing(String event) {
      this.event = event;
    }

    private void happened(String kind, long number, long wanted) {
      if (kind.equals(event) && number == wanted && !thrown) {
        thrown = true;
        throw new IllegalStateException("from " + kind);
      }
    }

    @Override
    public void onStep(TrainingStep step) {
      happened("step", step.step(), 3);
    }

    @Override
    public void onValidation(int epoch) {
      happened("validation", epoch, 2);
    }

    @Override
    public void onEpoch(EpochReport report) {
      happened("epoch", report.epoch(), 2);
    }

    @Override
    public void onCheckpoint(CheckpointReport report) {
      happened("checkpoint", report.epoch(), 1);
    }
  }

  private static TrainingRun start(Model model, TrainingListener listener) {
    return Trainer.of(
            new TrainingConfig(3, 5, 5, EarlyStopping.patience(9)),
            SoftmaxCrossEntropy.of(),
            new Sgd(0.1f, 0.5f))
        .withListener(listener)
        .start(model, TRAIN, VALIDATION);
  }

  /** Two steps and a validation are an epoch; the state after each, with that before the first. */
  @ParameterizedTest
  @CsvSource({"step, 4", "validation, 5", "epoch, 6"})
  void anExceptionLeavesTheRunBetweenTwoSteps(String event, int at) {
    TrainingRun whole = start(Fixtures.mlp(3, 2, 3), TrainingListener.NONE);
    List<TrainingState> states = new ArrayList<>(List.of(whole.state()));
    while (whole.step()) {
      states.add(whole.state());
    }
    TrainingRun run = start(model, new Throwing(event));
    assertThatThrownBy(
            () -> {
              while (run.step()) {
                assertThat(run.isOver()).isFalse();
              }
            })
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("from " + event);
    assertThat(run.state()).isEqualTo(states.get(at));
    while (run.step()) {
      assertThat(run.isOver()).isFalse(); // the exception came once
    }
    assertThat(run.state()).isEqualTo(whole.state());
  }

  /** Whatever the moment: the checkpoints continue as those of a run without the exception. */
  @ParameterizedTest
  @ValueSource(strings = {"step", "validation", "epoch", "checkpoint"})
  void anExceptionLeavesCheckpointsWhole(String event, @TempDir Path folder) throws IOException {
    Model whole = Fixtures.mlp(3, 2, 3);
    start(whole, TrainingListener.NONE).finish();
    TrainingRun run = start(model, new Throwing(event));
    List<String> warnings = new ArrayList<>();
    CheckpointListener warned =
        new CheckpointListener() {
          @Override
          public void onWarning(String sentence) {
            warnings.add(sentence);
          }
        };
    Checkpoints checkpoints = Checkpoints.in(folder).withEverySteps(1);
    try (CheckpointedRun first = checkpoints.start(run, RunIdentity.none(), warned)) {
      assertThatThrownBy(
              () -> {
                while (first.step()) {
                  first.flush();
                }
              })
          .hasMessage("from " + event);
    }
    Model other = Fixtures.mlp(3, 2, 3);
    TrainingRun again = start(other, TrainingListener.NONE);
    try (CheckpointedRun resumed = checkpoints.start(again, RunIdentity.none(), warned)) {
      assertThat(resumed.resume()).isPresent();
      resumed.finish();
    }
    assertThat(warnings).isEmpty();
    assertThat(Fixtures.weights(other))
        .usingRecursiveComparison()
        .isEqualTo(Fixtures.weights(whole));
  }

  /** The weights are those of the best epoch before the last event. */
  @Test
  void theLastEventFindsTheBestWeights() {
    List<List<float[]>> weights = new ArrayList<>();
    TrainingListener keeping =
        new TrainingListener() {
          @Override
          public void onEpoch(EpochReport report) {
            weights.add(Fixtures.weights(model));
          }

          @Override
          public void onEnd(TrainingResult result) {
            weights.add(Fixtures.weights(model));
          }
        };
    Trainer.of(
            new TrainingConfig(3, 5, 5, EarlyStopping.patience(9)),
            ScriptedLoss.ofValidation(2, 1, 3),
            new Sgd(0.01f, 0))
        .withListener(keeping)
        .fit(model, TRAIN, VALIDATION);
    assertThat(weights).hasSize(4);
    assertThat(weights.get(3)).usingRecursiveComparison().isEqualTo(weights.get(1));
  }
}
