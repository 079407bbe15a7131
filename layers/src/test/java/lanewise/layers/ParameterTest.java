package lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import lanewise.layers.Parameter.Kind;
import lanewise.layers.activation.PRelu;
import lanewise.layers.linear.Dense;
import lanewise.layers.linear.Embedding;
import lanewise.layers.norm.BatchNorm;
import lanewise.layers.norm.LayerNorm;
import lanewise.tensor.Shape;
import org.junit.jupiter.api.Test;

/** What optimizers are told of the parameters of each layer. */
final class ParameterTest {
  private static Map<String, Kind> kinds(Shape input, Layer layer) {
    Map<String, Kind> kinds = new TreeMap<>();
    for (Slot slot : Sequential.of(input, layer).slots()) {
      kinds.put(slot.parameter().name(), slot.parameter().kind());
      assertThat(slot.trained()).isEqualTo(slot.parameter().kind() != Kind.TRACKED);
      assertThat(slot.parameter().copy().kind()).isEqualTo(slot.parameter().kind());
    }
    return kinds;
  }

  @Test
  void everyParameterSaysWhatItDoes() {
    assertThat(kinds(Shape.of(2), Dense.of(2, 3)))
        .isEqualTo(Map.of("weight", Kind.WEIGHT, "bias", Kind.BIAS));
    assertThat(kinds(Shape.of(2), BatchNorm.of(2)))
        .isEqualTo(
            Map.of(
                "weight",
                Kind.SCALE,
                "bias",
                Kind.BIAS,
                "running_mean",
                Kind.TRACKED,
                "running_var",
                Kind.TRACKED));
    assertThat(kinds(Shape.of(2), LayerNorm.of(2)))
        .isEqualTo(Map.of("weight", Kind.SCALE, "bias", Kind.BIAS));
    assertThat(kinds(Shape.of(2), PRelu.of(2))).isEqualTo(Map.of("slope", Kind.SCALE));
    assertThat(kinds(Shape.of(2), Embedding.of(5, 3))).isEqualTo(Map.of("weight", Kind.WEIGHT));
  }
}
