package lanewise.cli.data;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lanewise.cli.job.DataSettings;
import lanewise.cli.job.RowPart;
import lanewise.cli.job.Scaling;
import lanewise.cli.output.Phrases;
import lanewise.cli.session.InputException;
import lanewise.cli.session.Session;
import lanewise.layers.file.Task;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.predictor.Predictor;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.training.data.ClassLabels;
import lanewise.training.data.Digits;
import lanewise.training.data.Iris;
import lanewise.training.data.LabelledRows;
import lanewise.training.data.RowSource;
import lanewise.training.data.Samples;
import lanewise.training.data.TrainTest;
import lanewise.training.data.idx.Idx;
import lanewise.training.data.split.RowSplit;
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
   * @param seed decides how they are divided
   * @param scratch a folder on a disk with room for rows that do not fit into memory
   * @throws InputException if the data does not allow what is asked of it
   * @throws IOException if it cannot be read
   */
  PreparedData prepare(long seed, Path scratch) throws IOException;

  /**
   * Opens the rows for an evaluation, with the classes numbered as the model numbers them and the
   * features as the model takes them, and warns of columns that are ignored. Files are read while
   * the rows are, and may be larger than memory.
   */
  RowSource toEvaluate(Predictor model, Session session) throws IOException;

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
    if (data.equals(CsvInput.STANDARD_INPUT)) {
      return new CsvFile(path, CsvFiles.of(path), settings);
    }
    if (Files.isDirectory(path) && !CsvFiles.areIn(path)) {
      refuseColumns(data + " is a folder of an IDX data set", settings);
      return new IdxFolder(path, settings);
    }
    if (!Files.exists(path)) {
      throw new InputException(data + ": there is no such file or folder; " + FileKind.DATA);
    }
    return new CsvFile(path, CsvFiles.of(path), settings);
  }

  private static void refuseColumns(String what, DataSettings settings) {
    refuse("--label", settings.label() != null, what);
    refuse("--weights", settings.weights() != null, what);
    refuse("--ignore", !settings.ignored().isEmpty(), what);
    refuse("--categories", !settings.categories().isEmpty(), what);
    refuse("--group", settings.group() != null, what);
    refuse("--time", settings.time() != null, what);
    refuseFile("--validation", settings.validation(), what);
    refuseFile("--test", settings.test(), what);
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

  private static void refuseFile(String option, @Nullable RowPart part, String what) {
    if (part instanceof RowPart.OwnFile own) {
      throw new InputException(
          "%s %s: a file of rows goes with a CSV file, but %s; give a share such as 0.15"
              .formatted(option, own.file(), what));
    }
  }

  /** The parts of rows of numbers with classes. */
  private static PreparedData scaled(
      Samples train,
      Samples validation,
      Samples test,
      List<String> names,
      FeatureScaler scaler,
      boolean onDisk) {
    return new PreparedData(
        train.scaled(scaler),
        train,
        validation.scaled(scaler),
        test.scaled(scaler),
        test,
        scaler,
        new Task.Classification(names),
        Arrays.stream(ClassLabels.counts(ClassLabels.of(train), names.size())).boxed().toList(),
        onDisk,
        List.of());
  }

  private static PreparedData scaled(Split split, FeatureScaler scaler) {
    return scaled(
        split.train(), split.validation(), split.test(), split.train().classNames(), scaler, false);
  }

  /** Rows of numbers for a model that takes numbers and names classes. */
  private static RowSource forClassifier(
      Predictor model, String source, RowSource rows, List<String> names) {
    if (!(model instanceof Classifier classifier)) {
      throw new InputException(
          source
              + ": its labels are classes, but the model names none; give it rows as in training");
    }
    if (!(classifier.transform() instanceof FeatureScaler scaler)) {
      throw new InputException(
          source + ": the model takes the columns of a table; give it a CSV file");
    }
    RowSource numbered = ClassMatching.numberedAsIn(classifier, source, rows, names);
    int features = rows.format().features().size();
    if (features != scaler.featureCount()) {
      throw new InputException(
          "%s: a row has %s, but the model takes %d"
              .formatted(source, Phrases.count(features, "feature"), scaler.featureCount()));
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
    public PreparedData prepare(long seed, Path scratch) {
      LabelledRows rows = load();
      Division division = Division.of(name, settings, 0.15, seed);
      Split split = Split.of(rows, division.of(Division.Keys.of(rows.labels())));
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
    public RowSource toEvaluate(Predictor model, Session session) {
      LabelledRows rows = load();
      return forClassifier(model, name, rows, rows.classNames());
    }
  }

  /**
   * A folder of four IDX files.
   *
   * @param folder the folder
   * @param settings how it is divided
   */
  record IdxFolder(Path folder, DataSettings settings) implements DataSource {
    private static final List<String> CLASSES =
        IntStream.range(0, 10).mapToObj(Integer::toString).toList();

    /** A pixel is a float in memory, and the parts are copies. */
    private static final int BYTES_OF_A_PIXEL = 8;

    /** So many pixels may be packed into a byte. */
    private static final int PACKED_PIXELS = 4;

    @Override
    public String name() {
      return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    }

    @Override
    public PreparedData prepare(long seed, Path scratch) throws IOException {
      if (settings.test() != null) {
        throw new InputException(
            "--test: " + folder + " has a test part of its own; leave the option out");
      }
      Boolean stream = settings.stream();
      return (stream == null ? isLarge() : stream) ? onDisk(seed, scratch) : inMemory(seed);
    }

    private PreparedData inMemory(long seed) throws IOException {
      TrainTest parted = Idx.loadFolder(folder);
      LabelledRows given = parted.train();
      requireClasses(given.labels());
      RowSplit parts = parts(given.labels(), seed);
      LabelledRows train = given.subset(parts.train());
      Split split = new Split(train, given.subset(parts.validation()), parted.test());
      return scaled(split, scaling().learn(train));
    }

    private RowSplit parts(int[] labels, long seed) {
      return Division.of(name(), settings, 0.1, seed).withoutTest().of(Division.Keys.of(labels));
    }

    /** Whether the images would fill half of the memory. */
    private boolean isLarge() throws IOException {
      long bytes = 0;
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
        for (Path file : files) {
          boolean packed = file.toString().endsWith(".gz");
          bytes += Files.size(file) * (packed ? PACKED_PIXELS : 1);
        }
      }
      return bytes * BYTES_OF_A_PIXEL > Runtime.getRuntime().maxMemory() / 2;
    }

    private PreparedData onDisk(long seed, Path scratch) throws IOException {
      Samples given = inAnyOrder(Idx.openTrain(folder), scratch);
      Samples test = inAnyOrder(Idx.openTest(folder), scratch);
      if (!test.format().equals(given.format())) {
        throw new InputException(
            folder + ": the images to train and to test differ in size; use files of one data set");
      }
      int[] labels = ClassLabels.of(given);
      requireClasses(labels);
      RowSplit parts = parts(labels, seed);
      Samples train = given.subset(parts.train());
      FeatureScaler scaler = scaling().learn(train);
      return scaled(train, given.subset(parts.validation()), test, CLASSES, scaler, true);
    }

    /** Files that are not packed are mapped; of others a copy is. */
    private static Samples inAnyOrder(RowSource rows, Path scratch) throws IOException {
      return rows instanceof Samples mapped ? mapped : rows.toDisk(scratch);
    }

    private void requireClasses(int[] labels) {
      int first = labels[0];
      if (Arrays.stream(labels).allMatch(label -> label == first)) {
        throw new InputException(
            "%s: every training label is %d; at least two classes are needed"
                .formatted(folder, first));
      }
    }

    private Scaling scaling() {
      return settings.scaling().or(Scaling.POOLED);
    }

    @Override
    public RowSource toEvaluate(Predictor model, Session session) throws IOException {
      return forClassifier(model, name() + " test", Idx.openTest(folder), CLASSES);
    }
  }

  /**
   * A CSV file, or a folder of CSV files.
   *
   * @param path the file or the folder, or {@code -} for standard input
   * @param files the files, which have the same columns
   * @param settings the purposes of the columns, and how they are read and divided
   */
  record CsvFile(Path path, CsvFiles files, DataSettings settings) implements DataSource {
    @Override
    public String name() {
      return Files.isDirectory(path)
          ? String.valueOf(path.toAbsolutePath().normalize().getFileName())
          : new CsvInput(path).name();
    }

    @Override
    public List<String> labels() {
      return settings.label() == null ? List.of() : settings.label();
    }

    @Override
    public PreparedData prepare(long seed, Path scratch) throws IOException {
      return TableSource.prepare(files, name(), settings, seed, scratch);
    }

    @Override
    public RowSource toEvaluate(Predictor model, Session session) throws IOException {
      return CsvEvaluation.of(files, settings, model, session);
    }
  }
}
