package lanewise.tensor.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One npy array in a stream whose length is known; files and the entries of archives read alike.
 */
final class NpyStream {
  private static final int CHUNK_BYTES = 1 << 16;

  private NpyStream() {}

  /** Reads all of a stream of this many bytes; allocates only what the size bears out. */
  static Tensor read(InputStream in, long size, String name) throws IOException {
    return read(in, size, name, null);
  }

  /** Reads all of a stream of this many bytes, with a budget if they are an entry of an archive. */
  static Tensor read(InputStream in, long size, String name, @Nullable NpyBudget budget)
      throws IOException {
    NpyHeader header = NpyHeader.read(in, size, name);
    Shape shape = header.shape();
    if (budget != null) {
      budget.take(header, shape.size());
    }
    float[] values = new float[shape.size()];
    readNumbers(in, header, values);
    if (!header.fortran()) {
      return Tensor.wrap(values, shape);
    }
    int[] reversed = new int[shape.rank()];
    for (int i = 0; i < reversed.length; i++) {
      reversed[i] = shape.dim(-1 - i);
    }
    return Tensor.wrap(values, Shape.of(reversed)).transpose().contiguous();
  }

  private static void readNumbers(InputStream in, NpyHeader header, float[] values)
      throws IOException {
    int width = header.kind().bytes();
    byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, (long) width * values.length)];
    ByteBuffer numbers = ByteBuffer.wrap(chunk).order(header.order());
    int at = 0;
    while (at < values.length) {
      int count = Math.min(chunk.length / width, values.length - at);
      if (in.readNBytes(chunk, 0, count * width) < count * width) {
        throw new NpyFormatException(header.name(), "is cut short within the numbers");
      }
      header.kind().get(numbers, values, at, count);
      at += count;
    }
  }

  /** Writes a header and the numbers, little-endian float32, row-major. */
  static void write(OutputStream out, Tensor tensor) throws IOException {
    out.write(NpyHeader.float32(tensor.shape()));
    Tensor dense = tensor.contiguous();
    float[] values = dense.storage();
    int at = dense.storageOffset();
    int end = at + dense.size();
    byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, 4L * dense.size())];
    ByteBuffer numbers = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
    while (at < end) {
      int count = Math.min(chunk.length / 4, end - at);
      numbers.asFloatBuffer().put(values, at, count);
      out.write(chunk, 0, 4 * count);
      at += count;
    }
  }

  /** How many bytes {@link #write} writes. */
  static long size(Tensor tensor) {
    return NpyHeader.float32(tensor.shape()).length + 4L * tensor.size();
  }
}
