package lanewise.cli.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import lanewise.cli.Cli;
import lanewise.cli.data.DataSource;
import lanewise.cli.job.Job;
import lanewise.cli.job.JobFile;
import lanewise.cli.report.Reports;
import lanewise.cli.search.SearchFiles;
import lanewise.cli.session.ExitCode;
import lanewise.cli.session.InputException;
import lanewise.cli.settings.Node;
import lanewise.cli.settings.Yaml;
import lanewise.cli.settings.YamlText;
import lanewise.layers.file.SavedModel;
import lanewise.layers.format.FormatException;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonException;
import lanewise.layers.format.Safetensors;
import lanewise.layers.format.Safetensors.Integrity;
import lanewise.layers.inference.InferencePlan;
import lanewise.layers.loss.Targets;
import lanewise.layers.predictor.Predictor;
import lanewise.layers.preprocessing.ColumnTransformer;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.tensor.io.Npy;
import lanewise.tensor.io.NpyFormatException;
import lanewise.tensor.io.Npz;
import lanewise.tensor.io.ReadLimitException;
import lanewise.training.TrainingState;
import lanewise.training.data.DataException;
import lanewise.training.data.InvalidDatasetException;
import lanewise.training.data.RowReader;
import lanewise.training.data.RowSource;
import lanewise.training.data.csv.CsvFormat;
import lanewise.training.data.csv.CsvTable;
import lanewise.training.data.idx.Idx;
import lanewise.training.data.table.Table;
import lanewise.training.data.table.TableFit;
import lanewise.training.data.table.TableRoles;
import lanewise.training.state.MemoryFile;

/**
 * One target for each reader: any bytes are read, or refused with the documented exception and one
 * line that says why. The signature is that of Jazzer.
 */
public final class FuzzTargets {
  private static final Path FILE = temporary("input");
  private static final Path OTHER = temporary("other");
  private static final Path FOLDER = temporaryFolder();

  private static final String DIGEST_KEY = "\"lanewise.sha256\":\"";
  private static final int DIGEST_LENGTH = 64;

  private FuzzTargets() {}

  private static Path temporary(String name) {
    try {
      Path file = Files.createTempFile("fuzz-" + name, ".bin");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Path temporaryFolder() {
    try {
      Path folder = Files.createTempDirectory("fuzz");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
      return folder;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(each -> each.toFile().delete());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Path file(byte[] input) throws IOException {
    return Files.write(FILE, input);
  }

  private static void refused(Exception exception) {
    String message = exception.getMessage();
    if (message == null || message.isBlank() || message.indexOf('\n') >= 0) {
      throw new AssertionError("a refusal without one line that says why", exception);
    }
  }

  /** Runs a command, which succeeds or refuses its input by one sentence. */
  private static void command(Object... words) {
    Cli.Outcome outcome = Cli.run(words);
    boolean isRefused = outcome.exitCode() == ExitCode.BAD_INPUT && outcome.errLines().size() == 1;
    if (outcome.exitCode() != ExitCode.OK && !isRefused) {
      throw new AssertionError("exit code " + outcome.exitCode() + ": " + outcome.err());
    }
  }

  private static boolean begins(byte[] input, String text) {
    byte[] start = text.getBytes(StandardCharsets.ISO_8859_1);
    return input.length >= start.length && Arrays.equals(start, Arrays.copyOf(input, start.length));
  }

  /**
   * The input with the digest of its content, where a file of tensors has one: a digest is no
   * signature, and what reads the file behind it must bear any content.
   */
  private static byte[] forged(byte[] input) {
    int at = new String(input, StandardCharsets.ISO_8859_1).indexOf(DIGEST_KEY);
    int from = at + DIGEST_KEY.length();
    if (at < 0 || from + DIGEST_LENGTH > input.length) {
      return input;
    }
    byte[] forged = input.clone();
    Arrays.fill(forged, from, from + DIGEST_LENGTH, (byte) '0');
    byte[] digest;
    try {
      digest = MessageDigest.getInstance("SHA-256").digest(forged);
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
    byte[] digits = HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digits, 0, forged, from, DIGEST_LENGTH);
    return forged;
  }

  /** A text in JSON. */
  public static final class JsonText {
    public static void fuzzerTestOneInput(byte[] input) {
      try {
        Json.parse(Json.write(Json.parse(input)));
      } catch (JsonException wrong) {
        refused(wrong);
      }
    }

    private JsonText() {}
  }

  /** A file of tensors. */
  public static final class SafetensorsFile {
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
      try {
        Safetensors.read(file(input), Integrity.WHERE_PRESENT);
      } catch (FormatException | ReadLimitException wrong) {
        refused(wrong);
      }
    }

    private SafetensorsFile() {}
  }

  /** A file of a model, with its description, as it is and with the right digest. */
  public static final class ModelFile {
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
      load(input);
      load(forged(input));
    }

    private static void load(byte[] input) throws IOException {
      SavedModel model;
      try {
        model = SavedModel.load(file(input));
      } catch (FormatException | ReadLimitException wrong) {
        refused(wrong);
        return;
      }
      if (model.model().inputShapes().size() == 1
          && model.model().outputShapes().size() == 1
          && model.model().inputShape().size() < 1 << 16) {
        InferencePlan plan = InferencePlan.of(model);
        plan.predict(new float[plan.inputSize()], 0, new float[plan.outputSize()], 0);
      }
    }

    private ModelFile() {}
  }

  /**
   * A model file as those who apply it read it, with the meaning of its inputs and outputs and the
   * right digest: rows are predicted, and all of it is shown.
   */
  public static final class PredictorFile {
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
      Predictor predictor;
      try {
        predictor = Predictor.load(file(forged(input)));
      } catch (FormatException | ReadLimitException wrong) {
        refused(wrong);
        return;
      }
      InferencePlan plan = predictor.plan();
      ColumnTransformer columns = predictor.columns();
      if (plan.inputSize() < 1 << 16 && plan.outputSize() < 1 << 16) {
        float[] row = new float[plan.inputSize()];
        if (columns != null) {
          columns.encode(new String[plan.inputSize()], row, 0); // nothing is there
        }
        plan.predict(row, 0, new float[plan.outputSize()], 0);
      }
      command("inspect", FILE);
    }

    private PredictorFile() {}
  }

  /** A file of one array. */
  public static final class NpyFile {
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
      try {
        Npy.read(new ByteArrayInputStream(input), "input");
      } catch (NpyFormatException wrong) {
        refused(wrong);
      }
      try {
        Npy.map(file(input));
      } catch (NpyFormatException wrong) {
        refused(wrong);
      }
    }

    private NpyFile() {}
  }

  /** An archive of arrays. */
  public static final class NpzFile {
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
      try {
        Npz.read(file(input));
      } catch (NpyFormatException | ReadLimitException wrong) {
        refused(wrong);
      }
    }

    private NpzFile() {}
  }

  /** A file of images, with two labels. */
  public static final class IdxFile {
    private static final byte[] LABELS = {0, 0, 8, 1, 0, 0, 0, 2, 0, 1};

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
      Files.write(OTHER, LABELS);
      try {
        Idx.load(file(input), OTHER, List.of("a", "b"));
      } catch (DataException wrong) {
        refused(wrong);
      }
      try {
        readAll(Idx.open(FILE, OTHER, List.of("a", "b")));
        readAll(Idx.open(OTHER, FILE, List.of("a", "b")));
      } catch (DataException wrong) {
        refused(wrong);
      } catch (UncheckedIOException later) {
        refused(later.getCause());
      }
    }

    private static void readAll(RowSource rows) {
      int width = rows.format().features().size();
      if (width <= 1 << 22) {
        float[] features = new float[width];
        Targets targets = rows.format().newTargets(1);
        try (RowReader reader = rows.reader()) {
          while (reader.read(0, 1, features, targets) > 0) {}
        }
      }
    }

    private IdxFile() {}
  }

  /** A table as text, plain or packed. */
  public static final class CsvFile {
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
      try (CsvTable csv =
          CsvTable.of(new ByteArrayInputStream(input), "input", CsvFormat.commas())) {
        Table table = Table.read(csv, "input", TableRoles.of(csv.header().getLast()));
        int[] rows = new int[table.rows()];
        for (int row = 0; row < rows.length; row++) {
          rows[row] = row;
        }
        TableFit.of(table, rows).features(table, rows);
      } catch (DataException wrong) {
        refused(wrong);
      }
    }

    private CsvFile() {}
  }

  /** A job file in YAML; a job that is read is also what its own print says. */
  public static final class JobText {
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
      Job job;
      try {
        job = Job.section().read(JobFile.read(file(input)), "");
      } catch (InputException wrong) {
        if (wrong.getMessage() == null) {
          throw new AssertionError("a refusal without a reason", wrong);
        }
        return;
      }
      String print = YamlText.of(Job.section().write(job));
      if (!Job.section().read(Yaml.document(print, "print"), "").equals(job)) {
        throw new AssertionError("a job that is not what it prints: " + print);
      }
    }

    private JobText() {}
  }

  /** A search file in YAML, or the result of a trial. */
  public static final class SearchText {
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
      try {
        if (begins(input, "{\"problem\"")) {
          SearchFiles.readResult(FOLDER, input);
        } else {
          SearchFiles.readSearch(file(input));
        }
      } catch (InputException | ReadLimitException wrong) {
        if (wrong.getMessage() == null) {
          throw new AssertionError("a refusal without a reason", wrong);
        }
      }
    }

    private SearchText() {}
  }

  /** What a run left: its figures, itself or its evaluation, as the text begins. */
  public static final class RunFiles {
    private static final String EPOCH =
        "{\"epoch\":1,\"step\":9,\"learningRate\":0.1,\"trainLoss\":0.7,\"train\":null,"
            + "\"validation\":{\"rows\":9,\"loss\":0.5,\"accuracy\":0.75},\"best\":true,"
            + "\"gradientNorm\":1,\"distance\":2,\"parameters\":{},\"dead\":{},\"saturated\":{},"
            + "\"findings\":[],\"seconds\":0.25,\"rowsPerSecond\":100}\n";

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
      Path run = Files.createDirectories(FOLDER.resolve("run"));
      String name =
          begins(input, "{\"epoch\"")
              ? "metrics.jsonl"
              : begins(input, "{\"part\"") ? "evaluation.json" : "run.json";
      Files.writeString(run.resolve("metrics.jsonl"), EPOCH);
      Files.write(run.resolve(name), input);
      try {
        Reports.make(run, FOLDER.resolve("page.html"));
      } catch (InputException | IOException wrong) {
        refused(wrong);
      }
      Files.delete(run.resolve(name));
    }

    private RunFiles() {}
  }

  /**
   * A file of rows beside whole ones, as a training takes them: an npy file of features, of what is
   * to be predicted or of a part, or images of an IDX folder or of a part.
   */
  public static final class RowFiles {
    private static final int ROWS = 40;
    private static final String IMAGES = "train-images-idx3-ubyte";
    private static final String LABELS = "train-labels-idx1-ubyte";

    static {
      try {
        writeWhole();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    private static void writeWhole() throws IOException {
      float[] x = new float[3 * ROWS];
      float[] y = new float[ROWS];
      byte[] pixels = new byte[4 * ROWS];
      byte[] labels = new byte[ROWS];
      for (int row = 0; row < ROWS; row++) {
        x[3 * row] = row;
        y[row] = row % 2;
        pixels[4 * row] = (byte) row;
        labels[row] = (byte) (row % 2);
      }
      Npy.write(FOLDER.resolve("x.npy"), Tensor.of(Shape.of(ROWS, 3), x));
      Npy.write(FOLDER.resolve("y.npy"), Tensor.of(Shape.of(ROWS), y));
      for (String folder : List.of("whole", "input")) {
        Path images = Files.createDirectories(FOLDER.resolve(folder));
        Files.write(images.resolve(IMAGES), idx(pixels, ROWS, 2, 2));
        Files.write(images.resolve(LABELS), idx(labels, ROWS));
      }
    }

    private static byte[] idx(byte[] values, int... sizes) {
      int header = Integer.BYTES * (1 + sizes.length);
      ByteBuffer bytes = ByteBuffer.allocate(header + values.length);
      bytes.putInt(0x0800 + sizes.length);
      for (int size : sizes) {
        bytes.putInt(size);
      }
      return bytes.put(values).array();
    }

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
      String folder = FOLDER.resolve("input").toString();
      if (begins(input, "\0\0")) {
        Files.write(FOLDER.resolve("input").resolve(IMAGES), input);
        prepare("{source: '%s'}".formatted(folder));
        prepare("{source: '%s', test: '%s'}".formatted(FOLDER.resolve("whole"), folder));
        return;
      }
      String x = FOLDER.resolve("x.npy").toString();
      String y = FOLDER.resolve("y.npy").toString();
      String in = Files.write(FOLDER.resolve("in.npy"), input).toString();
      prepare("{source: '%s', label: '%s'}".formatted(in, y));
      prepare("{source: '%s', label: '%s'}".formatted(x, in));
      if (input.length % 2 == 0) {
        prepare("{source: '%s', label: '%s', validation: '%s,%s'}".formatted(x, y, in, y));
      } else {
        prepare("{source: '%s', label: '%s', test: '%s,%s'}".formatted(x, y, x, in));
      }
    }

    private static void prepare(String data) throws IOException {
      Job job = Job.section().read((Node.Mapping) Yaml.document("data: " + data, "job"), "");
      try {
        DataSource.of(job.data()).prepare(1, FOLDER);
      } catch (DataException | InputException | InvalidDatasetException wrong) {
        refused(wrong);
      } catch (UncheckedIOException later) {
        refused(later.getCause());
      }
    }

    private RowFiles() {}
  }

  /** A checkpoint, as it is and with the right digest. */
  public static final class CheckpointFile {
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
      read(input);
      read(forged(input));
      try {
        MemoryFile.read(file(forged(input)));
      } catch (FormatException | ReadLimitException wrong) {
        refused(wrong);
      }
    }

    private static void read(byte[] input) {
      try {
        TrainingState.of(MemoryFile.fromBytes(input, "input").memory());
      } catch (FormatException wrong) {
        refused(wrong);
      }
    }

    private CheckpointFile() {}
  }
}
