package lanewise.training.schedule;

import lanewise.training.state.Memory;

/**
 * A schedule that is a function of time. It counts steps unless {@link #byEpoch} makes it count
 * epochs: {@code new StepDecay(30, 0.1).byEpoch()} divides the rate by 10 every 30 epochs.
 *
 * <p>With settings of a length, a schedule can end before the run or after it; what holds then is
 * said there. A length of {@value #WHOLE_RUN} is that of the whole run, so it changes when a run is
 * prolonged.
 */
@FunctionalInterface
public interface TimedSchedule extends Schedule {
  /** A length that stands for that of the whole run. */
  long WHOLE_RUN = 0;

  /**
   * Returns the factor at a time. Allocates nothing.
   *
   * @param time the number of steps, or epochs, before this one
   * @param total the number of steps, or epochs, of the whole run
   * @return the factor of the learning rate
   */
  double at(long time, long total);

  @Override
  default double factor(Progress progress, Memory memory) {
    return at(progress.steps(), progress.totalSteps());
  }

  /**
   * Returns this schedule with its time counted in epochs, so that the rate changes between epochs
   * only.
   *
   * @return a schedule whose settings are numbers of epochs
   */
  default Schedule byEpoch() {
    return new ByEpoch(this);
  }
}
