package lanewise.training.data.csv;

import java.io.Closeable;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lanewise.layers.internal.Cells;
import lanewise.layers.internal.DecimalNumber;
import lanewise.tensor.io.ReadLimits;
import lanewise.training.data.DataException;
import lanewise.training.data.DataLimitException;

/**
 * The rows of a CSV file whose first record names the columns, one after another.
 *
 * <p>A table needs a name for each column, no name twice, and as many fields in each row. Blanks
 * around names, texts and numbers do not count. A fault is reported by a {@link DataException} that
 * names the file, the line and the column. {@link CsvReader} describes the files that are
 * understood and what reading them takes; a table is for one thread, too.
 *
 * <pre>{@code
 * try (CsvTable table = CsvTable.open(Path.of("flowers.csv"))) {
 *   int length = table.column("petal length");
 *   while (table.next()) {
 *     sum += table.number(length);
 *   }
 * }
 * }</pre>
 */
public final class CsvTable implements Closeable {
  private static final int SHOWN_NAMES = 20;
  private static final int SHOWN_CHARACTERS = 40;

  private final CsvReader reader;
  private final List<String> header;
  private final Map<String, Integer> places;

  private CsvTable(CsvReader reader) throws DataException {
    this.reader = reader;
    if (!reader.next()) {
      throw new DataException(
          reader.source() + ": the file is empty; its first line must name the columns");
    }
    List<String> names = new ArrayList<>(reader.fieldCount());
    this.places = HashMap.newHashMap(reader.fieldCount());
    for (int column = 0; column < reader.fieldCount(); column++) {
      String name = text(column);
      if (name.isEmpty()) {
        throw new DataException(at() + "column " + (column + 1) + " has no name; give it one");
      }
      if (places.put(name, column) != null) {
        throw new DataException(
            at() + "two columns are named \"" + excerpt(name) + "\"; rename one");
      }
      names.add(name);
    }
    this.header = Collections.unmodifiableList(names);
  }

  /**
   * Opens a file of fields separated by commas and reads the names of its columns.
   *
   * @param file a file of text, packed with gzip or not
   * @return a table before its first row
   * @throws DataException as {@link #open(Path, CsvFormat)}
   */
  public static CsvTable open(Path file) throws DataException {
    return open(file, CsvFormat.commas());
  }

  /**
   * Opens a file and reads the names of its columns.
   *
   * @param file a file of text, packed with gzip or not
   * @param format its separator and limits
   * @return a table before its first row
   * @throws DataException if the file is missing, a folder, empty, or cannot be read, or a column
   *     has no name or that of another
   * @throws DataLimitException if the header is over a limit
   */
  public static CsvTable open(Path file, CsvFormat format) throws DataException {
    return of(CsvReader.open(file, format));
  }

  /**
   * Reads the names of the columns from a stream, which is closed with the table, and also where
   * this method fails.
   *
   * @param in bytes of text, packed with gzip or not
   * @param source the name that messages use for the stream
   * @param format its separator and limits
   * @return a table before its first row
   * @throws DataException as {@link #open(Path, CsvFormat)}
   */
  public static CsvTable of(InputStream in, String source, CsvFormat format) throws DataException {
    return of(CsvReader.of(in, source, format));
  }

  private static CsvTable of(CsvReader reader) throws DataException {
    try {
      return new CsvTable(reader);
    } catch (DataException | RuntimeException | Error failure) {
      try {
        reader.close();
      } catch (DataException alsoNotClosed) {
        failure.addSuppressed(alsoNotClosed);
      }
      throw failure;
    }
  }

  /**
   * The name that messages use for the file.
   *
   * @return the path, or the name that was given for a stream
   */
  public String source() {
    return reader.source();
  }

  /**
   * The format of the file.
   *
   * @return the separator, the decimal character and the limits
   */
  public CsvFormat format() {
    return reader.format();
  }

  /**
   * The names of the columns.
   *
   * @return an immutable list of at least one name
   */
  public List<String> header() {
    return header;
  }

  /**
   * Tells in constant time whether a column has this name.
   *
   * @param name any text
   * @return whether {@link #column} knows it
   */
  public boolean hasColumn(String name) {
    return places.containsKey(name);
  }

  /**
   * Finds the place of a column in constant time.
   *
   * @param name its name
   * @return from 0
   * @throws DataException if there is none of that name; lists those that there are
   */
  public int column(String name) throws DataException {
    Integer column = places.get(name);
    if (column == null) {
      throw new DataException(
          "%s: there is no column \"%s\"; %s".formatted(source(), excerpt(name), columns()));
    }
    return column;
  }

  /**
   * Goes to the next row.
   *
   * @return false at the end of the file
   * @throws DataException if the row has not as many fields as there are columns, or as {@link
   *     CsvReader#next}
   * @throws DataLimitException as {@link CsvReader#next}
   */
  public boolean next() throws DataException {
    if (!reader.next()) {
      return false;
    }
    if (reader.fieldCount() != header.size()) {
      throw new DataException(
          "%s%s, but the header has %s; give each row a field for each column%s"
              .formatted(
                  at(),
                  count(reader.fieldCount(), "field"),
                  count(header.size(), "column"),
                  separatorHint()));
    }
    return true;
  }

  /**
   * The line on which the row begins.
   *
   * @return from 1
   */
  public long line() {
    return reader.line();
  }

  /**
   * A field of the row without the blanks around it.
   *
   * @param column from 0
   * @return a new text
   * @throws IndexOutOfBoundsException if there is no such column
   */
  public String text(int column) {
    return reader.field(column).strip();
  }

  /** Finds the text of a field, without the blanks around it, or returns -1. Allocates nothing. */
  int find(int column, TextIndex texts) {
    char[] characters = reader.characters();
    int from = reader.start(column);
    int to = reader.end(column);
    while (from < to && Character.isWhitespace(characters[from])) {
      from++;
    }
    while (from < to && Character.isWhitespace(characters[to - 1])) {
      to--;
    }
    return texts.find(characters, from, to);
  }

  /**
   * A field of the row as the float nearest to the decimal number that it spells, with the decimal
   * character of the format.
   *
   * @param column from 0
   * @return a finite number
   * @throws DataException if the field is empty, no decimal number, or beyond the range of floats
   * @throws IndexOutOfBoundsException if there is no such column
   */
  public float number(int column) throws DataException {
    float value = parsed(column);
    if (!Float.isFinite(value)) {
      throw notFinite(column, value);
    }
    return value;
  }

  /**
   * A field of the row as a number, or NaN if it spells none.
   *
   * @param column from 0
   * @return the number that {@link #number} gives, but infinite where it is beyond the range; NaN
   *     where the field spells no number
   * @throws IndexOutOfBoundsException if there is no such column
   */
  public float numberOrNaN(int column) {
    return parsed(column);
  }

  private float parsed(int column) {
    char[] characters = reader.characters();
    int from = reader.start(column);
    int to = reader.end(column);
    while (from < to && Character.isWhitespace(characters[from])) {
      from++;
    }
    while (from < to && Character.isWhitespace(characters[to - 1])) {
      to--;
    }
    return DecimalNumber.parse(characters, from, to, reader.format().decimal());
  }

  /**
   * Tells whether a field is a whole number in its shortest form: no plus, no leading zero, no
   * point.
   *
   * @param column from 0
   * @return whether the field's text is that of the whole number
   * @throws IndexOutOfBoundsException if there is no such column
   */
  public boolean isPlainWhole(int column) {
    char[] characters = reader.characters();
    int at = reader.start(column);
    int end = reader.end(column);
    at += at < end && characters[at] == '-' ? 1 : 0;
    if (at == end || (characters[at] == '0' && end - reader.start(column) > 1)) {
      return false;
    }
    for (; at < end; at++) {
      if (characters[at] < '0' || characters[at] > '9') {
        return false;
      }
    }
    return true;
  }

  /**
   * Tells whether a field says that there is no value: it is empty, or {@code NA}, {@code N/A},
   * {@code NaN}, {@code null} in letters of any case, or {@code ?}, or one of {@link
   * CsvFormat#missing}.
   *
   * @param column from 0
   * @return whether the value is missing
   * @throws IndexOutOfBoundsException if there is no such column
   */
  public boolean isMissing(int column) {
    Set<String> marks = format().missing();
    if (!marks.isEmpty() && marks.contains(text(column))) {
      return true;
    }
    int start = reader.start(column);
    int end = reader.end(column);
    if (start < end) {
      char first = reader.characters()[start];
      if ((first >= '0' && first <= '9') || first == '-') {
        return false;
      }
    }
    return Cells.isMissing(text(column));
  }

  private DataException notFinite(int column, float value) {
    String text = text(column);
    String has = text.isEmpty() ? "is empty" : "has \"" + excerpt(text) + "\"";
    return new DataException(
        "%scolumn \"%s\" %s%s where a finite number is needed"
            .formatted(
                at(),
                excerpt(header.get(column)),
                has,
                Float.isNaN(value) ? "" : ", beyond the range of 32-bit floats,"));
  }

  /**
   * Fields of the row as numbers.
   *
   * @param columns which, each from 0
   * @param to receives {@code columns.length} numbers
   * @param offset where the first goes
   * @throws DataException as {@link #number}
   * @throws IndexOutOfBoundsException if there is no such column or no room
   */
  public void numbers(int[] columns, float[] to, int offset) throws DataException {
    for (int i = 0; i < columns.length; i++) {
      to[offset + i] = number(columns[i]);
    }
  }

  /**
   * Lists the columns for a message: {@code the columns are a, b, y}; a long list is cut short.
   *
   * @return a part of a sentence, with the {@link #separatorHint}
   */
  public String columns() {
    String names =
        header.stream().limit(SHOWN_NAMES).map(CsvTable::excerpt).collect(Collectors.joining(", "));
    String all = header.size() <= SHOWN_NAMES ? "" : ", ... (" + header.size() + " in all)";
    return "the columns are " + names + all + separatorHint();
  }

  /**
   * Gives advice, for a message, if the header is one name that contains another usual separator.
   *
   * @return a part of a sentence that begins with a semicolon, or nothing
   */
  public String separatorHint() {
    char separator = reader.format().separator();
    for (char other : new char[] {';', '\t', ','}) {
      if (header.size() == 1 && other != separator && header.getFirst().indexOf(other) >= 0) {
        return "; the file seems to be separated by "
            + name(other)
            + "; name that separator, or use "
            + plural(separator);
      }
    }
    return "";
  }

  private static String name(char character) {
    return character == '\t' ? "tabs" : "'" + character + "'";
  }

  private static String plural(char character) {
    return character == ',' ? "commas" : name(character);
  }

  /**
   * Refuses a table that is read whole if it takes more memory than its limit and file allow.
   *
   * @param bytes what the table takes
   * @throws DataLimitException if that is more
   */
  public void requireRoom(long bytes) throws DataException {
    long granted =
        new ReadLimits(reader.format().limits().tableBytes()).granted(reader.storedBytes());
    if (bytes > granted) {
      throw new DataLimitException(
          String.format(
              Locale.ROOT,
              "%sthe table takes %,d bytes of memory, but the limit is %,d for the %,d bytes that"
                  + " were read; raise CsvLimits.tableBytes where the file is meant to hold so"
                  + " much",
              at(),
              bytes,
              granted,
              reader.storedBytes()));
    }
  }

  String at() {
    return source() + ", line " + line() + ": ";
  }

  private static String excerpt(String text) {
    return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "...";
  }

  private static String count(int count, String noun) {
    return String.format(Locale.ROOT, "%,d %s", count, noun) + (count == 1 ? "" : "s");
  }

  /**
   * Closes the file.
   *
   * @throws DataException if that fails
   */
  @Override
  public void close() throws DataException {
    reader.close();
  }
}
