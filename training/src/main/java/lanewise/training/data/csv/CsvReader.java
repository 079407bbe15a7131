package lanewise.training.data.csv;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import lanewise.training.data.DataException;
import lanewise.training.data.DataLimitException;
import lanewise.training.internal.GzipInput;

/**
 * Reads the records of a CSV file (RFC 4180) one after another.
 *
 * <pre>
 * record = field *(separator field) (CR | LF | CRLF | end of the file)
 * field  = plain | blanks '"' *(any character but '"' | '""') '"' blanks
 * plain  = any characters but the separator, CR and LF, unless the first that is no blank is '"'
 * </pre>
 *
 * <p>The file is UTF-8, with or without byte order marks at its beginning, plain or packed with
 * gzip, which is recognized by its first bytes, not by its name. Lines may end in all three ways,
 * also within one file. Line breaks within quotes belong to the field and are kept as they are.
 * Empty lines are no records. Blanks (spaces and tabs that do not separate) around quotes are left
 * out, and a quote within a plain field is a character like any other: RFC 4180 has neither.
 * Records may differ in their numbers of fields.
 *
 * <p>A reader holds one record, and its memory is bounded by the {@link CsvLimits}; reading
 * allocates nothing but the buffers, which grow to the longest record, and the texts that are asked
 * for. A file takes time in proportion to its length. A reader is for one thread, and cannot be
 * used further once it has thrown an exception.
 */
public final class CsvReader implements Closeable {
  static final char BYTE_ORDER_MARK = '\uFEFF';

  private static final char QUOTE = '"';
  private static final int END = -1;

  private final String source;
  private final CsvFormat format;
  private final CsvLimits limits;
  private final char separator;
  private final GzipInput input;
  private final Utf8Text text;

  /** The contents of the fields of the record, one behind the other, and where each ends. */
  private char[] record = new char[1024];

  private int length;
  private int[] ends = new int[16];
  private int fields;

  /** The lines of the next character and of the record's first, from 1. */
  private long line = 1;

  private long recordLine;

  private CsvReader(String source, CsvFormat format, GzipInput input) {
    this.source = source;
    this.format = format;
    this.limits = format.limits();
    this.separator = format.separator();
    this.input = input;
    this.text = new Utf8Text(input.content());
  }

  /**
   * Opens a file.
   *
   * @param file a file of text, packed with gzip or not
   * @param format its separator and limits
   * @return a reader before the first record
   * @throws DataException if the file is missing, a folder, or cannot be read
   */
  public static CsvReader open(Path file, CsvFormat format) throws DataException {
    if (Files.isDirectory(file)) {
      throw new DataException(file + ": it is a folder; name a CSV file");
    }
    try {
      return of(Files.newInputStream(file), file.toString(), format);
    } catch (NoSuchFileException missing) {
      throw new DataException(file + ": there is no such file", missing);
    } catch (AccessDeniedException denied) {
      throw new DataException(file + ": permission denied", denied);
    } catch (DataException known) {
      throw known;
    } catch (IOException failure) {
      throw new DataException(file + ": " + GzipInput.problem(failure), failure);
    }
  }

  /**
   * Reads a stream, which is closed with the reader, and also where this method fails.
   *
   * @param in bytes of text, packed with gzip or not
   * @param source the name that messages use for the stream
   * @param format its separator and limits
   * @return a reader before the first record
   * @throws DataException if the stream cannot be read
   */
  public static CsvReader of(InputStream in, String source, CsvFormat format) throws DataException {
    Objects.requireNonNull(source);
    try {
      return new CsvReader(source, format, GzipInput.of(in));
    } catch (IOException failure) {
      throw new DataException(source + ": " + GzipInput.problem(failure), failure);
    }
  }

  /**
   * Goes to the next record.
   *
   * @return false at the end of the file
   * @throws DataException if the text is not UTF-8, a quote is never closed, or more than a
   *     separator follows a closing quote (each names the line); or the file cannot be read
   * @throws DataLimitException if a field, the record, or the number of its fields is over a limit
   */
  public boolean next() throws DataException {
    length = 0;
    fields = 0;
    try {
      while (line == 1 && recordLine == 0 && peek() == BYTE_ORDER_MARK) {
        text.position++;
      }
      skipEmptyLines();
      recordLine = line;
      if (peek() == END) {
        return false;
      }
      boolean more = true;
      while (more) {
        more = readField();
      }
      return true;
    } catch (CharacterCodingException malformed) {
      throw new DataException(
          at(line) + "the text is not UTF-8; save the file in that encoding", malformed);
    } catch (DataException known) {
      throw known;
    } catch (IOException failure) {
      throw new DataException(source + ": " + GzipInput.problem(failure), failure);
    }
  }

  private void skipEmptyLines() throws IOException {
    for (int c = peek(); c == '\r' || c == '\n'; c = peek()) {
      endLine(c);
    }
  }

  /** Reads a field and what ends it; false where that is the end of the record. */
  private boolean readField() throws IOException {
    int start = length;
    int c = copyTo(start, separator, QUOTE);
    if (c == QUOTE && isBlank(start)) {
      length = start;
      c = readQuoted(start);
    }
    while (c == QUOTE) {
      copyOne(start);
      c = copyTo(start, separator, QUOTE);
    }
    endField();
    if (c == separator) {
      text.position++;
      return true;
    }
    if (c != END) {
      endLine(c);
    }
    return false;
  }

  /** Reads from the opening quote to what follows the closing one, which is returned. */
  private int readQuoted(int start) throws IOException {
    long opened = line;
    text.position++;
    while (true) {
      int c = copyTo(start, QUOTE, QUOTE);
      if (c == END) {
        throw new DataException(at(opened) + "a quote is opened and never closed");
      }
      if (c != QUOTE) {
        copyLineBreak(start, c);
        continue;
      }
      text.position++;
      if (peek() != QUOTE) {
        return skipBlanks();
      }
      copyOne(start);
    }
  }

  private int skipBlanks() throws IOException {
    int c = peek();
    while (c != separator && (c == ' ' || c == '\t')) {
      text.position++;
      c = peek();
    }
    if (c != separator && c != '\r' && c != '\n' && c != END) {
      throw new DataException(
          "%sfield %s goes on after its closing quote; write a quote within quotes twice"
              .formatted(at(line), fields + 1));
    }
    return c;
  }

  /** The next character, which is not consumed, or {@link #END}. */
  private int peek() throws IOException {
    return text.position < text.limit || text.fill() ? text.chars[text.position] : END;
  }

  /** Copies all before one of two characters, a line end, or the end; returns which it is. */
  private int copyTo(int start, char a, char b) throws IOException {
    do {
      char[] chars = text.chars;
      int from = text.position;
      int to = text.limit;
      int at = from;
      while (at < to && !isStop(chars[at], a, b)) {
        at++;
      }
      copy(start, at - from);
      if (at < to) {
        return chars[at];
      }
    } while (text.fill());
    return END;
  }

  private static boolean isStop(char c, char a, char b) {
    return c == a || c == b || c == '\n' || c == '\r';
  }

  private void copyOne(int start) throws DataException {
    copy(start, 1);
  }

  /** Appends the next characters of the piece to the field that began at {@code start}. */
  private void copy(int start, int count) throws DataException {
    long wanted = (long) length + count;
    if (wanted - start > limits.fieldLength()) {
      throw tooLong("field %s".formatted(fields + 1), limits.fieldLength());
    }
    if (wanted > limits.recordLength()) {
      throw tooLong("the record", limits.recordLength());
    }
    if (wanted > record.length) {
      record = Arrays.copyOf(record, (int) Math.min(2 * wanted, limits.recordLength()));
    }
    System.arraycopy(text.chars, text.position, record, length, count);
    text.position += count;
    length += count;
  }

  private DataLimitException tooLong(String what, int limit) {
    return new DataLimitException(
        String.format(
            Locale.ROOT,
            "%s%s has more than %,d characters, the limit; is a quote opened and never closed?",
            at(recordLine),
            what,
            limit));
  }

  private void endField() throws DataException {
    if (fields == limits.columns()) {
      throw new DataLimitException(
          String.format(
              Locale.ROOT,
              "%sthe record has more than %,d fields, the limit; is the separator right?",
              at(recordLine),
              limits.columns()));
    }
    if (fields == ends.length) {
      ends = Arrays.copyOf(ends, 2 * fields);
    }
    ends[fields] = length;
    fields++;
  }

  /** Consumes a line end of one or two characters. */
  private void endLine(int first) throws IOException {
    text.position++;
    line++;
    if (first == '\r' && peek() == '\n') {
      text.position++;
    }
  }

  /** Copies a line end of one or two characters. */
  private void copyLineBreak(int start, int first) throws IOException {
    copyOne(start);
    line++;
    if (first == '\r' && peek() == '\n') {
      copyOne(start);
    }
  }

  private boolean isBlank(int start) {
    for (int i = start; i < length; i++) {
      if (record[i] != ' ' && record[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  private String at(long number) {
    return source + ", line " + number + ": ";
  }

  /**
   * The name that messages use for the file.
   *
   * @return the path, or the name that was given for a stream
   */
  public String source() {
    return source;
  }

  /**
   * The line on which the record begins.
   *
   * @return from 1; before the first record 0
   */
  public long line() {
    return recordLine;
  }

  /**
   * The number of fields of the record.
   *
   * @return at least 1; 0 where there is no record
   */
  public int fieldCount() {
    return fields;
  }

  /**
   * The content of a field, with all its blanks.
   *
   * @param field from 0
   * @return a new text without the quotes
   * @throws IndexOutOfBoundsException if the record has no such field
   */
  public String field(int field) {
    int start = start(field);
    return new String(record, start, ends[field] - start);
  }

  /** The buffer in which the fields are, until the next record is read. */
  char[] characters() {
    return record;
  }

  /** Returns the index at which a field begins in the buffer. */
  int start(int field) {
    Objects.checkIndex(field, fields);
    return field == 0 ? 0 : ends[field - 1];
  }

  /** Returns the index at which a field ends in the buffer. */
  int end(int field) {
    Objects.checkIndex(field, fields);
    return ends[field];
  }

  /** Returns the number of bytes read from the file as it is stored. */
  long storedBytes() {
    return input.storedBytes();
  }

  CsvFormat format() {
    return format;
  }

  /**
   * Closes the file.
   *
   * @throws DataException if that fails
   */
  @Override
  public void close() throws DataException {
    try {
      input.close();
    } catch (IOException failure) {
      throw new DataException(source + ": " + GzipInput.problem(failure), failure);
    }
  }
}
