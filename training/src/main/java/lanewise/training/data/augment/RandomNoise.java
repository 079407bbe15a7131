package lanewise.training.data.augment;

import java.util.List;
import java.util.stream.IntStream;
import lanewise.tensor.RandomStream;
import lanewise.training.data.RowFormat;
import org.jspecify.annotations.Nullable;

/**
 * Adds normal noise to features: {@code y = x + s g} with g of the standard normal distribution.
 * For features of different units, apply it after scaling. Features that are no quantities, such as
 * those of a category, are left alone if the quantities are {@linkplain #withFeatures named}.
 *
 * @param deviation the standard deviation of the noise, s, finite and above 0
 * @param features the places of the features that are changed, at least one; null for all
 */
public record RandomNoise(float deviation, @Nullable List<Integer> features)
    implements Augmentation {
  /**
   * Checks the settings and copies the list.
   *
   * @throws IllegalArgumentException if the deviation is not finite and above 0, or there is no
   *     feature to change
   */
  public RandomNoise {
    if (!(deviation > 0 && deviation <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "noise: the deviation " + deviation + " is not finite and above 0");
    }
    features = features == null ? null : List.copyOf(features);
    if (features != null && features.isEmpty()) {
      throw new IllegalArgumentException("noise: there is no feature to change");
    }
  }

  /**
   * Makes a noise of all features.
   *
   * @param deviation the standard deviation of the noise, s, finite and above 0
   * @throws IllegalArgumentException if it is not finite and above 0
   */
  public RandomNoise(float deviation) {
    this(deviation, null);
  }

  /**
   * Returns a noise of this deviation that changes some features alone, such as those that {@link
   * lanewise.layers.preprocessing.ColumnTransformer#numericFeatures} names.
   *
   * @param places the places of the features, at least one
   * @return a changed copy
   * @throws IllegalArgumentException if there is none
   */
  public RandomNoise withFeatures(List<Integer> places) {
    return new RandomNoise(deviation, places);
  }

  @Override
  public Augmenter begin(RowFormat rows) {
    int width = rows.features().size();
    int[] places = places(width);
    return batch -> {
      float[] x = batch.features();
      for (int row = 0; row < batch.rows(); row++) {
        RandomStream random = batch.random(row);
        for (int place : places) {
          x[row * width + place] += deviation * (float) random.nextGaussian();
        }
      }
    };
  }

  private int[] places(int width) {
    return features == null
        ? IntStream.range(0, width).toArray()
        : FeaturePlaces.within("noise", features, width);
  }
}
