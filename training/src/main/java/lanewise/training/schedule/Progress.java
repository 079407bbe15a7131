package lanewise.training.schedule;

/** The progress of a training run, from which a schedule computes its factor. */
public interface Progress {
  /**
   * Returns the number of steps taken so far.
   *
   * @return 0 before the first step
   */
  long steps();

  /**
   * Returns the number of steps of an epoch.
   *
   * @return at least 1
   */
  int stepsPerEpoch();

  /**
   * Returns the largest number of epochs of the run.
   *
   * @return at least 1
   */
  int epochs();

  /**
   * Returns the largest number of steps of the run.
   *
   * @return the steps of an epoch times the epochs
   */
  default long totalSteps() {
    return (long) stepsPerEpoch() * epochs();
  }

  /**
   * Returns the number of the epoch to which the next step belongs.
   *
   * @return the number, from 0
   */
  default long epoch() {
    return steps() / stepsPerEpoch();
  }
}
