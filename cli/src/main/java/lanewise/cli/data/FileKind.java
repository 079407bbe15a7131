package lanewise.cli.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a file is that people bring and no command reads, told by its first bytes and its name.
 *
 * @param name such as {@code an ONNX model}
 * @param asModel what to do where a model was wanted
 * @param asData what to do where rows were wanted
 */
record FileKind(String name, String asModel, String asData) {
  private static final String OWN_MODEL =
      "name the .safetensors file that lanewise train has written";
  private static final String TENSORS =
      "save its tensors as safetensors, which a program reads with Safetensors.read, or train anew"
          + " with lanewise train";
  private static final int BYTES = 16;

  /** A kind, the first bytes after which a file is one, and the endings of names that it has. */
  private record Signature(int at, String bytes, List<String> endings, FileKind kind) {
    boolean fits(String first, String fileName) {
      return first.startsWith(bytes, at)
          && (endings.isEmpty() || endings.stream().anyMatch(fileName::endsWith));
    }
  }

  /** In the order in which they are tried. */
  private static final List<Signature> SIGNATURES =
      List.of(
          rows("PK\3\4", "a NumPy archive", "write its arrays as npy files, by numpy.save", ".npz"),
          model(0, "PK\3\4", "a PyTorch checkpoint", ".pt", ".pth", ".bin", ".ckpt"),
          model(0, "PK\3\4", "a Keras model", ".keras"),
          rows("PK\3\4", "a spreadsheet", "save the sheet as CSV", ".xlsx", ".xlsm", ".ods"),
          rows("PK\3\4", "a ZIP archive", "unpack it and name the file or folder"),
          rows("\u00d0\u00cf\u0011\u00e0", "an Excel file", "save the sheet as CSV"),
          rows("\u0093NUMPY", "a NumPy array", "give its name the ending .npy"),
          model(0, "\u0089HDF", "an HDF5 file, as Keras writes them"),
          model(0, "GGUF", "a GGUF model"),
          model(4, "TFL3", "a TensorFlow Lite model"),
          rows("PAR1", "a Parquet file", "write it as CSV, for example by to_csv of pandas"),
          rows("ARROW1", "an Arrow file", "write it as CSV, for example by to_csv of pandas"),
          rows("SQLite format 3", "an SQLite database", "write a table or a query as CSV"),
          rows("%PDF-", "a PDF document", DataSource.TAKES),
          rows("\u0089PNG", "a picture", DataSource.TAKES),
          rows("\u00ff\u00d8\u00ff", "a picture", DataSource.TAKES),
          rows("BZh", "compressed by bzip2", "unpack it, or compress it by gzip", ".bz2"),
          rows("(\u00b5/\u00fd", "compressed by zstd", "unpack it, or compress it by gzip"),
          rows("\u00fd7zXZ", "compressed by xz", "unpack it, or compress it by gzip"),
          rows("<", "a web page", "save its table as CSV", ".html", ".htm"),
          rows("<", "an XML file", "write its records as CSV", ".xml"),
          rows("{", "a JSON file", "write its records as CSV", ".json", ".jsonl", ".ndjson"),
          rows("[", "a JSON file", "write its records as CSV", ".json", ".jsonl", ".ndjson"),
          // The field for the version of the format, which is a small number, in protobuf.
          model(0, "\b", "an ONNX model", ".onnx"));

  private static Signature model(int at, String bytes, String name, String... endings) {
    return new Signature(
        at, bytes, List.of(endings), new FileKind(name, TENSORS, DataSource.TAKES));
  }

  private static Signature rows(String bytes, String name, String asData, String... endings) {
    return new Signature(0, bytes, List.of(endings), new FileKind(name, OWN_MODEL, asData));
  }

  /**
   * Returns the kind of a file that is neither CSV nor anything that lanewise writes; null for all
   * others, and where the bytes tell nothing or cannot be read.
   */
  static @Nullable FileKind of(Path file) {
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
    for (Signature signature : SIGNATURES) {
      if (signature.fits(text, name)) {
        return signature.kind;
      }
    }
    boolean pickle = text.length() > 1 && text.charAt(0) == '\u0080' && text.charAt(1) <= 5;
    return pickle ? new FileKind("a Python pickle", TENSORS, DataSource.TAKES) : null;
  }
}
