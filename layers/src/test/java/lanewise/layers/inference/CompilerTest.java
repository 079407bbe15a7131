package lanewise.layers.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import lanewise.layers.Allocation;
import lanewise.layers.Graph;
import lanewise.layers.Layer;
import lanewise.layers.Model;
import lanewise.layers.Networks;
import lanewise.layers.Pass;
import lanewise.layers.Sequential;
import lanewise.layers.activation.Elu;
import lanewise.layers.activation.Gelu;
import lanewise.layers.activation.HardSigmoid;
import lanewise.layers.activation.HardTanh;
import lanewise.layers.activation.LeakyRelu;
import lanewise.layers.activation.LogSigmoid;
import lanewise.layers.activation.PRelu;
import lanewise.layers.activation.Relu;
import lanewise.layers.activation.Selu;
import lanewise.layers.activation.Sigmoid;
import lanewise.layers.activation.Silu;
import lanewise.layers.activation.Softplus;
import lanewise.layers.activation.Tanh;
import lanewise.layers.linear.Dense;
import lanewise.layers.linear.Embedding;
import lanewise.layers.merge.Add;
import lanewise.layers.merge.Multiply;
import lanewise.layers.noise.AlphaDropout;
import lanewise.layers.noise.Dropout;
import lanewise.layers.noise.GaussianNoise;
import lanewise.layers.noise.StochasticDepth;
import lanewise.layers.norm.BatchNorm;
import lanewise.layers.norm.LayerNorm;
import lanewise.layers.shape.Flatten;
import lanewise.layers.shape.Reshape;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Shape;
import lanewise.tensor.WeightPrecision;
import lanewise.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CompilerTest {
  private static final int ROWS = 7;

  /** Where a batch normalization was folded: a few roundings in single precision. */
  private static final double RELATIVE = 1e-5;

  /** What a product may give, with the values at which functions have special rules. */
  private static final float[] SPECIAL = {
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    0f,
    -0f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    1e-20f,
    -1e-20f,
    0.5f,
    -0.5f,
    3f,
    -3f,
    20f,
    -20f,
    88.7f,
    -88.7f,
    104f,
    -104f
  };

  static List<Supplier<Layer>> activations() {
    return List.of(
        Relu::of,
        Sigmoid::of,
        Tanh::of,
        Softplus::of,
        Gelu::of,
        () -> Gelu.of(Gelu.Form.TANH),
        Silu::of,
        Elu::of,
        Selu::of,
        LeakyRelu::of,
        HardTanh::of,
        HardSigmoid::of,
        LogSigmoid::of,
        PRelu::of);
  }

  @ParameterizedTest
  @MethodSource("activations")
  void anActivationBehindAProductGivesTheSameBits(Supplier<Layer> activation) {
    int width = 3 * SPECIAL.length;
    Dense dense = Dense.of(1, width);
    for (int j = 0; j < width; j++) {
      float value = j < SPECIAL.length ? SPECIAL[j] : SPECIAL[j % SPECIAL.length] / 3;
      dense.bias().values()[j] = value;
      dense.weight().values()[j] = value;
    }
    Model model = Sequential.of(1, dense, activation.get());

    assertSameBits(model, compile(model), new float[] {1, 0, -0f, 0.5f, -1, 1e-30f, 2});
  }

  @Test
  void fusesWhatTheProductCanApply() {
    for (Supplier<Layer> activation : activations()) {
      Layer layer = activation.get();
      Program program = compile(Sequential.of(3, Dense.of(3, 4), layer));
      boolean fused =
          layer instanceof Relu
              || layer instanceof Sigmoid
              || layer instanceof Tanh
              || layer instanceof Softplus;
      assertThat(program.nodes()).as(layer.kind()).hasSize(fused ? 1 : 2);
      assertThat(program.outputShapes()).containsOnlyKeys(layer.kind() + "-1");
    }
  }

  @Test
  void leavesOutWhatOnlyTrainingNeeds() {
    Model model =
        Sequential.of(
            Shape.of(2, 3),
            List.of(
                GaussianNoise.of(0.1),
                Flatten.of(),
                Dropout.of(0.2),
                dense(6, 8, 1),
                AlphaDropout.of(0.2),
                Relu.of(),
                Reshape.of(2, 4),
                StochasticDepth.of(0.3),
                LayerNorm.of(4),
                Flatten.of(),
                dense(8, 3, 2),
                Dropout.of(0.5)));

    Program compiled = compile(model);

    assertThat(names(compiled)).containsExactly("relu-1", "layer-norm-1", "dropout-2");
    assertThat(compiled.nodes())
        .extracting(node -> String.join(" + ", node.step().kinds()))
        .containsExactly("dense + relu", "layer-norm", "dense");
    assertThat(compiled.outputShapes().firstEntry().getValue()).isEqualTo(model.outputShape());
    assertSameBits(model, compiled, Networks.gaussians(5, ROWS * 6));
  }

  @Test
  void keepsTheShapeOfAnOutputThatIsReshaped() {
    Model model = Sequential.of(Shape.of(4), List.of(dense(4, 6, 1), Tanh.of(), Reshape.of(2, -1)));

    Program compiled = compile(model);

    assertThat(names(compiled)).containsExactly("reshape-1");
    assertThat(compiled.outputShapes().firstEntry().getValue()).isEqualTo(Shape.of(2, 3));
    assertSameBits(model, compiled, Networks.gaussians(5, ROWS * 4));
  }

  @Test
  void keepsALayerThatHandsAnInputToAnOutput() {
    Model model = Sequential.of(4, Dropout.of(0.5), Dropout.of(0.5));

    assertSameBits(model, compile(model), Networks.gaussians(5, ROWS * 4));
  }

  @Test
  void foldsNormalizationOnBothSidesOfAProduct() {
    Model model =
        Sequential.of(
            Shape.of(3, 4),
            List.of(
                norm(4, 1),
                Flatten.of(),
                dense(12, 10, 2),
                norm(10, 3),
                Relu.of(),
                norm(10, 4),
                Dense.withoutBias(10, 8),
                Reshape.of(2, 4),
                norm(4, 5),
                Tanh.of()));
    Networks.set(model.parameters().get("dense-2.weight"), Networks.gaussians(9, 80));

    Program compiled = compile(model);

    assertThat(compiled.nodes())
        .extracting(node -> String.join(" + ", node.step().kinds()))
        .containsExactly(
            "batch-norm + dense + batch-norm + relu", "batch-norm + dense + batch-norm + tanh");
    assertNear(model, compiled, Networks.gaussians(6, ROWS * 12));
  }

  @Test
  void keepsNormalizationThatCannotBeFolded() {
    Model model =
        Sequential.of(Shape.of(2, 3), List.of(dense(3, 4, 1), Flatten.of(), norm(8, 2), Relu.of()));
    Model overflowing = Sequential.of(2, dense(2, 2, 1), norm(2, 3));
    Networks.set(overflowing.parameters().get("dense-1.weight"), 1e38f, 0, 0, 1);
    Networks.set(overflowing.parameters().get("batch-norm-1.weight"), 1e5f, 1);

    assertThat(names(compile(model))).containsExactly("dense-1", "batch-norm-1", "relu-1");
    assertSameBits(model, compile(model), Networks.gaussians(5, ROWS * 6));
    assertThat(compile(overflowing).nodes()).hasSize(2);
    assertSameBits(overflowing, compile(overflowing), Networks.gaussians(5, ROWS * 2));
  }

  /** A row through one layer again and again, normalized before and after it. */
  private static Model repeated(int width, int times) {
    Graph graph = new Graph();
    String at = graph.input("x", Shape.of(width));
    at = graph.addNamed("before", norm(width, 1), at);
    at = graph.addNamed("dense", dense(width, width, 2), at);
    at = graph.addNamed("after", norm(width, 3), at);
    for (int i = 0; i < times; i++) {
      at = graph.addSharedNamed("before " + i, "before", at);
      at = graph.addSharedNamed("dense " + i, "dense", at);
      at = graph.addSharedNamed("after " + i, "after", at);
    }
    return graph.build(graph.add(Tanh.of(), at));
  }

  /** Each fold would take a copy of the weights, of which the file of such a model has one. */
  @Test
  void foldsNothingIntoWeightsThatNodesShare() {
    Model few = repeated(5, 2);
    assertSameBits(few, compile(few), Networks.gaussians(5, ROWS * 5));

    Model many = repeated(256, 300);
    List<Program> compiled = new ArrayList<>();
    long bytes = Allocation.bytesOf(() -> compiled.add(compile(many)));
    assertThat(bytes).isLessThan(16L << 20);
    assertThat(compiled.getFirst().nodes().stream().mapToLong(node -> node.step().weightBytes()))
        .allMatch(each -> each < 300_000);
    assertThat(
            compiled.getFirst().nodes().stream()
                .map(Program.Node::step)
                .filter(PackedProduct.class::isInstance)
                .distinct())
        .as("one for all")
        .hasSize(1);
  }

  @Test
  void doesNotMergeWhatHasAnotherReader() {
    Graph graph = new Graph();
    String x = graph.input("x", Shape.of(4));
    String a = graph.addNamed("a", dense(4, 4, 1), x);
    String relu = graph.addNamed("relu", Relu.of(), a);
    String norm = graph.addNamed("norm", norm(4, 2), a);
    String shared = graph.addNamed("shared", Dropout.of(0.5), norm);
    String b = graph.addNamed("b", dense(4, 4, 3), shared);
    String twice = graph.addNamed("twice", dense(4, 4, 4), b);
    String squared = graph.addNamed("squared", Multiply.of(), twice, twice);
    Model model =
        graph.build(
            graph.addNamed("sum", Add.of(), relu, shared, squared, graph.add(Tanh.of(), b)));

    Program compiled = compile(model);

    assertThat(names(compiled))
        .containsExactly("a", "relu", "norm", "b", "twice", "squared", "tanh-1", "sum");
    assertSameBits(model, compiled, Networks.gaussians(5, ROWS * 4));
  }

  @Test
  void doesNotMergeWhatIsAnOutput() {
    Graph graph = new Graph();
    String x = graph.input("x", Shape.of(4));
    String logits = graph.addNamed("logits", dense(4, 3, 1), x);
    String sigmoid = graph.addNamed("sigmoid", Sigmoid.of(), logits);
    String dropped = graph.addNamed("dropped", Dropout.of(0.5), logits);
    Model model = graph.build(sigmoid, logits, dropped);

    Program compiled = compile(model);

    assertThat(compiled.outputShapes().keySet()).containsExactly("sigmoid", "logits", "dropped");
    float[] rows = Networks.gaussians(5, ROWS * 4);
    for (int output = 0; output < 3; output++) {
      assertThat(run(compiled, rows, output)).containsExactly(run(model, rows, output));
    }
  }

  @Test
  void workspacesUseABufferForSeveralStepsInTurn() {
    Program compiled = compile(Networks.mlp(1, 8, 8, 8, 8, 8, 8));
    assertThat(BufferSharing.of(compiled)).containsExactly(0, 1, 2, 1, 2, 5);
  }

  @Test
  void isASnapshotOfAllParameters() {
    Model model =
        Sequential.of(
            Shape.of(2),
            List.of(
                Embedding.of(3, 4),
                LayerNorm.of(4),
                Flatten.of(),
                PRelu.of(8),
                norm(8, 1),
                Elu.of(),
                dense(8, 2, 2)));
    float[] ids = {0, 1, 2, 0, 1, 1, 2, 2, 0, 0, 1, 2, 2, 1};
    Program compiled = compile(model);
    float[] before = run(compiled, ids, 0);

    model.parameters().values().forEach(parameter -> Arrays.fill(parameter.values(), 0.7f));

    assertThat(run(compiled, ids, 0)).containsExactly(before);
    assertThat(run(model, ids, 0)).isNotEqualTo(before);
  }

  @Test
  void narrowLayersStayIn32Bits() {
    Model model = Networks.mlp(1, 3, 64, 63);

    assertThat(Program.of(model, WeightPrecision.INT8).nodes())
        .extracting(node -> node.step().precision())
        .containsExactly(WeightPrecision.INT8, WeightPrecision.FLOAT32);
  }

  @Test
  void namesTheNodeWhoseWeightsCannotBeWholeNumbers() {
    Model model = Networks.mlp(1, 3, 4, 64);
    model.parameters().get("dense-2.weight").values()[5] = Float.NaN;

    assertThatThrownBy(() -> Program.of(model, WeightPrecision.INT8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("inference: node dense-2: pack: the element at row 1, column 1");
    assertThatThrownBy(model::requireFinite)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("model: value 5 of the parameter dense-2.weight is NaN");
  }

  private static Dense dense(int in, int out, long seed) {
    Dense dense = Dense.of(in, out);
    Networks.fill(dense, seed);
    return dense;
  }

  private static BatchNorm norm(int features, long seed) {
    BatchNorm norm = BatchNorm.of(features).withAxis(-1);
    RandomStream random = RandomStream.of(seed);
    for (int j = 0; j < features; j++) {
      norm.weight().values()[j] = (float) (1 + 0.3 * random.nextGaussian());
      norm.bias().values()[j] = (float) random.nextGaussian();
      norm.runningMean().values()[j] = (float) random.nextGaussian();
      norm.runningVar().values()[j] = 0.2f + random.nextFloat();
    }
    return norm;
  }

  private static Program compile(Model model) {
    return Program.of(model, WeightPrecision.FLOAT32);
  }

  private static List<String> names(Program program) {
    return program.nodes().stream().map(Program.Node::name).toList();
  }

  private static float[] run(Program program, float[] rows, int output) {
    int size = program.inputShapes().firstEntry().getValue().size();
    Workspace workspace = program.newWorkspace(rows.length / size, Workers.caller());
    System.arraycopy(rows, 0, workspace.input(0), 0, rows.length);
    workspace.run(rows.length / size);
    return workspace.output(output).clone();
  }

  private static float[] run(Model model, float[] rows, int output) {
    int size = model.inputShape().size();
    Pass pass = model.inferencePass(rows.length / size, Workers.caller());
    System.arraycopy(rows, 0, pass.input(), 0, rows.length);
    pass.forward(rows.length / size);
    return pass.output(output).clone();
  }

  private static void assertSameBits(Model model, Program compiled, float[] rows) {
    assertThat(run(compiled, rows, 0)).containsExactly(run(model, rows, 0));
  }

  private static void assertNear(Model model, Program compiled, float[] rows) {
    float[] expected = run(model, rows, 0);
    float[] found = run(compiled, rows, 0);
    double scale = 0;
    for (float value : expected) {
      scale = Math.max(scale, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) found[i]).isCloseTo(expected[i], within(RELATIVE * scale));
    }
  }
}
