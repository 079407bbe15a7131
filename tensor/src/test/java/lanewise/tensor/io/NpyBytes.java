package lanewise.tensor.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Bytes of npy files: those that NumPy wrote, and made-up ones. */
final class NpyBytes {
  private NpyBytes() {}

  /** A file that NumPy 2.4 wrote. */
  static byte[] numpy(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(NpyBytes.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    }
  }

  /** The same, in a file of that name. */
  static Path numpyFile(Path folder, String name) throws IOException {
    return Files.write(folder.resolve(name), numpy(name));
  }

  /** A file with this header text and these numbers as float32. */
  static byte[] of(String text, float... values) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] magic = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    out.writeBytes(magic);
    out.write(text.length());
    out.write(text.length() >> 8);
    out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    ByteBuffer numbers = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    numbers.asFloatBuffer().put(values);
    out.writeBytes(numbers.array());
    return out.toByteArray();
  }
}
