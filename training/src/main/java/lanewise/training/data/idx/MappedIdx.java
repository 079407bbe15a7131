package lanewise.training.data.idx;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import lanewise.tensor.io.AtomicFiles;
import lanewise.training.data.DataException;
import lanewise.training.internal.MappedPart;

/**
 * An IDX file that is mapped into memory. There is nothing to close: the mapping goes when the
 * garbage collector finds it unused.
 *
 * @param file that is mapped
 * @param rows the size of the first dimension
 * @param width the number of values of a row
 * @param values one byte each
 */
record MappedIdx(Path file, int rows, int width, MemorySegment values) implements MappedPart {
  /** Maps a file that must have this many dimensions and not be compressed. */
  static MappedIdx open(Path file, int rank) throws DataException {
    try (IdxInput header = IdxInput.open(file, rank);
        FileChannel channel = FileChannel.open(file)) {
      if (header.packed()) {
        throw new DataException(
            file + ": it is compressed, so its rows cannot be read in any order; unpack it");
      }
      int rows = header.rows();
      int width = header.rowSize();
      long start = header.headerBytes();
      long expected = start + (long) rows * width;
      if (channel.size() < expected) {
        throw new DataException(
            "%s: is cut short: %s bytes expected, %s found; fetch the file again"
                .formatted(file, expected, channel.size()));
      }
      if (channel.size() > expected) {
        throw new DataException(
            "%s: goes on after the %s bytes that its header promises; fetch the file again"
                .formatted(file, expected));
      }
      MemorySegment values =
          channel.map(FileChannel.MapMode.READ_ONLY, start, expected - start, Arena.ofAuto());
      return new MappedIdx(file, rows, width, values);
    } catch (DataException known) {
      throw known;
    } catch (IOException failure) {
      throw new DataException(
          "%s: cannot be mapped (%s)".formatted(file, AtomicFiles.reason(failure)), failure);
    }
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public boolean isCutShort() {
    return MappedPart.isShorter(file, values.byteSize());
  }

  @Override
  public void copy(int row, float[] to, int at) {
    long from = (long) row * width;
    for (int i = 0; i < width; i++) {
      to[at + i] = values.get(JAVA_BYTE, from + i) & 0xFF;
    }
  }

  @Override
  public float first(int row) {
    return values.get(JAVA_BYTE, (long) row * width) & 0xFF;
  }
}
