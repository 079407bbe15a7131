package lanewise.training.schedule;

import lanewise.training.state.Memory;

/**
 * How the learning rate changes in a run: by a factor that the optimizer's own rate is multiplied
 * with in every step. Since it is a factor, one schedule suits every optimizer and every group of
 * parameters.
 *
 * <p>A schedule is settings: immutable and safe to share. Most are a function of the progress
 * alone. One that reacts to the validation keeps what it remembers in a {@link Memory}, which the
 * run owns.
 */
@FunctionalInterface
public interface Schedule {
  /**
   * What it remembers before the first step.
   *
   * @return arrays of any length and any first values; none by default
   */
  default Memory start() {
    return Memory.none();
  }

  /**
   * The factor of the next step. Allocates nothing.
   *
   * @param progress how far the run has come
   * @param memory what {@link #start} gave, as {@link #validated} left it
   * @return what the learning rate is multiplied by, 1 for the optimizer's own
   */
  double factor(Progress progress, Memory memory);

  /**
   * Looks at the validation after an epoch; by default does nothing.
   *
   * @param value of the metric that picks the best epoch
   * @param higherIsBetter whether that metric is better when it is higher
   * @param memory what {@link #start} gave, as the last call left it; changed
   */
  default void validated(double value, boolean higherIsBetter, Memory memory) {}
}
