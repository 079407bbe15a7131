package lanewise.tensor.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.SplittableRandom;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.tensor.ops.Functions;
import lanewise.tensor.ops.Softmax;
import org.junit.jupiter.api.Test;

class VectorMathTest {
  private static float[] values(int n) {
    SplittableRandom random = new SplittableRandom(n);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @Test
  void givesTheBitsOfTheTensorOperations() {
    float[] x = values(37);
    float[] y = values(39);
    float[] out = new float[40];
    VectorMath.exp(33, x, 2, out, 5);
    Tensor part = Tensor.wrap(x, Shape.of(37)).slice(0, 2, 35);
    assertThat(Arrays.copyOfRange(out, 5, 38)).isEqualTo(Functions.exp(part).toArray());
    VectorMath.gelu(33, x, 2, out, 5);
    assertThat(Arrays.copyOfRange(out, 5, 38)).isEqualTo(Functions.gelu(part).toArray());
    VectorMath.silu(33, x, 2, out, 5);
    assertThat(Arrays.copyOfRange(out, 5, 38)).isEqualTo(Functions.silu(part).toArray());
    VectorMath.softplus(33, x, 2, out, 5);
    assertThat(Arrays.copyOfRange(out, 5, 38)).isEqualTo(Functions.softplus(part).toArray());
    VectorMath.softmax(33, x, 2, out, 5);
    assertThat(Arrays.copyOfRange(out, 5, 38)).isEqualTo(Softmax.softmax(part, 0).toArray());
    VectorMath.add(37, x, 0, y, 2, out, 1);
    VectorMath.fma(37, x, 0, y, 2, out, 1, out, 1);
    VectorMath.clip(37, out, 1, -0.5f, 0.5f, out, 1);
    for (int i = 0; i < 37; i++) {
      float fma = Math.fma(x[i], y[2 + i], x[i] + y[2 + i]);
      assertThat(out[1 + i]).isEqualTo(Math.clamp(fma, -0.5f, 0.5f));
    }
    assertThat(out[0]).isZero();
  }

  @Test
  void refusesWhatDoesNotFit() {
    float[] x = values(20);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> VectorMath.exp(20, x, 1, new float[30], 0));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> VectorMath.exp(-1, x, 1, x, 1));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> VectorMath.mul(10, x, 0, x, 5, x, 5))
        .withMessage("MUL: the result at 5 overlaps the operand at 0 in part");
    VectorMath.mul(10, x, 0, x, 10, x, 10);
  }
}
