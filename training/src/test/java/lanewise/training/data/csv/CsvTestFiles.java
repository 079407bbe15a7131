package lanewise.training.data.csv;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import lanewise.training.data.DataException;

/** Bytes that tests read as CSV, and what it costs to read them. */
final class CsvTestFiles {
  static final String SOURCE = "rows.csv";

  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private CsvTestFiles() {}

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  static CsvReader reader(String text) throws DataException {
    return reader(utf8(text), CsvFormat.commas());
  }

  static CsvReader reader(byte[] bytes, CsvFormat format) throws DataException {
    return CsvReader.of(new ByteArrayInputStream(bytes), SOURCE, format);
  }

  static CsvTable table(String text) throws DataException {
    return table(utf8(text), CsvFormat.commas());
  }

  static CsvTable table(byte[] bytes, CsvFormat format) throws DataException {
    return CsvTable.of(new ByteArrayInputStream(bytes), SOURCE, format);
  }

  /** All records that are left. */
  static List<List<String>> records(CsvReader reader) throws DataException {
    List<List<String>> records = new ArrayList<>();
    while (reader.next()) {
      List<String> fields = new ArrayList<>();
      for (int field = 0; field < reader.fieldCount(); field++) {
        fields.add(reader.field(field));
      }
      records.add(fields);
    }
    return records;
  }

  /** A stream, such as a pipe, that hands out few bytes at a time and never knows of more. */
  static InputStream inPieces(byte[] bytes, int most) {
    return new FilterInputStream(new ByteArrayInputStream(bytes)) {
      @Override
      public int read(byte[] to, int offset, int length) throws IOException {
        return super.read(to, offset, Math.min(length, most));
      }

      @Override
      public int available() {
        return 0;
      }
    };
  }

  /** The processor time of this thread, which other work on the machine does not lengthen. */
  static double cpuSeconds() {
    return THREADS.getCurrentThreadCpuTime() * 1e-9;
  }

  static long allocatedBytes() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }
}
