package lanewise.training.initialization;

import java.util.Arrays;
import lanewise.layers.Slot;
import lanewise.tensor.RandomStream;

/**
 * The same value everywhere (PyTorch's {@code constant_} and {@code zeros_}). A weight matrix of
 * equal values learns equal units; this is for biases and scales.
 *
 * @param value the value, a finite number
 */
public record Filled(double value) implements Initializer {
  /**
   * Checks the value.
   *
   * @throws IllegalArgumentException if it is not finite
   */
  public Filled {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("filled: " + value + ": use a finite number");
    }
  }

  @Override
  public void fill(Slot slot, RandomStream random) {
    Arrays.fill(slot.parameter().values(), (float) value);
  }
}
