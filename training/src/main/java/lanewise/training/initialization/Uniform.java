package lanewise.training.initialization;

import lanewise.layers.Slot;
import lanewise.tensor.RandomStream;

/**
 * A uniform distribution (PyTorch's {@code uniform_}).
 *
 * @param low the smallest value
 * @param high the bound that no value reaches but by rounding, above low
 */
public record Uniform(double low, double high) implements Initializer {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if they are not finite or low is not below high
   */
  public Uniform {
    if (!(low < high) || !Double.isFinite(high - low)) {
      throw new IllegalArgumentException(
          "uniform: from %s to %s: use finite numbers, the lower one first".formatted(low, high));
    }
  }

  @Override
  public void fill(Slot slot, RandomStream random) {
    float[] values = slot.parameter().values();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (low + (high - low) * random.nextDouble());
    }
  }
}
