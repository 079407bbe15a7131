package lanewise.training.data.idx;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import lanewise.tensor.io.ReadLimitException;
import lanewise.tensor.io.ReadLimits;
import lanewise.training.data.DataException;
import lanewise.training.data.DataLimitException;
import lanewise.training.internal.GzipInput;

/**
 * An open IDX file of unsigned bytes, behind its header.
 *
 * <pre>
 * 0, 0, type code (8 = unsigned byte), rank    4 bytes, the magic number
 * sizes of the dimensions, outermost first     4 bytes each, big-endian
 * the values in row-major order                1 byte each
 * </pre>
 *
 * <p>The sizes in the header are not trusted: nothing is allocated before the bytes are there.
 */
final class IdxInput implements Closeable {
  private static final int UNSIGNED_BYTE = 8;
  private static final int FIRST_CHUNK = 1 << 16;
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final Path file;
  private final GzipInput input;
  private final InputStream in;
  private final boolean packed;
  private final long[] dims;

  /** The number of values read so far. */
  private long done;

  private IdxInput(Path file, GzipInput input, int rank) throws IOException {
    this.file = file;
    this.input = input;
    this.in = input.content();
    this.packed = input.packed();
    this.dims = readHeader(rank);
  }

  /** Opens a file that must have this many dimensions. */
  static IdxInput open(Path file, int rank) throws DataException {
    if (!Files.isRegularFile(file)) {
      throw new DataException(file + ": there is no such file");
    }
    GzipInput input = null;
    try {
      input = GzipInput.open(file);
      return new IdxInput(file, input, rank);
    } catch (IOException failure) {
      if (input != null) {
        closeAfter(failure, input);
      }
      throw failure instanceof DataException known ? known : unreadable(file, failure);
    }
  }

  private static void closeAfter(IOException failure, Closeable input) {
    try {
      input.close();
    } catch (IOException alsoNotClosed) {
      failure.addSuppressed(alsoNotClosed);
    }
  }

  private static DataException unreadable(Path file, IOException failure) {
    return new DataException(file + ": " + GzipInput.problem(failure), failure);
  }

  private long[] readHeader(int rank) throws IOException {
    byte[] magic = readUpTo(4);
    if (magic.length < 4) {
      throw cutShort(4L + 4L * rank, magic.length);
    }
    checkMagic(magic, rank);
    byte[] sizes = readUpTo(4 * rank);
    if (sizes.length < 4 * rank) {
      throw cutShort(4L + 4L * rank, 4L + sizes.length);
    }
    ByteBuffer numbers = ByteBuffer.wrap(sizes);
    long[] unsigned = new long[rank];
    for (int i = 0; i < rank; i++) {
      unsigned[i] = Integer.toUnsignedLong(numbers.getInt());
    }
    for (long dim : unsigned) {
      if (dim == 0) {
        throw fault(promise(unsigned) + ": there is nothing in it");
      }
    }
    return unsigned;
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
        "%s; it has %s %s, not %s; are files of images and of labels exchanged?"
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

  private static String promise(long[] sizes) {
    return "its header promises sizes " + Arrays.toString(sizes);
  }

  Path file() {
    return file;
  }

  /** Returns whether the file is compressed. */
  boolean packed() {
    return packed;
  }

  /** Returns the size of a dimension, 1 to 2^32 - 1. */
  long dim(int axis) {
    return dims[axis];
  }

  /** Returns the number of bytes of the header. */
  long headerBytes() {
    return 4L + 4L * dims.length;
  }

  /** Returns the number of rows, the size of the first dimension. */
  int rows() throws DataException {
    return requireInt(dims[0]);
  }

  /** Returns the number of values of a row. */
  int rowSize() throws DataException {
    long size = 1;
    for (int axis = 1; axis < dims.length; axis++) {
      size = requireInt(size * dims[axis]); // below 2^63: two factors below 2^31 and 2^32
    }
    return (int) size;
  }

  private int requireInt(long value) throws DataException {
    if (value > LONGEST_ARRAY) {
      throw fault(
          promise(dims) + ": more than 2^31 rows or values of a row, or the header is damaged");
    }
    return (int) value;
  }

  /**
   * Checks that a compressed file can hold what its header promises, before anything is allocated
   * for a row: a byte of deflated data stands for at most 1032 others.
   */
  void requirePlausible() throws DataException {
    try {
      long most = 1032 * Files.size(file);
      if (packed && promisedBytes().compareTo(BigInteger.valueOf(most)) > 0) {
        throw fault(
            "its header promises %s unpacked bytes, more than %s compressed ones can hold; fetch the file again"
                .formatted(promisedBytes(), Files.size(file)));
      }
    } catch (DataException known) {
      throw known;
    } catch (IOException failure) {
      throw unreadable(file, failure);
    }
  }

  /**
   * Refuses a compressed file whose rows would take more memory than is granted, before any is
   * allocated. One that is not compressed has the bytes that its header promises, or is refused for
   * that.
   *
   * @param perValue the bytes for each value of all rows
   * @param perPlace the bytes for each value of one row: a name, a place in a buffer
   */
  void requireProportion(ReadLimits limits, int perValue, int perPlace) throws DataException {
    if (!packed) {
      return;
    }
    BigInteger places = BigInteger.ONE;
    for (int axis = 1; axis < dims.length; axis++) {
      places = places.multiply(BigInteger.valueOf(dims[axis]));
    }
    BigInteger values = places.multiply(BigInteger.valueOf(dims[0]));
    BigInteger bytes =
        values
            .multiply(BigInteger.valueOf(perValue))
            .add(places.multiply(BigInteger.valueOf(perPlace)));
    try {
      long wanted = bytes.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
      String what = "an array of sizes " + Arrays.toString(dims);
      limits.require(file.toString(), what, wanted, Files.size(file));
    } catch (ReadLimitException tooMuch) {
      throw new DataLimitException(String.valueOf(tooMuch.getMessage()));
    } catch (IOException failure) {
      throw unreadable(file, failure);
    }
  }

  /** Reads all values, and checks that the file ends behind them. */
  byte[] readAll() throws DataException {
    long count = 1;
    for (long dim : dims) {
      count *= dim; // below 2^63: two factors below 2^31 and 2^32
      if (count > LONGEST_ARRAY) {
        throw fault(
            promise(dims)
                + ": more than the 2^31 values that fit in memory, or the header is damaged");
      }
    }
    try {
      byte[] values = readUpTo((int) count);
      done = values.length;
      if (done < count) {
        throw cutShort(headerBytes() + count, headerBytes() + done);
      }
      requireEnd();
      return values;
    } catch (DataException known) {
      throw known;
    } catch (IOException failure) {
      throw unreadable(file, failure);
    }
  }

  /** Reads the next values; the file must have as many. */
  void read(byte[] values, int count) throws DataException {
    try {
      int read = in.readNBytes(values, 0, count);
      done += read;
      if (read < count) {
        throw endsEarly();
      }
    } catch (EOFException broken) {
      throw endsEarly();
    } catch (DataException known) {
      throw known;
    } catch (IOException failure) {
      throw unreadable(file, failure);
    }
  }

  /** Passes over the next values; the file must have as many. */
  void skip(long count) throws DataException {
    try {
      in.skipNBytes(count);
      done += count;
    } catch (EOFException broken) {
      throw endsEarly();
    } catch (IOException failure) {
      throw unreadable(file, failure);
    }
  }

  /** Checks that the file ends here; at the end of gzip data this also verifies its checksum. */
  void requireEnd() throws DataException {
    try {
      if (in.read() >= 0) {
        throw fault(
            "goes on after the %s%s bytes that its header promises; fetch the file again"
                .formatted(headerBytes() + done, packed ? " unpacked" : ""));
      }
    } catch (DataException known) {
      throw known;
    } catch (IOException failure) {
      throw unreadable(file, failure);
    }
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

  private DataException endsEarly() {
    return fault(
        "ends before the %s%s bytes that its header promises; fetch the file again"
            .formatted(promisedBytes(), packed ? " unpacked" : ""));
  }

  /** Returns the length of the unpacked file by its header, which may exceed a long. */
  private BigInteger promisedBytes() {
    BigInteger bytes = BigInteger.ONE;
    for (long dim : dims) {
      bytes = bytes.multiply(BigInteger.valueOf(dim));
    }
    return bytes.add(BigInteger.valueOf(headerBytes()));
  }

  private DataException cutShort(long expected, long found) {
    return fault(
        "is cut short: %s%s bytes expected, %s found; fetch the file again"
            .formatted(expected, packed ? " unpacked" : "", found));
  }

  private DataException fault(String fault) {
    return new DataException(file + ": " + fault);
  }

  @Override
  public void close() throws DataException {
    try {
      input.close();
    } catch (IOException failure) {
      throw unreadable(file, failure);
    }
  }
}
