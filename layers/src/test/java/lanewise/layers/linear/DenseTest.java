package lanewise.layers.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import lanewise.layers.LayerRun;
import lanewise.layers.Near;
import lanewise.layers.Networks;
import lanewise.layers.OracleCheck;
import lanewise.layers.ReferenceCases;
import lanewise.layers.SingleLayer;
import lanewise.layers.format.JsonCursor;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DenseTest {
  private static double[] oracle(int rows, int in, int out, double[] x, double[] w, double[] b) {
    double[] y = new double[rows * out];
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < out; j++) {
        double sum = b[j];
        for (int p = 0; p < in; p++) {
          sum += x[r * in + p] * w[j * in + p];
        }
        y[r * out + j] = sum;
      }
    }
    return y;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "1, 3, 2",
    "2, 1, 5",
    "7, 17, 9",
    "5, 16, 16",
    "6, 15, 33",
    "13, 8, 31",
    "1, 31, 7",
    "37, 5, 3",
    "2, 600, 3",
    "530, 3, 2"
  })
  void agreesWithTheOracleAndItsDifferences(int rows, int in, int out) {
    int chain = Math.max(rows, Math.max(in + 1, out));
    OracleCheck.check(
        Dense.of(in, out),
        Shape.of(in),
        rows,
        chain,
        7,
        (n, x, p) -> oracle(n, in, out, x, p.get(0), p.get(1)));
  }

  @Test
  void multipliesAlongTheLastDimension() {
    OracleCheck.check(
        Dense.of(5, 4),
        Shape.of(2, 3, 5),
        3,
        18,
        8,
        (n, x, p) -> oracle(n * 6, 5, 4, x, p.get(0), p.get(1)));
  }

  @Test
  void agreesWithTheReference() {
    List<JsonCursor> cases = ReferenceCases.group("linear");
    for (JsonCursor each : cases) {
      String name = each.get("name").asString();
      JsonCursor inputs = each.get("inputs");
      Shape weight = ReferenceCases.shape(inputs.get("weight"));
      boolean biased = inputs.find("bias").isPresent();
      Dense dense =
          biased
              ? Dense.of(weight.dim(1), weight.dim(0))
              : Dense.withoutBias(weight.dim(1), weight.dim(0));
      Networks.set(dense.weight(), ReferenceCases.floats(inputs.get("weight")));
      if (biased) {
        Networks.set(dense.bias(), ReferenceCases.floats(inputs.get("bias")));
      }
      int[] dims = ReferenceCases.shape(inputs.get("x")).toArray();
      Shape example = Shape.of(Arrays.copyOfRange(dims, 1, dims.length));
      LayerRun run = LayerRun.of(dense, example, dims[0], ReferenceCases.floats(inputs.get("x")));

      Near.assertNear(name + " output", run.forward(), ReferenceCases.doubles(each.get("output")));
      run.backward(ReferenceCases.floats(each.get("dy")));

      JsonCursor grads = each.get("grads");
      Near.assertNear(name + " x", run.gradInput(), ReferenceCases.doubles(grads.get("x")));
      Near.assertNear(
          name + " weight", run.gradParameter(0), ReferenceCases.doubles(grads.get("weight")));
      if (biased) {
        Near.assertNear(
            name + " bias", run.gradParameter(1), ReferenceCases.doubles(grads.get("bias")));
      }
    }
    assertThat(cases).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void computesTheSameParameterGradientsWhereNobodyNeedsThatOfTheInput() {
    Dense dense = Dense.of(9, 5);
    Networks.fill(dense, 3);
    float[] x = Networks.gaussians(4, 6 * 9);
    float[] gradY = Networks.gaussians(5, 6 * 5);
    LayerRun inner = LayerRun.of(dense, Shape.of(9), 6, x);
    LayerRun first = LayerRun.first(dense, Shape.of(9), 6, x);
    assertThat(first.forward()).containsExactly(inner.forward());
    inner.backward(gradY);
    first.backward(gradY);
    assertThat(first.gradParameter(0)).containsExactly(inner.gradParameter(0));
    assertThat(first.gradParameter(1)).containsExactly(inner.gradParameter(1));
  }

  @Test
  void passesInfinitiesAndNanOn() {
    Dense dense = Dense.of(2, 2);
    Networks.set(dense.weight(), 1, 2, 0, 1);
    float inf = Float.POSITIVE_INFINITY;
    float[] y = LayerRun.of(dense, Shape.of(2), 2, new float[] {inf, 1, 1, Float.NaN}).forward();
    assertThat(y).containsExactly(inf, Float.NaN, Float.NaN, Float.NaN);
  }

  @Test
  void startsFromZerosAndSaysWhatInitializationScalesBy() {
    Dense dense = Dense.of(3, 2);
    assertThat(dense.weight().values()).containsExactly(new float[6]);
    assertThat(dense.bias().values()).containsExactly(new float[2]);
    assertThat(dense.weight().value().shape()).isEqualTo(Shape.of(2, 3));
    assertThat(dense.weight().fanIn()).isEqualTo(3);
    assertThat(dense.weight().fanOut()).isEqualTo(2);
    assertThat(dense.bias().fanIn()).isZero();
    assertThat(dense.in()).isEqualTo(3);
    assertThat(dense.out()).isEqualTo(2);
    assertThat(dense.parameters()).containsExactly(dense.weight(), dense.bias());
  }

  @Test
  void refusesSizesBelowOne() {
    assertThatThrownBy(() -> Dense.of(0, 4))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("dense: 0 inputs and 4 outputs: both must be at least 1");
    assertThatThrownBy(() -> Dense.of(4, -1)).hasMessageContaining("-1 outputs");
  }

  @Test
  void refusesInputsOfAnotherWidth() {
    Dense dense = Dense.of(3, 2);
    assertThatThrownBy(() -> dense.outputShape(List.of(Shape.of(5, 4))))
        .isInstanceOf(ShapeException.class)
        .hasMessage("dense [2, 3]: input [5, 4] does not end in 3");
    assertThatThrownBy(() -> dense.outputShape(List.of(Shape.SCALAR)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("dense [2, 3]: input [] does not end in 3");
    assertThat(dense.outputShape(List.of(Shape.of(5, 3)))).isEqualTo(Shape.of(5, 2));
  }

  @Test
  void withoutABiasItHasNone() {
    Dense dense = Dense.withoutBias(2, 3);
    Networks.set(dense.weight(), 1, 2, 3, 4, 5, 6);
    assertThat(dense.hasBias()).isFalse();
    assertThat(dense.parameters()).containsExactly(dense.weight());
    assertThatThrownBy(dense::bias)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("dense [3, 2]: there is no bias: check hasBias() first");
    SingleLayer run = SingleLayer.training(dense, 1, Shape.of(2));
    assertThat(run.forward(new float[] {1, 10})).containsExactly(21, 43, 65);
    assertThat(run.forward(new float[] {0, 1})).containsExactly(2, 4, 6);
    assertThat(Dense.of(2, 3).hasBias()).isTrue();
  }
}
