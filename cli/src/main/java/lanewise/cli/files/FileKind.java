package lanewise.cli.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import lanewise.cli.session.InputException;
import org.jspecify.annotations.Nullable;

/**
 * What a file is that people bring where another is wanted, told by its first bytes and its name.
 *
 * @param name such as {@code an ONNX model}
 * @param asModel what to do where a model was wanted; null if it may be one
 * @param asRows what to do where rows were wanted; null if it may have them
 * @param asJob what to do where a job was wanted; null if it may be one
 */
public record FileKind(
    String name, @Nullable String asModel, @Nullable String asRows, @Nullable String asJob) {
  /** What {@code --data} takes, for messages. */
  public static final String DATA_TAKES =
      "--data takes a CSV file, an npy file, a folder of CSV, IDX or npy files, digits or iris";

  private static final String OWN_MODEL =
      "name the .safetensors file that lanewise train has written";
  private static final String TENSORS =
      "save its tensors as safetensors, which a program reads with Safetensors.read, or train anew"
          + " with lanewise train";
  private static final String OWN_JOB =
      "lanewise train --print-job prints one, and options such as --data take its place";
  private static final String OWN_SEARCH = "lanewise search --help shows what one contains";
  private static final String CSV_BY_PANDAS = "write it as CSV, for example by to_csv of pandas";
  private static final String BY_GZIP = "unpack it, or compress it by gzip";
  private static final String IDX_FOLDER = "name the folder of its images and labels with --data";

  /** Enough for the key in the header of a safetensors file that says who wrote it. */
  private static final int BYTES = 512;

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
          own(
              "\u0093NUMPY",
              "a NumPy array",
              "beside a CSV file, name CSV files",
              "name it with --data, as in --data x.npy --label y.npy",
              ".npy"),
          rows("\u0093NUMPY", "a NumPy array", "give its name the ending .npy"),
          model(0, "\u0089HDF", "an HDF5 file, as Keras writes them"),
          model(0, "GGUF", "a GGUF model"),
          model(4, "TFL3", "a TensorFlow Lite model"),
          rows("PAR1", "a Parquet file", CSV_BY_PANDAS),
          rows("ARROW1", "an Arrow file", CSV_BY_PANDAS),
          rows("SQLite format 3", "an SQLite database", "write a table or a query as CSV"),
          other("%PDF-", "a PDF document"),
          other("\u0089PNG", "a picture"),
          other("\u00ff\u00d8\u00ff", "a picture"),
          rows("BZh", "compressed by bzip2", BY_GZIP, ".bz2"),
          rows("(\u00b5/\u00fd", "compressed by zstd", BY_GZIP),
          rows("\u00fd7zXZ", "compressed by xz", BY_GZIP),
          own("\0\0\b\3", "an IDX file of images", IDX_FOLDER, IDX_FOLDER),
          own("\0\0\b\1", "an IDX file of labels", IDX_FOLDER, IDX_FOLDER),
          own("\u001f\u008b", "a packed IDX file", IDX_FOLDER, IDX_FOLDER, "ubyte.gz"),
          rows("<", "a web page", "save its table as CSV", ".html", ".htm"),
          rows("<", "an XML file", "write its records as CSV", ".xml"),
          rows("{", "a file of JSON lines", "write its records as CSV", ".jsonl", ".ndjson"),
          // YAML has all of JSON in it, so this may be a job.
          new Signature(
              0,
              "{",
              List.of(".json"),
              new FileKind("a JSON file", OWN_MODEL, "write its records as CSV", null)),
          rows("[", "a JSON file", "write its records as CSV", ".json", ".jsonl", ".ndjson"),
          // The field for the version of the format, which is a small number, in protobuf.
          model(0, "\b", "an ONNX model", ".onnx"),
          new Signature(
              0,
              "",
              List.of(".csv", ".tsv", ".csv.gz", ".tsv.gz"),
              new FileKind(
                  "a table of rows",
                  OWN_MODEL + "; rows are named by --data",
                  null,
                  "name it with --data, as in --data x.csv --label COLUMN")),
          new Signature(
              0,
              "",
              List.of(".yaml", ".yml"),
              new FileKind(
                  "a YAML file, as jobs are",
                  OWN_MODEL,
                  DATA_TAKES + "; train takes a job",
                  null)));

  private static final FileKind PICKLE = modelKind("a Python pickle");
  private static final FileKind CHECKPOINT =
      new FileKind(
          "the state of a training",
          "name the model beside the folder of its run, or continue the training by lanewise train"
              + " RUN --resume, where RUN is that folder",
          DATA_TAKES,
          "to continue the training, name the folder of its run, as in lanewise train models/digits"
              + " --resume");
  private static final FileKind OWN =
      new FileKind(
          "a model of lanewise",
          null,
          DATA_TAKES,
          "to continue its training, name the folder of its run, as in lanewise train"
              + " models/digits --resume; evaluate, predict and inspect take models");
  private static final FileKind TENSORS_OF_OTHERS =
      new FileKind("a file of tensors", null, DATA_TAKES, OWN_JOB);

  private static FileKind modelKind(String name) {
    return new FileKind(name, TENSORS, DATA_TAKES, OWN_JOB);
  }

  private static Signature model(int at, String bytes, String name, String... endings) {
    return new Signature(at, bytes, List.of(endings), modelKind(name));
  }

  private static Signature rows(String bytes, String name, String asRows, String... endings) {
    return own(bytes, name, asRows, asRows + "; rows are named by --data", endings);
  }

  private static Signature own(
      String bytes, String name, String asRows, String asJob, String... endings) {
    return new Signature(0, bytes, List.of(endings), new FileKind(name, OWN_MODEL, asRows, asJob));
  }

  private static Signature other(String bytes, String name) {
    return new Signature(0, bytes, List.of(), new FileKind(name, OWN_MODEL, DATA_TAKES, OWN_JOB));
  }

  /**
   * Refuses a file of which it is clear that it is not what is wanted. Files whose bytes and name
   * tell nothing pass, and those that cannot be read.
   *
   * @throws InputException if it is of another kind; the sentence says which, and what to do
   */
  public static void require(FileUse use, Path file) {
    FileKind kind = of(file);
    String advice = kind == null ? null : kind.advice(use);
    if (kind != null && advice != null) {
      throw new InputException(
          "%s is %s%s; %s".formatted(file, kind.name(), use.instead(), advice));
    }
  }

  private @Nullable String advice(FileUse use) {
    return switch (use) {
      case MODEL -> asModel;
      case ROWS -> asRows;
      case JOB -> asJob;
      case SEARCH -> asJob == null ? null : OWN_SEARCH;
    };
  }

  /** Returns the kind of a file; null where its bytes and its name tell nothing. */
  private static @Nullable FileKind of(Path file) {
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
    if (text.startsWith("\0\0\0\0{", 4)) {
      return ofSafetensors(text);
    }
    for (Signature signature : SIGNATURES) {
      if (signature.fits(text, name)) {
        return signature.kind;
      }
    }
    boolean pickle = text.length() > 1 && text.charAt(0) == '\u0080' && text.charAt(1) <= 5;
    return pickle ? PICKLE : null;
  }

  /** Its header begins with what the writer says of the file. */
  private static FileKind ofSafetensors(String text) {
    if (text.contains("\"lanewise.model\"")) {
      return OWN;
    }
    return text.contains("\"run:") ? CHECKPOINT : TENSORS_OF_OTHERS;
  }
}
