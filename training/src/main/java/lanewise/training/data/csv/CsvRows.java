package lanewise.training.data.csv;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import lanewise.layers.loss.Targets;
import lanewise.tensor.Shape;
import lanewise.training.data.DataException;
import lanewise.training.data.DataLimitException;
import lanewise.training.data.RowFormat;
import lanewise.training.data.RowReader;
import lanewise.training.data.RowSource;
import lanewise.training.internal.ClassNames;
import lanewise.training.internal.FolderFiles;
import org.jspecify.annotations.Nullable;

/**
 * Rows of CSV files that are read whenever they are needed and may be larger than memory: one file,
 * or all files of a folder, joined in the order of their names.
 *
 * <pre>{@code
 * CsvRows rows = CsvRows.open(Path.of("measurements.csv.gz"), CsvColumns.ofClass("state"));
 * BatchSource batches = StreamBatches.of(rows, 64, seed, 10_000);
 * }</pre>
 *
 * <p>Opening reads everything once: it counts the rows, learns the names of the classes, and
 * refuses a fault anywhere in the files before training begins. The files must not change
 * afterwards; a reader that finds another content throws an {@link UncheckedIOException}. A reader
 * holds one record and allocates nothing for a row. {@link RowSource#toMemory} reads all rows into
 * memory.
 *
 * <p>Immutable; any number of readers may run at a time.
 */
public final class CsvRows implements RowSource {
  private final List<Path> files;
  private final CsvFormat csv;
  private final CsvColumns columns;
  private final List<String> featureNames;
  private final List<String> classNames;
  private final RowFormat format;
  private final int rows;

  private CsvRows(
      List<Path> files,
      CsvFormat csv,
      CsvColumns columns,
      List<String> featureNames,
      List<String> classNames,
      int rows) {
    this.files = files;
    this.csv = csv;
    this.columns = columns;
    this.featureNames = featureNames;
    this.classNames = classNames;
    this.rows = rows;
    Shape shape = Shape.of(featureNames.size());
    RowFormat unweighted =
        columns.kind() == CsvColumns.Kind.CLASS
            ? RowFormat.ofClasses(shape, classNames.size())
            : RowFormat.ofValues(shape, columns.targets().size());
    this.format = columns.weight() == null ? unweighted : unweighted.withWeights();
  }

  /**
   * Opens a file of fields separated by commas, or a folder of such files.
   *
   * @param path a file, or a folder that has no other files but hidden ones; each packed with gzip
   *     or not
   * @param columns the columns that are features, targets and weights
   * @return the rows
   * @throws DataException as {@link #open(Path, CsvColumns, CsvFormat)}
   */
  public static CsvRows open(Path path, CsvColumns columns) throws DataException {
    return open(path, columns, CsvFormat.commas());
  }

  /**
   * Opens a file, or a folder of files.
   *
   * @param path a file, or a folder that has no other files but hidden ones; each packed with gzip
   *     or not
   * @param columns the columns that are features, targets and weights
   * @param csv the separator of the files, and their limits; {@link CsvLimits#tableBytes} bounds
   *     the names of classes
   * @return the rows, with the classes sorted by value where all are whole numbers, else as texts
   * @throws DataException if there is no row, a column is missing or is named twice, the files of a
   *     folder differ in their columns or one is there packed and unpacked, a label is empty, a
   *     label of 0 or 1 is another number, a weight is negative, a number is not finite, or as
   *     {@link CsvTable#next}
   * @throws DataLimitException if a file exceeds the limits
   */
  public static CsvRows open(Path path, CsvColumns columns, CsvFormat csv) throws DataException {
    List<Path> files = Files.isDirectory(path) ? FolderFiles.sorted(path) : List.of(path);
    FolderFiles.requireOnce(files);
    Scan scan = new Scan(columns, csv);
    for (Path file : files) {
      scan.read(file);
    }
    if (scan.rows == 0) {
      throw new DataException(path + ": there is a header, but no row; add rows below it");
    }
    List<String> classNames = ClassNames.sorted(scan.classes);
    return new CsvRows(files, csv, columns, scan.featureNames, classNames, scan.rows);
  }

  /** The one reading of all files that finds their faults. */
  private static final class Scan {
    /** An estimate of what the name of a class takes beside its characters. */
    private static final int NAME_BYTES = 128;

    private final CsvColumns columns;
    private final CsvFormat csv;
    private final Set<String> classes = new LinkedHashSet<>();
    private List<String> featureNames = List.of();
    private @Nullable CsvTable first;
    private long nameBytes;
    private int rows;

    Scan(CsvColumns columns, CsvFormat csv) {
      this.columns = columns;
      this.csv = csv;
    }

    void read(Path file) throws DataException {
      try (CsvTable table = CsvTable.open(file, csv)) {
        CsvTable before = first;
        if (before == null) {
          first = table;
          featureNames = featureNames(table, columns);
        } else if (!table.header().equals(before.header())) {
          throw new DataException(
              "%s has other columns than %s: %s; use files of one data set"
                  .formatted(file, before.source(), table.columns()));
        }
        Places places = Places.of(table, columns, featureNames);
        float[] features = new float[featureNames.size()];
        float[] targets = new float[columns.targets().size()];
        while (table.next()) {
          table.numbers(places.features, features, 0);
          if (columns.kind() == CsvColumns.Kind.CLASS) {
            addClass(table, table.text(places.targets[0]));
          } else {
            places.readTargets(table, columns, targets, 0);
          }
          places.weight(table);
          if (rows == Integer.MAX_VALUE) {
            throw new DataLimitException(table.at() + "there are more than 2^31 rows");
          }
          rows++;
        }
      }
    }

    private void addClass(CsvTable table, String name) throws DataException {
      if (name.isEmpty()) {
        throw new DataException(
            "%scolumn \"%s\" is empty where a label is needed"
                .formatted(table.at(), columns.targets().getFirst()));
      }
      if (classes.add(name)) {
        nameBytes += NAME_BYTES + 2L * name.length();
        table.requireRoom(nameBytes);
      }
    }
  }

  private static List<String> featureNames(CsvTable table, CsvColumns columns)
      throws DataException {
    Set<String> taken = new LinkedHashSet<>(columns.targets());
    if (columns.weight() != null) {
      taken.add(columns.weight());
    }
    List<String> names =
        columns.features().isEmpty()
            ? table.header().stream().filter(name -> !taken.contains(name)).toList()
            : columns.features();
    if (names.isEmpty()) {
      throw new DataException(
          "%s: there is no column beside the targets to learn from%s"
              .formatted(table.source(), table.separatorHint()));
    }
    Set<String> once = new LinkedHashSet<>();
    List<String> all = new ArrayList<>(columns.targets());
    if (columns.weight() != null) {
      all.add(columns.weight());
    }
    all.addAll(names);
    for (String name : all) {
      if (!once.add(name)) {
        throw new DataException(
            "%s: column \"%s\" is named twice; each column is a feature, a target or the weight"
                .formatted(table.source(), name));
      }
    }
    return List.copyOf(names);
  }

  /** The numbers of the columns in a table; -1 for no weight. */
  @SuppressWarnings("ArrayRecordComponent") // to look up, never to compare
  private record Places(int[] features, int[] targets, int weight) {
    static Places of(CsvTable table, CsvColumns columns, List<String> featureNames)
        throws DataException {
      String weight = columns.weight();
      return new Places(
          places(table, featureNames),
          places(table, columns.targets()),
          weight == null ? -1 : table.column(weight));
    }

    private static int[] places(CsvTable table, List<String> names) throws DataException {
      int[] places = new int[names.size()];
      for (int i = 0; i < places.length; i++) {
        places[i] = table.column(names.get(i));
      }
      return places;
    }

    void readTargets(CsvTable table, CsvColumns columns, float[] to, int at) throws DataException {
      table.numbers(targets, to, at);
      for (int i = 0; columns.kind() == CsvColumns.Kind.LABELS && i < targets.length; i++) {
        float label = to[at + i];
        if (label != 0 && label != 1) {
          throw new DataException(
              "%scolumn \"%s\" has %s where a label of 0 or 1 is needed"
                  .formatted(table.at(), columns.targets().get(i), table.text(targets[i])));
        }
      }
    }

    float weight(CsvTable table) throws DataException {
      if (weight < 0) {
        return 1;
      }
      float value = table.number(weight);
      if (value < 0) {
        throw new DataException(
            "%scolumn \"%s\" has %s where a weight of at least 0 is needed"
                .formatted(table.at(), table.header().get(weight), table.text(weight)));
      }
      return value;
    }
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public RowFormat format() {
    return format;
  }

  /**
   * Returns the names of the features in the order of the values of a row.
   *
   * @return an immutable list
   */
  public List<String> featureNames() {
    return featureNames;
  }

  /**
   * Returns the names of the classes in the order of their indices.
   *
   * @return an immutable list; empty if the rows have no classes
   */
  public List<String> classNames() {
    return classNames;
  }

  @Override
  public RowReader reader() {
    return new Reader();
  }

  private final class Reader implements RowReader {
    private final TextIndex classes = new TextIndex(classNames);
    private int nextFile;
    private int remaining = rows;
    private @Nullable CsvTable table;
    private @Nullable Places places;

    @Override
    public RowFormat format() {
      return format;
    }

    @Override
    public int read(int at, int count, float[] features, Targets targets) {
      int wanted = Math.min(count, remaining);
      format.requireRoom("read", at + wanted, features, targets);
      try {
        for (int i = 0; i < wanted; i++) {
          readRow(nextRow(), at + i, features, targets);
          remaining--;
        }
        return wanted;
      } catch (DataException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    private void readRow(CsvTable row, int to, float[] features, Targets targets)
        throws DataException {
      Places at = places;
      if (at == null) {
        throw new IllegalStateException("read: the reader is closed");
      }
      row.numbers(at.features, features, to * featureNames.size());
      if (columns.kind() == CsvColumns.Kind.CLASS) {
        int label = row.find(at.targets[0], classes);
        if (label < 0) {
          throw changed(row.at() + "there is a class that was not there");
        }
        targets.classes()[to] = label;
      } else {
        at.readTargets(row, columns, targets.values(), to * at.targets.length);
      }
      if (format.weighted()) {
        targets.weights()[to] = at.weight(row);
      }
    }

    private static DataException changed(String fault) {
      return new DataException(fault + " when the data set was opened; do not change its files");
    }

    /** Returns the table at its next row, opening the next file where one ends. */
    private CsvTable nextRow() throws DataException {
      CsvTable open = table;
      while (open == null || !open.next()) {
        closeTable();
        if (nextFile == files.size()) {
          throw changed(files.getLast() + ": there are fewer rows than there were");
        }
        open = CsvTable.open(files.get(nextFile++), csv);
        table = open;
        places = Places.of(open, columns, featureNames);
      }
      return open;
    }

    @Override
    public void skip(int count) {
      try {
        for (int i = 0; i < count; i++) {
          nextRow();
          remaining--;
        }
      } catch (DataException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    private void closeTable() throws DataException {
      CsvTable open = table;
      table = null;
      places = null;
      if (open != null) {
        open.close();
      }
    }

    @Override
    public void close() {
      remaining = 0;
      try {
        closeTable();
      } catch (DataException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  /** Returns the number of files, rows and features. */
  @Override
  public String toString() {
    return "CsvRows[%s files, %s rows, %s features]"
        .formatted(files.size(), rows, featureNames.size());
  }
}
