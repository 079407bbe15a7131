package lanewise.training.log;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import lanewise.tensor.io.AtomicFiles;

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

  private final Path file;
  private final OutputStream out;

  /**
   * Begins a file.
   *
   * @throws FileAlreadyExistsException if it is there
   */
  EventFile(Path file) throws IOException {
    this.file = file;
    try {
      this.out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException taken) {
      throw taken;
    } catch (IOException failure) {
      throw AtomicFiles.cannotWrite(file, failure);
    }
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
    try {
      out.write(record.array());
      out.flush();
    } catch (IOException failure) {
      throw AtomicFiles.cannotWrite(file, failure);
    }
  }

  static int masked(byte[] bytes, int from, int count) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, from, count);
    return Integer.rotateRight((int) checksum.getValue(), 15) + MASK_DELTA;
  }

  @Override
  public void close() throws IOException {
    try {
      out.close();
    } catch (IOException failure) {
      throw AtomicFiles.cannotWrite(file, failure);
    }
  }
}
