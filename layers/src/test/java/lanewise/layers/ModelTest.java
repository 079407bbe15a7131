package lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import lanewise.layers.activation.Relu;
import lanewise.layers.format.JsonObject;
import lanewise.layers.linear.Dense;
import lanewise.layers.shape.Flatten;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.Workers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
final class ModelTest {
  @Test
  void aChainTakesExamplesOfAnyShape() {
    Model model = Sequential.of(Shape.of(3, 4), Dense.of(4, 2), Flatten.of());
    assertThat(model.inputShape()).isEqualTo(Shape.of(3, 4));
    assertThat(model.outputShape()).isEqualTo(Shape.of(6));
    assertThat(model.layers().keySet()).containsExactly("dense-1", "flatten-1");
  }

  @Test
  void namesItsParametersInTheOrderOfTheLayers() {
    Model model = Networks.mlp(1, 6, 5, 4, 3);
    assertThat(model.parameters().sequencedKeySet())
        .containsExactly(
            "dense-1.weight", "dense-1.bias",
            "dense-2.weight", "dense-2.bias",
            "dense-3.weight", "dense-3.bias");
    assertThat(model.parameterCount()).isEqualTo(6 * 5 + 5 + 5 * 4 + 4 + 4 * 3 + 3);
    assertThat(model.layers().sequencedKeySet())
        .containsExactly("dense-1", "relu-1", "dense-2", "relu-2", "dense-3");
    assertThat(model.parameters().get("dense-1.weight"))
        .isSameAs(((Dense) model.layers().firstEntry().getValue()).weight());
    assertThatThrownBy(() -> model.parameters().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void knowsItsShapes() {
    Model model = Sequential.of(Shape.of(2, 3), List.of(Dense.of(3, 4), Relu.of()));
    assertThat(model.inputShape()).isEqualTo(Shape.of(2, 3));
    assertThat(model.outputShape()).isEqualTo(Shape.of(2, 4));
    assertThat(Sequential.of(7, Relu.of()).parameterCount()).isZero();
  }

  @Test
  void refusesLayersThatDoNotFit() {
    assertThatThrownBy(() -> Sequential.of(6, Dense.of(6, 5), Relu.of(), Dense.of(4, 3), Relu.of()))
        .isInstanceOf(ShapeException.class)
        .hasMessage("model: node dense-2: dense [3, 4]: input [5] does not end in 4");
    assertThatThrownBy(() -> Sequential.of(7, Dense.of(6, 5)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("model: node dense-1: dense [5, 6]: input [7] does not end in 6");
  }

  @Test
  void refusesALayerTwice() {
    Relu relu = Relu.of();
    assertThatThrownBy(() -> Sequential.of(3, relu, Dense.of(3, 3), relu))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "graph: node relu-2 is the same layer object as an earlier node: make a new one, or use"
                + " addShared");
  }

  @Test
  void refusesNoLayers() {
    assertThatThrownBy(() -> Sequential.of(3))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("model: needs at least one layer");
  }

  @Test
  void aChainMayBeVeryLong() {
    Layer[] layers = Stream.generate(Relu::of).limit(100_000).toArray(Layer[]::new);
    Pass pass = Sequential.of(1, layers).trainingPass(1, Workers.caller());
    pass.input()[0] = 3;
    pass.forward(1);
    assertThat(pass.output()).containsExactly(3);
  }

  @Test
  void refusesAParameterThatIsAView() {
    Tensor view = Tensor.zeros(2, 3).transpose();
    assertThatThrownBy(() -> Parameter.weight("weight", view, 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "parameter weight: needs a contiguous tensor with storage of its own: copy the view");
    Tensor before = Tensor.zeros(8).slice(0, 0, 4);
    assertThatThrownBy(() -> Parameter.bias("bias", before)).hasMessageContaining("copy the view");
    Tensor behind = Tensor.zeros(2, 3).select(0, 1);
    assertThatThrownBy(() -> Parameter.bias("bias", behind)).hasMessageContaining("bias");
  }

  @Test
  void aCopyIsEqualAndIndependent() {
    Model model = Networks.mlp(2, 5, 4, 3);
    Model copy = model.copy();
    assertThat(copy.parameters().sequencedKeySet())
        .containsExactlyElementsOf(model.parameters().sequencedKeySet());
    assertThat(copy.inputShape()).isEqualTo(model.inputShape());
    assertThat(copy.outputShape()).isEqualTo(model.outputShape());
    float[] before = outputs(copy);
    assertThat(before).containsExactly(outputs(model));
    for (Parameter parameter : model.parameters().values()) {
      parameter.values()[0] += 1;
    }
    assertThat(outputs(copy)).containsExactly(before);
    assertThat(outputs(model)).isNotEqualTo(before);
    copy.parameters().firstEntry().getValue().values()[1] = 50;
    assertThat(model.parameters().firstEntry().getValue().values()[1]).isNotEqualTo(50);
  }

  @Test
  void aCopySaysWhatALayerOfOnesOwnLacks() {
    Model model = Sequential.of(3, new Gain(Parameter.scale("gain", Tensor.zeros(1))));
    assertThatThrownBy(model::copy)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageStartingWith("gain: a layer with parameters must override withParameters: ");
  }

  @Test
  void refusesTwoParametersOfOneName() {
    Graph graph = new Graph();
    String x = graph.input("x", Shape.of(3));
    graph.addNamed("a", new Gain(Parameter.scale("b.gain", Tensor.zeros(1))), x);
    graph.addNamed("a.b", new Gain(Parameter.scale("gain", Tensor.zeros(1))), "a");
    assertThatThrownBy(() -> graph.build("a.b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("model: node a.b: there are two parameters a.b.gain: rename a node");
  }

  /** Has a parameter, and does not override {@link Layer#withParameters}. */
  private record Gain(Parameter gain) implements Layer {
    @Override
    public String kind() {
      return "gain";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      return inputs.getFirst();
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(gain);
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

  private static float[] outputs(Model model) {
    Pass pass = model.inferencePass(4, Workers.caller());
    float[] rows = Networks.gaussians(3, pass.input().length);
    System.arraycopy(rows, 0, pass.input(), 0, rows.length);
    pass.forward(4);
    return pass.output();
  }
}
