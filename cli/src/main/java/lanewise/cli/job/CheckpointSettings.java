package lanewise.cli.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import lanewise.cli.settings.Key;
import lanewise.cli.settings.Section;
import lanewise.cli.settings.Type;
import lanewise.cli.settings.Types;
import lanewise.training.checkpoint.Checkpoints;
import org.jspecify.annotations.Nullable;

/**
 * When a training saves its state, and which of these files it keeps. None of this changes a bit of
 * the model.
 *
 * @param everyEpochs the number of epochs from one checkpoint to the next; null for none by epochs
 * @param everySeconds the time from one checkpoint to the next; null for none by time
 * @param everySteps the number of steps from one checkpoint to the next; null for none by steps
 * @param keepLast the number of newest checkpoints that are kept, at least 1
 * @param keepBest whether the checkpoint of the best epoch is kept as well
 */
public record CheckpointSettings(
    @Nullable Integer everyEpochs,
    @Nullable Integer everySeconds,
    @Nullable Integer everySteps,
    int keepLast,
    boolean keepBest) {
  /** The settings of the library for a folder. */
  public Checkpoints in(Path folder) {
    return Checkpoints.in(folder)
        .withEveryEpochs(orNone(everyEpochs))
        .withEvery(Duration.ofSeconds(orNone(everySeconds)))
        .withEverySteps(orNone(everySteps))
        .withKeepLast(keepLast)
        .withKeepBest(keepBest);
  }

  private static int orNone(@Nullable Integer interval) {
    return interval == null ? 0 : interval;
  }

  static Section<CheckpointSettings> section() {
    var everyEpochs =
        Key.optional(
                "every-epochs",
                interval(),
                CheckpointSettings::everyEpochs,
                "Save the state after every so many epochs.")
            .withDefault(Optional.of(1));
    var everySeconds =
        Key.optional(
                "every-seconds",
                interval(),
                CheckpointSettings::everySeconds,
                "Save the state every so many seconds as well.")
            .withDefault(Optional.of(60));
    var everySteps =
        Key.optional(
            "every-steps",
            interval(),
            CheckpointSettings::everySteps,
            "Save the state every so many steps as well.");
    var keepLast =
        Key.of(
                "keep-last",
                Types.count(),
                CheckpointSettings::keepLast,
                "The number of newest checkpoints to keep; with 2 there is one to go back to.")
            .withDefault(2);
    var keepBest =
        Key.of(
                "keep-best",
                Types.flag(),
                CheckpointSettings::keepBest,
                "Keep the checkpoint of the best epoch as well.")
            .withDefault(true);
    return Section.of(
        "When the state of the training is saved, from which --resume continues.",
        List.of(everyEpochs, everySeconds, everySteps, keepLast, keepBest),
        values ->
            new CheckpointSettings(
                values.get(everyEpochs).orElse(null),
                values.get(everySeconds).orElse(null),
                values.get(everySteps).orElse(null),
                values.get(keepLast),
                values.get(keepBest)));
  }

  private static Type<Optional<Integer>> interval() {
    return Types.orWord("never", Types.count());
  }
}
