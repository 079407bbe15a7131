package lanewise.training.schedule;

import lanewise.training.state.Memory;

/**
 * A learning-rate schedule: it gives a factor by which the optimizer's own rate is multiplied in
 * every step. Because it gives a factor, one schedule suits every optimizer and every group of
 * parameters.
 *
 * <p>A schedule consists of settings; it is immutable and safe to share. Most schedules are a
 * function of time alone, a {@link TimedSchedule}. A schedule that reacts to the validation keeps
 * its memory in a {@link Memory}, which the run owns.
 */
@FunctionalInterface
public interface Schedule {
  /**
   * Returns the memory of the schedule before the first step.
   *
   * @return arrays of any length with any initial values; by default there are no arrays
   */
  default Memory start() {
    return Memory.none();
  }

  /**
   * Returns the factor of the next step. Allocates nothing.
   *
   * @param progress the progress of the run
   * @param memory the memory that {@link #start} returned, as {@link #validated} left it
   * @return the factor of the learning rate; 1 keeps the optimizer's own rate
   */
  double factor(Progress progress, Memory memory);

  /**
   * Takes the result of the validation after an epoch. The default implementation does nothing.
   *
   * @param value the value of the metric that selects the best epoch
   * @param higherIsBetter whether that metric is better when it is higher
   * @param memory the memory that {@link #start} returned, as the previous call left it; it is
   *     changed
   */
  default void validated(double value, boolean higherIsBetter, Memory memory) {}
}
