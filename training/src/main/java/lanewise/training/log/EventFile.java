package lanewise.training.log;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A file of records as TensorFlow frames them:
 *
 * <pre>
 *   8 bytes   length of the data, little-endian
 *   4 bytes   masked CRC-32C of the length
 *             data
 *   4 bytes   masked CRC-32C of the data
 * </pre>
 *
 * <p>A checksum is masked so that a file of records can be data of a record: it is rotated right by
 * 15 bits, and a constant is added.
 */
final class EventFile implements Closeable {
  private static final int MASK_DELTA = 0xA282EAD8;

  private final OutputStream out;

  EventFile(Path file) throws IOException {
    this.out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
  }

  /** Writes a record at once. */
  void write(byte[] data) throws IOException {
    ByteBuffer record =
        ByteBuffer.allocate(Long.BYTES + Integer.BYTES + data.length + Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(data.length);
    record.putInt(masked(record.array(), 0, Long.BYTES));
    record.put(data);
    record.putInt(masked(data, 0, data.length));
    out.write(record.array());
    out.flush();
  }

  static int masked(byte[] bytes, int from, int count) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, from, count);
    return Integer.rotateRight((int) checksum.getValue(), 15) + MASK_DELTA;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
