package lanewise.cli.job;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The outputs of the hidden layers, first to last.
 *
 * @param sizes each at least 1; none for a linear model
 */
public record HiddenSizes(List<Integer> sizes) {
  private static final String NONE = "none";

  public HiddenSizes {
    sizes = List.copyOf(sizes);
  }

  /**
   * Reads numbers with commas between, or {@code none}.
   *
   * @throws IllegalArgumentException if the text is neither; the message says what to write
   */
  public static HiddenSizes parse(String text) {
    List<Integer> sizes = new ArrayList<>();
    if (!text.equals(NONE)) {
      for (String size : text.split(",", -1)) {
        sizes.add(size(size.strip()));
      }
    }
    return new HiddenSizes(sizes);
  }

  private static int size(String size) {
    try {
      int value = Integer.parseInt(size);
      if (value >= 1) {
        return value;
      }
    } catch (NumberFormatException e) {
      // The same advice as for a number that is too small.
    }
    throw new IllegalArgumentException(
        "use sizes of at least 1 with commas between, such as 128,64, or " + NONE);
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    return sizes.isEmpty()
        ? NONE
        : sizes.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
