package lanewise.training.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The names of pixels and of digits, which data sets of images have in common. */
public final class ImageNames {
  /** {@code "0"} to {@code "9"}. */
  public static final List<String> TEN_CLASSES =
      IntStream.range(0, 10).mapToObj(Integer::toString).toList();

  private ImageNames() {}

  /**
   * Returns the names of the pixels of an image in row-major order: {@code p0_0}, {@code p0_1} and
   * so on.
   */
  public static List<String> pixels(int height, int width) {
    List<String> names = new ArrayList<>(height * width);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        names.add("p" + y + "_" + x);
      }
    }
    return names;
  }
}
