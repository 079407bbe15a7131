package lanewise.training.optimizer;

import java.util.Collections;
import java.util.List;
import lanewise.layers.Slot;
import lanewise.training.state.Memory;

/**
 * A rule that changes a parameter in each training step, given its gradient.
 *
 * <p>An optimizer consists of settings; it is immutable and safe to share. Whatever it remembers
 * about a parameter between steps is in a {@link Memory} that the run keeps for it. A record with a
 * component {@code learningRate} and the method {@link #update} is a complete optimizer.
 *
 * <p>The provided optimizers follow PyTorch's definitions, in the order of its operations but with
 * fused multiply-adds. They update all parameters alike, biases included; {@link ParameterGroups}
 * gives parameters settings of their own. Their settings are doubles and their arithmetic is in
 * floats; an element takes the same sequence of exactly rounded operations on every machine, so the
 * bits do not depend on the vector width or on the number of threads.
 */
public interface Optimizer {
  /**
   * Returns the learning rate of a step that no schedule changes.
   *
   * @return the rate, above 0
   */
  double learningRate();

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
  void update(long step, double rate, Slot slot, float[] gradient, Memory memory);

  /**
   * Returns the optimizer of each parameter. A run asks once, before its first step.
   *
   * @param slots the trained parameters of a model
   * @return as many optimizers in the same order; by default this one for all
   * @throws IllegalArgumentException if the optimizer does not suit these parameters
   */
  default List<Optimizer> forParameters(List<Slot> slots) {
    return Collections.nCopies(slots.size(), this);
  }
}
