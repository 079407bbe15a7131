package lanewise.cli.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import lanewise.cli.job.Job;
import lanewise.cli.job.JobFile;
import lanewise.cli.session.InputException;
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
import lanewise.tensor.io.Npy;
import lanewise.tensor.io.NpyFormatException;
import lanewise.tensor.io.Npz;
import lanewise.tensor.io.ReadLimitException;
import lanewise.training.TrainingState;
import lanewise.training.data.DataException;
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

  private static Path file(byte[] input) throws IOException {
    return Files.write(FILE, input);
  }

  private static void refused(Exception exception) {
    String message = exception.getMessage();
    if (message == null || message.isBlank() || message.indexOf('\n') >= 0) {
      throw new AssertionError("a refusal without one line that says why", exception);
    }
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
