package lanewise.training.schedule;

/** How far a training run has come: what a schedule looks at. */
public interface Progress {
  /**
   * The steps taken so far.
   *
   * @return 0 before the first step
   */
  long steps();

  /**
   * The steps of an epoch.
   *
   * @return at least 1
   */
  int stepsPerEpoch();

  /**
   * The most epochs that the run will take.
   *
   * @return at least 1
   */
  int epochs();

  /**
   * The most steps that the run will take.
   *
   * @return the steps of an epoch times the epochs
   */
  default long totalSteps() {
    return (long) stepsPerEpoch() * epochs();
  }

  /**
   * The number of the epoch that the next step is in.
   *
   * @return from 0
   */
  default long epoch() {
    return steps() / stepsPerEpoch();
  }
}
