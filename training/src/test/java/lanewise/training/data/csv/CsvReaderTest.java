package lanewise.training.data.csv;

import static lanewise.training.data.csv.CsvTestFiles.SOURCE;
import static lanewise.training.data.csv.CsvTestFiles.gzip;
import static lanewise.training.data.csv.CsvTestFiles.reader;
import static lanewise.training.data.csv.CsvTestFiles.records;
import static lanewise.training.data.csv.CsvTestFiles.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import lanewise.training.data.DataException;
import lanewise.training.data.DataLimitException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("once")
final class CsvReaderTest {
  @TempDir private Path folder;

  private static void assertRecords(String text, List<?>... records) throws DataException {
    assertThat(records(reader(text))).isEqualTo(List.of(records));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n"})
  void endsLinesInAllWays(String end) throws DataException {
    String lines = "a,b" + end + "1,2" + end + "3,4";
    assertRecords(lines, List.of("a", "b"), List.of("1", "2"), List.of("3", "4"));
    assertRecords(lines + end, List.of("a", "b"), List.of("1", "2"), List.of("3", "4"));
  }

  @Test
  void keepsEmptyFieldsAndBlanks() throws DataException {
    assertRecords(",,\n , x ,\t", List.of("", "", ""), List.of(" ", " x ", "\t"));
  }

  @Test
  void leavesEmptyLinesOut() throws DataException {
    assertRecords("\n\r\n\ra\n\n\nb\r\r", List.of("a"), List.of("b"));
    assertRecords("");
    assertRecords("\n\n");
    assertRecords("\"\"\n", List.of(""));
  }

  @Test
  void readsQuotedFields() throws DataException {
    assertRecords("\"a,b\",\"\",\"c\"\n", List.of("a,b", "", "c"));
    assertRecords("\"he said \"\"no\"\"\",\"\"\"\"\n", List.of("he said \"no\"", "\""));
    assertRecords("\"one\r\ntwo\rthree\nfour\",x\n", List.of("one\r\ntwo\rthree\nfour", "x"));
    assertRecords("\"a\"", List.of("a"));
  }

  @Test
  void leavesBlanksAroundQuotesOut() throws DataException {
    assertRecords("\"a\", \"b\" ,\t\"c\"\t\n", List.of("a", "b", "c"));
    CsvFormat tabs = CsvFormat.commas().withSeparator('\t');
    assertThat(records(reader(utf8("\"a\" \t\t\"b\"\n"), tabs)))
        .containsExactly(List.of("a", "", "b"));
  }

  @Test
  void takesAQuoteInAPlainFieldAsItIs() throws DataException {
    assertRecords("5'3\",a\"b\"c\n", List.of("5'3\"", "a\"b\"c"));
  }

  @ParameterizedTest
  @ValueSource(chars = {';', '\t', '|', ' ', '\u0001', '\u20ac'})
  void dividesAtAnyCharacter(char separator) throws DataException {
    String text = "a,b" + separator + "\"x" + separator + "y\"" + separator + "\n";
    CsvFormat format = CsvFormat.commas().withSeparator(separator);
    assertThat(records(reader(utf8(text), format)))
        .containsExactly(List.of("a,b", "x" + separator + "y", ""));
  }

  @ParameterizedTest
  @ValueSource(chars = {'"', '\r', '\n', '\ud800', '\udfff'})
  void refusesSeparatorsThatCannotDivide(char separator) {
    assertThatThrownBy(() -> CsvFormat.commas().withSeparator(separator))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot separate fields; use a comma");
  }

  @Test
  void skipsByteOrderMarksAtTheBeginning() throws DataException {
    assertRecords("\ufeff\ufeffa\n", List.of("a")); // as two programs in a row write it
    assertRecords("\ufeffa,\ufeffb\n\ufeffc", List.of("a", "\ufeffb"), List.of("\ufeffc"));
    assertRecords("\ufeff\n\n\"a\"", List.of("a"));
    assertRecords("\ufeff");
    assertRecords("\n\ufeffa", List.of("\ufeffa"));
  }

  @Test
  void readsAllOfUnicode() throws DataException {
    String text = "gr\u00fcn,\u7ea2,\ud83d\ude00,\u0000,\u2028\n".repeat(10_000);
    for (List<String> fields : records(reader(text))) {
      assertThat(fields).containsExactly("gr\u00fcn", "\u7ea2", "\ud83d\ude00", "\u0000", "\u2028");
    }
  }

  @Test
  void unpacksGzipByContent() throws IOException {
    byte[] first = gzip(utf8("a,b\n1,"));
    byte[] second = gzip(utf8("2\n"));
    Path file = folder.resolve("rows.csv");
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(first);
    both.write(second);
    Files.write(file, both.toByteArray());
    try (CsvReader reader = CsvReader.open(file, CsvFormat.commas())) {
      assertThat(records(reader)).containsExactly(List.of("a", "b"), List.of("1", "2"));
    }
    for (int most : new int[] {1, first.length, first.length + 5, 100}) {
      InputStream pipe = CsvTestFiles.inPieces(both.toByteArray(), most);
      assertThat(records(CsvReader.of(pipe, SOURCE, CsvFormat.commas())))
          .as("pieces of %d bytes", most)
          .containsExactly(List.of("a", "b"), List.of("1", "2"));
    }
  }

  /** What the system says, without the classes that say it. */
  @Test
  void namesWhatAStreamSays() throws IOException {
    InputStream closed = InputStream.nullInputStream();
    closed.close();
    assertThatThrownBy(() -> CsvReader.of(closed, "standard input", CsvFormat.commas()).next())
        .isInstanceOf(DataException.class)
        .hasMessage("standard input: cannot be read (Stream closed)");
  }

  @Test
  void tellsTheLineOnWhichARecordBegins() throws DataException {
    CsvReader reader = reader("a\n\n\"b\r\nb\rb\n\"\rc\r\n\r\nd");
    assertThat(reader.line()).isZero();
    List<Long> lines = new ArrayList<>();
    while (reader.next()) {
      lines.add(reader.line());
    }
    assertThat(lines).containsExactly(1L, 3L, 7L, 9L);
  }

  @Test
  void knowsOnlyTheFieldsOfTheRecord() throws DataException {
    CsvReader reader = reader("a,b,c\nd\n");
    assertThat(reader.fieldCount()).isZero();
    assertThatThrownBy(() -> reader.field(0)).isInstanceOf(IndexOutOfBoundsException.class);
    reader.next();
    reader.next();
    assertThat(reader.fieldCount()).isEqualTo(1);
    assertThatThrownBy(() -> reader.field(1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(reader.next()).isFalse();
    assertThat(reader.next()).isFalse();
    assertThatThrownBy(() -> reader.field(0)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void readsTheSameInPiecesOfAnySize() throws IOException {
    byte[] bytes =
        utf8("\ufeffa,\"b\r\nb\",\"c\"\"c\"\r\n\r\n\u00e9,\u7ea2,\ud83d\ude00\n\"x\" ,y\"z,\r");
    List<List<String>> expected = records(reader(bytes, CsvFormat.commas()));
    for (byte[] stored : List.of(bytes, gzip(bytes))) {
      for (int most = 1; most < 12; most++) {
        InputStream pieces = CsvTestFiles.inPieces(stored, most);
        assertThat(records(CsvReader.of(pieces, SOURCE, CsvFormat.commas())))
            .as("pieces of %d bytes", most)
            .isEqualTo(expected);
      }
    }
  }

  /** Every kind of boundary comes to lie at the end of a decoded piece in some round. */
  @Test
  void readsTheSameWhereverAPieceEnds() throws DataException {
    String tail = "\"b\r\nb\"\"\",\u00e9\r\n\r\"\"\n\ud83d\ude00,\"c\" \r\nlast";
    List<List<String>> expected = records(reader("x," + tail));
    for (int at = 16_384 - 2 * tail.length(); at <= 16_384; at++) {
      List<List<String>> records = records(reader("x".repeat(at) + "," + tail));
      assertThat(records.getFirst().getFirst()).hasSize(at);
      assertThat(records.getFirst().subList(1, 3)).isEqualTo(expected.getFirst().subList(1, 3));
      assertThat(records.subList(1, records.size()))
          .isEqualTo(expected.subList(1, expected.size()));
    }
  }

  @Test
  void readsBackWhatAWriterWrote() throws DataException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    String[] ends = {"\n", "\r", "\r\n"};
    for (int round = 0; round < 2_000; round++) {
      char separator = ",;\t| ".charAt(random.nextInt(5));
      List<List<String>> written = randomRecords(random);
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "\ufeff" : "");
      for (List<String> fields : written) {
        for (int field = 0; field < fields.size(); field++) {
          text.append(field == 0 ? "" : separator)
              .append(asField(fields, field, separator, random));
        }
        text.append(ends[random.nextInt(3)]).append(random.nextInt(5) == 0 ? "\n" : "");
      }
      byte[] bytes = utf8(text.toString());
      CsvFormat format = CsvFormat.commas().withSeparator(separator);
      assertThat(records(reader(random.nextBoolean() ? bytes : gzip(bytes), format)))
          .as("round %d of %s", round, text)
          .isEqualTo(written);
    }
  }

  private static List<List<String>> randomRecords(RandomGenerator random) {
    String letters = "aZ09 \t,;|\"\r\n\u00e9\u7ea2.'-";
    List<List<String>> records = new ArrayList<>();
    for (int record = random.nextInt(6); record >= 0; record--) {
      List<String> fields = new ArrayList<>();
      for (int field = random.nextInt(5); field >= 0; field--) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
          text.append(letters.charAt(random.nextInt(letters.length())));
        }
        fields.add(text.toString());
      }
      records.add(fields);
    }
    return records;
  }

  /** Quotes where they are needed, and sometimes where they are not; with blanks around them. */
  private static String asField(
      List<String> fields, int field, char separator, RandomGenerator random) {
    String text = fields.get(field);
    boolean special = text.chars().anyMatch(c -> c == separator || "\"\r\n".indexOf(c) >= 0);
    boolean emptyLine = fields.size() == 1 && text.isEmpty();
    if (!special && !emptyLine && random.nextInt(4) > 0) {
      return text;
    }
    String blank = separator == '\t' ? " " : "\t";
    return blank.repeat(random.nextInt(2))
        + '"'
        + text.replace("\"", "\"\"")
        + '"'
        + blank.repeat(random.nextInt(2));
  }

  @Test
  void quotesFieldsSoThatTheyAreReadBack() throws DataException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(8);
    CsvFormat format = CsvFormat.commas().withSeparator(';');
    for (List<String> fields : List.of(List.of(""), List.of("\ufeffa", " \"b\" "), List.of(" "))) {
      assertWrittenByFormat(fields, format);
    }
    for (int round = 0; round < 500; round++) {
      for (List<String> fields : randomRecords(random)) {
        assertWrittenByFormat(fields, format);
      }
    }
    assertThat(format.field("plain, with comma")).isEqualTo("plain, with comma");
    assertThat(format.field("a;b\"c")).isEqualTo("\"a;b\"\"c\"");
  }

  private static void assertWrittenByFormat(List<String> fields, CsvFormat format)
      throws DataException {
    String line = String.join(";", fields.stream().map(format::field).toList());
    assertThat(records(reader(utf8(line), format))).as(line).containsExactly(fields);
  }

  @Test
  void grantsWhatTheLimitsSayAndNoMore() throws DataException {
    CsvLimits limits = new CsvLimits(5, 8, 3, 0);
    assertThat(records(limited("12345,678,\n", limits)))
        .containsExactly(List.of("12345", "678", ""));
    assertThat(records(limited("\"12345\"\n" + "\"".repeat(12) + "\n", limits)))
        .containsExactly(List.of("12345"), List.of("\"\"\"\"\""));
    assertOver("a\n123456\n", limits, "line 2: field 1 has more than 5 characters, the limit");
    assertOver("a\nb,\"123456\n", limits, "line 2: field 2 has more than 5 characters, the limit");
    assertOver("1234,5678,9\n", limits, "line 1: the record has more than 8 characters");
    assertOver("a\n1,2,3,4\n", limits, "line 2: the record has more than 3 fields, the limit");
    assertThat(records(limited("123456\n", limits.withFieldLength(6)))).hasSize(1);
    assertThat(records(limited("1234,5678,9\n", limits.withRecordLength(9)))).hasSize(1);
    assertThat(records(limited("1,2,3,4\n", limits.withColumns(4)))).hasSize(1);
  }

  private static CsvReader limited(String text, CsvLimits limits) throws DataException {
    return reader(utf8(text), CsvFormat.commas().withLimits(limits));
  }

  private static void assertOver(String text, CsvLimits limits, String message) {
    assertThatThrownBy(() -> records(limited(text, limits)))
        .isInstanceOf(DataLimitException.class)
        .hasMessageStartingWith(SOURCE + ", " + message);
  }

  @Test
  void stopsAtTheDefaultLimitsAndNotBefore() throws DataException {
    int most = CsvLimits.defaults().fieldLength();
    assertThat(records(reader("9".repeat(most)))).hasSize(1);
    assertThatThrownBy(() -> records(reader("a\n\"" + "x,\n".repeat(most))))
        .isInstanceOf(DataLimitException.class)
        .hasMessage(
            SOURCE
                + ", line 2: field 1 has more than 1,048,576 characters, the limit; is a quote"
                + " opened and never closed?");
    int columns = CsvLimits.defaults().columns();
    assertThat(records(reader(",".repeat(columns - 1)))).hasSize(1);
    assertThatThrownBy(() -> records(reader(",".repeat(columns))))
        .isInstanceOf(DataLimitException.class)
        .hasMessageContaining("more than 1,048,576 fields");
  }

  @Test
  void refusesLimitsThatAllowNothing() {
    CsvLimits limits = CsvLimits.defaults();
    assertThatThrownBy(() -> limits.withFieldLength(0)).hasMessageContaining("use at least 1");
    assertThatThrownBy(() -> limits.withRecordLength(0)).hasMessageContaining("use at least 1");
    assertThatThrownBy(() -> limits.withColumns(0)).hasMessageContaining("use at least 1");
    assertThatThrownBy(() -> limits.withTableBytes(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the bytes of a table cannot be limited to -1; use at least 0");
  }

  @Test
  void holdsOneRecordHoweverLongTheFile() throws DataException {
    byte[] line = utf8("1.5,\"two\",3\r\n");
    int lines = 1_000_000;
    InputStream endless =
        new InputStream() {
          private long next;

          @Override
          public int read() {
            return next == (long) lines * line.length ? -1 : line[(int) (next++ % line.length)];
          }

          @Override
          public int read(byte[] to, int offset, int length) {
            int count = (int) Math.min(length, (long) lines * line.length - next);
            for (int i = 0; i < count; i++) {
              to[offset + i] = (byte) read();
            }
            return count == 0 ? -1 : count;
          }
        };
    CsvReader reader = CsvReader.of(endless, SOURCE, CsvFormat.commas());
    reader.next();
    long before = CsvTestFiles.allocatedBytes();
    int count = 1;
    while (reader.next()) {
      count++;
    }
    assertThat(CsvTestFiles.allocatedBytes() - before).isLessThan(1 << 20);
    assertThat(count).isEqualTo(lines);
  }

  @Test
  void closesTheStreamWithTheReaderAndWhereItCannotBeRead() throws IOException {
    AtomicBoolean closed = new AtomicBoolean();
    CsvReader.of(noticing(utf8("a"), closed), SOURCE, CsvFormat.commas()).close();
    assertThat(closed).isTrue();

    closed.set(false);
    InputStream broken = noticing(new byte[] {0x1f, (byte) 0x8b, 8}, closed);
    assertThatThrownBy(() -> CsvReader.of(broken, SOURCE, CsvFormat.commas()))
        .hasMessageContaining("its gzip data breaks off");
    assertThat(closed).isTrue();

    closed.set(false);
    InputStream empty = noticing(new byte[0], closed);
    assertThatThrownBy(() -> CsvTable.of(empty, SOURCE, CsvFormat.commas()))
        .hasMessageContaining("the file is empty");
    assertThat(closed).isTrue();
  }

  private static InputStream noticing(byte[] bytes, AtomicBoolean closed) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public void close() {
        closed.set(true);
      }
    };
  }

  @Test
  void refusesWhatIsNoFile() {
    Path missing = folder.resolve("none.csv");
    assertThatThrownBy(() -> CsvReader.open(missing, CsvFormat.commas()))
        .isInstanceOf(DataException.class)
        .hasMessage("%s: there is no such file", missing);
    assertThatThrownBy(() -> CsvReader.open(folder, CsvFormat.commas()))
        .isInstanceOf(DataException.class)
        .hasMessage("%s: it is a folder; name a CSV file", folder);
  }

  @Test
  void namesTheLineThatIsNotUtf8() {
    byte[] latin = "a,b\n1,2\n\n\"x\ny\",\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> records(reader(latin, CsvFormat.commas())))
        .isInstanceOf(DataException.class)
        .hasMessage(SOURCE + ", line 5: the text is not UTF-8; save the file in that encoding");
  }
}
