package lanewise.training.data.augment;

import java.util.Arrays;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Shape;
import lanewise.training.data.RowFormat;

/**
 * Shifts images by whole pixels: down and to the right by two numbers from {@code -most} to {@code
 * most}, all equally likely, the same for all channels. Pixels that come from outside have the
 * value {@code fill}. Corresponds to torchvision's {@code RandomCrop} with padding.
 *
 * @param image the shape of an image, [height, width] or [channels, height, width]
 * @param most the largest shift, at least 1
 * @param fill the value of pixels from outside, finite
 */
public record RandomShift(Shape image, int most, float fill) implements Augmentation {
  private static final String NAME = "shift";

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if the shape is not that of an image, the shift is below 1 or
   *     moves all of the image away, or the fill is not finite
   */
  public RandomShift {
    Image layout = Image.of(NAME, image);
    if (most < 1 || most >= Math.min(layout.height(), layout.width())) {
      throw new IllegalArgumentException(
          "%s: %s pixels is not from 1 to below the size of an image of %s x %s"
              .formatted(NAME, most, layout.height(), layout.width()));
    }
    Image.requireFinite(NAME, fill);
  }

  /**
   * Returns shifts that fill with 0.
   *
   * @param image the shape of an image, [height, width] or [channels, height, width]
   * @param most the largest shift, at least 1
   * @return the augmentation
   */
  public static RandomShift of(Shape image, int most) {
    return new RandomShift(image, most, 0);
  }

  /**
   * Returns these shifts with another fill.
   *
   * @param value the value of pixels from outside
   * @return a changed copy
   */
  public RandomShift withFill(float value) {
    return new RandomShift(image, most, value);
  }

  @Override
  public Augmenter begin(RowFormat rows) {
    Image layout = Image.of(NAME, image);
    layout.requireFits(NAME, rows);
    float[] before = new float[layout.size()];
    return batch -> {
      for (int row = 0; row < batch.rows(); row++) {
        RandomStream random = batch.random(row);
        int down = random.nextInt(2 * most + 1) - most;
        int right = random.nextInt(2 * most + 1) - most;
        shift(layout, batch.features(), row * before.length, before, down, right);
      }
    };
  }

  private void shift(Image layout, float[] x, int at, float[] before, int down, int right) {
    System.arraycopy(x, at, before, 0, before.length);
    Arrays.fill(x, at, at + before.length, fill);
    int height = layout.height();
    int width = layout.width();
    int columns = width - Math.abs(right);
    int fromColumn = Math.max(0, -right);
    int toColumn = Math.max(0, right);
    for (int channel = 0; channel < layout.channels(); channel++) {
      for (int y = Math.max(0, down); y < height + Math.min(0, down); y++) {
        int from = (channel * height + y - down) * width + fromColumn;
        int to = (channel * height + y) * width + toColumn;
        System.arraycopy(before, from, x, at + to, columns);
      }
    }
  }
}
