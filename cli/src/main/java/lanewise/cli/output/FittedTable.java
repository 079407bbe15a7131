package lanewise.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import lanewise.cli.session.Printable;

/**
 * Rows of cells: in columns below a header; or, where a line is too short for that, one below the
 * other, each with its column's name, so that nothing is cut. The last cell may take several lines.
 */
public final class FittedTable {
  private static final String GAP = "  ";

  /** Less room is none for a text that is divided. */
  private static final int LEAST_ROOM = 20;

  private final List<String> header;
  private final boolean[] right;
  private final List<List<String>> rows = new ArrayList<>();

  private FittedTable(List<String> header) {
    this.header = header.stream().map(Printable::of).toList();
    this.right = new boolean[header.size()];
  }

  /** A table without rows. */
  public static FittedTable of(List<String> header) {
    return new FittedTable(header);
  }

  /** Puts the cells of columns, numbered from 0, to the right, as numbers are. */
  public FittedTable toTheRight(int... columns) {
    for (int c : columns) {
      right[c] = true;
    }
    return this;
  }

  /** Adds a row with a cell for each column. */
  public FittedTable row(List<String> cells) {
    rows.add(cells.stream().map(Printable::of).toList());
    return this;
  }

  /**
   * The lines.
   *
   * @param columns the length of a line
   */
  public List<String> lines(int columns) {
    int last = header.size() - 1;
    int[] widths = IntStream.rangeClosed(0, last).map(this::width).toArray();
    int before = IntStream.range(0, last).map(c -> widths[c] + GAP.length()).sum();
    if (before + Math.min(widths[last], LEAST_ROOM) > columns) {
      return records(columns);
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(header, widths));
    for (List<String> row : rows) {
      lines.addAll(FoldedText.lines(line(row, widths), columns, before));
    }
    return lines;
  }

  private int width(int column) {
    return IntStream.concat(
            IntStream.of(header.get(column).length()),
            rows.stream().mapToInt(row -> row.get(column).length()))
        .max()
        .orElseThrow();
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < widths.length; c++) {
      String cell = cells.get(c);
      String blanks = " ".repeat(widths[c] - cell.length());
      line.append(c == 0 ? "" : GAP).append(right[c] ? blanks + cell : cell + blanks);
    }
    return line.toString().stripTrailing();
  }

  /** The first cell of a row, and below it the others that say something. */
  private List<String> records(int columns) {
    int names = header.stream().skip(1).mapToInt(String::length).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      lines.add(row.getFirst());
      for (int c = 1; c < row.size(); c++) {
        if (!row.get(c).isEmpty()) {
          String name = GAP + header.get(c) + " ".repeat(names - header.get(c).length()) + GAP;
          lines.addAll(FoldedText.lines(name + row.get(c), columns, name.length()));
        }
      }
    }
    return lines;
  }
}
