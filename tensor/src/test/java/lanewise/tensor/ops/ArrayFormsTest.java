package lanewise.tensor.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.SplittableRandom;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ArrayFormsTest {
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
    Unary.EXP.into(33, x, 2, out, 5);
    Tensor part = Tensor.wrap(x, Shape.of(37)).slice(0, 2, 35);
    assertThat(Arrays.copyOfRange(out, 5, 38)).isEqualTo(Unary.EXP.of(part).toArray());
    Unary.GELU.into(33, x, 2, out, 5);
    assertThat(Arrays.copyOfRange(out, 5, 38)).isEqualTo(Unary.GELU.of(part).toArray());
    Unary.SILU.into(33, x, 2, out, 5);
    assertThat(Arrays.copyOfRange(out, 5, 38)).isEqualTo(Unary.SILU.of(part).toArray());
    Unary.SOFTPLUS.into(33, x, 2, out, 5);
    assertThat(Arrays.copyOfRange(out, 5, 38)).isEqualTo(Unary.SOFTPLUS.of(part).toArray());
    AxisFunction.SOFTMAX.into(33, x, 2, out, 5);
    assertThat(Arrays.copyOfRange(out, 5, 38))
        .isEqualTo(AxisFunction.SOFTMAX.of(part, 0).toArray());
    Binary.ADD.into(37, x, 0, y, 2, out, 1);
    Ternary.FMA.into(37, x, 0, y, 2, out, 1, out, 1);
    new Clip(-0.5f, 0.5f).into(37, out, 1, out, 1);
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
        .isThrownBy(() -> Unary.EXP.into(20, x, 1, new float[30], 0));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> Unary.EXP.into(-1, x, 1, x, 1));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Binary.MUL.into(10, x, 0, x, 5, x, 5))
        .withMessage("mul: the result at 5 overlaps the operand at 0 in part");
    Binary.MUL.into(10, x, 0, x, 10, x, 10);
  }
}
