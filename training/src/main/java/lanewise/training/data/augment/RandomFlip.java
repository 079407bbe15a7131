package lanewise.training.data.augment;

import lanewise.tensor.Shape;
import lanewise.training.data.RowFormat;

/**
 * Mirrors images with a probability, all channels alike. Corresponds to torchvision's {@code
 * RandomHorizontalFlip} and {@code RandomVerticalFlip}. Not for images that mean something else
 * when mirrored, such as digits.
 *
 * @param image the shape of an image, [height, width] or [channels, height, width]
 * @param direction what is exchanged
 * @param probability the probability of a flip, from 0 to 1
 */
public record RandomFlip(Shape image, Direction direction, double probability)
    implements Augmentation {
  private static final String NAME = "flip";

  /** What a flip exchanges. */
  public enum Direction {
    /** Left and right. */
    HORIZONTAL,
    /** Top and bottom. */
    VERTICAL
  }

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if the shape is not that of an image, or the probability is
   *     out of range
   */
  public RandomFlip {
    Image.of(NAME, image);
    Image.requireProbability(NAME, probability);
  }

  /**
   * Returns flips of left and right with probability 1/2.
   *
   * @param image the shape of an image, [height, width] or [channels, height, width]
   * @return the augmentation
   */
  public static RandomFlip horizontal(Shape image) {
    return new RandomFlip(image, Direction.HORIZONTAL, 0.5);
  }

  /**
   * Returns flips of top and bottom with probability 1/2.
   *
   * @param image the shape of an image, [height, width] or [channels, height, width]
   * @return the augmentation
   */
  public static RandomFlip vertical(Shape image) {
    return new RandomFlip(image, Direction.VERTICAL, 0.5);
  }

  @Override
  public Augmenter begin(RowFormat rows) {
    Image layout = Image.of(NAME, image);
    layout.requireFits(NAME, rows);
    return batch -> {
      for (int row = 0; row < batch.rows(); row++) {
        if (batch.random(row).nextDouble() < probability) {
          flip(layout, batch.features(), row * layout.size());
        }
      }
    };
  }

  private void flip(Image layout, float[] x, int at) {
    int width = layout.width();
    for (int channel = 0; channel < layout.channels(); channel++) {
      int start = at + channel * layout.height() * width;
      switch (direction) {
        case HORIZONTAL -> {
          for (int y = 0; y < layout.height(); y++) {
            reverse(x, start + y * width, 1, width);
          }
        }
        case VERTICAL -> {
          for (int column = 0; column < width; column++) {
            reverse(x, start + column, width, layout.height());
          }
        }
      }
    }
  }

  /** Reverses {@code count} values that lie {@code stride} apart. */
  private static void reverse(float[] x, int start, int stride, int count) {
    int low = start;
    int high = start + (count - 1) * stride;
    while (low < high) {
      float swap = x[low];
      x[low] = x[high];
      x[high] = swap;
      low += stride;
      high -= stride;
    }
  }
}
