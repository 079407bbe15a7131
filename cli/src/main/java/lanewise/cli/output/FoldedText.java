package lanewise.cli.output;

import java.util.ArrayList;
import java.util.List;
import lanewise.cli.session.Printable;

/** Text for people on lines that no terminal has to break within a word. */
public final class FoldedText {
  private static final int USUAL_INDENT = 2;

  private FoldedText() {}

  /**
   * The lines of a text, each divided at blanks where it is too long, without what terminals obey.
   * Of a line that has a name, a gap and a value, the rest stands below the value. A word that is
   * longer than a line stays whole.
   *
   * @param columns the length of a line
   */
  public static List<String> lines(String text, int columns) {
    List<String> lines = new ArrayList<>();
    text.lines()
        .map(line -> Printable.of(line).stripTrailing())
        .forEach(
            line -> {
              int value = value(line);
              lines.addAll(lines(line, columns, value <= columns / 2 ? value : USUAL_INDENT));
            });
    return lines;
  }

  /** The place behind the first gap of two blanks or more; a usual indent where there is none. */
  private static int value(String line) {
    int first = line.length() - line.stripLeading().length();
    int gap = line.indexOf("  ", first);
    if (gap < 0) {
      return Math.max(first, USUAL_INDENT);
    }
    return line.length() - line.substring(gap).stripLeading().length();
  }

  /** One line, with what is divided off at an indent. */
  static List<String> lines(String line, int columns, int indent) {
    List<String> lines = new ArrayList<>();
    String rest = line;
    while (rest.length() > columns) {
      // Of several figures, each stays with its name.
      int gap = rest.lastIndexOf("  ", columns);
      int end = gap > indent ? gap : rest.lastIndexOf(' ', columns);
      if (end <= indent) {
        end = rest.indexOf(' ', Math.max(columns, indent + 1));
      }
      if (end < 0) {
        break;
      }
      lines.add(rest.substring(0, end).stripTrailing());
      rest = " ".repeat(indent) + rest.substring(end).stripLeading();
    }
    lines.add(rest);
    return lines;
  }
}
