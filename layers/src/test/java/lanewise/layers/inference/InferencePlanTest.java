package lanewise.layers.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import lanewise.layers.Allocation;
import lanewise.layers.Graph;
import lanewise.layers.Layer;
import lanewise.layers.Model;
import lanewise.layers.Pass;
import lanewise.layers.Sequential;
import lanewise.layers.activation.LogSoftmax;
import lanewise.layers.activation.Relu;
import lanewise.layers.activation.Sigmoid;
import lanewise.layers.activation.Softmax;
import lanewise.layers.file.SavedModel;
import lanewise.layers.format.FormatException;
import lanewise.layers.linear.Dense;
import lanewise.layers.merge.Add;
import lanewise.layers.noise.Dropout;
import lanewise.layers.norm.BatchNorm;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.layers.shape.Reshape;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.WarmUp;
import lanewise.tensor.WeightPrecision;
import lanewise.tensor.Workers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class InferencePlanTest {
  private static final float GUARD = 12345;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path folder;

  @Test
  void givesTheModelsOutputs() {
    Model model = mlp(null, 11, 20, 9, 5);
    float[] rows = Plans.gaussians(3, 200 * 11);
    float[] expected = run(model, 200, rows);
    float[] found = new float[200 * 5];

    InferencePlan.of(model).predict(200, rows, 0, found, 0);

    assertThat(found).containsExactly(expected);
  }

  @Test
  void foldsBatchNormalizationWithinRounding() {
    Model model =
        Sequential.of(11, dense(11, 20, 1), norm(20), Relu.of(), norm(20), dense(20, 4, 2));
    float[] rows = Plans.gaussians(3, 50 * 11);
    float[] expected = run(model, 50, rows);
    float[] found = new float[50 * 4];

    InferencePlan.of(model).predict(50, rows, 0, found, 0);

    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(1e-5f * (1 + Math.abs(expected[i]))));
    }
  }

  @ParameterizedTest
  @EnumSource(WeightPrecision.class)
  void aRowHasTheSameBitsAloneAndInAnyBatch(WeightPrecision precision) {
    InferencePlan plan = InferencePlan.of(mlp(null, 67, 70, 33, 5), precision);
    float[] in = Plans.gaussians(4, 150 * 67);
    float[][] alone = Plans.answers(plan, in);

    for (int rows : new int[] {1, 2, 3, 4, 5, 7, 8, 16, 64, 65, 150}) {
      for (Workspace workspace : List.of(plan.newWorkspace(1), plan.newWorkspace(13))) {
        float[] out = new float[rows * 5];
        plan.predict(workspace, rows, in, 0, out, 0);
        for (int r = 0; r < rows; r++) {
          assertThat(Arrays.copyOfRange(out, r * 5, r * 5 + 5))
              .as("row %s of %s", r, rows)
              .containsExactly(alone[r]);
        }
      }
    }
  }

  @Test
  void givesTheClassifiersProbabilities() {
    for (Layer end : List.of(Relu.of(), LogSoftmax.of(), Dropout.of(0.3))) {
      Classifier classifier = classifier(mlp(end, 9, 12, 4));
      InferencePlan plan = classifier.plan();
      float[] rows = Plans.gaussians(5, 70 * 9);
      float[] expected = new float[70 * 4];
      float[] found = new float[70 * 4];
      classifier.probabilities(70, rows, 0, expected, 0);

      plan.probabilities(70, rows, 0, found, 0);

      assertThat(found).as(end.kind()).containsExactly(expected);
      assertThat(plan.labels()).isEqualTo(classifier.labels());
      float[] row = Arrays.copyOf(rows, 9);
      assertThat(plan.labels().get(plan.top1(row, 0))).isEqualTo(classifier.predict(row));
    }
  }

  @Test
  void probabilitiesFollowTheLastLayer() {
    float[] row = Plans.gaussians(6, 6);
    float[] logits = new float[3];
    InferencePlan.of(mlp(null, 6, 3)).predict(row, 0, logits, 0);
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit);
    }
    List<Layer> endings = new ArrayList<>(List.of(Softmax.of(), LogSoftmax.of(), Dropout.of(0.1)));
    for (Layer end : endings) {
      float[] found = new float[3];
      InferencePlan.of(mlp(end, 6, 3)).probabilities(row, 0, found, 0);
      for (int j = 0; j < 3; j++) {
        double expected = Math.exp(logits[j]) / sum;
        assertThat((double) found[j]).as(end.kind()).isCloseTo(expected, within(1e-6));
      }
    }
  }

  @Test
  void refusesProbabilitiesWhereThereAreNone() {
    Model positions = Sequential.of(Shape.of(4), List.of(Reshape.of(2, 2), Softmax.of()));
    for (Model model :
        List.of(mlp(null, 4, 1), mlp(Sigmoid.of(), 4, 1), mlp(Sigmoid.of(), 4, 4), positions)) {
      InferencePlan plan = InferencePlan.of(model);
      assertThatThrownBy(() -> plan.probabilities(new float[4], 0, new float[4], 0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "probabilities: the model's outputs "
                  + model.outputShape()
                  + " are not one number for each of several classes: use predict");
    }
    assertThatThrownBy(() -> InferencePlan.of(mlp(null, 4, 1)).top1(new float[4], 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("top1: the model has one output: use predict");
  }

  @Test
  void top1IsTheFirstOfEqualsAndNeverNaN() {
    Dense dense = Dense.of(1, 4);
    System.arraycopy(new float[] {-1, 2, 1, 2}, 0, dense.bias().values(), 0, 4);
    System.arraycopy(new float[] {0, 0, 5, 0}, 0, dense.weight().values(), 0, 4);
    InferencePlan plan = InferencePlan.of(Sequential.of(1, dense));
    int[] places = {-7, -7, -7, -7};

    plan.top1(2, new float[] {9, 0, 1}, 1, places, 1);

    assertThat(places).containsExactly(-7, 1, 2, -7);
    assertThat(plan.top1(new float[] {0}, 0)).isEqualTo(1);
    assertThatThrownBy(() -> plan.top1(3, new float[] {0, 1, Float.NaN}, 0, places, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("top1: output 0 of row 2 is NaN: are its features finite?");
  }

  @Test
  void writesBetweenTheOffsetsOnly() {
    InferencePlan plan = InferencePlan.of(mlp(null, 5, 7, 3));
    float[] rows = Plans.gaussians(7, 3 + 70 * 5);
    float[] expected = new float[70 * 3];
    plan.predict(70, Arrays.copyOfRange(rows, 3, rows.length), 0, expected, 0);
    float[] out = guarded(70 * 3 + 4);

    plan.predict(70, rows, 3, out, 2);

    assertThat(Arrays.copyOfRange(out, 2, out.length - 2)).containsExactly(expected);
    assertThat(new float[] {out[0], out[1], out[out.length - 2], out[out.length - 1]})
        .containsOnly(GUARD);
    plan.predict(0, rows, rows.length, out, out.length);
  }

  @Test
  void readsAndWritesSegmentsAtAnyAddress() {
    InferencePlan plan = classifier(mlp(null, 5, 7, 3)).plan();
    float[] rows = Plans.gaussians(7, 70 * 5);
    float[] expected = new float[70 * 3];
    plan.predict(70, rows, 0, expected, 0);
    try (Arena arena = Arena.ofConfined()) {
      for (boolean heap : new boolean[] {false, true}) {
        for (int shift : new int[] {0, 1, 4, 7}) {
          MemorySegment in =
              heap ? MemorySegment.ofArray(new byte[70 * 20 + 7]) : arena.allocate(70 * 20 + 7);
          MemorySegment out =
              heap ? MemorySegment.ofArray(new byte[70 * 12 + 16]) : arena.allocate(70 * 12 + 16);
          MemorySegment.copy(rows, 0, in, ValueLayout.JAVA_FLOAT_UNALIGNED, shift, rows.length);
          out.fill((byte) 0x55);
          float[] found = new float[70 * 3];

          plan.predict(70, in, shift, out, shift);

          MemorySegment.copy(out, ValueLayout.JAVA_FLOAT_UNALIGNED, shift, found, 0, found.length);
          assertThat(found).containsExactly(expected);
          for (long at = 0; at < out.byteSize(); at += at == shift - 1 ? 70 * 12 + 1 : 1) {
            if (at < shift || at >= shift + 70 * 12) {
              assertThat(out.get(ValueLayout.JAVA_BYTE, at)).isEqualTo((byte) 0x55);
            }
          }
        }
      }
    }
  }

  @Test
  void refusesWhatDoesNotFitAndWritesNothing() {
    InferencePlan plan = InferencePlan.of(mlp(null, 5, 3));
    float[] in = new float[10];
    float[] out = guarded(6);
    MemorySegment segment = MemorySegment.ofArray(new byte[40]);
    assertThatThrownBy(() -> plan.predict(2, in, 1, out, 0))
        .isInstanceOf(ShapeException.class)
        .hasMessage("predict: 2 rows of 5 values from 1 do not fit the input of 10 values");
    assertThatThrownBy(() -> plan.predict(2, in, 0, out, 1))
        .isInstanceOf(ShapeException.class)
        .hasMessage("predict: 2 rows of 3 values from 1 do not fit the output of 6 values");
    assertThatThrownBy(() -> plan.predict(1, in, -1, out, 0)).isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> plan.predict(-1, in, 0, out, 0)).isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> plan.predict(1, in, Integer.MAX_VALUE, out, 0))
        .isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> plan.predict(2, segment, 1, segment, 0))
        .isInstanceOf(ShapeException.class)
        .hasMessage("predict: 2 rows of 20 bytes from 1 do not fit the input of 40 bytes");
    assertThatThrownBy(() -> plan.predict(1, segment, 0, segment, Long.MAX_VALUE))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("do not fit the output of 40 bytes");
    assertThatThrownBy(() -> plan.predict(1, segment, 0, segment.asReadOnly(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("predict: the output is read-only");
    assertThatThrownBy(() -> plan.top1(2, in, 0, new int[1], 0))
        .isInstanceOf(ShapeException.class)
        .hasMessage("top1: 2 rows of 1 values from 0 do not fit the output of 1 values");
    Workspace foreign = InferencePlan.of(mlp(null, 5, 3)).newWorkspace(1);
    assertThatThrownBy(() -> plan.predict(foreign, 1, in, 0, out, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("predict: the workspace belongs to another plan");
    assertThat(out).containsOnly(GUARD);
  }

  @Test
  void takesModelsWithOneInputAndOneOutput() {
    Graph graph = new Graph();
    String a = graph.input("a", Shape.of(3));
    String b = graph.input("b", Shape.of(3));
    Model twoInputs = graph.build(graph.add(Add.of(), a, b));
    Graph branches = new Graph();
    String x = branches.input("x", Shape.of(3));
    Model twoOutputs =
        branches.build(
            branches.addNamed("y", Relu.of(), x), branches.addNamed("z", Sigmoid.of(), x));

    assertThatThrownBy(() -> InferencePlan.of(twoInputs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "inference plan: the model has 2 inputs [a, b], and a plan takes one; use Program");
    assertThatThrownBy(() -> InferencePlan.of(twoOutputs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "inference plan: the model has 2 outputs [y, z], and a plan takes one; use Program");
  }

  @Test
  void doesNotSeeLaterTraining() {
    Model model = Sequential.of(4, dense(4, 6, 1), norm(6), Relu.of(), dense(6, 2, 2));
    InferencePlan plan = InferencePlan.of(model);
    float[] row = Plans.gaussians(3, 4);
    float[][] before = Plans.answers(plan, row);

    model.parameters().values().forEach(parameter -> Arrays.fill(parameter.values(), 1));

    assertThat(Plans.answers(plan, row)).isDeepEqualTo(before);
  }

  @Tag("once")
  @Test
  void loadsFilesOfModelsAndClassifiers() throws IOException {
    Model model = Sequential.of(4, dense(4, 6, 1), Relu.of(), dense(6, 3, 2));
    Path plain = folder.resolve("model");
    Path labelled = folder.resolve("classifier");
    SavedModel.of(model).save(plain);
    classifier(model).save(labelled);
    float[] rows = Plans.gaussians(3, 40);

    assertThat(Plans.answers(InferencePlan.load(plain), rows))
        .isDeepEqualTo(Plans.answers(InferencePlan.of(model), rows));
    assertThat(Plans.answers(InferencePlan.load(labelled), rows))
        .isDeepEqualTo(Plans.answers(classifier(model).plan(), rows));
    assertThat(InferencePlan.load(labelled).labels()).containsExactly("c0", "c1", "c2");
    assertThat(InferencePlan.load(plain).labels()).isEmpty();
    assertThat(InferencePlan.load(plain, WeightPrecision.INT8).precision())
        .isEqualTo(WeightPrecision.INT8);
  }

  @Tag("once")
  @Test
  void refusesAFileWithAnyByteChangedOrMissing() throws IOException {
    Path file = folder.resolve("model");
    classifier(mlp(null, 4, 3)).save(file);
    byte[] bytes = Files.readAllBytes(file);
    for (int at = 0; at < bytes.length; at += at < bytes.length - 80 ? 13 : 1) {
      byte[] changed = bytes.clone();
      changed[at] ^= 1;
      Files.write(file, changed);
      assertThatThrownBy(() -> InferencePlan.load(file))
          .as("byte %s", at)
          .isInstanceOf(FormatException.class)
          .hasMessageStartingWith(file.toString());
    }
    for (int length : new int[] {0, 7, 100, bytes.length - 1}) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> InferencePlan.load(file)).isInstanceOf(FormatException.class);
    }
    byte[] weight = bytes.clone();
    weight[bytes.length - 1] ^= 64;
    Files.write(file, weight);
    assertThatThrownBy(() -> InferencePlan.load(file))
        .hasMessage(file + ": the file is damaged: its SHA-256 digest does not match");
  }

  @Test
  void eightThreadsGetTheSameBits() throws Exception {
    InferencePlan plan = classifier(mlp(null, 30, 32, 16, 4)).plan();
    float[] rows = Plans.gaussians(8, 90 * 30);
    float[] expected = new float[90 * 4];
    plan.probabilities(90, rows, 0, expected, 0);
    List<Future<Integer>> results = new ArrayList<>();
    for (boolean virtual : new boolean[] {false, true}) {
      try (ExecutorService threads =
          virtual ? Executors.newVirtualThreadPerTaskExecutor() : Executors.newFixedThreadPool(8)) {
        for (int t = 0; t < 8; t++) {
          int seed = t;
          results.add(threads.submit(() -> wrong(plan, rows, expected, seed)));
        }
      }
    }
    for (Future<Integer> result : results) {
      assertThat(result.get()).isZero();
    }
  }

  /** Asks in batches of many sizes, and counts the batches with other bits. */
  private static int wrong(InferencePlan plan, float[] rows, float[] expected, int seed) {
    float[] out = new float[90 * 4];
    int wrong = 0;
    for (int turn = seed; turn < seed + 300; turn++) {
      int first = turn * 7 % 90;
      int count = 1 + turn * 11 % (90 - first);
      plan.probabilities(count, rows, first * 30, out, 0);
      if (!Arrays.equals(out, 0, count * 4, expected, first * 4, (first + count) * 4)) {
        wrong++;
      }
    }
    return wrong;
  }

  @Test
  void allocatesNothingInAnyForm() {
    InferencePlan plan = classifier(mlp(null, 4, 16, 3)).plan();
    Workspace workspace = plan.newWorkspace(2);
    float[] in = Plans.gaussians(1, 8);
    float[] out = new float[6];
    int[] places = new int[2];
    MemorySegment heapIn = MemorySegment.ofArray(in);
    MemorySegment heapOut = MemorySegment.ofArray(out);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment nativeIn = arena.allocateFrom(ValueLayout.JAVA_FLOAT, in);
      MemorySegment nativeOut = arena.allocate(24);
      Map<String, Runnable> forms =
          Map.of(
              "row", () -> plan.predict(in, 0, out, 0),
              "rows", () -> plan.predict(2, in, 0, out, 0),
              "workspace", () -> plan.predict(workspace, 2, in, 0, out, 0),
              "heap segment", () -> plan.predict(2, heapIn, 0, heapOut, 0),
              "native segment", () -> plan.predict(2, nativeIn, 0, nativeOut, 0),
              "segments, workspace", () -> plan.predict(workspace, 2, nativeIn, 0, heapOut, 0),
              "top1", () -> plan.top1(in, 0),
              "top1 of rows", () -> plan.top1(2, in, 0, places, 0),
              "probabilities", () -> plan.probabilities(in, 0, out, 0),
              "probabilities of rows", () -> plan.probabilities(2, in, 0, out, 0));
      forms.forEach(Allocation::assertSettlesAtNone);
    }
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 10 && least > 0; attempt++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 1_000_000; i++) {
        plan.predict(in, 0, out, 0);
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).as("bytes in 1,000,000 calls").isZero();
  }

  @Test
  void storesWeightsInFewerBytes() {
    Model model = mlp(null, 128, 256, 256);
    InferencePlan exact = InferencePlan.of(model);
    InferencePlan half = InferencePlan.of(model, WeightPrecision.BFLOAT16);
    InferencePlan quarter = InferencePlan.of(model, WeightPrecision.INT8);
    int weights = 128 * 256 + 256 * 256;
    int biases = 4 * (256 + 256);

    assertThat(exact.weightBytes()).isEqualTo(4L * weights + biases);
    assertThat(half.weightBytes()).isEqualTo(2L * weights + biases);
    assertThat(quarter.weightBytes()).isEqualTo(weights + 2L * biases);
  }

  @Tag("once")
  @Tag("compiled")
  @Test
  void warmUpGivesEvidenceAboutARow() {
    WarmUp evidence = InferencePlan.of(mlp(null, 4, 16, 3)).warmUp(Duration.ofMinutes(30));

    assertThat(evidence.calls()).isGreaterThan(100);
    assertThat(evidence.lastMicroseconds()).isPositive();
    assertThat(evidence.firstMicroseconds()).isPositive();
    assertThat(evidence.milliseconds()).isPositive();
    assertThatThrownBy(() -> InferencePlan.of(mlp(null, 4, 1)).warmUp(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Tag("once")
  @Tag("compiled")
  @Test
  void warmUpOfSoManyRowsGivesEvidenceAboutThem() {
    InferencePlan plan = InferencePlan.of(mlp(null, 4, 16, 3));
    for (int rows : new int[] {1, 70}) {
      WarmUp evidence = plan.warmUp(rows, Duration.ofMinutes(30));

      assertThat(evidence.calls()).isGreaterThan(32);
      assertThat(evidence.lastMicroseconds()).isPositive();
      assertThat(evidence.milliseconds()).isPositive();
    }
    assertThatThrownBy(() -> plan.warmUp(0, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("warm-up: 0 rows; use 1 or more");
    assertThatThrownBy(() -> plan.warmUp(1, Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("warm-up: the limit is PT-1S; use more than 0");
  }

  @Test
  void showsItsSteps() {
    Model model =
        Sequential.of(4, dense(4, 64, 1), norm(64), Relu.of(), Dropout.of(0.5), dense(64, 3, 2));
    String table = InferencePlan.of(classifier(model).saved(), WeightPrecision.INT8).toString();

    assertThat(table.lines().map(line -> line.replaceAll(" +", " ").strip()).toList())
        .containsSubsequence(
            "step work input output weights bytes", "scaler (x - mean) * scale [4] [4]")
        .anyMatch(line -> line.startsWith("relu-1 dense + batch-norm + relu [4] [64] int8 "))
        .anyMatch(line -> line.startsWith("dense-2 dense [64] [3] float32 "))
        .anyMatch(line -> line.startsWith("total "));
  }

  private static float[] run(Model model, int rows, float[] in) {
    Pass pass = model.inferencePass(rows, Workers.caller());
    System.arraycopy(in, 0, pass.input(), 0, in.length);
    pass.forward(rows);
    return pass.output();
  }

  private static float[] guarded(int length) {
    float[] values = new float[length];
    Arrays.fill(values, GUARD);
    return values;
  }

  static Classifier classifier(Model model) {
    int features = model.inputShape().size();
    float[] mean = Plans.gaussians(77, features);
    float[] scale = new float[features];
    Arrays.fill(scale, 0.7f);
    List<String> labels = new ArrayList<>();
    for (int j = 0; j < model.outputShape().size(); j++) {
      labels.add("c" + j);
    }
    return Classifier.of(model, FeatureScaler.of(mean, scale), labels, Map.of());
  }

  /** Dense layers of these widths with ReLUs between them, and one more layer. */
  static Model mlp(@Nullable Layer end, int... widths) {
    List<Layer> layers = new ArrayList<>();
    for (int i = 1; i < widths.length; i++) {
      if (i > 1) {
        layers.add(Relu.of());
      }
      layers.add(dense(widths[i - 1], widths[i], i));
    }
    if (end != null) {
      layers.add(end);
    }
    return Sequential.of(Shape.of(widths[0]), layers);
  }

  private static Dense dense(int in, int out, long seed) {
    Dense dense = Dense.of(in, out);
    float[] weights = Plans.gaussians(seed, in * out);
    float root = (float) Math.sqrt(in);
    for (int i = 0; i < weights.length; i++) {
      dense.weight().values()[i] = weights[i] / root;
    }
    System.arraycopy(Plans.gaussians(seed + 500, out), 0, dense.bias().values(), 0, out);
    return dense;
  }

  private static BatchNorm norm(int features) {
    BatchNorm norm = BatchNorm.of(features);
    for (int j = 0; j < features; j++) {
      norm.weight().values()[j] = 1 + 0.1f * (j % 5);
      norm.bias().values()[j] = 0.2f * (j % 3) - 0.3f;
      norm.runningMean().values()[j] = 0.1f * (j % 7);
      norm.runningVar().values()[j] = 0.5f + 0.1f * (j % 4);
    }
    return norm;
  }
}
