package lanewise.training.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import lanewise.layers.Model;
import lanewise.layers.Slot;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonString;
import lanewise.tensor.RandomStream;
import lanewise.training.Fixtures;
import lanewise.training.ReferenceCases;
import lanewise.training.state.Memory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Transforms of gradients against PyTorch and their formulas. */
final class GradientTransformTest {
  /** Transforms by name, for what holds for all of them. */
  record Row(String name, GradientTransform transform) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Row> rows() {
    return List.of(
        new Row("clip by value", new ClipByValue(0.1)),
        new Row("clip by norm", new ClipByNorm(0.1)),
        new Row("clip by largest", new ClipByNorm(0.01, Double.POSITIVE_INFINITY)),
        new Row("clip by global norm", new ClipByGlobalNorm(0.1)),
        new Row("clip by magnitudes", new ClipByGlobalNorm(0.1, 1)),
        new Row("clip by cubes", new ClipByGlobalNorm(0.1, 3)),
        new Row("l1", WeightPenalty.l1(0.1)),
        new Row("l2", WeightPenalty.l2(0.1)),
        new Row("elastic net", WeightPenalty.elasticNet(0.1, 0.2)));
  }

  private static void apply(GradientTransform transform, float[]... gradients) {
    transform.apply(List.of(), List.of(gradients), Memory.none());
  }

  private static void assertNear(String what, float[] actual, double[] expected) {
    for (int i = 0; i < expected.length; i++) {
      // The input, the scale and the product are rounded to float once each.
      double tolerance = 3 * 0x1p-24 * Math.abs(expected[i]);
      assertThat((double) actual[i])
          .as("%s [%d]", what, i)
          .isBetween(expected[i] - tolerance, expected[i] + tolerance);
    }
  }

  private static double normType(JsonCursor attrs) {
    if (attrs.find("norm_type").isEmpty()) {
      return 2;
    }
    JsonCursor type = attrs.get("norm_type");
    return type.value() instanceof JsonString ? Double.POSITIVE_INFINITY : type.asDouble();
  }

  @Test
  void clipsNormsAsPyTorchDoes() {
    List<JsonCursor> cases = ReferenceCases.group("clip_grad_norm");
    for (JsonCursor each : cases) {
      JsonCursor attrs = each.get("attrs");
      double bound = attrs.get("max_norm").asDouble();
      List<float[]> gradients =
          each.get("grads").elements().stream().map(ReferenceCases::floats).toList();
      double norm = ReferenceCases.doubles(each.get("norm"))[0];
      assertThat(Norms.norm(gradients, normType(attrs)))
          .isBetween(norm * 0.999999, norm * 1.000001);
      new ClipByGlobalNorm(bound, normType(attrs)).apply(List.of(), gradients, Memory.none());
      for (int g = 0; g < gradients.size(); g++) {
        assertNear(
            each.get("name").asString(),
            gradients.get(g),
            ReferenceCases.doubles(each.get("clipped").at(g)));
      }
    }
    assertThat(cases).hasSizeGreaterThanOrEqualTo(8);
  }

  @Test
  void clipsValuesAsPyTorchDoes() {
    List<JsonCursor> cases = ReferenceCases.group("clip_grad_value");
    for (JsonCursor each : cases) {
      List<float[]> gradients =
          each.get("grads").elements().stream().map(ReferenceCases::floats).toList();
      new ClipByValue(each.get("attrs").get("clip_value").asDouble())
          .apply(List.of(), gradients, Memory.none());
      for (int g = 0; g < gradients.size(); g++) {
        assertNear(
            each.get("name").asString(),
            gradients.get(g),
            ReferenceCases.doubles(each.get("clipped").at(g)));
      }
    }
    assertThat(cases).isNotEmpty();
  }

  @Test
  void clipsEachGradientByItself() {
    float[] large = {3, -4};
    float[] small = {0.3f, 0.4f};
    apply(new ClipByNorm(1), large, small);
    float factor = (float) (1 / (5 + 1e-6));
    assertThat(large).containsExactly(3 * factor, -4 * factor);
    assertThat(small).containsExactly(0.3f, 0.4f);
    float[] magnitudes = {3, -1};
    apply(new ClipByNorm(2, 1), magnitudes, small);
    factor = (float) (2 / (4 + 1e-6));
    assertThat(magnitudes).containsExactly(3 * factor, -factor);
  }

  @Test
  void aValueThatIsNoNumberStays() {
    float[] gradient = {Float.NaN, Float.POSITIVE_INFINITY, -7, -0f};
    apply(new ClipByValue(2), gradient);
    assertThat(gradient).containsExactly(Float.NaN, 2, -2, -0f);
  }

  /** Powers of these overflow even a double, or vanish. */
  @ParameterizedTest
  @ValueSource(doubles = {0.25, 1, 2, 3, 40, 500, Double.POSITIVE_INFINITY})
  void normsNeitherOverflowNorVanish(double p) {
    for (float size : new float[] {3e38f, 1e-38f}) {
      float[] gradient = {size, 0, -size};
      double expected = (double) size * (p > 1e3 ? 1 : Math.pow(2, 1 / p));
      assertThat(Norms.norm(gradient, p) / expected).isBetween(1 - 1e-9, 1 + 1e-9);
      assertThat(Norms.norm(List.of(gradient, new float[2]), p)).isEqualTo(Norms.norm(gradient, p));
    }
    assertThat(Norms.norm(new float[3], p)).isZero();
    assertThat(Norms.norm(new float[0], p)).isZero();
    assertThat(Norms.norm(new float[] {1, Float.POSITIVE_INFINITY}, p)).isInfinite();
    assertThat(Norms.norm(new float[] {1, Float.NaN, 1}, p)).isNaN();
  }

  /** Of every length, so that the chains of the sum and what is left of them are all there. */
  @Test
  void sumsEveryElementOnce() {
    for (int n = 0; n < 40; n++) {
      float[] gradient = new float[n];
      double squares = 0;
      for (int i = 0; i < n; i++) {
        gradient[i] = i + 1;
        squares += (i + 1.0) * (i + 1);
      }
      assertThat(Norms.norm(gradient, 2)).isEqualTo(Math.sqrt(squares));
    }
  }

  private final Model model = Fixtures.mlp(1, 5, 4, 3);

  /** The gradients that a penalty adds are the differences of its value. */
  @Test
  void penaltiesAddTheirOwnGradientToWeightsOnly() {
    WeightPenalty penalty = WeightPenalty.elasticNet(0.3, 0.7);
    model.parameters().get("dense-1.bias").values()[0] = 2;
    List<float[]> gradients = new ArrayList<>();
    for (Slot slot : model.slots()) {
      gradients.add(new float[slot.size()]);
    }
    penalty.apply(model.slots(), gradients, Memory.none());
    for (int s = 0; s < gradients.size(); s++) {
      float[] values = model.slots().get(s).parameter().values();
      for (int i = 0; i < values.length; i++) {
        float kept = values[i];
        float step = 1e-3f;
        values[i] = kept + step;
        double above = penalty.value(model.slots());
        values[i] = kept - step;
        double below = penalty.value(model.slots());
        values[i] = kept;
        double slope = (above - below) / (2 * step);
        assertThat((double) gradients.get(s)[i])
            .as("%s [%d]", model.slots().get(s).name(), i)
            .isBetween(slope - 1e-3, slope + 1e-3);
      }
    }
    assertThat(gradients.get(1)).as("bias").containsOnly(0);
    assertThat(WeightPenalty.l1(0.3).value(model.slots()))
        .isBetween(0.0, penalty.value(model.slots()));
  }

  @Test
  void l1HasNoGradientAtZeroAndL2TheWeightItself() {
    float[] w = model.slots().getFirst().parameter().values();
    w[0] = 0;
    w[1] = -2;
    List<float[]> gradients = new ArrayList<>();
    for (Slot slot : model.slots()) {
      gradients.add(new float[slot.size()]);
    }
    WeightPenalty.l1(0.5).apply(model.slots(), gradients, Memory.none());
    assertThat(gradients.getFirst()[0]).isZero();
    assertThat(gradients.getFirst()[1]).isEqualTo(-0.5f);
    WeightPenalty.l2(0.25).apply(model.slots(), gradients, Memory.none());
    assertThat(gradients.getFirst()[1]).isEqualTo(-1);
  }

  @Tag("once")
  @ParameterizedTest
  @MethodSource("rows")
  void allocatesNothing(Row row) {
    Model large = Fixtures.mlp(1, 60, 50, 3);
    List<float[]> gradients = new ArrayList<>();
    RandomStream random = RandomStream.of(1);
    for (Slot slot : large.slots()) {
      float[] gradient = new float[slot.size()];
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] = random.nextFloat() - 0.5f;
      }
      gradients.add(gradient);
    }
    List<float[]> scratch = gradients.stream().map(float[]::clone).toList();
    Runnable apply =
        () -> {
          for (int g = 0; g < gradients.size(); g++) {
            System.arraycopy(gradients.get(g), 0, scratch.get(g), 0, scratch.get(g).length);
          }
          row.transform.apply(large.slots(), scratch, Memory.none());
        };
    assertThat(Fixtures.leastAllocatedBytes(20, apply)).isZero();
    assertThat(scratch.getFirst()).isNotEqualTo(gradients.getFirst());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesABoundThatIsNone(double bound) {
    assertThatThrownBy(() -> new ClipByValue(bound))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("clip by value: a bound of " + bound + ": use a finite number above 0");
    assertThatThrownBy(() -> new ClipByNorm(bound))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("clip by norm: a bound of " + bound + ": use a finite number above 0");
    assertThatThrownBy(() -> WeightPenalty.elasticNet(bound, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "weight penalty: l1 %s and l2 0.0: use finite numbers from 0 on, not both 0"
                .formatted(bound));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.NEGATIVE_INFINITY})
  void refusesAKindOfNormThatIsNone(double p) {
    assertThatThrownBy(() -> new ClipByGlobalNorm(1, p))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "clip by global norm: a norm of kind " + p + ": use a number above 0, or infinity");
  }
}
