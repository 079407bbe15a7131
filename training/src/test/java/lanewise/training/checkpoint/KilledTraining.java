package lanewise.training.checkpoint;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.layers.Model;
import lanewise.layers.Sequential;
import lanewise.layers.Slot;
import lanewise.layers.activation.Relu;
import lanewise.layers.linear.Dense;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.layers.noise.Dropout;
import lanewise.layers.norm.BatchNorm;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.tensor.Engine;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Shape;
import lanewise.training.EarlyStopping;
import lanewise.training.Trainer;
import lanewise.training.TrainingConfig;
import lanewise.training.TrainingResult;
import lanewise.training.averaging.ExponentialMovingAverage;
import lanewise.training.data.BatchSource;
import lanewise.training.data.Digits;
import lanewise.training.data.LabelledRows;
import lanewise.training.data.Minibatches;
import lanewise.training.data.RowSource;
import lanewise.training.data.ScalerFit;
import lanewise.training.data.augment.AugmentedBatches;
import lanewise.training.data.augment.Mixup;
import lanewise.training.data.augment.RandomNoise;
import lanewise.training.data.augment.RandomRotation;
import lanewise.training.data.augment.RandomShift;
import lanewise.training.data.csv.CsvColumns;
import lanewise.training.data.csv.CsvRows;
import lanewise.training.data.stream.Prefetch;
import lanewise.training.data.stream.StreamBatches;
import lanewise.training.gradient.ClipByGlobalNorm;
import lanewise.training.initialization.Initializer;
import lanewise.training.metric.Accuracy;
import lanewise.training.optimizer.Adam;
import lanewise.training.optimizer.Optimizer;
import lanewise.training.optimizer.Sgd;
import lanewise.training.schedule.CosineAnnealing;
import lanewise.training.schedule.ReduceOnPlateau;
import lanewise.training.schedule.Schedule;

/**
 * A training with checkpoints that a test kills, in a process of its own. It continues from what
 * the process before it left, and prints what came of it.
 *
 * <pre>
 *   KilledTraining KIND DATA CHECKPOINTS EPOCHS
 * </pre>
 */
public final class KilledTraining {
  private static final int BATCH = 16;

  /** From one checkpoint to the next. */
  private static final int STEPS = 3;

  private static final long SEED = 17;
  private static final int BUFFER = 150;
  private static final int CLASSES = 3;
  private static final int COLUMNS = 6;
  private static final Shape PIXELS = Shape.of(8, 8);

  private KilledTraining() {}

  /** What is trained; all draw masks of dropout. */
  enum Kind {
    SGD_IN_MEMORY(false, false),
    ADAM_IN_MEMORY_AUGMENTED(true, true),
    SGD_STREAMED_AUGMENTED(false, true),
    ADAM_STREAMED(true, false);

    private final boolean adam;
    private final boolean augmented;

    Kind(boolean adam, boolean augmented) {
      this.adam = adam;
      this.augmented = augmented;
    }

    private boolean isStreamed() {
      return name().contains("STREAMED");
    }

    private Trainer trainer(int epochs) {
      Optimizer optimizer = adam ? Adam.of(0.003) : new Sgd(0.02f, 0.9f);
      Schedule schedule =
          adam ? CosineAnnealing.wholeRun() : ReduceOnPlateau.of().withFactor(0.5).withPatience(2);
      Trainer trainer =
          Trainer.of(
                  new TrainingConfig(epochs, BATCH, SEED, EarlyStopping.patience(epochs)),
                  SoftmaxCrossEntropy.of(),
                  optimizer)
              .withSchedule(schedule)
              .withGradientTransforms(new ClipByGlobalNorm(2))
              .withMetrics(Accuracy.of());
      return adam ? trainer.withAveraging(ExponentialMovingAverage.of(0.9)) : trainer;
    }
  }

  /** Trains. */
  public static void main(String[] args) throws IOException {
    Kind kind = Kind.valueOf(args[0]);
    System.out.println(
        train(kind, Path.of(args[1]), Path.of(args[2]), Integer.parseInt(args[3]), STEPS));
  }

  /**
   * Trains from what is among the checkpoints, and says in a line what came of it.
   *
   * @param everySteps the steps from one checkpoint to the next; 0 for one each epoch alone
   */
  static String train(Kind kind, Path data, Path folder, int epochs, int everySteps)
      throws IOException {
    Trainer trainer = kind.trainer(epochs);
    Checkpoints checkpoints = Checkpoints.in(folder).withEverySteps(everySteps);
    return kind.isStreamed()
        ? streamed(kind, trainer, data, checkpoints)
        : inMemory(kind, trainer, checkpoints);
  }

  /**
   * Describes a process that trains; it reads the rows and writes the files {@code out} and {@code
   * err} in a folder.
   */
  static ProcessBuilder process(Kind kind, Path folder, Path checkpoints, int epochs) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String options = System.getProperty("test.jvm", "").strip();
    command.addAll(options.isEmpty() ? List.of() : List.of(options.split("\\s+", -1)));
    // It lives for some seconds: too short for the optimizing compiler.
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dlanewise.simd=scalar"));
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-cp"));
    command.add(
        Stream.of(Engine.class, Model.class, Trainer.class, KilledTraining.class)
            .map(KilledTraining::classes)
            .distinct()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    command.addAll(List.of(KilledTraining.class.getName(), kind.name()));
    command.addAll(List.of(folder.resolve("data").toString(), checkpoints.toString()));
    command.add(String.valueOf(epochs));
    return new ProcessBuilder(command)
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile());
  }

  /** The folder or jar that a class is loaded from, also where it is part of a patched module. */
  private static Path classes(Class<?> type) {
    String name = type.getName().replace('.', '/') + ".class";
    String file =
        Objects.requireNonNull(type.getResource(type.getSimpleName() + ".class")).toString();
    String root = file.substring(0, file.length() - name.length());
    if (root.startsWith("jar:")) {
      root = root.substring("jar:".length(), root.length() - "!/".length());
    }
    return Path.of(URI.create(root));
  }

  private static Model model(int features, int classes) {
    Model model =
        Sequential.of(
            features,
            Dense.of(features, 24),
            BatchNorm.of(24),
            Relu.of(),
            Dropout.of(0.2),
            Dense.of(24, classes));
    Initializer.heNormal().initialize(model, SEED);
    return model;
  }

  private static String inMemory(Kind kind, Trainer trainer, Checkpoints checkpoints)
      throws IOException {
    LabelledRows digits = Digits.load();
    LabelledRows train = digits.subset(numbers(0, 400));
    LabelledRows validation = digits.subset(numbers(400, 500));
    FeatureScaler scaler = ScalerFit.pooled(train);
    BatchSource batches = Minibatches.of(train, BATCH, SEED);
    if (kind.augmented) {
      batches =
          AugmentedBatches.of(
              batches,
              SEED,
              RandomShift.of(PIXELS, 1),
              RandomRotation.of(PIXELS, 5),
              new RandomNoise(0.3f));
    }
    return run(
        trainer, model(64, 10), batches.scaled(scaler), validation.scaled(scaler), checkpoints);
  }

  private static int[] numbers(int from, int to) {
    int[] rows = new int[to - from];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = from + i;
    }
    return rows;
  }

  private static String streamed(Kind kind, Trainer trainer, Path data, Checkpoints checkpoints)
      throws IOException {
    CsvColumns columns = CsvColumns.ofClass("y");
    RowSource train = CsvRows.open(data.resolve("train"), columns);
    RowSource validation = CsvRows.open(data.resolve("validation.csv"), columns);
    FeatureScaler scaler = ScalerFit.standard(train);
    BatchSource batches = StreamBatches.shuffled(train, BATCH, SEED, BUFFER).scaled(scaler);
    if (kind.augmented) {
      batches = AugmentedBatches.of(batches, SEED, new RandomNoise(0.1f), new Mixup(0.2));
    }
    try (BatchSource ahead = Prefetch.of(batches, 4)) {
      return run(trainer, model(COLUMNS, CLASSES), ahead, validation.scaled(scaler), checkpoints);
    }
  }

  /** Writes a folder of files to stream, and one to validate. */
  static void writeRows(Path data) throws IOException {
    Files.createDirectories(data.resolve("train"));
    for (int part = 0; part < 3; part++) {
      Files.writeString(data.resolve("train/part-%d.csv".formatted(part)), rows(part, 130));
    }
    Files.writeString(data.resolve("validation.csv"), rows(3, 90));
  }

  private static String rows(int part, int count) {
    RandomStream random = RandomStream.of(SEED).split(part);
    StringBuilder text = new StringBuilder("a,b,c,d,e,f,y\n");
    for (int row = 0; row < count; row++) {
      int label = (row + part) % CLASSES;
      for (int column = 0; column < COLUMNS; column++) {
        double center = column % CLASSES == label ? 1.5 : 0;
        text.append(center + random.nextGaussian()).append(',');
      }
      text.append(label).append('\n');
    }
    return text.toString();
  }

  private static String run(
      Trainer trainer,
      Model model,
      BatchSource train,
      RowSource validation,
      Checkpoints checkpoints)
      throws IOException {
    try (CheckpointedRun run =
        checkpoints.start(trainer.start(model, train, validation), RunIdentity.of(trainer))) {
      run.resume();
      TrainingResult result = run.finish();
      return "weights %s best %d of %d, %s, %s"
          .formatted(
              digest(model),
              result.bestEpoch(),
              result.epochs(),
              result.stoppedBy(),
              result.validation());
    }
  }

  private static String digest(Model model) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (Slot slot : model.slots()) {
        sha256.update(slot.name().getBytes(StandardCharsets.UTF_8));
        float[] values = slot.parameter().values();
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        sha256.update(bytes);
      }
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
