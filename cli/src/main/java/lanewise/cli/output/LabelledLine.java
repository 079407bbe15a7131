package lanewise.cli.output;

import java.util.ArrayList;
import java.util.List;

/** A line of a name and its value; the values of several such lines stand below one another. */
public final class LabelledLine {
  private static final int COLUMN = 15;

  private LabelledLine() {}

  public static String of(String name, String value) {
    return of(name, value, COLUMN);
  }

  /** The same with the value at another column. */
  public static String of(String name, String value, int column) {
    return name + " ".repeat(Math.max(1, column - name.length())) + value;
  }

  /**
   * The same on as many lines as it takes, divided at blanks; a word that is longer than a line is
   * left whole.
   *
   * @param columns the length of a line
   */
  public static List<String> lines(String name, String value, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(of(name, ""));
    boolean first = true;
    for (String word : value.split(" ", -1)) {
      if (!first && line.length() + 1 + word.length() > columns) {
        lines.add(line.toString());
        line = new StringBuilder(of("", ""));
        first = true;
      }
      line.append(first ? "" : " ").append(word);
      first = false;
    }
    lines.add(line.toString());
    return lines;
  }
}
