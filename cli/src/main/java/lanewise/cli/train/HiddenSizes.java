package lanewise.cli.train;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The outputs of the hidden layers, first to last.
 *
 * @param sizes each at least 1; none for a linear model
 */
record HiddenSizes(List<Integer> sizes) {
  private static final String NONE = "none";

  /** As the command line has it. */
  @Override
  public String toString() {
    return sizes.isEmpty()
        ? NONE
        : sizes.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /** Reads numbers with commas between, or {@code none}. */
  static final class Converter implements ITypeConverter<HiddenSizes> {
    @Override
    public HiddenSizes convert(String text) {
      List<Integer> sizes = new ArrayList<>();
      if (!text.equals(NONE)) {
        for (String size : text.split(",", -1)) {
          sizes.add(size(size.strip()));
        }
      }
      return new HiddenSizes(List.copyOf(sizes));
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
      throw new TypeConversionException(
          "use sizes of at least 1 with commas between, such as 128,64, or " + NONE);
    }
  }
}
