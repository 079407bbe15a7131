package lanewise.training.data.table;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import lanewise.training.data.DataException;
import lanewise.training.data.DataLimitException;
import lanewise.training.data.csv.CsvFormat;
import lanewise.training.data.csv.CsvTable;
import lanewise.training.internal.ScratchFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@link Table} from one or several CSV files. For one thread.
 *
 * <p>The cells are in memory, or in a file that has no name and is gone with the process. There a
 * table may be larger than memory: of a row stay in memory only the target, and what a split needs.
 */
public final class TableReader implements AutoCloseable {
  /** An estimate of the bytes that a column takes before it has more than a few cells. */
  public static final long COLUMN_BYTES = 224;

  private final String name;
  private final TableRoles roles;
  private final @Nullable Path folder;
  private final List<String> sources = new ArrayList<>();
  private final List<Integer> firstRows = new ArrayList<>();
  private final SequencedMap<String, CellColumn> columns = new LinkedHashMap<>();
  private List<String> header = List.of();
  private CsvFormat format = CsvFormat.commas();
  private @Nullable CellStore store;
  private @Nullable ScratchFile file;
  private String separatorHint = "";
  private boolean skipsUnlabelled;
  private int unlabelled;
  private int rows;
  private int nextCheck = CellColumn.FIRST_ROWS;

  private TableReader(String name, TableRoles roles, @Nullable Path folder) {
    this.name = name;
    this.roles = roles;
    this.folder = folder;
  }

  /**
   * Reads a table into memory.
   *
   * @param name the name that messages use for the data
   * @param roles what its columns are for
   * @return a reader that has read nothing yet
   */
  public static TableReader of(String name, TableRoles roles) {
    return new TableReader(name, roles, null);
  }

  /**
   * Reads a table whose cells stay on the disk, four bytes each.
   *
   * @param name the name that messages use for the data
   * @param roles what its columns are for
   * @param folder a folder on a disk that has room for them; it is made if it does not exist
   * @return a reader that has read nothing yet
   */
  public static TableReader onDisk(String name, TableRoles roles, Path folder) {
    return new TableReader(name, roles, folder);
  }

  /**
   * Leaves out the rows that lack a label, in place of keeping them for {@link TableTargets} to
   * refuse. They are counted by {@link Table#unlabelledRows}.
   *
   * @return this reader
   */
  public TableReader skippingUnlabelled() {
    skipsUnlabelled = true;
    return this;
  }

  /**
   * Reads all rows that a file still has.
   *
   * @param csv the file, which is left at its end, open; it has the columns of those before it
   * @throws DataException if the columns are others, or a role names none; a column of decimals has
   *     a text; the disk is full; or as {@link CsvTable#next}
   * @throws DataLimitException if the table exceeds its {@link
   *     lanewise.training.data.csv.CsvLimits}
   */
  public void read(CsvTable csv) throws DataException {
    if (sources.isEmpty()) {
      begin(csv);
    } else if (!csv.header().equals(header)) {
      throw new DataException(
          "%s has other columns than %s: %s; use files of one data set"
              .formatted(csv.source(), sources.getFirst(), csv.columns()));
    }
    sources.add(csv.source());
    firstRows.add(rows);
    CellStore cells = started();
    CellColumn[] all = columns.values().toArray(CellColumn[]::new);
    int[] labels = skipsUnlabelled ? placesOfLabels(csv) : new int[0];
    while (csv.next()) {
      if (isMissingAny(csv, labels)) {
        unlabelled++;
        continue;
      }
      if (rows == nextCheck) {
        requireRoom(csv);
      }
      for (CellColumn column : all) {
        column.add(csv);
      }
      cells.add(all.length, (int) Math.min(csv.line(), Integer.MAX_VALUE));
      rows++;
    }
  }

  private int[] placesOfLabels(CsvTable csv) throws DataException {
    int[] places = new int[roles.labels().size()];
    for (int l = 0; l < places.length; l++) {
      places[l] = csv.column(roles.labels().get(l));
    }
    return places;
  }

  private static boolean isMissingAny(CsvTable csv, int... places) {
    for (int place : places) {
      if (csv.isMissing(place)) {
        return true;
      }
    }
    return false;
  }

  private CellStore started() {
    CellStore cells = store;
    if (cells == null) {
      throw new IllegalStateException("table: no file has been read");
    }
    return cells;
  }

  private void begin(CsvTable csv) throws DataException {
    requireColumns(csv);
    header = csv.header();
    format = csv.format();
    separatorHint = csv.separatorHint();
    Set<String> texts = new HashSet<>(roles.labels());
    texts.addAll(roles.categories());
    texts.addAll(roles.kept());
    List<String> taken = header.stream().filter(each -> !roles.ignored().contains(each)).toList();
    csv.requireRoom(COLUMN_BYTES * taken.size());
    CellStore cells;
    if (folder == null) {
      cells = new CellStore.InMemory(taken.size() + 1);
    } else {
      ScratchFile scratch = ScratchFile.in(folder);
      file = scratch;
      cells = new CellStore.OnDisk(taken.size() + 1, scratch);
    }
    store = cells;
    for (String column : taken) {
      columns.put(
          column,
          new CellColumn(
              column,
              csv.column(column),
              columns.size(),
              cells,
              texts.contains(column),
              roles.labels().contains(column)));
    }
  }

  private void requireColumns(CsvTable csv) throws DataException {
    for (String label : roles.labels()) {
      csv.column(label);
    }
    if (roles.weights() != null) {
      csv.column(roles.weights());
    }
    for (Set<String> some : List.of(roles.ignored(), roles.categories(), roles.kept())) {
      for (String column : some) {
        csv.column(column);
      }
    }
  }

  /** Looks at the memory that the table takes, which has doubled since it was looked at before. */
  private void requireRoom(CsvTable csv) throws DataException {
    if (2 * rows < 0) {
      throw new DataLimitException(
          csv.source() + ": the table has more than 2^30 rows; use a part of them");
    }
    nextCheck = 2 * rows;
    long bytes = started().bytes(nextCheck);
    for (CellColumn column : columns.values()) {
      bytes += COLUMN_BYTES + column.textBytes();
    }
    csv.requireRoom(bytes);
  }

  /**
   * Ends the reading.
   *
   * @return the table; the reader can only be closed from now on
   * @throws DataException if there is no row, none with a label where others are left out, or no
   *     column beside those with roles
   * @throws IllegalStateException if no file has been read
   */
  public Table table() throws DataException {
    CellStore cells = started();
    if (rows == 0) {
      throw new DataException(
          sources.getFirst()
              + (unlabelled == 0
                  ? ": there is a header, but no row; add rows below it"
                  : ": no row has a label; add rows that have one"));
    }
    cells.finish();
    Table.Rows lines =
        new Table.Rows(rows, unlabelled, List.copyOf(sources), List.copyOf(firstRows));
    Table table = new Table(name, format, roles, columns, cells, lines);
    if (table.features().isEmpty()) {
      throw new DataException(
          "%s: there is no column beside \"%s\" to learn from%s"
              .formatted(sources.getFirst(), String.join("\", \"", roles.labels()), separatorHint));
    }
    return table;
  }

  /** Gives up a table that was not read to its end; the table itself stays. */
  @Override
  public void close() throws DataException {
    if (file != null) {
      file.close();
    }
  }
}
