package lanewise.training.gradient;

import java.util.List;
import lanewise.layers.Slot;
import lanewise.training.state.Memory;

/**
 * Changes all gradients of a step together, between the backward pass and the optimizer. Examples
 * are clipping by a global norm, weight decay that is added to the gradients, and noise.
 *
 * <p>A transform consists of settings; it is immutable and safe to share. Whatever it remembers
 * between steps is in a {@link Memory} that the run keeps for it.
 */
@FunctionalInterface
public interface GradientTransform {
  /**
   * Returns the memory of the transform before the first step.
   *
   * @param slots the trained parameters
   * @return arrays of any length with any initial values; by default there are no arrays
   */
  default Memory start(List<Slot> slots) {
    return Memory.none();
  }

  /**
   * Changes the gradients of one step. Allocates nothing.
   *
   * @param slots the trained parameters, in order; their values must not be written
   * @param gradients the gradients of the parameters, in the same order; they are changed
   * @param memory the memory that {@link #start} returned, as the previous step left it; it is
   *     changed
   */
  void apply(List<Slot> slots, List<float[]> gradients, Memory memory);
}
