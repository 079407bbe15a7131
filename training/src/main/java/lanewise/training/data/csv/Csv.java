package lanewise.training.data.csv;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.training.data.DataException;
import lanewise.training.data.DataLimitException;
import lanewise.training.data.LabelledRows;
import lanewise.training.internal.ClassNames;

/**
 * Reads data sets from CSV files with a header.
 *
 * <pre>{@code
 * LabelledRows flowers = Csv.load(Path.of("flowers.csv"), "species");
 * }</pre>
 *
 * <p>The methods hold no state and may be called from many threads.
 */
public final class Csv {
  private static final Pattern ENDINGS = Pattern.compile("(?i)(\\.csv)?(\\.gz)?$");
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private Csv() {}

  /**
   * Reads a file of fields separated by commas: the class of a row is in one column, and all others
   * are features.
   *
   * @param file a file of text, packed with gzip or not
   * @param label the name of the column of classes
   * @return a data set as {@link #load(Path, String, CsvFormat)} says
   * @throws DataException as {@link #load(Path, String, CsvFormat)}
   */
  public static LabelledRows load(Path file, String label) throws DataException {
    return load(file, label, CsvFormat.commas());
  }

  /**
   * Reads a file: the class of a row is in one column, and all others are features.
   *
   * @param file a file of text, packed with gzip or not
   * @param label the name of the column of classes
   * @param format its separator and limits
   * @return a data set with the {@link #name} of the file, the features in the order of the columns
   *     and under their names, and the classes that occur, sorted by value where all are whole
   *     numbers, else as texts
   * @throws DataException if there is no such column, no other one or no row; a label is empty, a
   *     feature no finite number; or as {@link CsvTable#open(Path, CsvFormat)} and {@link
   *     CsvTable#next}
   * @throws DataLimitException if the file or the table exceeds the {@link CsvLimits} of the format
   */
  public static LabelledRows load(Path file, String label, CsvFormat format) throws DataException {
    try (CsvTable table = CsvTable.open(file, format)) {
      int labelColumn = table.column(label);
      int[] features =
          IntStream.range(0, table.header().size()).filter(c -> c != labelColumn).toArray();
      if (features.length == 0) {
        throw new DataException(
            "%s: there is no column beside \"%s\" to learn from%s"
                .formatted(file, label, table.separatorHint()));
      }
      return read(table, name(file), labelColumn, features);
    }
  }

  /**
   * Reads all rows that a table still has.
   *
   * @param table is left at its end, open
   * @param name the name that messages use for the data set
   * @param label the column of classes, from 0
   * @param features at least one column, each from 0, in the order that the data set has
   * @return a data set with the names of the columns, classes sorted as in {@link #load(Path,
   *     String, CsvFormat)}
   * @throws DataException if there is no row, a label is empty, a feature no finite number, or as
   *     {@link CsvTable#next}
   * @throws DataLimitException if the table exceeds its {@link CsvLimits}
   * @throws IndexOutOfBoundsException if there is no such column
   * @throws lanewise.training.data.InvalidDatasetException if no column of features or one twice is
   *     named
   */
  public static LabelledRows read(CsvTable table, String name, int label, int... features)
      throws DataException {
    Rows rows = new Rows(table, features.clone());
    while (table.next()) {
      rows.add(label);
    }
    return rows.dataset(name);
  }

  /**
   * Derives the name of a data set from that of its file.
   *
   * @param file any path
   * @return the name of the file without {@code .csv}, {@code .gz} or {@code .csv.gz}
   */
  public static String name(Path file) {
    return ENDINGS.matcher(String.valueOf(file.getFileName())).replaceFirst("");
  }

  /**
   * The rows that have been read so far, with the classes numbered in the order of their first
   * rows.
   */
  private static final class Rows {
    /**
     * An estimate of what a label takes beside its characters: a text, an entry of the map, a
     * number.
     */
    private static final int LABEL_BYTES = 128;

    private static final int FIRST_VALUES = 1 << 14;

    private final CsvTable table;
    private final int[] features;
    private final SequencedMap<String, Integer> classes = new LinkedHashMap<>();
    private long classBytes;
    private float[] values;
    private int[] labels;
    private int count;

    Rows(CsvTable table, int[] features) {
      this.table = table;
      this.features = features;
      int room = Math.clamp(FIRST_VALUES / Math.max(1, features.length), 1, 256);
      this.values = new float[room * features.length];
      this.labels = new int[room];
    }

    void add(int labelColumn) throws DataException {
      String label = table.text(labelColumn);
      if (label.isEmpty()) {
        throw new DataException(
            "%scolumn \"%s\" is empty where a label is needed"
                .formatted(table.at(), table.header().get(labelColumn)));
      }
      if (count == labels.length) {
        grow();
      }
      table.numbers(features, values, count * features.length);
      Integer number = classes.get(label);
      if (number == null) {
        number = classes.size();
        classBytes += LABEL_BYTES + 2L * label.length();
        requireRoom(labels.length);
        classes.put(label, number);
      }
      labels[count] = number;
      count++;
    }

    private void grow() throws DataException {
      int width = Math.max(1, features.length);
      int room = (int) Math.min(2L * count, LONGEST_ARRAY / width);
      if (room <= count) {
        throw new DataLimitException(
            "%sthe table has more than 2^31 numbers; use a part of the rows".formatted(table.at()));
      }
      requireRoom(room);
      values = Arrays.copyOf(values, room * features.length);
      labels = Arrays.copyOf(labels, room);
    }

    private void requireRoom(int rows) throws DataException {
      table.requireRoom((features.length + 1L) * Integer.BYTES * rows + classBytes);
    }

    LabelledRows dataset(String name) throws DataException {
      if (count == 0) {
        throw new DataException(
            table.source() + ": there is a header, but no row; add rows below it");
      }
      List<String> sorted = ClassNames.sorted(classes.keySet());
      int[] places = new int[sorted.size()];
      for (int place = 0; place < places.length; place++) {
        places[classes.getOrDefault(sorted.get(place), 0)] = place;
      }
      int[] indices = new int[count];
      Arrays.setAll(indices, row -> places[labels[row]]);
      int size = count * features.length;
      float[] matrix = size == values.length ? values : Arrays.copyOf(values, size);
      return LabelledRows.of(
          name,
          Tensor.wrap(matrix, Shape.of(count, features.length)),
          indices,
          sorted,
          Arrays.stream(features).mapToObj(table.header()::get).toList());
    }
  }
}
