package lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lanewise.layers.activation.Elu;
import lanewise.layers.activation.Gelu;
import lanewise.layers.activation.HardSigmoid;
import lanewise.layers.activation.HardTanh;
import lanewise.layers.activation.LeakyRelu;
import lanewise.layers.activation.LogSigmoid;
import lanewise.layers.activation.LogSoftmax;
import lanewise.layers.activation.Maxout;
import lanewise.layers.activation.PRelu;
import lanewise.layers.activation.Relu;
import lanewise.layers.activation.Selu;
import lanewise.layers.activation.Sigmoid;
import lanewise.layers.activation.Silu;
import lanewise.layers.activation.Softmax;
import lanewise.layers.activation.Softplus;
import lanewise.layers.activation.Tanh;
import lanewise.layers.file.LayerKinds;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonObject;
import lanewise.layers.inference.Program;
import lanewise.layers.inference.Workspace;
import lanewise.layers.linear.Dense;
import lanewise.layers.linear.Embedding;
import lanewise.layers.loss.Targets;
import lanewise.layers.merge.Add;
import lanewise.layers.merge.Concat;
import lanewise.layers.merge.Multiply;
import lanewise.layers.noise.AlphaDropout;
import lanewise.layers.noise.Dropout;
import lanewise.layers.noise.GaussianNoise;
import lanewise.layers.noise.StochasticDepth;
import lanewise.layers.norm.BatchNorm;
import lanewise.layers.norm.LayerNorm;
import lanewise.layers.shape.Flatten;
import lanewise.layers.shape.Narrow;
import lanewise.layers.shape.Reshape;
import lanewise.tensor.Shape;
import lanewise.tensor.WeightPrecision;
import lanewise.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every layer promises; a new layer is a new row of {@link #layers()}. */
public final class LayerContractTest {
  private static final int ROWS = 5;
  private static final double GRADIENT_TOLERANCE = 1e-5;

  LayerContractTest() {}

  public static Stream<Row> layers() {
    return Stream.of(
        row("add", Add::of, Shape.of(3, 7), Shape.of(3, 7)),
        row("add of 3", Add::of, Shape.of(4), Shape.of(4), Shape.of(4)),
        row("alpha-dropout", () -> AlphaDropout.of(0.3), Shape.of(3, 7)),
        row("batch-norm", () -> BatchNorm.of(7), Shape.of(7)),
        row(
            "batch-norm of positions",
            () -> BatchNorm.of(4, 0.5, 1e-3).withAxis(-1),
            Shape.of(3, 4)),
        row("batch-norm of images", () -> BatchNorm.of(3), Shape.of(3, 4, 2)),
        row("concat", Concat::of, Shape.of(3, 2), Shape.of(3, 5)),
        row("concat along 0 of 3", () -> Concat.along(0), Shape.of(2), Shape.of(1), Shape.of(4)),
        row("dense 17-9", () -> Dense.of(17, 9), Shape.of(17)),
        row("dense along the last dimension", () -> Dense.of(4, 3), Shape.of(2, 3, 4)),
        row("dense without bias", () -> Dense.withoutBias(17, 9), Shape.of(17)),
        row("dropout", () -> Dropout.of(0.3), Shape.of(3, 7)),
        row("elu", Elu::of, Shape.of(3, 7)),
        row("elu 0.3", () -> Elu.of(0.3f), Shape.of(3, 7)),
        row("embedding", () -> Embedding.of(6, 4), Shape.of(3)).ofIds(6),
        row("flatten", Flatten::of, Shape.of(3, 7)),
        row("gaussian-noise", () -> GaussianNoise.of(0.5), Shape.of(3, 7)),
        row("gelu", Gelu::of, Shape.of(3, 7)),
        row("gelu by tanh", () -> Gelu.of(Gelu.Form.TANH), Shape.of(3, 7)),
        row("hard-sigmoid", HardSigmoid::of, Shape.of(3, 7)),
        row("hard-tanh", HardTanh::of, Shape.of(3, 7)),
        row("hard-tanh -0.5 to 2", () -> HardTanh.of(-0.5f, 2), Shape.of(3, 7)),
        row("layer-norm", () -> LayerNorm.of(7), Shape.of(3, 7)),
        row("layer-norm of 2 dimensions", () -> LayerNorm.of(3, 7), Shape.of(2, 3, 7)),
        row("layer-norm without affine", LayerContractTest::plainNorm, Shape.of(3, 7)),
        row("leaky-relu", LeakyRelu::of, Shape.of(3, 7)),
        row("leaky-relu 0.2", () -> LeakyRelu.of(0.2f), Shape.of(3, 7)),
        row("log-sigmoid", LogSigmoid::of, Shape.of(3, 7)),
        row("log-softmax", LogSoftmax::of, Shape.of(3, 7)),
        row("log-softmax along 0", () -> LogSoftmax.along(0), Shape.of(5, 3)),
        row("maxout of 2", () -> Maxout.of(2), Shape.of(14)),
        row("maxout of 3", () -> Maxout.of(3), Shape.of(2, 21)),
        row("multiply", Multiply::of, Shape.of(3, 7), Shape.of(3, 7)),
        row("multiply of 3", Multiply::of, Shape.of(4), Shape.of(4), Shape.of(4)),
        row("prelu", PRelu::of, Shape.of(3, 7)),
        row("prelu of 7", () -> PRelu.of(7).withAxis(-1), Shape.of(3, 7)),
        row("prelu of 3 along 0", () -> PRelu.of(3), Shape.of(3, 7)),
        row("prelu of 5 along -2", () -> PRelu.of(5).withAxis(-2), Shape.of(2, 5, 3)),
        row("relu", Relu::of, Shape.of(3, 7)),
        row("reshape", () -> Reshape.of(7, -1), Shape.of(3, 7)),
        row("selu", Selu::of, Shape.of(3, 7)),
        row("sigmoid", Sigmoid::of, Shape.of(3, 7)),
        row("silu", Silu::of, Shape.of(3, 7)),
        row("narrow", () -> Narrow.of(2, 5), Shape.of(7)),
        row("narrow along 1 of 3", () -> Narrow.along(1, 0, 4), Shape.of(2, 5, 3)),
        row("softmax", Softmax::of, Shape.of(7)),
        row("softmax along 1 of 3", () -> Softmax.along(1), Shape.of(2, 5, 3)),
        row("softplus", Softplus::of, Shape.of(3, 7)),
        row("stochastic-depth", () -> StochasticDepth.of(0.3), Shape.of(3, 7)),
        row("tanh", Tanh::of, Shape.of(3, 7)));
  }

  private static Row row(String name, Supplier<Layer> maker, Shape... examples) {
    return new Row(name, maker, List.of(examples), 0);
  }

  private static Layer plainNorm() {
    return LayerNorm.of(Shape.of(7), 1e-3, LayerNorm.Affine.NONE);
  }

  public record Row(String name, Supplier<Layer> maker, List<Shape> examples, int ids) {
    /** The same with inputs that are ids below a bound, in place of normal numbers. */
    Row ofIds(int bound) {
      return new Row(name, maker, examples, bound);
    }

    @Override
    public String toString() {
      return name;
    }

    public Layer layer() {
      Layer layer = maker.get();
      int seed = 70;
      for (Parameter parameter : layer.parameters()) {
        if (parameter.trained()) {
          Networks.set(parameter, Networks.gaussians(seed, parameter.value().size()));
        }
        seed++;
      }
      return layer;
    }

    public List<float[]> inputs(long seed, int rows) {
      List<float[]> inputs = new ArrayList<>();
      for (Shape example : examples) {
        inputs.add(Networks.gaussians(seed + inputs.size(), rows * example.size()));
      }
      for (float[] x : inputs) {
        for (int i = 0; i < x.length && ids > 0; i++) {
          x[i] = Math.floorMod(Math.round(100 * x[i]), ids);
        }
      }
      return inputs;
    }

    int outputSize(Layer layer) {
      return layer.outputShape(examples).size();
    }

    LayerRun run(Layer layer, List<float[]> inputs, PassOptions options) {
      return LayerRun.of(layer, examples, inputs, options);
    }

    public Model model(Layer layer) {
      Graph graph = new Graph();
      String[] names = new String[examples.size()];
      for (int i = 0; i < names.length; i++) {
        names[i] = graph.input("x" + i, examples.get(i));
      }
      return graph.build(graph.add(layer, names));
    }

    Pass pass(Model model, PassOptions options, long seed) {
      Pass pass = model.pass(options);
      List<float[]> inputs = inputs(seed, options.maxRows());
      for (int i = 0; i < inputs.size(); i++) {
        System.arraycopy(inputs.get(i), 0, pass.input(i), 0, inputs.get(i).length);
      }
      float[] gradY = pass.gradOutput();
      System.arraycopy(Networks.gaussians(seed + 50, gradY.length), 0, gradY, 0, gradY.length);
      return pass;
    }
  }

  @Test
  void everyKindOfTheModelFileHasARow() {
    JsonCursor config = JsonCursor.of("config", JsonObject.builder().build());
    Throwable refusal = catchThrowable(() -> LayerKinds.standard().read("no such kind", config));
    List<String> kinds = layers().map(row -> row.layer().kind()).distinct().sorted().toList();
    assertThat(refusal)
        .hasMessage("config: layer kind \"no such kind\" is not known; known are " + kinds);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void isBuiltAgainFromItsKindAndConfig(Row row) {
    Layer layer = row.layer();
    String text = Json.write(layer.config());
    Layer again =
        LayerKinds.standard().read(layer.kind(), JsonCursor.of("config", Json.parse(text)));
    assertThat(again).isNotSameAs(layer).isExactlyInstanceOf(layer.getClass());
    assertThat(again.kind()).isEqualTo(layer.kind());
    assertThat(again.config()).isEqualTo(layer.config());
    assertThat(again.parameters().stream().map(Parameter::name).toList())
        .isEqualTo(layer.parameters().stream().map(Parameter::name).toList())
        .doesNotHaveDuplicates();
    assertThat(again.outputShape(row.examples)).isEqualTo(layer.outputShape(row.examples));
  }

  /** What a reader of files relies on before a layer allocates its parameters. */
  @ParameterizedTest
  @MethodSource("layers")
  void takesItsValuesFromTheBudgetOfItsFile(Row row) {
    Layer layer = row.layer();
    JsonCursor config = JsonCursor.of("config", layer.config());
    long values = layer.parameters().stream().mapToLong(each -> each.value().size()).sum();
    ParameterBudget twice = ParameterBudget.of(values, 2 * values);
    assertThat(LayerKinds.standard().read(layer.kind(), config, twice).kind())
        .isEqualTo(layer.kind());
    if (values > 0) {
      ParameterBudget less = ParameterBudget.of(values - 1, values - 1);
      assertThatThrownBy(() -> LayerKinds.standard().read(layer.kind(), config, less))
          .hasMessageStartingWith("config: the layers up to here have ")
          .hasMessageEndingWith("the tensors of the file only " + (values - 1));
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void computesWhatItsReferenceComputes(Row row) {
    Pass pass = row.pass(row.model(row.layer()), PassOptions.inference(ROWS), 69);
    pass.forward(ROWS);
    Near.assertNear(row.name, pass.output(), new Reference(pass, ROWS).forward());
  }

  @ParameterizedTest
  @MethodSource("layers")
  void passesTheGradientCheckInTrainingAndAtInference(Row row) {
    Layer layer = row.layer();
    Targets weights = Targets.ofValues(Networks.gaussians(67, ROWS * row.outputSize(layer)));
    for (PassOptions options :
        List.of(PassOptions.training(ROWS), PassOptions.inference(ROWS).withInputGradients())) {
      GradientCheck.Report report =
          GradientCheck.run(
              row.model(layer), new WeightedSum(), ROWS, row.inputs(66, ROWS), weights, options);
      assertThat(report.passes(GRADIENT_TOLERANCE)).as("%s, seed 66: %s", row, report).isTrue();
      assertThat(report.checked()).isPositive();
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void aRowDoesNotDependOnTheOthers(Row row) {
    Layer layer = row.layer();
    List<float[]> inputs = row.inputs(69, ROWS);
    LayerRun batch = row.run(layer, inputs, PassOptions.inference(ROWS));
    float[] y = batch.forward();
    float[] gradY = Networks.gaussians(68, y.length);
    batch.backward(gradY);
    for (int r = 0; r < ROWS; r++) {
      int number = r;
      List<float[]> alone = inputs.stream().map(x -> rowOf(x, number)).toList();
      LayerRun run = row.run(layer, alone, PassOptions.inference(1));
      assertThat(run.forward()).as("row %s", r).containsExactly(rowOf(y, r));
      run.backward(rowOf(gradY, r));
      for (int i = 0; i < inputs.size(); i++) {
        assertThat(run.gradInput(i))
            .as("row %s, gradient of input %s", r, i)
            .containsExactly(rowOf(batch.gradInput(i), r));
      }
    }
  }

  private static float[] rowOf(float[] batch, int row) {
    int size = batch.length / ROWS;
    return Arrays.copyOfRange(batch, row * size, (row + 1) * size);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void computesTheSameBitsWhenMadeForInference(Row row) {
    Layer layer = row.layer();
    PassOptions options = PassOptions.inference(ROWS);
    float[] plain = row.run(layer, row.inputs(69, ROWS), options).forward();
    Program program = Program.of(row.model(layer), WeightPrecision.FLOAT32);
    Workspace workspace = program.newWorkspace(ROWS, Workers.caller());
    List<float[]> inputs = row.inputs(69, ROWS);
    for (int i = 0; i < inputs.size(); i++) {
      System.arraycopy(inputs.get(i), 0, workspace.input(i), 0, inputs.get(i).length);
    }
    workspace.run(ROWS);
    assertThat(workspace.output(0)).containsExactly(plain);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void overwritesGradientsAndLeavesParametersAlone(Row row) {
    Layer layer = row.layer();
    LayerRun run = row.run(layer, row.inputs(69, ROWS), PassOptions.training(ROWS));
    float[] gradY = Networks.gaussians(68, run.forward().length);
    List<float[]> before = layer.parameters().stream().map(p -> p.values().clone()).toList();
    run.backward(gradY);
    List<float[]> gradients = gradients(layer, row, run);
    run.backward(gradY);
    assertThat(gradients(layer, row, run)).usingRecursiveComparison().isEqualTo(gradients);
    for (int p = 0; p < before.size(); p++) {
      assertThat(layer.parameters().get(p).values()).containsExactly(before.get(p));
    }
  }

  private static List<float[]> gradients(Layer layer, Row row, LayerRun run) {
    return Stream.concat(
            IntStream.range(0, row.examples.size()).mapToObj(run::gradInput),
            IntStream.range(0, layer.parameters().size()).mapToObj(run::gradParameter))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("layers")
  void keepsNothingOfAPassInTheLayer(Row row) {
    Model model = row.model(row.layer());
    PassOptions options = PassOptions.training(ROWS).withInputGradients();
    Pass first = row.pass(model, options, 1);
    Pass second = row.pass(model, options, 2);
    first.forward(ROWS);
    first.backward();
    List<float[]> alone = results(row, first);
    first.forward(ROWS - 1);
    second.forward(ROWS - 1);
    first.backward();
    second.backward();
    Pass third = row.pass(model, options, 1);
    second.forward(ROWS);
    third.forward(ROWS);
    second.backward();
    third.backward();
    if (row.layer().parameters().stream().allMatch(Parameter::trained)) {
      assertThat(results(row, third)).usingRecursiveComparison().isEqualTo(alone);
    }
  }

  private static List<float[]> results(Row row, Pass pass) {
    List<float[]> results = new ArrayList<>();
    results.add(pass.output().clone());
    pass.gradients().values().forEach(gradient -> results.add(gradient.clone()));
    for (int i = 0; i < row.examples.size(); i++) {
      results.add(pass.gradInput(i).clone());
    }
    return results;
  }

  @ParameterizedTest
  @MethodSource("layers")
  void allocatesNothing(Row row) {
    PassOptions options = PassOptions.training(ROWS).withInputGradients();
    Pass pass = row.pass(row.model(row.layer()), options, 3);
    Allocation.assertSettlesAtNone(
        row.name,
        () -> {
          pass.forward(ROWS);
          pass.backward();
        });
  }
}
