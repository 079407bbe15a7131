package lanewise.cli.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lanewise.cli.files.FileKind;
import lanewise.cli.job.CsvLayout.Symbol;
import lanewise.cli.job.DataSettings;
import lanewise.cli.job.RowPart;
import lanewise.cli.job.Unlabelled;
import lanewise.cli.session.InputException;
import lanewise.cli.session.InputFile;
import lanewise.cli.session.Session;
import lanewise.layers.predictor.Predictor;
import lanewise.training.data.RowReader;
import lanewise.training.data.table.TaskKind;
import org.jspecify.annotations.Nullable;

/** The data that {@code --data} names. */
public sealed interface DataSource permits BundledSource, CsvSource, IdxSource, NpySource {
  /** The name of the data in messages and in the model file. */
  String name();

  /** The columns of labels as the caller named them; none if the data has no columns. */
  default List<String> labels() {
    return List.of();
  }

  /** Whether the data has test rows of its own, which are those of an evaluation, too. */
  default boolean hasTestPart() throws IOException {
    return false;
  }

  /**
   * Reads the rows, divides them, and learns from the training rows how to prepare them.
   *
   * @param seed decides how they are divided
   * @param scratch a folder on a disk with room for rows that do not fit into memory
   * @throws InputException if the data does not allow what is asked of it
   * @throws IOException if it cannot be read
   */
  PreparedData prepare(long seed, Path scratch) throws IOException;

  /**
   * Opens the rows for an evaluation, with the classes numbered as the model numbers them and the
   * features as the model takes them, and warns of columns that are ignored. Files are read once,
   * and may be larger than memory.
   *
   * @param skipped receives the rows that are left out as they are come across
   * @return a reader, which must be closed
   */
  RowReader toEvaluate(Predictor model, Session session, SkippedRows skipped) throws IOException;

  /**
   * Recognizes a bundled set, a folder of IDX files, npy files or CSV files.
   *
   * @param settings what the data is, and how it is read and divided
   * @throws InputException if there is no such file or folder, or a label is of no use to it
   * @throws IOException if a folder cannot be listed
   */
  static DataSource of(DataSettings settings) throws IOException {
    String data = settings.source();
    if (BundledSource.NAMES.contains(data)) {
      String bundled = data + " is a bundled data set";
      refuseColumns(bundled, settings);
      refuseFile("--validation", settings.validation(), bundled);
      refuseFile("--test", settings.test(), bundled);
      return new BundledSource(data, settings);
    }
    Path path = InputFile.path("data.source", data);
    if (data.equals(CsvInput.STANDARD_INPUT)) {
      return new CsvSource(path, CsvFiles.of(path), settings);
    }
    if (NpySource.isNpy(path)) {
      refuseTables(data + " is of npy files", settings);
      return NpySource.of(path, settings);
    }
    if (Files.isDirectory(path) && CsvFiles.areMissingIn(path)) {
      throw new InputException(data + ": there is no file in the folder; " + FileKind.DATA_TAKES);
    }
    if (Files.isDirectory(path) && !CsvFiles.areIn(path)) {
      refuseColumns(data + " is a folder of an IDX data set", settings);
      return new IdxSource(path, settings);
    }
    if (!Files.exists(path)) {
      throw new InputException(data + ": there is no such file or folder; " + FileKind.DATA_TAKES);
    }
    return new CsvSource(path, CsvFiles.of(path), settings);
  }

  private static void refuseColumns(String what, DataSettings settings) {
    refuse("--label", settings.label() != null, what);
    refuse("--weights", settings.weights() != null, what);
    refuseTables(what, settings);
    if (settings.task() != null && settings.task() != TaskKind.CLASSIFY) {
      throw new InputException(
          "--task %s: %s, whose labels are classes".formatted(settings.task(), what));
    }
  }

  /** Refuses what only tables have; labels, weights and the task others have, too. */
  private static void refuseTables(String what, DataSettings settings) {
    refuse("--ignore", !settings.ignored().isEmpty(), what);
    refuse("--categories", !settings.categories().isEmpty(), what);
    refuse("--group", settings.group() != null, what);
    refuse("--time", settings.time() != null, what);
    if (settings.unlabelled() != Unlabelled.REFUSE) {
      throw new InputException("--unlabelled is about the rows of a CSV file, but " + what);
    }
    if (settings.keyOfTables() != null) {
      throw new InputException(
          "%s is about the columns of a CSV file, but %s".formatted(settings.keyOfTables(), what));
    }
    refuseLayout("--missing", !settings.missing().isEmpty(), what);
    refuseLayout("--separator", settings.separator() != Symbol.COMMA, what);
    refuseLayout("--decimal", settings.decimal() != Symbol.POINT, what);
  }

  private static void refuse(String option, boolean given, String what) {
    if (given) {
      throw new InputException(option + " names a column of a CSV file, but " + what);
    }
  }

  private static void refuseLayout(String option, boolean given, String what) {
    if (given) {
      throw new InputException(option + " says how a CSV file is written, but " + what);
    }
  }

  private static void refuseFile(String option, @Nullable RowPart part, String what) {
    if (part instanceof RowPart.OwnFile own) {
      throw new InputException(
          "%s %s: a file of rows goes with data in files, but %s; give a share such as 0.15"
              .formatted(option, own.file(), what));
    }
  }
}
