package lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import lanewise.layers.activation.Relu;
import lanewise.layers.format.JsonObject;
import lanewise.layers.internal.Copies;
import lanewise.layers.linear.Dense;
import lanewise.layers.merge.Add;
import lanewise.layers.merge.Multiply;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Workers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class GraphTest {
  private Graph graph;

  @BeforeEach
  void makeAGraph() {
    graph = new Graph();
  }

  private static Pass pass(Model model, int rows, float[]... inputs) {
    Pass pass = model.pass(PassOptions.training(rows).withInputGradients());
    for (int i = 0; i < inputs.length; i++) {
      System.arraycopy(inputs[i], 0, pass.input(i), 0, inputs[i].length);
    }
    pass.forward(rows);
    return pass;
  }

  private static void backward(Pass pass, float... gradOutput) {
    System.arraycopy(gradOutput, 0, pass.gradOutput(), 0, gradOutput.length);
    pass.backward();
  }

  @Test
  void differentiatesASumTimesANumber() {
    String x = graph.input("x", Shape.SCALAR);
    String y = graph.input("y", Shape.SCALAR);
    String z = graph.input("z", Shape.SCALAR);
    String sum = graph.add(Add.of(), x, y);
    Model model = graph.build(graph.add(Multiply.of(), sum, z));
    Pass pass = pass(model, 1, new float[] {-2}, new float[] {5}, new float[] {-4});
    assertThat(pass.output()).containsExactly(-12);
    backward(pass, 1);
    assertThat(pass.gradInput(0)).containsExactly(-4);
    assertThat(pass.gradInput(1)).containsExactly(-4);
    assertThat(pass.gradInput(2)).containsExactly(3);
  }

  @Test
  void addsTheGradientsOfAValueThatOneNodeReadsTwice() {
    String x = graph.input("x", Shape.of(2));
    Model model = graph.build(graph.add(Multiply.of(), x, x));
    Pass pass = pass(model, 1, new float[] {3, -5});
    assertThat(pass.output()).containsExactly(9, 25);
    backward(pass, 1, 10);
    assertThat(pass.gradInput(0)).containsExactly(6, -100);
    pass.backward();
    assertThat(pass.gradInput(0)).containsExactly(6, -100);
  }

  @Test
  void addsTheGradientsOfAllReadersOfAValue() {
    // x -> a = x x;  y = a + a x + x + a, a diamond with shortcuts: 2 x^2 + x^3 + x
    String x = graph.input("x", Shape.of(1));
    String a = graph.add(Multiply.of(), x, x);
    String ax = graph.add(Multiply.of(), a, x);
    Model model = graph.build(graph.add(Add.of(), a, ax, x, a));
    Pass pass = pass(model, 2, new float[] {3, -1});
    assertThat(pass.output()).containsExactly(48, 0);
    backward(pass, 1, 1);
    assertThat(pass.gradInput(0)).containsExactly(4 * 3 + 3 * 9 + 1, -4 + 3 + 1);
  }

  @Test
  void takesGradientsOfSeveralOutputsOfWhichNodesReadOne() {
    String x = graph.input("x", Shape.of(1));
    String square = graph.add(Multiply.of(), x, x);
    String cube = graph.add(Multiply.of(), square, x);
    Model model = graph.build(square, cube, x);
    assertThat(model.outputShapes().keySet()).containsExactly(square, cube, "x");
    Pass pass = pass(model, 1, new float[] {3});
    assertThat(pass.output(0)).containsExactly(9);
    assertThat(pass.output(1)).containsExactly(27);
    assertThat(pass.output(2)).containsExactly(3);
    pass.gradOutput(0)[0] = 1;
    pass.gradOutput(1)[0] = 10;
    pass.gradOutput(2)[0] = 1000;
    for (int again = 0; again < 2; again++) {
      pass.backward();
      assertThat(pass.gradInput(0)).containsExactly(6 + 10 * 27 + 1000);
    }
  }

  @Test
  void sumsSmallerBatchesAfterLargerOnes() {
    String x = graph.input("x", Shape.of(1));
    String square = graph.add(Multiply.of(), x, x);
    Model model = graph.build(square, graph.add(Add.of(), square, x, square));
    Pass pass = pass(model, 3, new float[] {1, 2, 3});
    Arrays.fill(pass.gradOutput(0), 1);
    Arrays.fill(pass.gradOutput(1), 1);
    pass.backward();
    assertThat(pass.gradInput(0)).containsExactly(7, 13, 19);
    pass.input()[0] = 5;
    pass.forward(1);
    pass.backward();
    assertThat(pass.gradInput(0)[0]).isEqualTo(31);
  }

  @Test
  void mayNameNodesThatComeLater() {
    graph.input("x", Shape.of(2));
    graph.addNamed("last", Add.of(), "first", "x");
    graph.addNamed("first", Relu.of(), "x");
    Model model = graph.build("last");
    assertThat(model.layers().keySet()).containsExactly("first", "last");
    assertThat(pass(model, 1, new float[] {-1, 2}).output()).containsExactly(-1, 4);
  }

  @Test
  void refusesACycle() {
    graph.input("x", Shape.of(2));
    graph.addNamed("a", Add.of(), "x", "c");
    graph.addNamed("b", Relu.of(), "a");
    graph.addNamed("c", Relu.of(), "b");
    assertThatThrownBy(() -> graph.build("c"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("graph: a cycle: ")
        .hasMessageContainingAll("a", "b", "c", " <- ");
  }

  @Test
  void refusesANodeThatReadsItself() {
    graph.input("x", Shape.of(2));
    graph.addNamed("a", Add.of(), "x", "a");
    assertThatThrownBy(() -> graph.build("a")).hasMessage("graph: a cycle: a <- a");
  }

  @Test
  void refusesWhatNoOutputDependsOn() {
    graph.input("x", Shape.of(2));
    graph.input("spare", Shape.of(2));
    graph.addNamed("a", Relu.of(), "x");
    assertThatThrownBy(() -> graph.build("a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("graph: input spare is dangling: no output depends on it");
    graph.addNamed("b", Relu.of(), "spare");
    assertThatThrownBy(() -> graph.build("a")).hasMessageContaining("spare is dangling");
    assertThatThrownBy(() -> graph.build("b")).hasMessageContaining("input x is dangling");
    graph.addNamed("c", Relu.of(), "a");
    assertThatThrownBy(() -> graph.build("a", "b"))
        .hasMessage("graph: node c is dangling: no output depends on it");
    assertThat(graph.build("c", "b").outputShapes()).hasSize(2);
  }

  @Test
  void refusesUnknownNames() {
    graph.input("x", Shape.of(2));
    graph.addNamed("a", Add.of(), "x", "nowhere");
    assertThatThrownBy(() -> graph.build("a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("graph: the inputs of a name nowhere, which is not an input or node");
    assertThatThrownBy(() -> graph.build("b"))
        .hasMessage("graph: the outputs name b, which is not an input or node");
    assertThatThrownBy(graph::build).hasMessage("graph: name at least one output");
  }

  @Test
  void refusesNamesThatAreTaken() {
    graph.input("x", Shape.of(2));
    graph.addNamed("a", Relu.of(), "x");
    assertThatThrownBy(() -> graph.input("a", Shape.of(1)))
        .hasMessage("graph: the name \"a\" is empty or taken");
    assertThatThrownBy(() -> graph.addNamed("x", Relu.of(), "a"))
        .hasMessage("graph: the name \"x\" is empty or taken");
    assertThatThrownBy(() -> graph.addNamed("", Relu.of(), "a"))
        .hasMessage("graph: the name \"\" is empty or taken");
    assertThatThrownBy(() -> graph.add(Relu.of()))
        .hasMessage("graph: node relu-1 reads nothing: name its inputs");
  }

  @Test
  void refusesAnOutputThatIsNamedTwice() {
    graph.input("x", Shape.of(2));
    graph.addNamed("a", Relu.of(), "x");
    assertThatThrownBy(() -> graph.build("a", "a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("graph: output a is named twice");
  }

  @Test
  void namesTheNodeWhoseInputsDoNotFit() {
    graph.input("x", Shape.of(2));
    graph.input("y", Shape.of(3));
    graph.addNamed("sum", Add.of(), "x", "y");
    assertThatThrownBy(() -> graph.build("sum"))
        .isInstanceOf(ShapeException.class)
        .hasMessage("model: node sum: add: inputs [2] and [3] differ");
  }

  @Test
  void namesTheNodeWhoseLayerRefusesItsInputsInItsOwnWay() {
    graph.input("x", Shape.of(2));
    graph.addNamed("mine", new Picky(), "x");
    assertThatThrownBy(() -> graph.build("mine"))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("model: node mine: I take nothing")
        .cause()
        .hasMessage("I take nothing");
  }

  /** A layer of one's own that refuses every input without a {@link ShapeException}. */
  private static final class Picky implements Layer {
    @Override
    public String kind() {
      return "picky";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      throw new IllegalArgumentException("I take nothing");
    }

    @Override
    public JsonObject config() {
      return JsonObject.builder().build();
    }

    @Override
    public void forward(LayerPass pass) {}

    @Override
    public void backward(LayerPass pass) {}

    @Override
    public void reference(ReferencePass pass) {}
  }

  @Test
  void namesTheNodeThatHasTooManyOrTooFewInputs() {
    graph.input("x", Shape.of(2));
    graph.addNamed("dense", Dense.of(2, 2), "x", "x");
    assertThatThrownBy(() -> graph.build("dense"))
        .isInstanceOf(ShapeException.class)
        .hasMessage("model: node dense: dense: takes one input, not 2: [[2], [2]]");
    Graph other = new Graph();
    other.input("x", Shape.of(2));
    other.addNamed("sum", Add.of(), "x");
    assertThatThrownBy(() -> other.build("sum"))
        .isInstanceOf(ShapeException.class)
        .hasMessage("model: node sum: add: takes two inputs or more, not [[2]]");
  }

  @Test
  void skipsBackwardWhereNobodyWantsAGradient() {
    String x = graph.input("x", Shape.of(2));
    Counting below = new Counting();
    Counting above = new Counting();
    String first = graph.add(Dense.of(2, 2), graph.add(below, x));
    Model model = graph.build(graph.add(above, graph.add(Dense.of(2, 2), first)));
    backward(model.trainingPass(1, Workers.caller()), model);
    assertThat(below.backwards).as("nothing below it is trained").isZero();
    assertThat(above.backwards).isEqualTo(1);

    Model frozen = model.withFrozen(name -> name.startsWith("dense-"));
    Pass pass = frozen.trainingPass(1, Workers.caller());
    assertThat(pass.gradients()).isEmpty();
    backward(pass, frozen);
    assertThat(above.backwards).as("all is frozen").isEqualTo(1);

    Model half = model.withFrozen(name -> name.equals("dense-2.weight"));
    pass = half.trainingPass(1, Workers.caller());
    assertThat(pass.gradients().keySet())
        .containsExactly("dense-1.weight", "dense-1.bias", "dense-2.bias");
    backward(pass, half);
    assertThat(above.backwards).isEqualTo(2);
    assertThat(below.backwards).isZero();
  }

  private static void backward(Pass pass, Model model) {
    pass.forward(1);
    Arrays.fill(pass.gradOutput(), 0, model.outputShape().size(), 1);
    pass.backward();
  }

  /** Hands its input on and counts. */
  private static final class Counting implements Layer {
    private int backwards;

    @Override
    public String kind() {
      return "counting";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      return inputs.getFirst();
    }

    @Override
    public JsonObject config() {
      return JsonObject.builder().build();
    }

    @Override
    public void forward(LayerPass pass) {
      Copies.forward(pass);
    }

    @Override
    public void backward(LayerPass pass) {
      backwards++;
      Copies.backward(pass);
    }

    @Override
    public void reference(ReferencePass pass) {
      Copies.reference(pass);
    }
  }

  @Test
  void addsUpAnOutputFarDownALongChainWithoutAllocating() {
    String x = graph.input("x", Shape.of(1));
    String last = x;
    for (int i = 0; i < 300; i++) {
      last = graph.add(Add.of(), last, x);
    }
    Model model = graph.build(last, "add-290");
    Pass pass = pass(model, 1, new float[] {1});
    pass.gradOutput(0)[0] = 1;
    pass.gradOutput(1)[0] = 1;
    pass.backward();
    assertThat(pass.gradInput(0)).containsExactly(301 + 291);
    Allocation.assertSettlesAtNone("backward of 300 nodes", pass::backward);
  }
}
