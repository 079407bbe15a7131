package lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import lanewise.layers.activation.Relu;
import lanewise.layers.activation.Sigmoid;
import lanewise.layers.activation.Tanh;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.linear.Dense;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.layers.loss.Targets;
import lanewise.layers.norm.BatchNorm;
import lanewise.tensor.Shape;
import lanewise.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PassTest {
  private static final SoftmaxCrossEntropy LOSS = SoftmaxCrossEntropy.of();

  /** Everything that one training batch computes. */
  private static List<float[]> step(Pass pass, int rows, float[] x, int[] classes) {
    System.arraycopy(x, 0, pass.input(), 0, x.length);
    pass.forward(rows);
    int size = pass.output().length / pass.maxRows();
    LOSS.evaluate(rows, size, pass.output(), Targets.ofClasses(classes), pass.gradOutput());
    pass.backward();
    List<float[]> results = new ArrayList<>();
    results.add(Arrays.copyOf(pass.output(), rows * size));
    pass.gradients().values().forEach(gradient -> results.add(gradient.clone()));
    return results;
  }

  private static int[] classes(int rows, int size) {
    int[] classes = new int[rows];
    Arrays.setAll(classes, r -> r % size);
    return classes;
  }

  @Test
  void agreesWithTheReference() {
    int ran = 0;
    for (JsonCursor each : ReferenceCases.group("mlp")) {
      String name = each.get("name").asString();
      ran++;
      checkReference(name, each);
    }
    assertThat(ran).as("cases").isPositive();
  }

  private static void checkReference(String name, JsonCursor each) {
    List<JsonCursor> weights = each.get("weights").elements();
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      Shape shape = ReferenceCases.shape(weights.get(i));
      Dense dense = Dense.of(shape.dim(1), shape.dim(0));
      Networks.set(dense.weight(), ReferenceCases.floats(weights.get(i)));
      Networks.set(dense.bias(), ReferenceCases.floats(each.get("biases").at(i)));
      layers.add(dense);
      if (i + 1 < weights.size()) {
        layers.add(activation(name));
      }
    }
    float[] x = ReferenceCases.floats(each.get("x"));
    int[] target = ReferenceCases.ints(each.get("target"));
    int rows = target.length;
    Model model = Sequential.of(Shape.of(x.length / rows), layers);
    Pass pass = model.trainingPass(rows, Workers.caller());
    step(pass, rows, x, target);
    double loss =
        LOSS.evaluate(
            rows, model.outputShape().size(), pass.output(), Targets.ofClasses(target), null);
    Near.assertNear(name + " loss", loss, ReferenceCases.doubles(each.get("loss"))[0]);
    Near.assertNear(name + " logits", pass.output(), ReferenceCases.doubles(each.get("logits")));
    for (int i = 0; i < weights.size(); i++) {
      String dense = "dense-" + (i + 1);
      Near.assertNear(
          name + " " + dense + " weight",
          pass.gradients().get(dense + ".weight"),
          ReferenceCases.doubles(each.get("weight_grads").at(i)));
      Near.assertNear(
          name + " " + dense + " bias",
          pass.gradients().get(dense + ".bias"),
          ReferenceCases.doubles(each.get("bias_grads").at(i)));
    }
  }

  private static Layer activation(String caseName) {
    return switch (caseName.substring(0, caseName.indexOf(' '))) {
      case "relu" -> Relu.of();
      case "sigmoid" -> Sigmoid.of();
      case "tanh" -> Tanh.of();
      default -> throw new IllegalArgumentException("no activation for the case " + caseName);
    };
  }

  @Test
  void refusesRowsItWasNotPlannedFor() {
    Model model = Networks.mlp(1, 3, 2);
    Pass pass = model.trainingPass(4, Workers.caller());
    assertThat(pass.maxRows()).isEqualTo(4);
    for (int rows : new int[] {0, -1, 5}) {
      assertThatThrownBy(() -> pass.forward(rows))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("forward: " + rows + " rows: the pass was planned for 1 to 4");
    }
    assertThatThrownBy(() -> model.trainingPass(0, Workers.caller()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pass: 0 rows: plan for at least 1");
    assertThatThrownBy(() -> model.inferencePass(-3, Workers.caller()))
        .hasMessage("pass: -3 rows: plan for at least 1");
    assertThatThrownBy(() -> model.inferencePass(Integer.MAX_VALUE, Workers.caller()))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void refusesBackwardAfterAForwardThatFailed() {
    Model model = Sequential.of(3, BatchNorm.of(3));
    Pass pass = model.trainingPass(2, Workers.caller());
    pass.forward(2);
    assertThatThrownBy(() -> pass.forward(1)).hasMessageStartingWith("batch-norm: ");
    assertThatThrownBy(pass::backward)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("backward: run forward first");
  }

  @Test
  void refusesBackwardWithoutForward() {
    Pass pass = Networks.mlp(1, 3, 2).trainingPass(4, Workers.caller());
    assertThatThrownBy(pass::backward)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("backward: run forward first");
    assertThatThrownBy(() -> pass.forward(9)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(pass::backward).hasMessage("backward: run forward first");
  }

  @Test
  void anInferencePassHasNoGradients() {
    Pass pass = Networks.mlp(1, 3, 2).inferencePass(4, Workers.caller());
    pass.forward(2);
    assertThatThrownBy(pass::backward)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("backward: this pass was planned without gradients");
    assertThat(pass.gradients()).isEmpty();
    assertThat(pass.gradOutput()).isEmpty();
  }

  @Test
  void namesGradientsAsTheModelNamesParameters() {
    Model model = Networks.mlp(1, 3, 4, 2);
    Pass pass = model.trainingPass(4, Workers.caller());
    assertThat(pass.gradients().sequencedKeySet())
        .containsExactlyElementsOf(model.parameters().sequencedKeySet());
    assertThatThrownBy(() -> pass.gradients().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aSmallerBatchLeavesNothingOfALargerOneBehind() {
    Model model = Networks.mlp(5, 9, 7, 3);
    float[] x = Networks.gaussians(6, 3 * 9);
    Pass fresh = model.trainingPass(16, Workers.caller());
    Pass used = model.trainingPass(16, Workers.caller());
    step(used, 16, Networks.gaussians(7, 16 * 9), classes(16, 3));
    assertSameBits(
        "3 rows after 16", step(used, 3, x, classes(3, 3)), step(fresh, 3, x, classes(3, 3)));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 6, 7, 16, 33, 64, 100})
  void aRowHasTheSameBitsInABatchAsAlone(int rows) {
    Model model = Networks.mlp(11, 37, 65, 29, 10);
    float[] x = Networks.gaussians(12, rows * 37);
    Pass alone = model.trainingPass(1, Workers.caller());
    try (Workers two = Workers.of(2)) {
      for (Pass batch :
          List.of(
              model.trainingPass(rows, Workers.caller()),
              model.inferencePass(rows + 1, two),
              model.inferencePass(rows, Workers.caller()))) {
        System.arraycopy(x, 0, batch.input(), 0, x.length);
        batch.forward(rows);
        for (int r = 0; r < rows; r++) {
          System.arraycopy(x, r * 37, alone.input(), 0, 37);
          alone.forward(1);
          assertThat(Arrays.copyOfRange(batch.output(), r * 10, r * 10 + 10))
              .as("row %s of %s, seed 11", r, rows)
              .containsExactly(alone.output());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void theNumberOfThreadsDoesNotChangeABit(int threads) {
    Model model = Networks.mlp(15, 200, 150, 10);
    float[] x = Networks.gaussians(16, 70 * 200);
    List<float[]> expected = step(model.trainingPass(70, Workers.caller()), 70, x, classes(70, 10));
    try (Workers workers = Workers.of(threads)) {
      Pass pass = model.trainingPass(70, workers);
      for (int round = 0; round < 20; round++) {
        assertSameBits("round " + round, step(pass, 70, x, classes(70, 10)), expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void eightThreadsWithAPassEachGiveTheBitsOfOneAfterTheOther(int parallelism) throws Exception {
    Model model = Networks.mlp(17, 120, 130, 40, 10);
    try (Workers shared = Workers.of(parallelism);
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<List<float[]>> expected = new ArrayList<>();
      List<Future<List<float[]>>> futures = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        float[] x = Networks.gaussians(100 + t, 64 * 120);
        expected.add(step(model.trainingPass(64, Workers.caller()), 64, x, classes(64, 10)));
      }
      for (int t = 0; t < 8; t++) {
        float[] x = Networks.gaussians(100 + t, 64 * 120);
        futures.add(threads.submit(() -> repeated(model.trainingPass(64, shared), x)));
      }
      for (int t = 0; t < 8; t++) {
        assertSameBits("thread " + t, results(futures.get(t)), expected.get(t));
      }
    }
  }

  private static List<float[]> results(Future<List<float[]>> future) throws Exception {
    try {
      return future.get();
    } catch (ExecutionException failed) {
      throw new AssertionError("a thread failed", failed.getCause());
    }
  }

  private static List<float[]> repeated(Pass pass, float[] x) {
    List<float[]> first = step(pass, 64, x, classes(64, 10));
    for (int round = 0; round < 15; round++) {
      assertSameBits("round " + round, step(pass, 64, x, classes(64, 10)), first);
    }
    return first;
  }

  private static void assertSameBits(String what, List<float[]> actual, List<float[]> expected) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      assertThat(bits(actual.get(i))).as("%s, result %s", what, i).isEqualTo(bits(expected.get(i)));
    }
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void allocatesNothing(int threads) {
    Model model = Networks.mlp(19, 64, 130, 33, 10);
    try (Workers workers = Workers.of(threads)) {
      Pass pass = model.trainingPass(64, workers);
      float[] x = Networks.gaussians(20, 64 * 64);
      Targets targets = Targets.ofClasses(classes(64, 10));
      double[] sum = new double[1];
      Allocation.assertSettlesAtNone(
          "forward, loss and backward with " + threads + " threads",
          () -> {
            System.arraycopy(x, 0, pass.input(), 0, x.length);
            pass.forward(64);
            sum[0] += LOSS.evaluate(64, 10, pass.output(), targets, pass.gradOutput());
            pass.backward();
          });
      assertThat(sum[0]).isPositive();
    }
  }

  @Test
  void readingTheGradientsAllocatesNothing() {
    Pass pass = Networks.mlp(19, 3, 2).trainingPass(1, Workers.caller());
    assertThat(pass.gradients()).isSameAs(pass.gradients());
  }
}
