package lanewise.training.data;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Small files that tests write. */
public final class DataFiles {
  private DataFiles() {}

  /** Writes bytes, compressed if the name ends in {@code .gz}. */
  public static Path write(Path file, byte[] bytes) {
    try (OutputStream plain = Files.newOutputStream(file);
        OutputStream out = file.toString().endsWith(".gz") ? new GZIPOutputStream(plain) : plain) {
      out.write(bytes);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes of an IDX file of unsigned bytes. */
  public static byte[] idx(byte[] values, int... dims) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * dims.length + values.length);
    bytes.putInt(0x800 + dims.length);
    for (int dim : dims) {
      bytes.putInt(dim);
    }
    return bytes.put(values).array();
  }

  /** Images of 1 x 2 pixels: the number of the row, from a first one, and 200 + its class. */
  public static byte[] numberedImages(int first, int rows) {
    byte[] pixels = new byte[2 * rows];
    for (int i = 0; i < rows; i++) {
      pixels[2 * i] = (byte) (first + i);
      pixels[2 * i + 1] = (byte) (200 + (first + i) % 3);
    }
    return idx(pixels, rows, 1, 2);
  }

  /** Classes 0, 1, 2, 0, … of the rows of {@link #numberedImages}. */
  public static byte[] numberedLabels(int first, int rows) {
    byte[] labels = new byte[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = (byte) ((first + i) % 3);
    }
    return idx(labels, rows);
  }
}
