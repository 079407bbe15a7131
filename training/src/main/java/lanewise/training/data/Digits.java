package lanewise.training.data;

import lanewise.training.internal.ImageNames;

/**
 * 1,797 handwritten digits as images of 8 x 8 pixels, each 0 to 16: real data that needs no
 * download.
 *
 * <p>Source: UCI Machine Learning Repository, "Optical Recognition of Handwritten Digits" (test
 * part), E. Alpaydin and C. Kaynak, 1998; CC BY 4.0.
 */
public final class Digits {
  private static final int SIDE = 8;

  private Digits() {}

  /**
   * Reads the digits from the library itself: [1797, 64], features {@code p0_0} to {@code p7_7} in
   * row-major order, classes {@code "0"} to {@code "9"}, in the order of the source.
   *
   * @return a new data set with its own storage
   * @throws java.io.UncheckedIOException if the library was packed without its resources
   */
  public static LabelledRows load() {
    return BundledData.parse(
        "digits",
        BundledData.lines("digits.csv.gz"),
        ImageNames.TEN_CLASSES,
        ImageNames.pixels(SIDE, SIDE));
  }
}
