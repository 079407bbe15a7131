package lanewise.training.data.augment;

import java.util.List;

/** Features of a row that a change treats apart. */
final class FeaturePlaces {
  private FeaturePlaces() {}

  /**
   * Returns the places as an array.
   *
   * @throws IllegalArgumentException if a row has no such feature
   */
  static int[] within(String operation, List<Integer> places, int width) {
    for (int place : places) {
      if (place < 0 || place >= width) {
        throw new IllegalArgumentException(
            "%s: a row has %s features, but no feature %s".formatted(operation, width, place));
      }
    }
    return places.stream().mapToInt(Integer::intValue).toArray();
  }
}
