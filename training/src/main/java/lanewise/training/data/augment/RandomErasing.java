package lanewise.training.data.augment;

import java.util.Arrays;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Shape;
import lanewise.training.data.RowFormat;

/**
 * Overwrites a rectangle of an image with a value, with a probability (Zhong et al., Random Erasing
 * Data Augmentation, 2020). Its area is a share of the image from 0.02 to 0.33, uniform; the ratio
 * of its height to its width is from 0.3 to 3.3, uniform in the logarithm; its place is uniform. A
 * side that would be longer than the image is cut to it, where torchvision draws again.
 *
 * @param image the shape of an image, [height, width] or [channels, height, width]
 * @param probability the probability that a rectangle is erased, from 0 to 1
 * @param fill the value of the rectangle, finite
 */
public record RandomErasing(Shape image, double probability, float fill) implements Augmentation {
  private static final String NAME = "erasing";
  private static final double LEAST_AREA = 0.02;
  private static final double MOST_AREA = 0.33;
  private static final double LOG_RATIO = StrictMath.log(3.3);

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if the shape is not that of an image, the probability is out
   *     of range, or the fill is not finite
   */
  public RandomErasing {
    Image.of(NAME, image);
    Image.requireProbability(NAME, probability);
    Image.requireFinite(NAME, fill);
  }

  /**
   * Returns an augmentation that sets rectangles to 0 in half of the images.
   *
   * @param image the shape of an image, [height, width] or [channels, height, width]
   * @return the augmentation
   */
  public static RandomErasing of(Shape image) {
    return new RandomErasing(image, 0.5, 0);
  }

  @Override
  public Augmenter begin(RowFormat rows) {
    Image layout = Image.of(NAME, image);
    layout.requireFits(NAME, rows);
    return batch -> {
      for (int row = 0; row < batch.rows(); row++) {
        RandomStream random = batch.random(row);
        if (random.nextDouble() < probability) {
          erase(layout, batch.features(), row * layout.size(), random);
        }
      }
    };
  }

  private void erase(Image layout, float[] x, int at, RandomStream random) {
    double share = LEAST_AREA + (MOST_AREA - LEAST_AREA) * random.nextDouble();
    double area = share * layout.height() * layout.width();
    double ratio = StrictMath.exp((2 * random.nextDouble() - 1) * LOG_RATIO);
    int height = Math.clamp(Math.round(Math.sqrt(area * ratio)), 1, layout.height());
    int width = Math.clamp(Math.round(Math.sqrt(area / ratio)), 1, layout.width());
    int top = random.nextInt(layout.height() - height + 1);
    int left = random.nextInt(layout.width() - width + 1);
    for (int channel = 0; channel < layout.channels(); channel++) {
      for (int y = top; y < top + height; y++) {
        int start = at + (channel * layout.height() + y) * layout.width() + left;
        Arrays.fill(x, start, start + width, fill);
      }
    }
  }
}
