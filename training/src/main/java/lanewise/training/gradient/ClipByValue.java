package lanewise.training.gradient;

import java.util.List;
import lanewise.layers.Slot;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.training.state.Memory;

/**
 * Bounds each element of the gradients (PyTorch's {@code clip_grad_value_}): g = min(max(g,
 * -bound), bound). A NaN stays.
 *
 * @param bound the largest magnitude, above 0 (PyTorch's {@code clip_value})
 */
public record ClipByValue(double bound) implements GradientTransform {
  /**
   * Checks the bound.
   *
   * @throws IllegalArgumentException if it is not a finite number above 0
   */
  public ClipByValue {
    if (!(bound > 0 && bound < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "clip by value: a bound of " + bound + ": use a finite number above 0");
    }
  }

  @Override
  public void apply(List<Slot> slots, List<float[]> gradients, Memory memory) {
    float high = (float) bound;
    for (int i = 0; i < gradients.size(); i++) {
      float[] g = gradients.get(i);
      ElementwiseVariants.KERNEL.clip(g.length, g, 0, -high, high, g, 0);
    }
  }
}
