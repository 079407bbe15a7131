package lanewise.training.data.idx;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import lanewise.training.data.DataException;
import lanewise.training.internal.GzipInput;

/**
 * One IDX file of unsigned bytes, read completely and checked.
 *
 * <pre>
 * 0, 0, type code (8 = unsigned byte), rank    4 bytes, the magic number
 * sizes of the dimensions, outermost first     4 bytes each, big-endian
 * the values in row-major order                1 byte each
 * </pre>
 *
 * <p>The sizes in the header are not trusted: the buffer grows with the bytes that are actually
 * read, so a false header costs no memory.
 */
final class IdxFile {
  private static final int UNSIGNED_BYTE = 8;
  private static final int FIRST_CHUNK = 1 << 16;
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final int[] dims;
  private final byte[] values;

  private IdxFile(int[] dims, byte[] values) {
    this.dims = dims;
    this.values = values;
  }

  /** Returns the size of a dimension, above 0. */
  int dim(int axis) {
    return dims[axis];
  }

  /** Returns the number of values, which is the product of the dimensions. */
  int size() {
    return values.length;
  }

  /** Returns one value, 0 to 255, by its index in row-major order. */
  int value(int index) {
    return Byte.toUnsignedInt(values[index]);
  }

  /** Reads a file that must have this many dimensions. */
  static IdxFile read(Path file, int rank) throws DataException {
    if (!Files.isRegularFile(file)) {
      throw new DataException(file + ": there is no such file");
    }
    try (GzipInput input = GzipInput.open(file)) {
      return new Source(file, input.packed(), input.content()).read(rank);
    } catch (DataException e) {
      throw e;
    } catch (IOException e) {
      throw new DataException(file + ": " + GzipInput.problem(e), e);
    }
  }

  /** An open file: its name in messages, and the rest of it that is still to be read. */
  private record Source(Path file, boolean packed, InputStream in) {
    IdxFile read(int rank) throws IOException {
      byte[] magic = readUpTo(4);
      if (magic.length < 4) {
        throw cutShort(4L + 4L * rank, magic.length);
      }
      checkMagic(magic, rank);
      byte[] sizes = readUpTo(4 * rank);
      if (sizes.length < 4 * rank) {
        throw cutShort(4L + 4L * rank, 4L + sizes.length);
      }
      int[] dims = dims(ByteBuffer.wrap(sizes), rank);
      int count = 1;
      for (int dim : dims) {
        count *= dim;
      }
      byte[] values = readUpTo(count);
      long header = 4L + 4L * rank;
      if (values.length < count) {
        throw cutShort(header + count, header + values.length);
      }
      if (in.read() >= 0) { // at the end of gzip data this also verifies its checksum
        throw fault(
            "goes on after the %d%s bytes that its header promises; fetch the file again"
                .formatted(header + count, packed ? " unpacked" : ""));
      }
      return new IdxFile(dims, values);
    }

    private void checkMagic(byte[] magic, int rank) throws DataException {
      byte[] expected = {0, 0, UNSIGNED_BYTE, (byte) rank};
      if (Arrays.equals(magic, expected)) {
        return;
      }
      HexFormat hex = HexFormat.of();
      String difference =
          "its magic number is 0x%s, not 0x%s (%s)"
              .formatted(hex.formatHex(magic), hex.formatHex(expected), contents(rank));
      if (magic[0] != 0 || magic[1] != 0) {
        throw fault(difference + "; this is not an IDX file; fetch the file again");
      }
      if (magic[2] != UNSIGNED_BYTE) {
        throw fault(
            difference
                + "; values of type "
                + type(magic[2])
                + " are not supported; use unsigned bytes");
      }
      int found = Byte.toUnsignedInt(magic[3]);
      throw fault(
          "%s; it has %d %s, not %d; are files of images and of labels exchanged?"
              .formatted(difference, found, found == 1 ? "dimension" : "dimensions", rank));
    }

    private static String contents(int rank) {
      return switch (rank) {
        case 1 -> "labels as unsigned bytes";
        case 3 -> "images of unsigned bytes";
        default -> rank + " dimensions of unsigned bytes";
      };
    }

    private static String type(byte code) {
      return switch (code) {
        case 0x09 -> "signed byte";
        case 0x0B -> "16-bit integer";
        case 0x0C -> "32-bit integer";
        case 0x0D -> "32-bit float";
        case 0x0E -> "64-bit float";
        default -> "0x" + HexFormat.of().toHexDigits(code).toUpperCase(Locale.ROOT);
      };
    }

    private int[] dims(ByteBuffer sizes, int rank) throws DataException {
      long[] unsigned = new long[rank];
      for (int i = 0; i < rank; i++) {
        unsigned[i] = Integer.toUnsignedLong(sizes.getInt());
      }
      String promise = "its header promises sizes " + Arrays.toString(unsigned);
      int[] dims = new int[rank];
      long count = 1;
      for (int i = 0; i < rank; i++) {
        if (unsigned[i] == 0) {
          throw fault(promise + ": there is nothing in it");
        }
        count *= unsigned[i]; // below 2^63: two factors below 2^31 and 2^32
        if (count > LONGEST_ARRAY) {
          throw fault(
              promise + ": more than the 2^31 values that fit in memory, or the header is damaged");
        }
        dims[i] = (int) unsigned[i];
      }
      return dims;
    }

    /** Reads bytes, and returns fewer than requested if the file ends early, compressed or not. */
    private byte[] readUpTo(int count) throws IOException {
      byte[] bytes = new byte[Math.min(count, FIRST_CHUNK)];
      int filled = 0;
      while (filled < count) {
        if (filled == bytes.length) {
          bytes = Arrays.copyOf(bytes, (int) Math.min(count, 2L * bytes.length));
        }
        int read = readSome(bytes, filled);
        if (read < 0) {
          return Arrays.copyOf(bytes, filled);
        }
        filled += read;
      }
      return bytes;
    }

    private int readSome(byte[] bytes, int from) throws IOException {
      try {
        return in.read(bytes, from, bytes.length - from);
      } catch (EOFException e) { // truncated gzip data
        return -1;
      }
    }

    private DataException cutShort(long expected, long found) {
      return fault(
          "is cut short: %d%s bytes expected, %d found; fetch the file again"
              .formatted(expected, packed ? " unpacked" : "", found));
    }

    private DataException fault(String fault) {
      return new DataException(file + ": " + fault);
    }
  }
}
