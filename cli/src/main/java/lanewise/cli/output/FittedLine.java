package lanewise.cli.output;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Figures side by side, of which the less important are left out where a line is short. */
final class FittedLine {
  private static final String GAP = "  ";

  private record Field(int rank, String text) {}

  private final List<Field> fields = new ArrayList<>();

  /**
   * Adds a figure behind the others.
   *
   * @param rank how important it is: 0 is shown at any width
   */
  FittedLine with(int rank, String text) {
    fields.add(new Field(rank, text));
    return this;
  }

  /** The figures that fit, in the order in which they were added. */
  String fit(int columns) {
    List<Field> shown = new ArrayList<>();
    long length = -GAP.length();
    for (Field field : fields.stream().sorted(Comparator.comparingInt(Field::rank)).toList()) {
      length += GAP.length() + field.text.length();
      if (length > columns && field.rank > 0) {
        break;
      }
      shown.add(field);
    }
    return fields.stream()
        .filter(shown::contains)
        .map(Field::text)
        .collect(Collectors.joining(GAP));
  }
}
