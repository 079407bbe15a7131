package lanewise.training.internal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.function.IntUnaryOperator;
import lanewise.tensor.io.AtomicFiles;
import lanewise.training.data.DataException;

/**
 * Numbers of four bytes that are written to a file from the first to the last, and then mapped. The
 * file has no name where the system allows that, so nothing is left of it when the process ends,
 * however it ends. They are written by calls that report a full disk, which a mapped file cannot.
 */
public final class ScratchFile implements AutoCloseable {
  private static final int BUFFER = 1 << 18;

  private final Path folder;
  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.nativeOrder());

  private ScratchFile(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Makes a file.
   *
   * @param folder a folder on a disk with room; it is made if it does not exist
   * @throws DataException if no file can be made there
   */
  public static ScratchFile in(Path folder) throws DataException {
    try {
      Files.createDirectories(folder);
      return new ScratchFile(
          folder,
          FileChannel.open(
              folder.resolve(".rows-" + UUID.randomUUID()),
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE));
    } catch (IOException failure) {
      throw failed(folder, failure);
    }
  }

  private static DataException failed(Path folder, IOException failure) {
    return new DataException(
        "%s: the rows cannot be kept on the disk there (%s); free room, or name another folder"
            .formatted(folder, AtomicFiles.reason(failure)),
        failure);
  }

  /**
   * Adds the bits of a number.
   *
   * @throws DataException if the disk is full
   */
  public void put(int bits) throws DataException {
    if (!buffer.hasRemaining()) {
      flush();
    }
    buffer.putInt(bits);
  }

  private void flush() throws DataException {
    buffer.flip();
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException failure) {
      throw failed(folder, failure);
    }
    buffer.clear();
  }

  /**
   * Replaces every n-th number that was written, in their order.
   *
   * @param first the place of the first of them, from 0
   * @param stride n
   * @param change makes the new bits of the old
   * @throws DataException if the file cannot be read or written
   */
  public void replace(long first, int stride, IntUnaryOperator change) throws DataException {
    flush();
    ByteBuffer block = ByteBuffer.allocate(BUFFER).order(ByteOrder.nativeOrder());
    try {
      long words = channel.size() / Integer.BYTES;
      long next = first;
      for (long start = 0; start < words; start += BUFFER / Integer.BYTES) {
        long position = start * Integer.BYTES;
        block.clear();
        while (block.hasRemaining() && channel.read(block, position + block.position()) > 0) {}
        block.flip();
        int count = block.remaining() / Integer.BYTES;
        for (; next < start + count; next += stride) {
          int at = (int) (next - start) * Integer.BYTES;
          block.putInt(at, change.applyAsInt(block.getInt(at)));
        }
        while (block.hasRemaining()) {
          channel.write(block, position + block.position());
        }
      }
    } catch (IOException failure) {
      throw failed(folder, failure);
    }
  }

  /**
   * Maps what was written; nothing can be added from now on.
   *
   * @throws DataException if the file cannot be mapped
   */
  public Words map() throws DataException {
    flush();
    try (channel) {
      return new Words(channel.map(MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto()));
    } catch (IOException failure) {
      throw failed(folder, failure);
    }
  }

  /** Gives the file up. Does nothing after {@link #map}. */
  @Override
  public void close() throws DataException {
    try {
      channel.close();
    } catch (IOException failure) {
      throw failed(folder, failure);
    }
  }

  /** The numbers of a file; any number of threads may read them. */
  public static final class Words {
    private final MemorySegment segment;

    private Words(MemorySegment segment) {
      this.segment = segment;
    }

    /** Returns the bits at a place. */
    public int get(long at) {
      return segment.getAtIndex(ValueLayout.JAVA_INT, at);
    }

    /** Copies floats. */
    public void copy(long from, float[] to, int at, int count) {
      MemorySegment.copy(segment, ValueLayout.JAVA_FLOAT, from * Float.BYTES, to, at, count);
    }
  }
}
