package lanewise.cli.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells by a file's first bytes what it is, where people bring a file that no command reads. */
final class FileKind {
  private static final int BYTES = 16;

  private FileKind() {}

  /**
   * Names the kind of a file that is neither text nor anything that lanewise writes.
   *
   * @return such as {@code an ONNX model}; null for text, for a safetensors file, and where the
   *     bytes tell nothing or cannot be read
   */
  static @Nullable String other(Path file) {
    if (!Files.isRegularFile(file)) {
      return null;
    }
    byte[] first;
    try (InputStream in = Files.newInputStream(file)) {
      first = in.readNBytes(BYTES);
    } catch (IOException unreadable) {
      return null;
    }
    String text = new String(first, StandardCharsets.ISO_8859_1);
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (text.startsWith("PK\3\4")) {
      if (name.endsWith(".npz")) {
        return "a NumPy archive";
      }
      return name.matches(".*\\.(pt|pth|bin|ckpt)") ? "a PyTorch checkpoint" : "a ZIP archive";
    }
    if (text.startsWith("\u0093NUMPY")) {
      return "a NumPy array";
    }
    if (text.startsWith("\u0089HDF")) {
      return "an HDF5 file, as Keras writes them";
    }
    if (text.startsWith("GGUF")) {
      return "a GGUF model";
    }
    if (text.startsWith("TFL3", 4)) {
      return "a TensorFlow Lite model";
    }
    if (text.startsWith("PAR1")) {
      return "a Parquet file";
    }
    if (text.length() > 1 && text.charAt(0) == '\u0080' && text.charAt(1) <= 5) {
      return "a Python pickle";
    }
    if (text.startsWith("\u0089PNG") || text.startsWith("\u00ff\u00d8\u00ff")) {
      return "a picture";
    }
    // The field for the version of the format, which is a small number, in protobuf.
    boolean protobuf = text.length() > 2 && text.charAt(0) == 8 && text.charAt(1) < 32;
    return protobuf && name.endsWith(".onnx") ? "an ONNX model" : null;
  }
}
