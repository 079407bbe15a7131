package lanewise.bench.compare;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import lanewise.tensor.RandomStream;
import lanewise.training.data.DataException;
import lanewise.training.data.LabelledRows;
import lanewise.training.data.TrainTest;
import lanewise.training.data.idx.Idx;

/**
 * Steps of training 784-256-128-10 on Fashion-MNIST: the same first weights, the same rows in the
 * same order, 64 in a step, softmax cross-entropy as their mean. An input is the number of a step;
 * after five epochs the order begins again. A last batch of fewer rows is left out.
 *
 * <p>Before it is measured, a call takes all steps of the five epochs: that is its warm-up, and the
 * accuracy on the test images is what is told of it.
 */
public final class Training implements Problem {
  static final Work WORK = new Work("training", cases(), _ -> true, 50);

  /** The rows of a step. */
  public static final int BATCH = 64;

  /** The factor of the gradient of {@link Rule#SGD}. */
  public static final float SGD_RATE = 0.05f;

  /** The part of the last change that is in the next one. */
  public static final float MOMENTUM = 0.9f;

  /** The rate of {@link Rule#ADAM}; the other settings are 0.9, 0.999 and 1e-8. */
  public static final float ADAM_RATE = 0.001f;

  private static final String WIDTHS = "784-256-128-10";
  private static final int EPOCHS = 5;
  private static final float WHITE = 255;
  private static final int CHECKED = 64;

  /** Less than any library reached that trained, more than chance: 0.1. */
  private static final double LOWEST_ACCURACY = 0.8;

  /** How the weights follow the gradients. */
  public enum Rule {
    /** Gradient descent with momentum, not Nesterov's. */
    SGD,
    /** Adam (Kingma and Ba, 2015). */
    ADAM
  }

  private final Rule rule;
  private final LabelledRows train;
  private final LabelledRows test;
  private final float[] pixels;
  private final int[][] orders = new int[EPOCHS][];
  private final int steps;
  private double accuracy = Double.NaN;

  private Training(Rule rule, TrainTest data) {
    this.rule = rule;
    this.train = data.train();
    this.test = data.test();
    this.pixels = scaled(train);
    this.steps = train.rows() / BATCH;
    RandomStream random = RandomStream.of(1);
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      orders[epoch] = random.permutation(train.rows());
    }
  }

  private static Map<String, Function<Path, Problem>> cases() {
    var cases = Work.ordered();
    cases.put("SGD with momentum", _ -> new Training(Rule.SGD, data()));
    cases.put("Adam", _ -> new Training(Rule.ADAM, data()));
    return cases;
  }

  /** The folder of Fashion-MNIST: FASHION_MNIST, or where Debian's package has it. */
  public static Path folder() {
    return Path.of(
        System.getenv().getOrDefault("FASHION_MNIST", "/usr/share/datasets/fashion-mnist"));
  }

  private static TrainTest data() {
    try {
      return Idx.loadFolder(folder());
    } catch (DataException e) {
      throw new IllegalStateException(
          e.getMessage()
              + "; install Debian's package dataset-fashion-mnist, or name the folder"
              + " with the four files in FASHION_MNIST",
          e);
    }
  }

  private static float[] scaled(LabelledRows rows) {
    float[] values = rows.features().toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] /= WHITE;
    }
    return values;
  }

  /** How the weights follow the gradients. */
  public Rule rule() {
    return rule;
  }

  /** The network with the first weights; the biases are 0. */
  public Network network() {
    return Network.of(WIDTHS).withoutBiases();
  }

  /** The features of a row. */
  public int features() {
    return train.featureCount();
  }

  /** The classes. */
  public int classes() {
    return train.classCount();
  }

  /**
   * Copies the rows of a step.
   *
   * @param x [64, features], written
   * @param labels 64 classes, written
   */
  public void batch(int step, float[] x, int[] labels) {
    int[] order = orders[step / steps];
    int from = step % steps * BATCH;
    int features = features();
    for (int row = 0; row < BATCH; row++) {
      int at = order[from + row];
      System.arraycopy(pixels, at * features, x, row * features, features);
      labels[row] = train.label(at);
    }
  }

  /** One row of 0 and a single 1 for each label. */
  public static float[] oneHot(int[] labels, int classes) {
    float[] rows = new float[labels.length * classes];
    for (int row = 0; row < labels.length; row++) {
      rows[row * classes + labels[row]] = 1;
    }
    return rows;
  }

  /** The test images [rows, features], whose probabilities are a call's output. */
  public float[] testRows() {
    return scaled(test);
  }

  /** How many test images there are. */
  public int testCount() {
    return test.rows();
  }

  /**
   * Writes raw little-endian files: the images and labels of both parts, the numbers of the rows in
   * the order of the epochs, the first weights [in, out] of each layer, and the probabilities of
   * the first test images.
   */
  @Override
  public void export(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("train.f32"), Answers.bytes(pixels));
    Files.write(folder.resolve("test.f32"), Answers.bytes(testRows()));
    write(folder.resolve("train-labels.i32"), train.labels());
    write(folder.resolve("test-labels.i32"), test.labels());
    write(
        folder.resolve("order.i32"), Arrays.stream(orders).flatMapToInt(Arrays::stream).toArray());
    int number = 0;
    for (Network.Layer layer : network().layers()) {
      Path file = folder.resolve("weights%s.f32".formatted(number++));
      Files.write(file, Answers.bytes(layer.transposedWeights()));
    }
    Files.write(folder.resolve("first.f32"), Answers.bytes(firstTest().probabilities()));
  }

  private static void write(Path file, int[] values) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(values);
    Files.write(file, bytes.array());
  }

  @Override
  public Unit unit() {
    return Unit.rows(BATCH);
  }

  @Override
  public int inputs() {
    return EPOCHS * steps;
  }

  /** Before: the first weights' probabilities, then the five epochs. After: still trained. */
  @Override
  public void check(Call call, Rounding rounding) throws Throwable {
    if (Double.isNaN(accuracy)) {
      check(0, rounding, call.output());
      for (int step = 0; step < inputs(); step++) {
        call.run(step);
      }
      accuracy = accuracy(call.output());
    }
    double now = accuracy(call.output());
    if (!(now >= LOWEST_ACCURACY)) {
      throw new IllegalStateException(
          String.format(Locale.ROOT, "it has not learnt: its accuracy is %.3f", now));
    }
  }

  /** The probabilities of the first test images by the first weights. */
  @Override
  public void check(int input, Rounding rounding, float[] answer) {
    firstTest().check(0, answer);
  }

  private Expected firstTest() {
    float[] rows = scaled(test.subset(IntStream.range(0, CHECKED).toArray()));
    return new Expected(network(), new float[][] {rows});
  }

  private double accuracy(float[] probabilities) {
    int classes = classes();
    int right = 0;
    for (int row = 0; row < test.rows(); row++) {
      int best = 0;
      for (int j = 1; j < classes; j++) {
        if (probabilities[row * classes + j] > probabilities[row * classes + best]) {
          best = j;
        }
      }
      right += best == test.label(row) ? 1 : 0;
    }
    return (double) right / test.rows();
  }

  @Override
  public Map<String, Double> figures() {
    return Map.of("accuracy", accuracy);
  }
}
