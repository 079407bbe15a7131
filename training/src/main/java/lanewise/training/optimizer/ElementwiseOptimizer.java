package lanewise.training.optimizer;

import lanewise.layers.Slot;
import lanewise.training.state.Memory;

/**
 * An optimizer that changes each element of a parameter by that element's gradient and memory
 * alone, so that several threads may share one step. All provided optimizers are of this kind; one
 * that needs a norm of the whole parameter is a plain {@link Optimizer}.
 */
public interface ElementwiseOptimizer extends Optimizer {
  /**
   * Changes what the memory holds for the whole parameter rather than for an element. Runs once in
   * each step, before the elements are changed; does nothing by default.
   *
   * @param step the number of this step, from 1
   * @param memory the memory that {@link #start} returned, as the previous step left it
   */
  default void begin(long step, Memory memory) {}

  /**
   * Changes some elements of one parameter. Allocates nothing, and changes no other elements and
   * nothing else of the memory, since other threads change the other elements at the same time.
   *
   * @param step the number of this step, from 1
   * @param rate the {@link #learningRate()} times the factor of the schedule
   * @param slot the parameter
   * @param gradient the gradient of the loss with respect to the parameter; these elements of it
   *     may be overwritten
   * @param memory the memory that {@link #start} returned, after {@link #begin}
   * @param from the first element
   * @param to the element after the last one
   */
  void update(long step, double rate, Slot slot, float[] gradient, Memory memory, int from, int to);

  @Override
  default void update(long step, double rate, Slot slot, float[] gradient, Memory memory) {
    begin(step, memory);
    update(step, rate, slot, gradient, memory, 0, slot.size());
  }
}
