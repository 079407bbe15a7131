package lanewise.cli.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import lanewise.cli.job.DataSettings;
import lanewise.cli.job.Scaling;
import lanewise.cli.output.Phrases;
import lanewise.cli.session.InputException;
import lanewise.cli.session.Session;
import lanewise.layers.file.Task;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.predictor.Predictor;
import lanewise.layers.preprocessing.ColumnTransformer;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.training.data.Digits;
import lanewise.training.data.Iris;
import lanewise.training.data.LabelledRows;
import lanewise.training.data.Samples;
import lanewise.training.data.TrainTest;
import lanewise.training.data.csv.Csv;
import lanewise.training.data.csv.CsvTable;
import lanewise.training.data.idx.Idx;
import lanewise.training.data.split.Split;
import lanewise.training.data.table.TaskKind;
import org.jspecify.annotations.Nullable;

/** The data that {@code --data} names. */
public sealed interface DataSource {
  String DIGITS = "digits";
  String IRIS = "iris";

  /** The name of the data in messages and in the model file. */
  String name();

  /** The columns of labels as the caller named them; none if the data has no columns. */
  default List<String> labels() {
    return List.of();
  }

  /**
   * Reads the rows, divides them, and learns from the training rows how to prepare them.
   *
   * @throws InputException if the data does not allow what is asked of it
   * @throws IOException if it cannot be read
   */
  PreparedData prepare(long seed) throws IOException;

  /**
   * Reads the rows for an evaluation, with the classes numbered as the model numbers them and the
   * features as the model takes them, and warns of columns that are ignored.
   */
  Samples toEvaluate(Predictor model, Session session) throws IOException;

  /**
   * Recognizes a bundled set, a folder of IDX files or a CSV file.
   *
   * @param settings what the data is, and how it is read and divided
   * @throws InputException if there is no such file or folder, or a label is of no use to it
   */
  static DataSource of(DataSettings settings) {
    String data = settings.source();
    if (data.equals(DIGITS) || data.equals(IRIS)) {
      refuseColumns(data + " is a bundled data set", settings);
      return new Bundled(data, settings);
    }
    Path path = Path.of(data);
    if (Files.isDirectory(path)) {
      refuseColumns(data + " is a folder of an IDX data set", settings);
      return new IdxFolder(path, settings);
    }
    if (!Files.exists(path)) {
      throw new InputException(
          data
              + ": there is no such file or folder; --data takes a CSV file, a folder of IDX files,"
              + " digits or iris");
    }
    String kind = FileKind.other(path);
    if (kind != null) {
      throw new InputException(
          "%s is %s; --data takes a CSV file, a folder of IDX files, digits or iris"
              .formatted(data, kind));
    }
    return new CsvFile(path, settings);
  }

  private static void refuseColumns(String what, DataSettings settings) {
    refuse("--label", settings.label() != null, what);
    refuse("--weights", settings.weights() != null, what);
    refuse("--ignore", !settings.ignored().isEmpty(), what);
    refuse("--categories", !settings.categories().isEmpty(), what);
    if (settings.task() != null && settings.task() != TaskKind.CLASSIFY) {
      throw new InputException(
          "--task %s: %s, whose labels are classes".formatted(settings.task(), what));
    }
  }

  private static void refuse(String option, boolean given, String what) {
    if (given) {
      throw new InputException(option + " names a column of a CSV file, but " + what);
    }
  }

  private static double or(@Nullable Double share, double fallback) {
    return Objects.requireNonNullElse(share, fallback);
  }

  /** The parts of rows of numbers with classes. */
  private static PreparedData scaled(Split split, FeatureScaler scaler) {
    LabelledRows train = split.train();
    return new PreparedData(
        train.scaled(scaler),
        train,
        split.validation().scaled(scaler),
        split.test().scaled(scaler),
        split.test(),
        scaler,
        new Task.Classification(train.classNames()),
        Arrays.stream(train.classCounts()).boxed().toList(),
        List.of());
  }

  /** Rows of numbers for a model that takes numbers and names classes. */
  private static Samples forClassifier(Predictor model, String source, LabelledRows rows) {
    if (!(model instanceof Classifier classifier)) {
      throw new InputException(
          source
              + ": its labels are classes, but the model names none; give it rows as in training");
    }
    if (!(classifier.transform() instanceof FeatureScaler scaler)) {
      throw new InputException(
          source + ": the model takes the columns of a table; give it a CSV file");
    }
    LabelledRows numbered = ClassMatching.numberedAsIn(classifier, source, rows);
    if (rows.featureCount() != scaler.featureCount()) {
      throw new InputException(
          "%s: a row has %s, but the model takes %d"
              .formatted(
                  source, Phrases.count(rows.featureCount(), "feature"), scaler.featureCount()));
    }
    return numbered.scaled(scaler);
  }

  /**
   * A data set that comes with the library.
   *
   * @param name {@link #DIGITS} or {@link #IRIS}
   * @param settings how it is divided
   */
  record Bundled(String name, DataSettings settings) implements DataSource {
    @Override
    public PreparedData prepare(long seed) {
      double validation = or(settings.validation(), 0.15);
      Split split = Split.stratified(load(), validation, or(settings.test(), 0.15), seed);
      return scaled(
          split,
          settings
              .scaling()
              .or(name.equals(DIGITS) ? Scaling.POOLED : Scaling.STANDARD)
              .learn(split.train()));
    }

    private LabelledRows load() {
      return name.equals(DIGITS) ? Digits.load() : Iris.load();
    }

    @Override
    public Samples toEvaluate(Predictor model, Session session) {
      return forClassifier(model, name, load());
    }
  }

  /**
   * A folder of four IDX files.
   *
   * @param folder the folder
   * @param settings how it is divided
   */
  record IdxFolder(Path folder, DataSettings settings) implements DataSource {
    @Override
    public String name() {
      return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    }

    @Override
    public PreparedData prepare(long seed) throws IOException {
      if (settings.test() != null) {
        throw new InputException(
            "--test: " + folder + " has a test part of its own; leave the option out");
      }
      TrainTest parted = Idx.loadFolder(folder);
      checkClasses(parted.train());
      Split split = Split.stratified(parted, or(settings.validation(), 0.1), seed);
      return scaled(split, settings.scaling().or(Scaling.POOLED).learn(split.train()));
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
    public Samples toEvaluate(Predictor model, Session session) throws IOException {
      LabelledRows test = Idx.loadFolder(folder).test();
      return forClassifier(model, test.name(), test);
    }
  }

  /**
   * A CSV file.
   *
   * @param file the file
   * @param settings the purposes of its columns, and how it is read and divided
   */
  record CsvFile(Path file, DataSettings settings) implements DataSource {
    @Override
    public String name() {
      return Csv.name(file);
    }

    @Override
    public List<String> labels() {
      return settings.label() == null ? List.of() : settings.label();
    }

    @Override
    public PreparedData prepare(long seed) throws IOException {
      return TableSource.prepare(file, name(), settings, seed);
    }

    @Override
    public Samples toEvaluate(Predictor model, Session session) throws IOException {
      ColumnTransformer columns = model.columns();
      if (columns != null) {
        return TableSource.toEvaluate(
            file, name(), settings.format(), settings.label(), model, columns, session);
      }
      try (CsvTable table = CsvTable.open(file, settings.format())) {
        ModelColumns matched = ModelColumns.of(table, model, labels());
        int labelColumn = table.column(matched.requireLabels().getFirst());
        matched.warnOfIgnored(session);
        LabelledRows data = Csv.read(table, name(), labelColumn, matched.features());
        return forClassifier(model, file.toString(), data);
      }
    }
  }
}
