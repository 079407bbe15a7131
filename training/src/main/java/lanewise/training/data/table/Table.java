package lanewise.training.data.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.Set;
import lanewise.layers.internal.DecimalNumber;
import lanewise.training.data.DataException;
import lanewise.training.data.DataLimitException;
import lanewise.training.data.csv.CsvTable;
import org.jspecify.annotations.Nullable;

/**
 * The cells of a table in memory, before anything is known of what they mean. Cells are numbers or
 * texts; which type a column has is learnt by a {@link TableFit} from training rows.
 *
 * <p>A cell takes four bytes, and every different text of a column some more. Nothing changes a
 * table, and many threads may read it.
 */
public final class Table {
  private final String name;
  private final String source;
  private final TableRoles roles;
  private final SequencedMap<String, CellColumn> columns;
  private final int[] lines;
  private final char decimal;

  private Table(
      String name,
      CsvTable csv,
      TableRoles roles,
      SequencedMap<String, CellColumn> columns,
      int[] lines) {
    this.name = name;
    this.source = csv.source();
    this.decimal = csv.format().decimal();
    this.roles = roles;
    this.columns = columns;
    this.lines = lines;
  }

  /**
   * Reads all rows that a file still has.
   *
   * @param csv the file, which is left at its end, open
   * @param name the name that messages use for the data
   * @param roles what its columns are for
   * @return the table
   * @throws DataException if there is no such column, no column beside those with roles, or no row;
   *     or a column of decimals has a text further down; or as {@link CsvTable#next}
   * @throws DataLimitException if the table exceeds its {@link
   *     lanewise.training.data.csv.CsvLimits}
   */
  public static Table read(CsvTable csv, String name, TableRoles roles) throws DataException {
    SequencedMap<String, CellColumn> columns = new LinkedHashMap<>();
    requireColumns(csv, roles);
    Set<String> ignored = new HashSet<>(roles.ignored());
    Set<String> ofTexts = new HashSet<>(roles.labels());
    ofTexts.addAll(roles.categories());
    ofTexts.addAll(roles.kept());
    csv.requireRoom(CellColumn.EMPTY_BYTES * (csv.header().size() - (long) ignored.size()));
    for (String column : csv.header()) {
      if (!ignored.contains(column)) {
        boolean texts = ofTexts.contains(column);
        columns.put(column, new CellColumn(column, csv.column(column), texts));
      }
    }
    int[] lines = new int[CellColumn.FIRST_ROWS];
    int rows = 0;
    while (csv.next()) {
      if (rows == lines.length) {
        requireRoom(csv, columns, 2 * rows);
        lines = Arrays.copyOf(lines, 2 * rows);
      }
      for (CellColumn column : columns.values()) {
        column.add(csv, rows);
      }
      lines[rows] = (int) Math.min(csv.line(), Integer.MAX_VALUE);
      rows++;
    }
    if (rows == 0) {
      throw new DataException(csv.source() + ": there is a header, but no row; add rows below it");
    }
    Table table = new Table(name, csv, roles, columns, Arrays.copyOf(lines, rows));
    if (table.features().isEmpty()) {
      throw new DataException(
          "%s: there is no column beside %s to learn from%s"
              .formatted(csv.source(), quoted(roles.labels()), csv.separatorHint()));
    }
    return table;
  }

  private static void requireColumns(CsvTable csv, TableRoles roles) throws DataException {
    for (String label : roles.labels()) {
      csv.column(label);
    }
    if (roles.weights() != null) {
      csv.column(roles.weights());
    }
    for (String ignored : roles.ignored()) {
      csv.column(ignored);
    }
    for (String category : roles.categories()) {
      csv.column(category);
    }
    for (String kept : roles.kept()) {
      csv.column(kept);
    }
  }

  private static void requireRoom(CsvTable csv, SequencedMap<String, CellColumn> columns, int rows)
      throws DataException {
    if (rows < 0) {
      throw new DataLimitException(
          csv.source() + ": the table has more than 2^30 rows; use a part of them");
    }
    long bytes = 4L * rows;
    for (CellColumn column : columns.values()) {
      bytes += column.bytes(rows);
    }
    csv.requireRoom(bytes);
  }

  private static String quoted(List<String> names) {
    return "\"" + String.join("\", \"", names) + "\"";
  }

  /**
   * The name that messages use for the data.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * The name of the file.
   *
   * @return the name that messages about a line use
   */
  public String source() {
    return source;
  }

  /**
   * The number of rows.
   *
   * @return at least 1
   */
  public int rows() {
    return lines.length;
  }

  /**
   * What the columns are for.
   *
   * @return the roles
   */
  public TableRoles roles() {
    return roles;
  }

  /**
   * The names of the columns that may be features.
   *
   * @return the columns without a role or with the role of categories, in the order of the file
   */
  public List<String> features() {
    List<String> names = new ArrayList<>();
    Set<String> labels = new HashSet<>(roles.labels());
    for (String column : columns.sequencedKeySet()) {
      if (!labels.contains(column)
          && !roles.kept().contains(column)
          && !column.equals(roles.weights())) {
        names.add(column);
      }
    }
    return names;
  }

  /**
   * The texts of a column that is kept.
   *
   * @param column the name of a column that is {@linkplain TableRoles#kept kept}
   * @return the text of each row; empty where it is missing
   * @throws IllegalArgumentException if no column of that name is kept
   */
  public List<String> texts(String column) {
    if (!roles.kept().contains(column)) {
      throw new IllegalArgumentException("table: the column " + column + " is not kept");
    }
    CellColumn cells = column(column);
    List<String> texts = new ArrayList<>(rows());
    for (int row = 0; row < rows(); row++) {
      texts.add(cells.isMissing(row) ? "" : cells.texts().get(cells.code(row)));
    }
    return texts;
  }

  /**
   * Where a row is.
   *
   * @param row its number, from 0
   * @return the name of the file and the line, such as {@code rows.csv, line 7}
   */
  public String place(int row) {
    return source + ", line " + lines[row];
  }

  /**
   * The weights of the rows.
   *
   * @param rows row numbers, each from 0
   * @return a new array with the weight of each; null if no column has that role
   * @throws DataException if a weight is missing, no number or negative; names the line
   */
  public float @Nullable [] weights(int... rows) throws DataException {
    String weights = roles.weights();
    if (weights == null) {
      return null;
    }
    CellColumn column = column(weights);
    float[] values = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      float value = column.ofTexts() ? Float.NaN : column.number(rows[i]);
      if (!(value >= 0)) {
        throw new DataException(
            at(rows[i])
                + "column \"%s\" has no weight, which is a number of at least 0"
                    .formatted(weights));
      }
      values[i] = value;
    }
    return values;
  }

  /**
   * Returns the number of values of some rows.
   *
   * @throws DataLimitException if they are more than an array holds
   */
  int values(String what, int rows, int width) throws DataLimitException {
    long values = (long) rows * width;
    if (values > Integer.MAX_VALUE) {
      throw new DataLimitException(
          String.format(
              Locale.ROOT,
              "%s: %,d rows of %,d %s are more than the 2^31 - 1 values of an array; use a part"
                  + " of the rows or columns",
              source,
              rows,
              width,
              what));
    }
    return (int) values;
  }

  CellColumn column(String column) {
    CellColumn found = columns.get(column);
    if (found == null) {
      throw new IllegalArgumentException("table: there is no column " + column);
    }
    return found;
  }

  /** Returns the number that a text of this table spells, or NaN. */
  float number(String text) {
    float number = DecimalNumber.parse(text.toCharArray(), 0, text.length(), decimal);
    return Float.isFinite(number) ? number : Float.NaN;
  }

  /** Begins a message about a row. */
  String at(int row) {
    return place(row) + ": ";
  }
}
