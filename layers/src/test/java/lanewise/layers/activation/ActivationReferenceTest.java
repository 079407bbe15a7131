package lanewise.layers.activation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import lanewise.layers.Layer;
import lanewise.layers.LayerRun;
import lanewise.layers.Model;
import lanewise.layers.Near;
import lanewise.layers.Networks;
import lanewise.layers.Pass;
import lanewise.layers.PassOptions;
import lanewise.layers.ReferenceCases;
import lanewise.layers.Sequential;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.linear.Dense;
import lanewise.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Activations, softmax and maxout against the reference cases, forward and gradients. */
final class ActivationReferenceTest {
  record Row(String group, Function<JsonCursor, Layer> maker) {
    @Override
    public String toString() {
      return group;
    }
  }

  static Stream<Row> groups() {
    return Stream.of(
        new Row("sigmoid", c -> Sigmoid.of()),
        new Row("tanh", c -> Tanh.of()),
        new Row("relu", c -> Relu.of()),
        new Row("leaky_relu", c -> LeakyRelu.of(setting(c, "negative_slope", 0.01f))),
        new Row("elu", c -> Elu.of(setting(c, "alpha", 1))),
        new Row("softplus", c -> Softplus.of()),
        new Row("gelu", c -> Gelu.of()),
        new Row("gelu_tanh", c -> Gelu.of(Gelu.Form.TANH)),
        new Row("silu", c -> Silu.of()),
        new Row("selu", c -> Selu.of()),
        new Row("log_sigmoid", c -> LogSigmoid.of()),
        new Row("prelu", ActivationReferenceTest::prelu),
        new Row("softmax", c -> Softmax.along(c.get("attrs").get("axis").asInt())),
        new Row("log_softmax", c -> LogSoftmax.along(c.get("attrs").get("axis").asInt())));
  }

  /** An attribute that PyTorch has a default for. */
  private static float setting(JsonCursor each, String name, float otherwise) {
    return each.find("attrs")
        .flatMap(attrs -> attrs.find(name))
        .map(JsonCursor::asFloat)
        .orElse(otherwise);
  }

  private static PRelu prelu(JsonCursor each) {
    float[] weight = ReferenceCases.floats(each.get("inputs").get("weight"));
    PRelu layer = PRelu.of(weight.length).withAxis(1);
    Networks.set(layer.slope(), weight);
    return layer;
  }

  @ParameterizedTest
  @MethodSource("groups")
  void agreesWithTheReference(Row row) {
    List<JsonCursor> cases = ReferenceCases.group(row.group);
    int gradients = 0;
    for (JsonCursor each : cases) {
      String name = row.group + " " + each.get("name").asString();
      Layer layer = row.maker.apply(each);
      JsonCursor x = each.get("inputs").get("x");
      LayerRun run = LayerRun.of(layer, ReferenceCases.shape(x), 1, ReferenceCases.floats(x));
      Near.assertNear(name, run.forward(), ReferenceCases.doubles(each.get("output")));
      if (each.find("dy").isPresent()) {
        run.backward(ReferenceCases.floats(each.get("dy")));
        JsonCursor grads = each.get("grads");
        Near.assertNear(name + " gradX", run.gradInput(), ReferenceCases.doubles(grads.get("x")));
        if (!layer.parameters().isEmpty()) {
          double[] expected = ReferenceCases.doubles(grads.get("weight"));
          Near.assertNear(name + " gradA", run.gradParameter(0), expected);
        }
        gradients++;
      }
    }
    assertThat(gradients).as("cases with gradients of %s", cases.size()).isPositive();
  }

  @Test
  void denseAndMaxoutAgreeWithTheReference() {
    for (JsonCursor each : ReferenceCases.group("maxout")) {
      JsonCursor inputs = each.get("inputs");
      Shape x = ReferenceCases.shape(inputs.get("x"));
      int pieces = each.get("attrs").get("pieces").asInt();
      int out = ReferenceCases.shape(inputs.get("weight")).dim(1);
      Dense dense = Dense.of(x.dim(1), pieces * out);
      Networks.set(dense.weight(), ReferenceCases.floats(inputs.get("weight")));
      Networks.set(dense.bias(), ReferenceCases.floats(inputs.get("bias")));
      Model model = Sequential.of(x.dim(1), dense, Maxout.of(pieces));
      int rows = x.dim(0);
      Pass pass = model.pass(PassOptions.training(rows).withInputGradients());
      float[] values = ReferenceCases.floats(inputs.get("x"));
      System.arraycopy(values, 0, pass.input(), 0, values.length);
      pass.forward(rows);
      Near.assertNear("output", pass.output(), ReferenceCases.doubles(each.get("output")));
      float[] dy = ReferenceCases.floats(each.get("dy"));
      System.arraycopy(dy, 0, pass.gradOutput(), 0, dy.length);
      pass.backward();
      JsonCursor grads = each.get("grads");
      Near.assertNear("gradX", pass.gradInput(0), ReferenceCases.doubles(grads.get("x")));
      for (String name : List.of("weight", "bias")) {
        float[] gradient = pass.gradients().get("dense-1." + name);
        Near.assertNear(name, gradient, ReferenceCases.doubles(grads.get(name)));
      }
    }
  }
}
