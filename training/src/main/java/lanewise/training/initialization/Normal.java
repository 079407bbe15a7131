package lanewise.training.initialization;

import lanewise.layers.Slot;
import lanewise.tensor.RandomStream;

/**
 * A normal distribution (PyTorch's {@code normal_}).
 *
 * @param mean the mean
 * @param standardDeviation the standard deviation, above 0
 */
public record Normal(double mean, double standardDeviation) implements Initializer {
  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if the mean is not finite or the deviation not above 0
   */
  public Normal {
    if (!Double.isFinite(mean)
        || !(standardDeviation > 0 && standardDeviation < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "normal: mean %s, standard deviation %s: use finite numbers, the second above 0"
              .formatted(mean, standardDeviation));
    }
  }

  @Override
  public void fill(Slot slot, RandomStream random) {
    float[] values = slot.parameter().values();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (mean + standardDeviation * random.nextGaussian());
    }
  }
}
