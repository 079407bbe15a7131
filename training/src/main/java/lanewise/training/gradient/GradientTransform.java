package lanewise.training.gradient;

import java.util.List;
import lanewise.layers.Slot;
import lanewise.training.state.Memory;

/**
 * Changes all gradients of a step together, between the backward pass and the optimizer: clipping
 * by a global norm, decay added to gradients, noise.
 *
 * <p>A transform is settings: immutable and safe to share. What it remembers between steps is a
 * {@link Memory} that the run keeps for it.
 */
@FunctionalInterface
public interface GradientTransform {
  /**
   * What it remembers before the first step.
   *
   * @param slots the trained parameters
   * @return arrays of any length and any first values; none by default
   */
  default Memory start(List<Slot> slots) {
    return Memory.none();
  }

  /**
   * Changes the gradients of one step. Allocates nothing.
   *
   * @param slots the trained parameters, in order; their values are not to be written
   * @param gradients of each, in the same order; changed
   * @param memory what {@link #start} gave, as the step before left it; changed
   */
  void apply(List<Slot> slots, List<float[]> gradients, Memory memory);
}
