package lanewise.training.optimizer;

import lanewise.layers.Slot;
import lanewise.training.state.Memory;

/**
 * How a step of training changes a parameter, given its gradient.
 *
 * <p>An optimizer is settings: immutable and safe to share. What it remembers of a parameter
 * between steps is a {@link Memory} that the run keeps for it. A record with a component {@code
 * learningRate} and the method {@link #update} is a whole optimizer.
 */
public interface Optimizer {
  /**
   * The rate of a step where no schedule changes it.
   *
   * @return above 0
   */
  float learningRate();

  /**
   * What it remembers of a parameter before the first step.
   *
   * @param slot the parameter
   * @return arrays of any length and any first values, of this parameter alone; none by default
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
   *     its name, shape and kind tell what to do with it
   * @param gradient the gradient of the loss with respect to it; may be overwritten
   * @param memory what {@link #start} gave, as the step before left it; changed
   */
  void update(long step, float rate, Slot slot, float[] gradient, Memory memory);
}
