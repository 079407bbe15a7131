package lanewise.tensor.io;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import lanewise.tensor.Tensor;

/**
 * NumPy's file of one array, {@code .npy}.
 *
 * <p>Read are versions 1.0, 2.0 and 3.0, both byte orders, C and Fortran order, and the kinds
 * float32, float64, int32, int64, uint8 and bool (0 and 1); all become float32, rounded to nearest
 * where they do not fit (whole numbers above 2^24, most doubles). A header is checked against the
 * size of the file before anything is allocated. Written is version 1.0 (2.0 where the header is
 * too long), float32, little-endian, C order.
 *
 * <p>Safe for concurrent use.
 */
public final class Npy {
  private Npy() {}

  /**
   * Reads a file.
   *
   * @param file an npy file
   * @return a new row-major tensor of the file's shape
   * @throws NpyFormatException if the file is not a whole npy file of a kind that is read, or has
   *     more elements than a tensor
   * @throws IOException if reading fails
   */
  public static Tensor read(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return NpyStream.read(in, Files.size(file), file.toString());
    } catch (IOException failure) {
      throw named(file, failure);
    }
  }

  /** What the system says of a device that fails does not name the file. */
  static IOException named(Path file, IOException failure) {
    return failure instanceof NpyFormatException
            || failure instanceof ReadLimitException
            || failure instanceof NoSuchFileException
        ? failure
        : new IOException("cannot read " + file + ": " + AtomicFiles.reason(failure), failure);
  }

  /**
   * Reads a stream to its end, such as a resource of a jar. Takes memory for its bytes and for the
   * tensor.
   *
   * @param in the bytes of one npy file; not closed
   * @param name what to call it in messages
   * @return a new row-major tensor
   * @throws NpyFormatException if the bytes are not a whole npy file of a kind that is read
   * @throws IOException if reading fails
   */
  public static Tensor read(InputStream in, String name) throws IOException {
    byte[] bytes = in.readAllBytes();
    return NpyStream.read(new ByteArrayInputStream(bytes), bytes.length, name);
  }

  /**
   * Writes a file. An existing one is replaced as a whole: until the new content is complete and on
   * the disk, the old one stays.
   *
   * @param file where to; missing folders are created
   * @param tensor any tensor; a view is written row-major
   * @throws IOException if writing fails; the file is then as before
   */
  public static void write(Path file, Tensor tensor) throws IOException {
    AtomicFiles.writeStream(file, out -> NpyStream.write(out, tensor));
  }

  /**
   * Writes the bytes of an npy file to a stream.
   *
   * @param out where to; neither flushed nor closed
   * @param tensor any tensor; a view is written row-major
   * @throws IOException if writing fails
   */
  public static void write(OutputStream out, Tensor tensor) throws IOException {
    NpyStream.write(out, tensor);
  }

  /**
   * Maps a file into memory, to read parts of it on demand. Nothing needs closing.
   *
   * @param file an npy file in C order, of rank 1 or more; it must not be changed while the result
   *     is in use
   * @return its rows
   * @throws NpyFormatException if the file is not a whole npy file of that kind
   * @throws IOException if reading fails
   */
  public static MappedNpy map(Path file) throws IOException {
    return MappedNpy.open(file);
  }
}
