package lanewise.layers.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lanewise.layers.Graph;
import lanewise.layers.Layer;
import lanewise.layers.LayerPass;
import lanewise.layers.Lowering;
import lanewise.layers.Model;
import lanewise.layers.Networks;
import lanewise.layers.Parameter;
import lanewise.layers.Pass;
import lanewise.layers.ReferencePass;
import lanewise.layers.Sequential;
import lanewise.layers.activation.Relu;
import lanewise.layers.activation.Softmax;
import lanewise.layers.format.JsonObject;
import lanewise.layers.linear.Dense;
import lanewise.layers.norm.BatchNorm;
import lanewise.layers.shape.Flatten;
import lanewise.layers.shape.Reshape;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.WeightPrecision;
import lanewise.tensor.Workers;
import org.junit.jupiter.api.Test;

/** Programs of layers and steps that this library does not know. */
class ProgramTest {
  private static final int ROWS = 6;

  /**
   * A layer as a user writes one: the weights of a product are the difference of two parameters.
   */
  private record Difference(Parameter plus, Parameter minus) implements Layer {
    private Tensor weight() {
      float[] values = plus.values().clone();
      for (int i = 0; i < values.length; i++) {
        values[i] -= minus.values()[i];
      }
      return Tensor.wrap(values, plus.value().shape());
    }

    @Override
    public String kind() {
      return "difference";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      return Shape.of(plus.value().shape().dim(0));
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(plus, minus);
    }

    @Override
    public JsonObject config() {
      return JsonObject.builder().build();
    }

    @Override
    public void forward(LayerPass pass) {
      int in = pass.inputSize(0);
      int out = pass.outputSize();
      float[] w = weight().storage();
      for (int i = 0; i < pass.rows() * out; i++) {
        float sum = 0;
        for (int p = 0; p < in; p++) {
          sum = Math.fma(pass.input(0)[i / out * in + p], w[i % out * in + p], sum);
        }
        pass.output()[i] = sum;
      }
    }

    @Override
    public void backward(LayerPass pass) {
      throw new UnsupportedOperationException("not trained here");
    }

    @Override
    public void reference(ReferencePass pass) {
      throw new UnsupportedOperationException("not trained here");
    }

    @Override
    public Lowering lowering(List<Shape> inputs) {
      return new Lowering.Affine(new Lowering.Geometry.Rows(), weight(), null);
    }
  }

  private static Difference difference(int in, int out) {
    Parameter plus = Parameter.weight("plus", Tensor.zeros(out, in), in, out);
    Parameter minus = Parameter.weight("minus", Tensor.zeros(out, in), in, out);
    Networks.set(plus, Networks.gaussians(1, in * out));
    Networks.set(minus, Networks.gaussians(2, in * out));
    return new Difference(plus, minus);
  }

  @Test
  void aLayerOfOnesOwnFusesByWhatItReturns() {
    Model model = Sequential.of(5, difference(5, 70), Relu.of(), Dense.of(70, 2));
    Networks.fill((Dense) model.layers().get("dense-1"), 3);

    Program program = Program.of(model, WeightPrecision.FLOAT32);

    assertThat(program.nodes())
        .extracting(node -> String.join(" + ", node.step().kinds()))
        .containsExactly("difference + relu", "dense");
    assertThat(run(program, Networks.gaussians(4, ROWS * 5)))
        .containsExactly(run(model, Networks.gaussians(4, ROWS * 5)));
    assertThat(Program.of(model, WeightPrecision.BFLOAT16).nodes().getFirst().step().precision())
        .isEqualTo(WeightPrecision.BFLOAT16);
  }

  @Test
  void aLayerOfOnesOwnTakesInANormalization() {
    BatchNorm norm = BatchNorm.of(8);
    Networks.set(norm.weight(), Networks.gaussians(5, 8));
    Networks.set(norm.runningMean(), Networks.gaussians(6, 8));
    Model model = Sequential.of(5, difference(5, 8), norm);

    Program program = Program.of(model, WeightPrecision.FLOAT32);

    assertThat(program.nodes()).extracting(Program.Node::name).containsExactly("batch-norm-1");
    float[] expected = run(model, Networks.gaussians(7, ROWS * 5));
    float[] found = run(program, Networks.gaussians(7, ROWS * 5));
    for (int i = 0; i < found.length; i++) {
      assertThat(Math.abs(found[i] - expected[i])).isLessThan(1e-4f);
    }
  }

  /** Channels before space: each channel's scale goes to all its columns of the weights. */
  @Test
  void theChannelsOfImagesFoldIntoTheProductBehindAFlatten() {
    BatchNorm norm = BatchNorm.of(3);
    Networks.set(norm.weight(), 1, 2, -3);
    Networks.set(norm.bias(), 0.5f, 0, 1);
    Networks.set(norm.runningMean(), 1, -1, 2);
    Dense dense = Dense.of(12, 5);
    Networks.fill(dense, 8);
    Model model = Sequential.of(Shape.of(3, 2, 2), List.of(norm, Flatten.of(), dense));

    Program program = Program.of(model, WeightPrecision.FLOAT32);

    assertThat(program.nodes()).hasSize(1);
    float[] expected = run(model, Networks.gaussians(9, ROWS * 12));
    float[] found = run(program, Networks.gaussians(9, ROWS * 12));
    for (int i = 0; i < found.length; i++) {
      assertThat(Math.abs(found[i] - expected[i])).isLessThan(1e-4f);
    }
  }

  @Test
  void channelsAcrossTheProductsOfARowDoNotFold() {
    BatchNorm norm = BatchNorm.of(4);
    Networks.set(norm.weight(), 1, 2, -3, 4);
    Dense dense = Dense.of(3, 5);
    Networks.fill(dense, 8);
    Model model = Sequential.of(Shape.of(4, 3), List.of(norm, dense));

    Program program = Program.of(model, WeightPrecision.FLOAT32);

    assertThat(program.nodes())
        .extracting(node -> String.join(" + ", node.step().kinds()))
        .containsExactly("batch-norm", "dense");
    assertThat(run(program, Networks.gaussians(9, ROWS * 12)))
        .containsExactly(run(model, Networks.gaussians(9, ROWS * 12)));
  }

  /** Two inputs, of which a product would read the first only. */
  @Test
  void refusesADescriptionThatDoesNotFit() {
    Difference product = difference(3, 70);
    Graph graph = new Graph();
    String x = graph.input("x", Shape.of(3));
    String y = graph.input("y", Shape.of(3));
    Model model = graph.build(graph.add(product, x, y));
    assertThatThrownBy(() -> Program.of(model, WeightPrecision.FLOAT32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "inference: node difference-1: the lowering of difference does not fit inputs"
                + " [[3], [3]] and output [70]");
    Model narrow = Sequential.of(4, product);
    assertThatThrownBy(() -> Program.of(narrow, WeightPrecision.FLOAT32))
        .hasMessageContaining("does not fit inputs [[4]] and output [70]");
  }

  /** Rows of a softmax that are flattened later are several distributions. */
  @Test
  void aFlattenedSoftmaxGivesNoProbabilities() {
    Dense dense = Dense.of(4, 6);
    Model model =
        Sequential.of(Shape.of(4), List.of(dense, Reshape.of(2, 3), Softmax.of(), Flatten.of()));
    assertThat(InferencePlan.of(model).givesProbabilities()).isFalse();
  }

  @Test
  void anInputMayBeAnOutput() {
    Graph graph = new Graph();
    Model model = graph.build(graph.input("x", Shape.of(4)));
    float[] row = {1, 2, 3, 4};
    float[] out = new float[4];
    InferencePlan.of(model).predict(row, 0, out, 0);
    assertThat(out).containsExactly(row);
    assertThat(InferencePlan.of(model).givesProbabilities()).isFalse();
  }

  /** An operator of an imported file, which nobody trains: the rows' values in reverse. */
  private static final class Reverse implements Step {
    @Override
    public List<String> kinds() {
      return List.of("reverse");
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      if (inputs.size() != 1 || inputs.getFirst().rank() != 1) {
        throw new ShapeException("reverse: takes one row of values, not " + inputs);
      }
      return inputs.getFirst();
    }

    @Override
    public Bound bind(StepBuffers buffers) {
      int size = buffers.outputShape().size();
      return rows -> {
        for (int i = 0; i < rows * size; i++) {
          buffers.output()[i] = buffers.input(0)[i / size * size + size - 1 - i % size];
        }
      };
    }
  }

  @Test
  void stepsThatOnlyRunForwardMakeAProgram() {
    Program program =
        Program.builder()
            .input("x", Shape.of(3))
            .step("back", new Reverse(), "x")
            .step("again", new Reverse(), "back")
            .build("back", "again");
    Workspace workspace = program.newWorkspace(2, Workers.caller());
    System.arraycopy(new float[] {1, 2, 3, 4, 5, 6}, 0, workspace.input(0), 0, 6);
    workspace.run(2);
    assertThat(workspace.output(0)).containsExactly(3, 2, 1, 6, 5, 4);
    assertThat(workspace.output(1)).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(program.outputShapes()).containsOnlyKeys("back", "again");
    assertThat(program.weightBytes()).isZero();
  }

  @Test
  void refusesStepsThatDoNotFit() {
    Program.Builder builder = Program.builder().input("x", Shape.of(3));
    assertThatThrownBy(() -> builder.step("y", new Reverse()))
        .hasMessage("program: step y reads nothing: name its inputs");
    assertThatThrownBy(() -> builder.step("y", new Reverse(), "z"))
        .hasMessage("program: there is no input or step z");
    assertThatThrownBy(() -> builder.step("x", new Reverse(), "x"))
        .hasMessage("program: the name x is used twice");
    assertThatThrownBy(() -> builder.step("y", new Reverse(), "x", "x"))
        .isInstanceOf(ShapeException.class)
        .hasMessage("reverse: takes one row of values, not [[3], [3]]");
    assertThatThrownBy(builder::build).hasMessage("program: name at least one output");
    builder.step("y", new Reverse(), "x");
    assertThatThrownBy(() -> builder.build("y", "y"))
        .hasMessage("program: output y is named twice");
    assertThatThrownBy(() -> builder.input("z", Shape.of(1)))
        .hasMessage("program: input z comes after a step: add all inputs first");
    Workspace workspace = builder.build("y").newWorkspace(2, Workers.caller());
    assertThatThrownBy(() -> workspace.run(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("run: 3 rows: the workspace holds 1 to 2");
    assertThatThrownBy(() -> workspace.run(0)).isInstanceOf(IllegalArgumentException.class);
  }

  private static float[] run(Program program, float[] rows) {
    Workspace workspace = program.newWorkspace(ROWS, Workers.caller());
    System.arraycopy(rows, 0, workspace.input(0), 0, rows.length);
    workspace.run(ROWS);
    return workspace.output(0).clone();
  }

  private static float[] run(Model model, float[] rows) {
    Pass pass = model.inferencePass(ROWS, Workers.caller());
    System.arraycopy(rows, 0, pass.input(), 0, rows.length);
    pass.forward(ROWS);
    return pass.output().clone();
  }
}
