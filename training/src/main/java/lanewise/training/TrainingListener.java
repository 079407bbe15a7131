package lanewise.training;

import java.util.List;

/**
 * Receives the events of a training run, on the thread that trains and in the order in which they
 * happen. Implement only the methods that are of interest.
 *
 * <p>What a run promises its listener:
 *
 * <ul>
 *   <li>A run that is resumed tells the events after its state as the run without interruption
 *       would have: the same figures in the same order, but for those of time and the moment of
 *       {@link #onCheckpoint}, which depends on the disk.
 *   <li>An exception from a listener leaves the run between two steps, where its {@link
 *       TrainingRun#state} can be saved. {@link TrainingRun#finish} and {@link Trainer#fit} rethrow
 *       it as it is, and restore the weights of the best epoch, or the initial weights if no epoch
 *       is validated yet. Checkpoints on the disk stay whole.
 * </ul>
 *
 * <p>What a listener of this library promises, and others should:
 *
 * <ul>
 *   <li>It changes no bit of the training.
 *   <li>A step allocates nothing, and no report is kept: its memory does not grow with the steps.
 *   <li>One that writes to a file names it in the exception of a failure, and has written whole
 *       lines or records before. It is closed by the program that opened it.
 *   <li>One that continues the file of a run that is resumed leaves what the run without
 *       interruption would have left, but for figures of time.
 * </ul>
 */
public interface TrainingListener {
  /** The listener that ignores every event. */
  TrainingListener NONE = new TrainingListener() {};

  /**
   * Receives the figures of a step.
   *
   * @param step the step; the object is the same in every call and changes afterwards
   */
  default void onStep(TrainingStep step) {}

  /**
   * Learns that the steps of an epoch are done and its validation begins.
   *
   * @param epoch the number of the epoch, from 1
   */
  default void onValidation(int epoch) {}

  /**
   * Receives the figures after an epoch and its validation. The model has the weights of this
   * epoch.
   *
   * @param report the figures of the epoch
   */
  default void onEpoch(EpochReport report) {}

  /**
   * Learns that a checkpoint is complete. It is told between two steps after the writing, which may
   * be some steps after that of the checkpoint.
   *
   * @param report the checkpoint
   */
  default void onCheckpoint(CheckpointReport report) {}

  /**
   * Receives the result of the run. The model has the weights that the run leaves. This is not
   * called if the run ends by an exception.
   *
   * @param result the result
   */
  default void onEnd(TrainingResult result) {}

  /**
   * Returns a listener that passes every event to several listeners in turn. If one throws, those
   * after it do not receive the event.
   *
   * @param listeners the listeners, in the order in which they receive an event
   * @return the combined listener; its calls allocate nothing
   */
  static TrainingListener all(TrainingListener... listeners) {
    return new ListenerList(List.of(listeners));
  }

  /**
   * Returns a listener that passes every event to this listener and then to another.
   *
   * @param next the listener that receives every event after this one
   * @return the combined listener
   */
  default TrainingListener andThen(TrainingListener next) {
    return all(this, next);
  }
}
