package lanewise.cli.report;

import java.util.Base64;
import lanewise.layers.format.JsonObject;
import lanewise.layers.loss.Targets;
import lanewise.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Rows as pictures for evaluation.json: grey ones of one channel, coloured ones of three, from left
 * to right and from the top, the colours of a pixel beside each other. Of large pictures every n-th
 * pixel is kept.
 */
public final class Pictures {
  /** Fewer pixels are not recognized as a picture. */
  private static final int FEWEST_PIXELS = 49;

  /** A longer side has more pixels than the page shows. */
  private static final int LONGEST_SIDE = 128;

  private static final int GREY = 1;
  private static final int COLORS = 3;

  private final EvaluatedRows rows;
  private final int channels;
  private final int sourceHeight;
  private final int sourceWidth;
  private final int stride;
  private final float[] range;

  private Pictures(EvaluatedRows rows, Shape image) {
    this.rows = rows;
    this.channels = channels(image);
    this.sourceHeight = image.dim(image.rank() - 2);
    this.sourceWidth = image.dim(image.rank() - 1);
    this.stride = Math.ceilDiv(Math.max(sourceHeight, sourceWidth), LONGEST_SIDE);
    this.range = range();
  }

  /** The pictures of rows; null if they are none that can be shown. */
  static @Nullable Pictures of(EvaluatedRows rows) {
    Shape image = rows.image();
    return image != null && areShown(image) ? new Pictures(rows, image) : null;
  }

  /** Whether rows of a shape are grey or coloured pictures that are large enough to be seen. */
  public static boolean areShown(@Nullable Shape image) {
    if (image == null || image.rank() < 2) {
      return false;
    }
    int found = channels(image);
    return (found == GREY || found == COLORS) && image.size() / found >= FEWEST_PIXELS;
  }

  private static int channels(Shape image) {
    return image.rank() == 2 ? GREY : image.dim(0);
  }

  /** The number of pixels and channels of each picture. */
  JsonObject format() {
    return JsonObject.builder()
        .put("width", width())
        .put("height", height())
        .put("channels", channels)
        .build();
  }

  private int width() {
    return Math.ceilDiv(sourceWidth, stride);
  }

  private int height() {
    return Math.ceilDiv(sourceHeight, stride);
  }

  /** The pixels of a row, a byte for each colour, in base 64. */
  String pixels(int row) {
    float[] values = new float[channels * sourceHeight * sourceWidth];
    rows.unscaled().gather(new int[] {row}, 0, 1, values, rows.unscaled().format().newTargets(1));
    byte[] pixels = new byte[height() * width() * channels];
    int to = 0;
    for (int y = 0; y < sourceHeight; y += stride) {
      for (int x = 0; x < sourceWidth; x += stride) {
        for (int c = 0; c < channels; c++) {
          pixels[to++] = shade(values[(c * sourceHeight + y) * sourceWidth + x]);
        }
      }
    }
    return Base64.getEncoder().encodeToString(pixels);
  }

  private byte shade(float value) {
    float width = Math.max(range[1] - range[0], Float.MIN_NORMAL);
    return (byte) Math.round(255 * (value - range[0]) / width);
  }

  /** The smallest and the largest value of all rows: black and white. */
  private float[] range() {
    float[] ends = {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    int features = rows.unscaled().format().features().size();
    rows.unscaled()
        .forEachChunk(
            (int count, float[] values, Targets targets) -> {
              for (int i = 0; i < count * features; i++) {
                ends[0] = Math.min(ends[0], values[i]);
                ends[1] = Math.max(ends[1], values[i]);
              }
            });
    return ends;
  }
}
