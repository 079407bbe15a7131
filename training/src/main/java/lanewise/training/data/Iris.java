package lanewise.training.data;

import java.util.List;

/**
 * 150 irises of three species, each with four lengths in centimetres: a set small enough to read.
 *
 * <p>Source: UCI Machine Learning Repository, "Iris", R. A. Fisher, 1936; CC BY 4.0.
 */
public final class Iris {
  private static final List<String> FEATURES =
      List.of("sepal_length_cm", "sepal_width_cm", "petal_length_cm", "petal_width_cm");

  private Iris() {}

  /**
   * Reads the irises from the library itself: [150, 4], classes {@code setosa}, {@code versicolor},
   * {@code virginica}, sorted by class.
   *
   * @return a new data set with its own storage
   * @throws java.io.UncheckedIOException if the library was packed without its resources
   */
  public static LabelledRows load() {
    List<String> lines = BundledData.lines("iris.csv");
    List<String> header = List.of(lines.getFirst().split(",", -1));
    List<String> species = header.subList(2, header.size());
    return BundledData.parse("iris", lines.subList(1, lines.size()), species, FEATURES);
  }
}
