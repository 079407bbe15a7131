package lanewise.training.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import lanewise.training.TrainingRun;

/**
 * The settings by which the checkpoints of a run are written and kept.
 *
 * <pre>{@code
 * TrainingRun run = trainer.start(model, train, validation);
 * RunIdentity identity = RunIdentity.of(trainer).withRows("training rows", train);
 * try (CheckpointedRun checkpointed = Checkpoints.in(Path.of("run")).start(run, identity)) {
 *   checkpointed.resume();   // does nothing the first time
 *   TrainingResult result = checkpointed.finish();
 * }
 * }</pre>
 *
 * <p>A checkpoint is written whenever one of the three intervals is over: a number of steps, a time
 * or a number of epochs; and at the end of the run. None of this changes a bit of the training: a
 * checkpoint only copies the state.
 *
 * <p>Immutable and safe to share.
 *
 * @param folder the folder of the checkpoints of one run; it is created where it is missing
 * @param everySteps the number of steps from one checkpoint to the next; 0 for none by steps
 * @param every the time from one checkpoint to the next; zero for none by time
 * @param everyEpochs the number of epochs from one checkpoint to the next; 0 for none by epochs
 * @param keepLast the number of newest checkpoints that are kept, at least 1. With 2 or more there
 *     is one to go back to if the newest is damaged
 * @param keepBest whether the checkpoint after the best epoch so far is written and kept as well.
 *     Every checkpoint contains the weights of the best epoch; this one is for training on from it
 */
public record Checkpoints(
    Path folder, long everySteps, Duration every, int everyEpochs, int keepLast, boolean keepBest) {
  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if an interval is negative, or no checkpoint would be kept
   */
  public Checkpoints {
    Objects.requireNonNull(folder, "folder");
    if (everySteps < 0 || everyEpochs < 0 || every.isNegative()) {
      throw new IllegalArgumentException(
          "checkpoints: every %s steps, %s, %s epochs: use 0 for no such interval, or more"
              .formatted(everySteps, every, everyEpochs));
    }
    if (keepLast < 1) {
      throw new IllegalArgumentException(
          "checkpoints: keep the last " + keepLast + ": use at least 1");
    }
  }

  /**
   * Returns the default settings: a checkpoint after every epoch, of which the last two and that of
   * the best epoch are kept.
   *
   * @param folder the folder of the checkpoints
   * @return the settings
   */
  public static Checkpoints in(Path folder) {
    return new Checkpoints(folder, 0, Duration.ZERO, 1, 2, true);
  }

  /**
   * Returns these settings with another number of steps between checkpoints.
   *
   * @param steps at least 0; 0 for none by steps
   * @return a changed copy
   */
  public Checkpoints withEverySteps(long steps) {
    return new Checkpoints(folder, steps, every, everyEpochs, keepLast, keepBest);
  }

  /**
   * Returns these settings with another time between checkpoints.
   *
   * @param time not negative; zero for none by time
   * @return a changed copy
   */
  public Checkpoints withEvery(Duration time) {
    return new Checkpoints(folder, everySteps, time, everyEpochs, keepLast, keepBest);
  }

  /**
   * Returns these settings with another number of epochs between checkpoints.
   *
   * @param epochs at least 0; 0 for none by epochs
   * @return a changed copy
   */
  public Checkpoints withEveryEpochs(int epochs) {
    return new Checkpoints(folder, everySteps, every, epochs, keepLast, keepBest);
  }

  /**
   * Returns these settings with another number of newest checkpoints that are kept.
   *
   * @param checkpoints at least 1
   * @return a changed copy
   */
  public Checkpoints withKeepLast(int checkpoints) {
    return new Checkpoints(folder, everySteps, every, everyEpochs, checkpoints, keepBest);
  }

  /**
   * Returns these settings with or without the checkpoint of the best epoch.
   *
   * @param keep whether it is kept
   * @return a changed copy
   */
  public Checkpoints withKeepBest(boolean keep) {
    return new Checkpoints(folder, everySteps, every, everyEpochs, keepLast, keep);
  }

  /**
   * Begins to accompany a run, without a listener.
   *
   * @param run a run before its first step
   * @param identity what must be the same for a run to continue from these checkpoints
   * @return the run with its checkpoints
   * @throws IOException as {@link #start(TrainingRun, RunIdentity, CheckpointListener)} throws it
   */
  public CheckpointedRun start(TrainingRun run, RunIdentity identity) throws IOException {
    return start(run, identity, CheckpointListener.NONE);
  }

  /**
   * Begins to accompany a run: locks the folder against other processes, and removes what killed
   * writers left half-written in it.
   *
   * @param run a run before its first step
   * @param identity what must be the same for a run to continue from these checkpoints
   * @param listener receives warnings and what was saved
   * @return the run with its checkpoints
   * @throws FolderInUseException if another training uses the folder
   * @throws IOException if it cannot be created or read
   */
  public CheckpointedRun start(TrainingRun run, RunIdentity identity, CheckpointListener listener)
      throws IOException {
    return CheckpointedRun.start(this, run, identity, listener, System::nanoTime);
  }
}
