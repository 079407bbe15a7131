package lanewise.tensor.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import lanewise.tensor.Allocation;
import org.junit.jupiter.api.Test;

class ArrayComparisonsTest {
  private final float[] x = {9, 1, 2, Float.NaN, -0f};
  private final float[] y = {1, 3, Float.NaN, 0};
  private final float[] out = new float[4];

  @Test
  void comparisonsOfArrays() {
    Binary.EQ.into(4, x, 1, y, 0, out, 0);
    assertThat(out).containsExactly(1, 0, 0, 1);
    Binary.NE.into(4, x, 1, y, 0, out, 0);
    assertThat(out).containsExactly(0, 1, 1, 0);
    Binary.LT.into(4, x, 1, y, 0, out, 0);
    assertThat(out).containsExactly(0, 1, 0, 0);
    Binary.LE.into(4, x, 1, y, 0, out, 0);
    assertThat(out).containsExactly(1, 1, 0, 1);
    Binary.GT.into(4, x, 0, y, 0, out, 0);
    assertThat(out).containsExactly(1, 0, 0, 0);
    Binary.GE.into(4, x, 1, y, 0, out, 0);
    assertThat(out).containsExactly(1, 0, 0, 1);
  }

  @Test
  void comparisonsWithANumberAndTheChoice() {
    Binary.EQ.into(4, x, 1, 2, out, 0);
    assertThat(out).containsExactly(0, 1, 0, 0);
    Binary.NE.into(4, x, 1, 2, out, 0);
    assertThat(out).containsExactly(1, 0, 1, 1);
    Binary.LT.into(4, x, 1, 2, out, 0);
    assertThat(out).containsExactly(1, 0, 0, 1);
    Binary.LE.into(4, x, 1, 2, out, 0);
    assertThat(out).containsExactly(1, 1, 0, 1);
    Binary.GT.into(4, x, 0, 1, out, 0);
    assertThat(out).containsExactly(1, 0, 1, 0);
    Binary.GE.into(4, x, 0, 1, out, 0);
    assertThat(out).containsExactly(1, 1, 1, 0);
    Ternary.WHERE.into(4, out, 0, x, 0, y, 0, out, 0);
    assertThat(out).containsExactly(9, 1, 2, 0);
  }

  @Test
  void scalarFormsAndSigns() {
    Unary.SIGN.into(4, x, 1, out, 0);
    assertThat(out).containsExactly(1, 1, Float.NaN, 0);
    Binary.ADD.into(2, x, 1, 3, out, 0);
    Binary.SUB.into(2, x, 1, 3, out, 2);
    assertThat(out).containsExactly(4, 5, -2, -1);
    Binary.MUL.into(2, x, 1, 3, out, 0);
    Binary.DIV.into(2, x, 1, 2, out, 2);
    assertThat(out).containsExactly(3, 6, 0.5f, 1);
    Binary.MIN.into(2, x, 1, 1.5f, out, 0);
    Binary.MAX.into(2, x, 1, 1.5f, out, 2);
    assertThat(out).containsExactly(1, 1.5f, 1.5f, 2);
    Binary.POW.into(2, x, 1, 3, out, 0);
    Binary.POW.into(2, 3, x, 1, out, 2);
    assertThat(out).containsExactly(1, 8, 3, 9);
    Binary.SUB.into(2, 1, x, 1, out, 0);
    Binary.DIV.into(2, 1, x, 1, out, 2);
    assertThat(out).containsExactly(0, -1, 1, 0.5f);
  }

  @Test
  void refusesWhatDoesNotFitAndAllocatesNothing() {
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> Binary.EQ.into(4, x, 2, y, 0, out, 0));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Binary.GT.into(2, x, 0, 1, x, 1))
        .withMessage("gt: the result at 1 overlaps the operand at 0 in part");
    Allocation.assertNoneInSteadyState(
        () -> {
          Binary.GT.into(4, x, 0, y, 0, out, 0);
          Ternary.WHERE.into(4, out, 0, x, 0, y, 0, out, 0);
          Binary.POW.into(4, 2, x, 0, out, 0);
        });
  }
}
