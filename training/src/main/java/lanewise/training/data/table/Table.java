package lanewise.training.data.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.Set;
import lanewise.layers.internal.DecimalNumber;
import lanewise.training.data.DataException;
import lanewise.training.data.DataLimitException;
import lanewise.training.data.csv.CsvFormat;
import lanewise.training.data.csv.CsvTable;
import org.jspecify.annotations.Nullable;

/**
 * The cells of a table, before anything is known of what they mean. Cells are numbers or texts;
 * which type a column has is learnt by a {@link TableFit} from training rows.
 *
 * <p>A cell takes four bytes, in memory or in a file, and every different text of a column some
 * more. Nothing changes a table, and many threads may read it.
 */
public final class Table {
  private final String name;
  private final String source;
  private final TableRoles roles;
  private final SequencedMap<String, CellColumn> columns;
  private final CellStore store;
  private final Rows lines;
  private final char decimal;
  private final Set<String> missing;

  /**
   * Where the rows come from.
   *
   * @param count how many they are
   * @param unlabelled how many were left out, as they had no label
   * @param sources the names of the files
   * @param firstRows the number of the first row of each file
   */
  record Rows(int count, int unlabelled, List<String> sources, List<Integer> firstRows) {}

  /** Takes over what a {@link TableReader} has read; the store has the line of each row last. */
  Table(
      String name,
      CsvFormat format,
      TableRoles roles,
      SequencedMap<String, CellColumn> columns,
      CellStore store,
      Rows lines) {
    this.name = name;
    int more = lines.sources().size() - 1;
    this.source =
        lines.sources().getFirst()
            + (more == 0 ? "" : " and %s more file%s".formatted(more, more == 1 ? "" : "s"));
    this.decimal = format.decimal();
    this.missing = format.missing();
    this.roles = roles;
    this.columns = columns;
    this.store = store;
    this.lines = lines;
  }

  /**
   * Reads all rows that a file still has. {@link TableReader} reads several files, and leaves cells
   * on the disk.
   *
   * @param csv the file, which is left at its end, open
   * @param name the name that messages use for the data
   * @param roles what its columns are for
   * @return the table
   * @throws DataException if there is no such column, no column beside those with roles, or no row;
   *     or a column of decimals has a text; or as {@link CsvTable#next}
   * @throws DataLimitException if the table exceeds its {@link
   *     lanewise.training.data.csv.CsvLimits}
   */
  public static Table read(CsvTable csv, String name, TableRoles roles) throws DataException {
    try (TableReader reader = TableReader.of(name, roles)) {
      reader.read(csv);
      return reader.table();
    }
  }

  /**
   * The name that messages use for the data.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /** Returns the texts that the file's format takes for missing values, beside the usual ones. */
  Set<String> missing() {
    return missing;
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
    return lines.count();
  }

  /**
   * The number of rows that were left out, as they had no label.
   *
   * @return 0 unless {@link TableReader#skippingUnlabelled} was asked for
   */
  public int unlabelledRows() {
    return lines.unlabelled();
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
    int file = lines.firstRows().size() - 1;
    while (lines.firstRows().get(file) > row) {
      file--;
    }
    return lines.sources().get(file) + ", line " + store.bits(columns.size(), row);
  }

  /**
   * Tells where the cells are.
   *
   * @return whether they are in a file, so that they take no memory
   */
  public boolean isOnDisk() {
    return store.isOnDisk();
  }

  /**
   * The room that the cells take on the disk.
   *
   * @return four bytes for each cell and for the line of each row; 0 if they are in memory
   */
  public long bytesOnDisk() {
    return isOnDisk() ? 4L * rows() * (columns.size() + 1) : 0;
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

  /**
   * Refuses rows that lack a value, where nothing is to stand in for it.
   *
   * @param columns the names of columns of features
   * @param rows the numbers of the rows
   * @throws DataException if a value is missing; the message names the first line and its column
   */
  public void requireComplete(Collection<String> columns, int... rows) throws DataException {
    int first = Integer.MAX_VALUE;
    String lacking = null;
    for (String name : columns) {
      CellColumn cells = column(name);
      for (int row : rows) {
        if (row < first && cells.isMissing(row)) {
          first = row;
          lacking = name;
        }
      }
    }
    if (lacking != null) {
      throw new DataException(
          "%scolumn \"%s\" has no value, and missing values are refused; correct it, leave the column out, or choose another imputation (data.imputation in a job)"
              .formatted(at(first), lacking));
    }
  }

  /** Begins a message about a row. */
  String at(int row) {
    return place(row) + ": ";
  }
}
