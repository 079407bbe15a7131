package lanewise.training;

import org.jspecify.annotations.Nullable;

/**
 * The result of a training run, after which the model has the weights of the best epoch.
 *
 * @param epochs the number of finished epochs
 * @param bestEpoch the epoch whose weights the model has, from 1; 0 if no epoch was finished, in
 *     which case the model has the weights of the moment at which it was stopped, or its initial
 *     weights if it diverged
 * @param validation the validation of the best epoch; its figures are NaN if no epoch was finished
 * @param stoppedBy the reason why the run ended
 * @param divergence the place where a number was not finite; null unless that is the reason, and
 *     for a run that was resumed after it had diverged
 * @param seconds the total duration, without that of a run from which this one was resumed
 * @param rowsPerSecond the training rows per second of training, without the validation
 */
public record TrainingResult(
    int epochs,
    int bestEpoch,
    Evaluation validation,
    StopReason stoppedBy,
    @Nullable Divergence divergence,
    double seconds,
    double rowsPerSecond) {

  /** The reason why a run ended. */
  public enum StopReason {
    /** All epochs are finished. */
    EPOCHS,
    /** There was no new best epoch for as many epochs as the patience. */
    EARLY_STOPPING,
    /** The metric that selects the best epoch has reached the target. */
    TARGET,
    /** The time limit was over. */
    TIME_LIMIT,
    /** The caller requested the stop. */
    REQUEST,
    /** The loss was no longer a finite number; {@link TrainingResult#divergence} says where. */
    DIVERGED
  }
}
