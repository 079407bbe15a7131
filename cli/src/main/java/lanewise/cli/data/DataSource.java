package lanewise.cli.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import lanewise.cli.output.Phrases;
import lanewise.cli.session.InputException;
import lanewise.cli.session.Session;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.training.data.Digits;
import lanewise.training.data.Iris;
import lanewise.training.data.LabelledRows;
import lanewise.training.data.ScalerFit;
import lanewise.training.data.TrainTest;
import lanewise.training.data.csv.Csv;
import lanewise.training.data.csv.CsvTable;
import lanewise.training.data.idx.Idx;
import lanewise.training.data.split.Split;
import org.jspecify.annotations.Nullable;

/** The data that {@code --data} names. */
public sealed interface DataSource {
  String DIGITS = "digits";
  String IRIS = "iris";

  /** The name of the data in messages and in the model file. */
  String name();

  /** The column that names a row's class, where the data has columns; else null. */
  default @Nullable String label() {
    return null;
  }

  /** Reads the rows and divides them. */
  Split split(Parts parts, long seed) throws IOException;

  /** Learns the scaling that suits the data. */
  FeatureScaler fitScaler(LabelledRows train);

  /**
   * Reads the rows for an evaluation, with the classes numbered as the model numbers them, and
   * warns of columns that are ignored.
   */
  LabelledRows toEvaluate(Classifier model, Session session) throws IOException;

  /**
   * The shares of the parts that are set aside.
   *
   * @param validation null: 0.15, or 0.1 where the data has a test part of its own
   * @param test null: 0.15, or the data's own test part
   */
  record Parts(@Nullable Double validation, @Nullable Double test) {
    double validationOr(double value) {
      return Objects.requireNonNullElse(validation, value);
    }

    double testOr(double value) {
      return Objects.requireNonNullElse(test, value);
    }
  }

  /**
   * Recognizes a bundled set, a folder of IDX files or a CSV file.
   *
   * @param data the name of a bundled set, a folder or a file
   * @param label the column of the labels in a CSV file; null if not given
   * @throws InputException if there is no such file or folder, or the label is of no use to it
   */
  static DataSource of(String data, @Nullable String label) {
    if (data.equals(DIGITS) || data.equals(IRIS)) {
      refuseLabel(data + " is a bundled data set", label);
      return new Bundled(data);
    }
    Path path = Path.of(data);
    if (Files.isDirectory(path)) {
      refuseLabel(data + " is a folder of an IDX data set", label);
      return new IdxFolder(path);
    }
    if (!Files.exists(path)) {
      throw new InputException(
          data
              + ": there is no such file or folder; --data takes a CSV file, a folder of IDX files,"
              + " digits or iris");
    }
    return new CsvFile(path, label);
  }

  private static void refuseLabel(String what, @Nullable String label) {
    if (label != null) {
      throw new InputException("--label names a column of a CSV file, but " + what);
    }
  }

  /**
   * A data set that comes with the library.
   *
   * @param name {@link #DIGITS} or {@link #IRIS}
   */
  record Bundled(String name) implements DataSource {
    @Override
    public Split split(Parts parts, long seed) {
      return Split.stratified(load(), parts.validationOr(0.15), parts.testOr(0.15), seed);
    }

    private LabelledRows load() {
      return name.equals(DIGITS) ? Digits.load() : Iris.load();
    }

    @Override
    public FeatureScaler fitScaler(LabelledRows train) {
      return name.equals(DIGITS) ? ScalerFit.pooled(train) : ScalerFit.standard(train);
    }

    @Override
    public LabelledRows toEvaluate(Classifier model, Session session) {
      return ClassMatching.numberedAsIn(model, name, load());
    }
  }

  /**
   * A folder of four IDX files.
   *
   * @param folder the folder
   */
  record IdxFolder(Path folder) implements DataSource {
    @Override
    public String name() {
      return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    }

    @Override
    public Split split(Parts parts, long seed) throws IOException {
      if (parts.test() != null) {
        throw new InputException(
            "--test: " + folder + " has a test part of its own; leave the option out");
      }
      TrainTest parted = Idx.loadFolder(folder);
      checkClasses(parted.train());
      return Split.stratified(parted, parts.validationOr(0.1), seed);
    }

    private void checkClasses(LabelledRows train) {
      int first = train.label(0);
      if (train.classCounts()[first] == train.rows()) {
        throw new InputException(
            "%s: every training label is %s; at least two classes are needed"
                .formatted(folder, train.classNames().get(first)));
      }
    }

    @Override
    public FeatureScaler fitScaler(LabelledRows train) {
      return ScalerFit.pooled(train);
    }

    @Override
    public LabelledRows toEvaluate(Classifier model, Session session) throws IOException {
      LabelledRows test = Idx.loadFolder(folder).test();
      return ClassMatching.numberedAsIn(model, test.name(), test);
    }
  }

  /**
   * A CSV file.
   *
   * @param file the file
   * @param label the column that names a row's class; null if not given
   */
  record CsvFile(Path file, @Nullable String label) implements DataSource {
    @Override
    public String name() {
      return Csv.name(file);
    }

    @Override
    public Split split(Parts parts, long seed) throws IOException {
      LabelledRows all = Csv.load(file, requireLabel());
      checkClasses(all);
      return Split.stratified(all, parts.validationOr(0.15), parts.testOr(0.15), seed);
    }

    private String requireLabel() throws IOException {
      if (label != null) {
        return label;
      }
      try (CsvTable table = CsvTable.open(file)) {
        throw ModelColumns.labelNotNamed(table);
      }
    }

    private void checkClasses(LabelledRows all) {
      if (all.classCount() == 1) {
        throw new InputException(
            "%s: column \"%s\" has \"%s\" in every row; at least two classes are needed"
                .formatted(file, label, Phrases.excerpt(all.classNames().getFirst())));
      }
      if (all.classCount() == all.rows()) {
        throw new InputException(
            "%s: column \"%s\" has a different value in every row, but a label names a class of several rows; name another column"
                .formatted(file, label));
      }
    }

    @Override
    public FeatureScaler fitScaler(LabelledRows train) {
      return ScalerFit.standard(train);
    }

    @Override
    public LabelledRows toEvaluate(Classifier model, Session session) throws IOException {
      try (CsvTable table = CsvTable.open(file)) {
        ModelColumns columns = ModelColumns.of(table, model, label);
        int labelColumn = columns.requireLabel();
        columns.warnOfIgnored(session);
        LabelledRows data = Csv.read(table, name(), labelColumn, columns.features());
        return ClassMatching.numberedAsIn(model, file.toString(), data);
      }
    }
  }
}
