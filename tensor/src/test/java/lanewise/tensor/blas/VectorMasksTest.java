package lanewise.tensor.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import lanewise.tensor.Allocation;
import org.junit.jupiter.api.Test;

class VectorMasksTest {
  private final float[] x = {9, 1, 2, Float.NaN, -0f};
  private final float[] y = {1, 3, Float.NaN, 0};
  private final float[] out = new float[4];

  @Test
  void comparisonsOfArrays() {
    VectorMasks.eq(4, x, 1, y, 0, out, 0);
    assertThat(out).containsExactly(1, 0, 0, 1);
    VectorMasks.ne(4, x, 1, y, 0, out, 0);
    assertThat(out).containsExactly(0, 1, 1, 0);
    VectorMasks.lt(4, x, 1, y, 0, out, 0);
    assertThat(out).containsExactly(0, 1, 0, 0);
    VectorMasks.le(4, x, 1, y, 0, out, 0);
    assertThat(out).containsExactly(1, 1, 0, 1);
    VectorMasks.gt(4, x, 0, y, 0, out, 0);
    assertThat(out).containsExactly(1, 0, 0, 0);
    VectorMasks.ge(4, x, 1, y, 0, out, 0);
    assertThat(out).containsExactly(1, 0, 0, 1);
  }

  @Test
  void comparisonsWithANumberAndTheChoice() {
    VectorMasks.eq(4, x, 1, 2, out, 0);
    assertThat(out).containsExactly(0, 1, 0, 0);
    VectorMasks.ne(4, x, 1, 2, out, 0);
    assertThat(out).containsExactly(1, 0, 1, 1);
    VectorMasks.lt(4, x, 1, 2, out, 0);
    assertThat(out).containsExactly(1, 0, 0, 1);
    VectorMasks.le(4, x, 1, 2, out, 0);
    assertThat(out).containsExactly(1, 1, 0, 1);
    VectorMasks.gt(4, x, 0, 1, out, 0);
    assertThat(out).containsExactly(1, 0, 1, 0);
    VectorMasks.ge(4, x, 0, 1, out, 0);
    assertThat(out).containsExactly(1, 1, 1, 0);
    VectorMasks.where(4, out, 0, x, 0, y, 0, out, 0);
    assertThat(out).containsExactly(9, 1, 2, 0);
  }

  @Test
  void scalarFormsAndSigns() {
    VectorMath.sign(4, x, 1, out, 0);
    assertThat(out).containsExactly(1, 1, Float.NaN, 0);
    VectorMath.add(2, x, 1, 3, out, 0);
    VectorMath.sub(2, x, 1, 3, out, 2);
    assertThat(out).containsExactly(4, 5, -2, -1);
    VectorMath.mul(2, x, 1, 3, out, 0);
    VectorMath.div(2, x, 1, 2, out, 2);
    assertThat(out).containsExactly(3, 6, 0.5f, 1);
    VectorMath.min(2, x, 1, 1.5f, out, 0);
    VectorMath.max(2, x, 1, 1.5f, out, 2);
    assertThat(out).containsExactly(1, 1.5f, 1.5f, 2);
    VectorMath.pow(2, x, 1, 3, out, 0);
    VectorMath.pow(2, 3, x, 1, out, 2);
    assertThat(out).containsExactly(1, 8, 3, 9);
    VectorMath.sub(2, 1, x, 1, out, 0);
    VectorMath.div(2, 1, x, 1, out, 2);
    assertThat(out).containsExactly(0, -1, 1, 0.5f);
  }

  @Test
  void refusesWhatDoesNotFitAndAllocatesNothing() {
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> VectorMasks.eq(4, x, 2, y, 0, out, 0));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> VectorMasks.gt(2, x, 0, 1, x, 1))
        .withMessage("gt: the result at 1 overlaps the operand at 0 in part");
    Allocation.assertNoneInSteadyState(
        () -> {
          VectorMasks.gt(4, x, 0, y, 0, out, 0);
          VectorMasks.where(4, out, 0, x, 0, y, 0, out, 0);
          VectorMath.pow(4, 2, x, 0, out, 0);
        });
  }
}
