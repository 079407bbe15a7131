package lanewise.training.data.augment;

import lanewise.tensor.RandomStream;
import lanewise.training.data.RowFormat;

/**
 * Adds normal noise to every feature: {@code y = x + s g} with g of the standard normal
 * distribution. For features of different units, apply it after scaling.
 *
 * @param deviation the standard deviation of the noise, s, finite and above 0
 */
public record RandomNoise(float deviation) implements Augmentation {
  /**
   * Checks the deviation.
   *
   * @throws IllegalArgumentException if it is not finite and above 0
   */
  public RandomNoise {
    if (!(deviation > 0 && deviation <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "noise: the deviation " + deviation + " is not finite and above 0");
    }
  }

  @Override
  public Augmenter begin(RowFormat rows) {
    int width = rows.features().size();
    return batch -> {
      float[] x = batch.features();
      for (int row = 0; row < batch.rows(); row++) {
        RandomStream random = batch.random(row);
        for (int i = row * width; i < (row + 1) * width; i++) {
          x[i] += deviation * (float) random.nextGaussian();
        }
      }
    };
  }
}
