package lanewise.training;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The rules that stop a run before its last epoch, according to the metric that selects the best
 * epoch. That metric is the validation loss unless the trainer has another one. Whatever stops a
 * run, the model is left with the weights of the best epoch.
 *
 * @param patience the number of epochs without a new best after which training stops, at least 1
 * @param minDelta the amount by which the metric must improve on the best to count as a new best,
 *     at least 0
 * @param warmUp the number of epochs at the start that do not count as epochs without a new best,
 *     at least 0; the best epoch may be one of them
 * @param target the value of the metric that is good enough: the run stops after the first epoch
 *     that reaches it; null for none
 * @param timeLimit the duration after which the run stops, checked after every step and during a
 *     validation; null for none. It counts the time in this process and is not part of the state of
 *     a run. It decides when a run stops, and changes no bit of what is computed until then: the
 *     run may be resumed.
 */
public record EarlyStopping(
    int patience,
    double minDelta,
    int warmUp,
    @Nullable Double target,
    @Nullable Duration timeLimit) {
  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public EarlyStopping {
    if (patience < 1) {
      throw new IllegalArgumentException("early stopping: patience " + patience + ": at least 1");
    }
    if (!(minDelta >= 0)) {
      throw new IllegalArgumentException("early stopping: minDelta " + minDelta + ": at least 0");
    }
    if (warmUp < 0) {
      throw new IllegalArgumentException("early stopping: warmUp " + warmUp + ": at least 0");
    }
    if (target != null && !Double.isFinite(target)) {
      throw new IllegalArgumentException("early stopping: target " + target + ": not finite");
    }
    if (timeLimit != null && !timeLimit.isPositive()) {
      throw new IllegalArgumentException("early stopping: timeLimit " + timeLimit + ": above 0");
    }
  }

  /**
   * Returns the rule that stops after a number of epochs without an improvement of a given size.
   *
   * @param patience the number of epochs, at least 1
   * @param minDelta the amount by which the metric must improve, at least 0
   */
  public EarlyStopping(int patience, double minDelta) {
    this(patience, minDelta, 0, null, null);
  }

  /**
   * Returns the rule that stops after a number of epochs without any improvement.
   *
   * @param patience the number of epochs, at least 1
   * @return the settings
   */
  public static EarlyStopping patience(int patience) {
    return new EarlyStopping(patience, 0);
  }

  /**
   * Returns these rules with a number of epochs at the start that are not counted.
   *
   * @param value at least 0
   * @return a changed copy
   */
  public EarlyStopping withWarmUp(int value) {
    return new EarlyStopping(patience, minDelta, value, target, timeLimit);
  }

  /**
   * Returns these rules with a value of the metric that is good enough.
   *
   * @param value a finite number
   * @return a changed copy
   */
  public EarlyStopping withTarget(double value) {
    return new EarlyStopping(patience, minDelta, warmUp, value, timeLimit);
  }

  /**
   * Returns these rules with a limit of the time.
   *
   * @param value above 0
   * @return a changed copy
   */
  public EarlyStopping withTimeLimit(Duration value) {
    return new EarlyStopping(patience, minDelta, warmUp, target, value);
  }
}
