package lanewise.training;

/**
 * How a training run ended. The model has the weights of the best epoch.
 *
 * @param epochs how many were finished
 * @param bestEpoch the one whose weights the model has, from 1; 0 where no epoch was finished: the
 *     model then has the weights of the moment it was stopped, or, if it diverged, its first ones
 * @param validation of the best epoch; its figures are NaN where no epoch was finished
 * @param stoppedBy why it ended
 * @param seconds in all, not counting a run that this one was resumed from
 * @param rowsPerSecond training rows in a second of training, validation not counted
 */
public record TrainingResult(
    int epochs,
    int bestEpoch,
    Evaluation validation,
    StopReason stoppedBy,
    double seconds,
    double rowsPerSecond) {

  /** Why a run ended. */
  public enum StopReason {
    /** All epochs are done. */
    EPOCHS,
    /** There was no new best epoch for as many epochs as the patience. */
    EARLY_STOPPING,
    /** The caller asked for it. */
    REQUEST,
    /** The loss was no longer a finite number: try a smaller learning rate. */
    DIVERGED
  }
}
