package lanewise.layers.format;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a file is that was brought for a safetensors file, told by its first eight bytes. */
final class OtherFormat {
  private static final String SAVE_TENSORS =
      "have the program that made it save its tensors as safetensors";

  /** A format, what all its files begin with, and what to do with one. */
  private record Kind(String name, Pattern begin, String advice) {
    static Kind of(String name, String begin, String advice) {
      return new Kind(name, Pattern.compile(begin, Pattern.DOTALL), advice);
    }
  }

  private static final List<Kind> KINDS =
      List.of(
          // The version of the format as a field of protobuf, then one of the next seven fields.
          Kind.of("an ONNX model", "\\x08[\\x01-\\x1f][\\x12\\x1a\"(2:B].*", SAVE_TENSORS),
          Kind.of("a ZIP archive, as PyTorch writes them", "PK\\x03\\x04.*", SAVE_TENSORS),
          Kind.of("a Python pickle", "\\x80[\\x02-\\x05].*", SAVE_TENSORS),
          Kind.of("an HDF5 file, as Keras writes them", "\\x89HDF.*", SAVE_TENSORS),
          Kind.of("a GGUF model", "GGUF.*", SAVE_TENSORS),
          Kind.of("a TensorFlow Lite model", ".{4}TFL3", SAVE_TENSORS),
          Kind.of("a NumPy array", "\\x93NUMPY.*", "read it with Npy.read"),
          Kind.of("packed with gzip", "\\x1f\\x8b.*", "unpack it first"),
          Kind.of("text", "[\\t\\n\\r -~]{8}", "name a model file"));

  private OtherFormat() {}

  /** Says which format it is and what to do; null where the bytes tell nothing. */
  static @Nullable String sentence(byte[] first) {
    String text = new String(first, StandardCharsets.ISO_8859_1);
    for (Kind kind : KINDS) {
      if (kind.begin.matcher(text).matches()) {
        return "it is %s, not a safetensors file; %s".formatted(kind.name, kind.advice);
      }
    }
    return null;
  }
}
