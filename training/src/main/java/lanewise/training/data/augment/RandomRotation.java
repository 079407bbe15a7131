package lanewise.training.data.augment;

import lanewise.tensor.Shape;
import lanewise.training.data.RowFormat;
import lanewise.training.internal.Functions;

/**
 * Rotates images about their centre by an angle from {@code -degrees} to {@code degrees}, uniform,
 * the same for all channels. A pixel is interpolated linearly in both directions between the four
 * pixels around the point that it comes from; pixels from outside have the value {@code fill}.
 * Corresponds to torchvision's {@code RandomRotation} with bilinear interpolation; a positive angle
 * is counter-clockwise.
 *
 * @param image the shape of an image, [height, width] or [channels, height, width]
 * @param degrees the largest angle, above 0 and at most 180
 * @param fill the value of pixels from outside, finite
 */
public record RandomRotation(Shape image, double degrees, float fill) implements Augmentation {
  private static final String NAME = "rotation";

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if the shape is not that of an image, the angle is out of
   *     range, or the fill is not finite
   */
  public RandomRotation {
    Image.of(NAME, image);
    if (!(degrees > 0 && degrees <= 180)) {
      throw new IllegalArgumentException(
          NAME + ": " + degrees + " degrees is not above 0 and at most 180");
    }
    Image.requireFinite(NAME, fill);
  }

  /**
   * Returns rotations that fill with 0.
   *
   * @param image the shape of an image, [height, width] or [channels, height, width]
   * @param degrees the largest angle, above 0 and at most 180
   * @return the augmentation
   */
  public static RandomRotation of(Shape image, double degrees) {
    return new RandomRotation(image, degrees, 0);
  }

  /**
   * Returns these rotations with another fill.
   *
   * @param value the value of pixels from outside
   * @return a changed copy
   */
  public RandomRotation withFill(float value) {
    return new RandomRotation(image, degrees, value);
  }

  @Override
  public Augmenter begin(RowFormat rows) {
    Image layout = Image.of(NAME, image);
    layout.requireFits(NAME, rows);
    float[] before = new float[layout.size()];
    return batch -> {
      for (int row = 0; row < batch.rows(); row++) {
        double angle = (2 * batch.random(row).nextDouble() - 1) * degrees;
        int at = row * before.length;
        System.arraycopy(batch.features(), at, before, 0, before.length);
        rotate(layout, before, angle / 180, fill, batch.features(), at);
      }
    };
  }

  /** Writes the image {@code from}, rotated, to {@code to[at]} and after it. */
  static void rotate(Image layout, float[] from, double halfTurns, float fill, float[] to, int at) {
    double sin = Functions.cosineOfHalfTurns(Math.abs(0.5 - halfTurns));
    double cos = Functions.cosineOfHalfTurns(Math.abs(halfTurns));
    double middleY = (layout.height() - 1) / 2.0;
    double middleX = (layout.width() - 1) / 2.0;
    int plane = layout.height() * layout.width();
    for (int y = 0; y < layout.height(); y++) {
      for (int x = 0; x < layout.width(); x++) {
        double fromX = cos * (x - middleX) - sin * (y - middleY) + middleX;
        double fromY = sin * (x - middleX) + cos * (y - middleY) + middleY;
        int left = (int) Math.floor(fromX);
        int top = (int) Math.floor(fromY);
        float shareRight = (float) (fromX - left);
        float shareBottom = (float) (fromY - top);
        for (int channel = 0; channel < layout.channels(); channel++) {
          int start = channel * plane;
          float topLeft = pixel(layout, from, start, top, left, fill);
          float topRight = pixel(layout, from, start, top, left + 1, fill);
          float bottomLeft = pixel(layout, from, start, top + 1, left, fill);
          float bottomRight = pixel(layout, from, start, top + 1, left + 1, fill);
          float above = topLeft + shareRight * (topRight - topLeft);
          float below = bottomLeft + shareRight * (bottomRight - bottomLeft);
          to[at + start + y * layout.width() + x] = above + shareBottom * (below - above);
        }
      }
    }
  }

  private static float pixel(Image layout, float[] from, int start, int y, int x, float fill) {
    boolean inside = y >= 0 && y < layout.height() && x >= 0 && x < layout.width();
    return inside ? from[start + y * layout.width() + x] : fill;
  }
}
