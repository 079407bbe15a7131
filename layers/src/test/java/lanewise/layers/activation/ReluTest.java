package lanewise.layers.activation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import lanewise.layers.LayerRun;
import lanewise.layers.Lowering;
import lanewise.layers.Near;
import lanewise.layers.OracleCheck;
import lanewise.layers.ReferenceCases;
import lanewise.layers.format.JsonCursor;
import lanewise.tensor.Shape;
import lanewise.tensor.blas.Fused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReluTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "3, 7", "5, 16", "2, 33"})
  void agreesWithTheOracleAndItsDifferences(int rows, int width) {
    OracleCheck.check(
        Relu.of(),
        Shape.of(width),
        rows,
        0,
        9,
        (n, x, p) -> Arrays.stream(x).map(v -> v > 0 ? v : 0).toArray());
  }

  @Test
  void agreesWithTheReference() {
    List<JsonCursor> cases = ReferenceCases.group("relu");
    int gradients = 0;
    for (JsonCursor each : cases) {
      String name = each.get("name").asString();
      JsonCursor x = each.get("inputs").get("x");
      Shape shape = ReferenceCases.shape(x);
      LayerRun run = LayerRun.of(Relu.of(), shape, 1, ReferenceCases.floats(x));
      Near.assertNear(name, run.forward(), ReferenceCases.doubles(each.get("output")));
      if (each.find("dy").isPresent()) {
        run.backward(ReferenceCases.floats(each.get("dy")));
        double[] expected = ReferenceCases.doubles(each.get("grads").get("x"));
        Near.assertNear(name + " gradX", run.gradInput(), expected);
        gradients++;
      }
    }
    assertThat(cases).hasSizeGreaterThanOrEqualTo(2);
    assertThat(gradients).isPositive();
  }

  @Test
  void cutsAtZeroExactly() {
    float[] x = {-0.0f, 0.0f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN};
    LayerRun run = LayerRun.of(Relu.of(), Shape.of(6), 1, x);
    assertThat(run.forward())
        .containsExactly(0.0f, 0.0f, Float.MIN_VALUE, 0.0f, Float.MAX_VALUE, Float.NaN);
    run.backward(new float[] {1, 2, 3, 4, 5, 6});
    assertThat(run.gradInput()).containsExactly(0, 0, 3, 0, 5, 0);
  }

  @Test
  void doesNothingBackwardWhereNobodyNeedsItsGradient() {
    LayerRun run = LayerRun.first(Relu.of(), Shape.of(2), 1, new float[] {1, -1});
    assertThat(run.forward()).containsExactly(1, 0);
    run.backward(new float[] {1, 1});
    assertThat(run.gradInput()).isEmpty();
  }

  @Test
  void keepsEveryShape() {
    Relu relu = Relu.of();
    for (Shape shape : List.of(Shape.SCALAR, Shape.of(3), Shape.of(2, 3, 4))) {
      assertThat(relu.outputShape(List.of(shape))).isEqualTo(shape);
    }
    assertThat(relu.parameters()).isEmpty();
    assertThat(relu.lowering(List.of(Shape.of(3)))).isEqualTo(new Lowering.Elementwise(Fused.RELU));
  }
}
