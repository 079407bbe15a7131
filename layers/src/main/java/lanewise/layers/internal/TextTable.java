package lanewise.layers.internal;

import java.util.List;
import java.util.StringJoiner;

/** A text table, with words aligned to the left and numbers to the right. */
public final class TextTable {
  private static final String GAP = "  ";

  /** A longer cell stands out: padding all lines to it would make their text quadratic. */
  private static final int WIDEST = 100;

  private TextTable() {}

  /**
   * Returns the table with a rule below the first line and one above the last.
   *
   * @param words the number of columns, from the left, that are aligned to the left
   */
  public static String of(List<List<String>> lines, int words) {
    int[] widths = new int[lines.getFirst().size()];
    for (List<String> line : lines) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], Math.min(line.get(c).length(), WIDEST));
      }
    }
    int total = GAP.length() * (widths.length - 1);
    for (int width : widths) {
      total += width;
    }
    StringJoiner text = new StringJoiner("\n");
    for (int i = 0; i < lines.size(); i++) {
      if (i == 1 || i == lines.size() - 1) {
        text.add("-".repeat(total));
      }
      text.add(line(lines.get(i), widths, words));
    }
    return text.toString();
  }

  private static String line(List<String> cells, int[] widths, int words) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < widths.length; c++) {
      String padding = " ".repeat(Math.max(0, widths[c] - cells.get(c).length()));
      line.append(c == 0 ? "" : GAP);
      line.append(c < words ? cells.get(c) + padding : padding + cells.get(c));
    }
    return line.toString().stripTrailing();
  }
}
