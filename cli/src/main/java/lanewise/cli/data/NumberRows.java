package lanewise.cli.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import lanewise.cli.data.PreparedData.Remark;
import lanewise.cli.job.DataSettings;
import lanewise.cli.job.Scaling;
import lanewise.cli.session.InputException;
import lanewise.layers.file.Task;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.layers.preprocessing.TargetScaler;
import lanewise.tensor.Shape;
import lanewise.training.data.ClassLabels;
import lanewise.training.data.InvalidDatasetException;
import lanewise.training.data.RowSource;
import lanewise.training.data.Samples;
import lanewise.training.data.ScalerFit;
import lanewise.training.data.table.TaskKind;
import org.jspecify.annotations.Nullable;

/**
 * Rows of numbers, such as pixels, before they are divided and scaled.
 *
 * @param name of the data
 * @param rows those to divide
 * @param validation the rows to validate that the caller has beside; null if they are a part of the
 *     others
 * @param test the test rows that the data or the caller has beside; null if they are a part of the
 *     others
 * @param kind what is predicted
 * @param names of the classes or of the values that are predicted
 * @param layout what the features of a row are
 * @param isOnDisk whether the rows are read from the disk when they are needed
 * @param remarks what people should know
 */
record NumberRows(
    String name,
    Samples rows,
    @Nullable Samples validation,
    @Nullable Samples test,
    TaskKind kind,
    List<String> names,
    Layout layout,
    boolean isOnDisk,
    List<Remark> remarks) {
  /** The share of each part, and that to validate where the data has a test part. */
  private static final double SHARE = 0.15;

  private static final double SHARE_BESIDE_TEST = 0.1;

  /** A value is a float in memory, and the parts are copies. */
  private static final int BYTES_OF_A_VALUE = 8;

  /**
   * What the features of a row are.
   *
   * @param image the shape of a row, [height, width] or [channels, height, width]; null if it is no
   *     image
   * @param featureNames of the features
   */
  record Layout(@Nullable Shape image, List<String> featureNames) {
    static Layout ofImages(Shape image, List<String> featureNames) {
      return new Layout(image, featureNames);
    }

    static Layout ofNumbers(List<String> featureNames) {
      return new Layout(null, featureNames);
    }

    /** Rows of more than one axis are images. */
    static Layout of(Shape row) {
      return row.rank() == 2 || row.rank() == 3
          ? ofImages(row, pixelNames(row))
          : ofNumbers(IntStream.range(0, row.size()).mapToObj(i -> "f" + i).toList());
    }
  }

  /** Names such as {@code p0_27}: of the place along each axis. */
  static List<String> pixelNames(Shape image) {
    return IntStream.range(0, image.size()).mapToObj(pixel -> pixelName(image, pixel)).toList();
  }

  private static String pixelName(Shape image, int pixel) {
    StringBuilder name = new StringBuilder();
    int rest = pixel;
    for (int axis = image.rank() - 1; axis >= 0; axis--) {
      name.insert(0, rest % image.dim(axis)).insert(0, axis == 0 ? 'p' : '_');
      rest /= image.dim(axis);
    }
    return name.toString();
  }

  static NumberRows ofClasses(String name, Samples rows, List<String> classes, Layout layout) {
    return of(name, rows, TaskKind.CLASSIFY, classes, layout);
  }

  static NumberRows of(
      String name, Samples rows, TaskKind kind, List<String> names, Layout layout) {
    return new NumberRows(name, rows, null, null, kind, names, layout, false, List.of());
  }

  /** With rows of the same format that are beside; null for those that are a part of the others. */
  NumberRows withBeside(@Nullable Samples validationRows, @Nullable Samples testRows) {
    return new NumberRows(
        name, rows, validationRows, testRows, kind, names, layout, isOnDisk, remarks);
  }

  NumberRows withTask(String sentence) {
    return new NumberRows(
        name,
        rows,
        validation,
        test,
        kind,
        names,
        layout,
        isOnDisk,
        List.of(new Remark("Task", sentence)));
  }

  /** With rows that stay on the disk, of which a remark says where. */
  NumberRows onDisk(Remark where) {
    List<Remark> all = new ArrayList<>(remarks);
    all.add(where);
    return new NumberRows(name, rows, validation, test, kind, names, layout, true, all);
  }

  /** Whether rows stay on the disk: as the job says, or if they would fill half of the memory. */
  static boolean stayOnDisk(DataSettings settings, RowSource rows, @Nullable RowSource... beside) {
    Boolean stated = settings.stream();
    if (stated != null) {
      return stated;
    }
    long count = rows.rows();
    for (RowSource part : beside) {
      count += part == null ? 0 : part.rows();
    }
    double bytes = (double) count * rows.format().features().size() * BYTES_OF_A_VALUE;
    return bytes > Runtime.getRuntime().maxMemory() / 2.0;
  }

  /** Divides the rows, and learns from those to train on how to scale them. */
  PreparedData prepare(DataSettings settings, long seed) {
    int[] labels =
        kind == TaskKind.CLASSIFY ? ClassLabels.of(rows) : new int[rows.rows()]; // of no class
    if (kind == TaskKind.CLASSIFY) {
      requireClasses(settings.source(), labels);
    }
    boolean hasTestOfItsOwn = test != null && settings.test() == null;
    double share = hasTestOfItsOwn ? SHARE_BESIDE_TEST : SHARE;
    Division division = Division.of(name, settings, share, seed);
    Division.Parts parts =
        (test == null ? division : division.withoutTest()).parts(Division.Keys.of(labels));
    Samples train = rows.subset(parts.train());
    Samples validated = part(parts.validation(), validation);
    Samples tested = part(parts.test(), test);
    Counts counts = counts(labels, parts);
    Scaling suitable = layout.image == null ? Scaling.STANDARD : Scaling.POOLED;
    FeatureScaler scaler = settings.scaling().or(suitable).learn(train);
    Task task =
        switch (kind) {
          case CLASSIFY -> new Task.Classification(names);
          case MULTILABEL -> new Task.MultiLabel(names);
          case REGRESS -> new Task.Regression(names, targetScaler(settings.source(), train));
        };
    if (task instanceof Task.Regression regression) {
      train = train.withTargetsScaled(regression.scaler());
      validated = validated.withTargetsScaled(regression.scaler());
      tested = tested.withTargetsScaled(regression.scaler());
    }
    return new PreparedData(
        train.scaled(scaler),
        train,
        validated.scaled(scaler),
        tested.scaled(scaler),
        tested,
        scaler,
        task,
        layout.featureNames,
        layout.image,
        Arrays.stream(counts.train).boxed().toList(),
        0,
        isOnDisk,
        counts.remarks(remarks, names));
  }

  /** The rows of a part, which are some of all or beside them. */
  private Samples part(int @Nullable [] numbers, @Nullable Samples beside) {
    return numbers == null ? Objects.requireNonNull(beside) : rows.subset(numbers);
  }

  /** How many rows of each class the parts have; empty without classes. */
  @SuppressWarnings("ArrayRecordComponent") // to look up, never to compare
  private record Counts(int[] train, int[] validation, int[] test) {
    List<Remark> remarks(List<Remark> others, List<String> names) {
      List<Remark> all = new ArrayList<>(others);
      if (train.length > 0) {
        all.addAll(SmallClasses.remarks(names, train, validation, test));
      }
      return all;
    }
  }

  private Counts counts(int[] labels, Division.Parts parts) {
    return kind == TaskKind.CLASSIFY
        ? new Counts(
            counts(labels, parts.train(), null),
            counts(labels, parts.validation(), validation),
            counts(labels, parts.test(), test))
        : new Counts(new int[0], new int[0], new int[0]);
  }

  private int[] counts(int[] labels, int @Nullable [] part, @Nullable Samples beside) {
    int[] ofPart =
        part == null
            ? ClassLabels.of(Objects.requireNonNull(beside))
            : Arrays.stream(part).map(row -> labels[row]).toArray();
    return ClassLabels.counts(ofPart, names.size());
  }

  private void requireClasses(String source, int[] labels) {
    int first = labels[0];
    if (Arrays.stream(labels).allMatch(label -> label == first)) {
      throw new InputException(
          "%s: the label of every row is %s; at least two classes are needed"
              .formatted(source, names.get(first)));
    }
    if (names.size() == labels.length) {
      throw new InputException(
          "%s: every row has a label of its own, but a label names a class of several rows"
              .formatted(source));
    }
  }

  private static TargetScaler targetScaler(String source, Samples train) {
    try {
      return ScalerFit.targets(train);
    } catch (InvalidDatasetException constant) {
      throw new InputException(source + ": " + constant.getMessage(), constant);
    }
  }
}
