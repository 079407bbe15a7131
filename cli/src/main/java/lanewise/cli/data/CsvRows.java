package lanewise.cli.data;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import lanewise.cli.output.Phrases;
import lanewise.cli.session.InputException;

/**
 * The rows of a CSV file with a header (RFC 4180), one after another in little memory: quotes, any
 * line ends, a byte order mark, blank lines and gzip are understood; the text must be UTF-8.
 *
 * <p>A fault is an {@link InputException} that names the file, the line and the column.
 */
public final class CsvRows implements Closeable {
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final int MAX_COLUMNS = 1 << 20;
  private static final int MAX_CHARACTERS = 1 << 27;

  /** How the parser says it. */
  private static final Pattern UNCLOSED =
      Pattern.compile("Unclosed.*record starting at line (\\d+)");

  private final Path file;
  private final CsvReader<CsvRecord> reader;
  private final CloseableIterator<CsvRecord> records;
  private final List<String> header;
  private CsvRecord row;

  private CsvRows(Path file, CsvReader<CsvRecord> reader) {
    this.file = file;
    this.reader = reader;
    this.records = reader.iterator();
    if (!hasNext()) {
      throw new InputException(file + ": the file is empty; its first line must name the columns");
    }
    this.row = records.next();
    this.header = row.getFields().stream().map(String::strip).toList();
    checkHeader();
  }

  /**
   * Opens a file and reads its header.
   *
   * @throws InputException if there is no usable header
   */
  public static CsvRows open(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new InputException(file + ": there is no such file");
    }
    if (Files.isDirectory(file)) {
      throw new InputException(file + ": it is a folder; name a CSV file");
    }
    Reader text = text(file);
    try {
      return new CsvRows(
          file,
          CsvReader.builder()
              .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
              .allowUnclosedQuote(false)
              .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
              .build(
                  CsvRecordHandler.of(
                      limits ->
                          limits
                              .maxFields(MAX_COLUMNS)
                              .maxFieldSize(MAX_CHARACTERS)
                              .maxRecordSize(MAX_CHARACTERS)),
                  text));
    } catch (RuntimeException | Error failure) {
      text.close();
      throw failure;
    }
  }

  private static Reader text(Path file) throws IOException {
    InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      bytes.mark(2);
      boolean packed = bytes.read() == 0x1F && bytes.read() == 0x8B;
      bytes.reset();
      Reader text =
          new BufferedReader(
              new InputStreamReader(
                  packed ? new GZIPInputStream(bytes, 1 << 16) : bytes,
                  StandardCharsets.UTF_8
                      .newDecoder()
                      .onMalformedInput(CodingErrorAction.REPORT)
                      .onUnmappableCharacter(CodingErrorAction.REPORT)));
      text.mark(1);
      if (text.read() != BYTE_ORDER_MARK) {
        text.reset();
      }
      return text;
    } catch (IOException failure) {
      bytes.close();
      throw unreadable(file, failure);
    }
  }

  private static InputException unreadable(Path file, IOException failure) {
    String problem =
        failure instanceof CharacterCodingException
            ? "the text is not UTF-8; save the file in that encoding"
            : "cannot be read (" + failure.getMessage() + ")";
    return new InputException(file + ": " + problem, failure);
  }

  private boolean hasNext() {
    try {
      return records.hasNext();
    } catch (UncheckedIOException | CsvParseException failure) {
      for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
        if (cause instanceof IOException unreadable) {
          throw unreadable(file, unreadable);
        }
      }
      Matcher unclosed = UNCLOSED.matcher(String.valueOf(failure.getMessage()));
      if (unclosed.find()) {
        throw new InputException(
            file + ", line " + unclosed.group(1) + ": a quote is opened and never closed", failure);
      }
      throw new InputException(file + ": this is not CSV: " + failure.getMessage(), failure);
    }
  }

  private void checkHeader() {
    Set<String> seen = new HashSet<>();
    for (int column = 0; column < header.size(); column++) {
      String name = header.get(column);
      if (name.isEmpty()) {
        throw new InputException(
            file + ", line " + line() + ": column " + (column + 1) + " has no name; give it one");
      }
      if (!seen.add(name)) {
        throw new InputException(
            file + ", line " + line() + ": two columns are named \"" + name + "\"; rename one");
      }
    }
  }

  public Path file() {
    return file;
  }

  /** The names of the columns. */
  public List<String> header() {
    return header;
  }

  /** What columns there are, for messages. */
  public String columns() {
    return "the columns are " + Phrases.list(header) + separatorHint();
  }

  /** What to do where the header is one name that semicolons or tabs divide; else nothing. */
  public String separatorHint() {
    for (String separator : List.of(";", "\t")) {
      if (header.size() == 1 && header.getFirst().contains(separator)) {
        String name = separator.equals("\t") ? "tabs" : "'" + separator + "'";
        return "; the file seems to be separated by " + name + "; use commas";
      }
    }
    return "";
  }

  /**
   * The place of a column.
   *
   * @throws InputException if there is none of that name; lists those that there are
   */
  public int column(String name) {
    int column = header.indexOf(name);
    if (column < 0) {
      throw new InputException(file + ": there is no column \"" + name + "\"; " + columns());
    }
    return column;
  }

  /**
   * Goes to the next row.
   *
   * @return false at the end
   * @throws InputException if the row has not as many fields as the header
   */
  public boolean next() {
    if (!hasNext()) {
      return false;
    }
    row = records.next();
    if (row.getFieldCount() != header.size()) {
      throw new InputException(
          "%s, line %d: %s, but the header has %s; give each row a field for each column%s"
              .formatted(
                  file,
                  line(),
                  Phrases.count(row.getFieldCount(), "field"),
                  Phrases.count(header.size(), "column"),
                  separatorHint()));
    }
    return true;
  }

  /** Where the row begins, from 1. */
  public long line() {
    return row.getStartingLineNumber();
  }

  /** A field of the row without the spaces around it. */
  public String text(int column) {
    return row.getField(column).strip();
  }

  /**
   * A field of the row as a finite number.
   *
   * @throws InputException if it is none
   */
  public float number(int column) {
    String text = text(column);
    if (!isDecimal(text)) {
      throw fault(column, text.isEmpty() ? "is empty" : "has \"" + Phrases.excerpt(text) + "\"");
    }
    float value;
    try {
      value = Float.parseFloat(text);
    } catch (NumberFormatException e) {
      throw fault(column, "has \"" + Phrases.excerpt(text) + "\"");
    }
    if (!Float.isFinite(value)) {
      throw fault(
          column, "has \"" + Phrases.excerpt(text) + "\", beyond the range of 32-bit floats,");
    }
    return value;
  }

  private InputException fault(int column, String what) {
    return new InputException(
        file
            + ", line "
            + line()
            + ": column \""
            + header.get(column)
            + "\" "
            + what
            + " where a finite number is needed");
  }

  /** Rules out what Java reads as a number and CSV does not mean: NaN, Infinity, 1f, 0x1p3. */
  private static boolean isDecimal(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
