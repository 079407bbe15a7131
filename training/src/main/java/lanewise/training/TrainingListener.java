package lanewise.training;

import java.util.List;

/**
 * Receives the events of a training run, on the thread that trains and in the order in which they
 * happen. Implement only the methods that are of interest.
 *
 * <p>An exception from a listener leaves the run between two steps. {@link TrainingRun#finish} and
 * {@link Trainer#fit} rethrow it and restore the weights of the best epoch, or the initial weights
 * if no epoch is validated yet. A listener that holds a file is closed by the program that opened
 * it.
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
   * Learns that a checkpoint is complete.
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
