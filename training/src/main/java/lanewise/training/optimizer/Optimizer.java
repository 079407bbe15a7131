package lanewise.training.optimizer;

import lanewise.layers.Slot;
import lanewise.training.state.Memory;

/**
 * A rule that changes a parameter in each training step, given its gradient.
 *
 * <p>An optimizer consists of settings; it is immutable and safe to share. Whatever it remembers
 * about a parameter between steps is in a {@link Memory} that the run keeps for it. A record with a
 * component {@code learningRate} and the method {@link #update} is a complete optimizer.
 */
public interface Optimizer {
  /**
   * Returns the learning rate of a step that no schedule changes.
   *
   * @return the rate, above 0
   */
  float learningRate();

  /**
   * Returns the memory of a parameter before the first step.
   *
   * @param slot the parameter
   * @return arrays of any length with any initial values, for this parameter only; by default there
   *     are no arrays
   */
  default Memory start(Slot slot) {
    return Memory.none();
  }

  /**
   * Changes one parameter by one step. Allocates nothing.
   *
   * @param step the number of this step, from 1
   * @param rate the {@link #learningRate()} times the factor of the schedule
   * @param slot the parameter, whose {@link lanewise.layers.Parameter#values() values} are changed;
   *     the optimizer may treat it according to its name, shape and kind
   * @param gradient the gradient of the loss with respect to the parameter; it may be overwritten
   * @param memory the memory that {@link #start} returned, as the previous step left it; it is
   *     changed
   */
  void update(long step, float rate, Slot slot, float[] gradient, Memory memory);
}
