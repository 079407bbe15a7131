package lanewise.layers.norm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import lanewise.layers.Near;
import lanewise.layers.Networks;
import lanewise.layers.ReferenceCases;
import lanewise.layers.SingleLayer;
import lanewise.layers.format.JsonCursor;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import org.junit.jupiter.api.Test;

final class LayerNormTest {
  @Test
  void agreesWithTheReference() {
    for (JsonCursor each : ReferenceCases.group("layer_norm")) {
      String name = each.get("name").asString();
      JsonCursor inputs = each.get("inputs");
      Optional<JsonCursor> weight = inputs.find("weight");
      LayerNorm norm = layer(each, weight.isPresent());
      if (weight.isPresent()) {
        Networks.set(norm.parameters().get(0), ReferenceCases.floats(weight.get()));
        Networks.set(norm.parameters().get(1), ReferenceCases.floats(inputs.get("bias")));
      }
      int[] dims = ReferenceCases.shape(inputs.get("x")).toArray();
      Shape example = Shape.of(Arrays.copyOfRange(dims, 1, dims.length));
      SingleLayer run = SingleLayer.training(norm, dims[0], example);
      float[] y = run.forward(ReferenceCases.floats(inputs.get("x")));
      Near.assertNear(name + " output", y, ReferenceCases.doubles(each.get("output")));
      run.backward(ReferenceCases.floats(each.get("dy")));
      JsonCursor grads = each.get("grads");
      Near.assertNear(name + " gradX", run.gradInput(0), ReferenceCases.doubles(grads.get("x")));
      if (weight.isPresent()) {
        Near.assertNear(
            name + " gradW", run.gradient("weight"), ReferenceCases.doubles(grads.get("weight")));
        Near.assertNear(
            name + " gradB", run.gradient("bias"), ReferenceCases.doubles(grads.get("bias")));
      }
    }
  }

  private static LayerNorm layer(JsonCursor each, boolean affine) {
    JsonCursor attrs = each.get("attrs");
    int[] dims =
        attrs.get("normalized_shape").elements().stream().mapToInt(JsonCursor::asInt).toArray();
    return LayerNorm.of(
        Shape.of(dims),
        attrs.get("eps").asDouble(),
        affine ? LayerNorm.Affine.LEARNED : LayerNorm.Affine.NONE);
  }

  @Test
  void normalizesEachPositionOverItsLastDimensions() {
    float[] x = Networks.gaussians(3, 2 * 5 * 6);
    float[] flat = SingleLayer.training(LayerNorm.of(6), 10, Shape.of(6)).forward(x);
    assertThat(SingleLayer.training(LayerNorm.of(6), 2, Shape.of(5, 6)).forward(x))
        .containsExactly(flat);
    float[] wide = SingleLayer.training(LayerNorm.of(30), 2, Shape.of(30)).forward(x);
    assertThat(SingleLayer.training(LayerNorm.of(5, 6), 2, Shape.of(5, 6)).forward(x))
        .containsExactly(wide);
  }

  @Test
  void isExactFarFromZero() {
    float[] x = {1_000_000, 1_000_001, 1_000_001, 1_000_000};
    LayerNorm norm = LayerNorm.of(Shape.of(4), 1e-12, LayerNorm.Affine.NONE);
    Near.assertNear(
        "y", SingleLayer.training(norm, 1, Shape.of(4)).forward(x), new double[] {-1, 1, 1, -1});
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(LayerNorm::of).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LayerNorm.of(3, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LayerNorm.of(Shape.of(3), 0, LayerNorm.Affine.NONE))
        .hasMessage("layer-norm: an epsilon of 0.0: it must be above 0 and finite");
    for (Shape wrong : List.of(Shape.SCALAR, Shape.of(3), Shape.of(2, 4), Shape.of(3, 2))) {
      assertThatThrownBy(() -> LayerNorm.of(2, 3).outputShape(List.of(wrong)))
          .isInstanceOf(ShapeException.class)
          .hasMessage("layer-norm [2, 3]: input " + wrong + " does not end in [2, 3]");
    }
  }
}
