package lanewise.tensor.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lanewise.tensor.Allocation;
import lanewise.tensor.RandomStream;
import lanewise.tensor.WeightPrecision;
import lanewise.tensor.Workers;
import lanewise.tensor.kernel.Chain;
import lanewise.tensor.ops.Unary;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The entry for plain arrays: arguments in BLAS order, and each of them checked. */
class BlasTest {
  private static final Transpose NO = Transpose.NO;
  private static final Transpose YES = Transpose.YES;

  @Test
  void productOfSmallMatrices() {
    float[] a = {1, 2, 3, 4, 5, 6};
    float[] b = {7, 8, 9, 10, 11, 12};
    float[] c = {1, 1, 1, 1};
    Blas.sgemm(NO, NO, 2, 2, 3, 1, a, 0, 3, b, 0, 2, 0, c, 0, 2);
    assertThat(c).containsExactly(58, 64, 139, 154);
    Blas.sgemm(YES, YES, 2, 2, 3, 2, a, 0, 2, b, 0, 3, 1, c, 0, 2);
    // A^T of [[1, 2], [3, 4], [5, 6]] times B^T of [[7, 8, 9], [10, 11, 12]], twice, is added.
    assertThat(c).containsExactly(58 + 152, 64 + 206, 139 + 200, 154 + 272);
  }

  @ParameterizedTest
  @EnumSource
  void matrixTimesVectorHasTheBitsOfDotProductsOrOfTheProduct(Transpose transpose) {
    try (Workers two = Workers.of(2)) {
      for (int[] mn :
          new int[][] {{0, 5}, {5, 0}, {1, 1}, {1, 9}, {9, 1}, {17, 33}, {128, 784}, {702, 650}}) {
        for (int[] inc : new int[][] {{1, 1}, {2, 3}, {-1, 1}, {1, -2}}) {
          for (float[] factors : new float[][] {{1, 0}, {1, 1}, {-2.5f, 0.3f}, {0, 0.5f}, {3, 0}}) {
            Workers workers = mn[0] == 702 ? two : Workers.caller();
            compare(workers, transpose, mn[0], mn[1], inc[0], inc[1], factors[0], factors[1]);
          }
        }
      }
    }
  }

  private static void compare(
      Workers workers, Transpose trans, int m, int n, int incx, int incy, float alpha, float beta) {
    RandomStream random = RandomStream.of(m * 1000L + n);
    int in = trans == YES ? m : n;
    int out = trans == YES ? n : m;
    int lda = n + 3;
    float[] a = Chain.values(random, 4 + m * lda);
    float[] x = Chain.values(random, 3 + in * Math.abs(incx));
    float[] y = Chain.values(random, 2 + out * Math.abs(incy));
    if (beta == 0) {
      Arrays.fill(y, Float.NaN);
    }
    float[] column = new float[in];
    for (int i = 0; i < in; i++) {
      column[i] = x[3 + (incx < 0 ? (in - 1 - i) * -incx : i * incx)];
    }
    float[] expected = new float[out];
    for (int i = 0; i < out; i++) {
      expected[i] = y[2 + (incy < 0 ? (out - 1 - i) * -incy : i * incy)];
    }
    if (trans == YES) {
      Blas.sgemm(YES, NO, out, 1, in, alpha, a, 4, lda, column, 0, 1, beta, expected, 0, 1);
    } else {
      for (int i = 0; i < out; i++) {
        float start = beta == 0 ? 0 : beta * expected[i];
        float dot = Blas.sdot(in, a, 4 + i * lda, 1, column, 0, 1);
        expected[i] = in == 0 || alpha == 0 ? start : Math.fma(alpha, dot, start);
      }
    }
    float[] before = y.clone();
    Blas.sgemv(workers, trans, m, n, alpha, a, 4, lda, x, 3, incx, beta, y, 2, incy);
    boolean[] result = new boolean[y.length];
    for (int i = 0; i < out; i++) {
      int at = 2 + (incy < 0 ? (out - 1 - i) * -incy : i * incy);
      result[at] = true;
      Chain.assertSame(y[at], expected[i], "%s %d x %d at %d", trans, m, n, i);
    }
    for (int at = 0; at < y.length; at++) {
      if (!result[at]) {
        Chain.assertSame(y[at], before[at], "beside y at %d", at);
      }
    }
  }

  /** As far apart as a panel or a vector of some machine is wide, and with fewer columns. */
  @ParameterizedTest
  @ValueSource(ints = {4, 8, 16, 32, 64, 128})
  void theGapsBetweenTheRowsOfCStayAsTheyAre(int ldc) {
    int k = 3;
    for (int n = 1; n < ldc; n += 1 + n / 5) {
      // Whole numbers whose products are exact in every precision: int8 gets a scale of 1.
      float[] b = new float[k * n];
      for (int at = 0; at < b.length; at++) {
        b[at] = at < n ? 127 : at % 19 - 9;
      }
      List<PackedWeights> packed = new ArrayList<>();
      for (WeightPrecision precision : WeightPrecision.values()) {
        packed.add(PackedWeights.of(precision, NO, k, n, b, 0, n));
      }
      for (int m = 1; m < 10; m++) {
        float[] a = new float[m * k];
        float[] negated = new float[m * k];
        for (int at = 0; at < a.length; at++) {
          a[at] = at % 7 - 3;
          negated[at] = -a[at];
        }
        float[] expected = guarded(m * ldc);
        for (int i = 0; i < m; i++) {
          for (int j = 0; j < n; j++) {
            expected[i * ldc + j] =
                0 + a[i * k] * b[j] + a[i * k + 1] * b[n + j] + a[i * k + 2] * b[2 * n + j];
          }
        }
        float[] c = guarded(m * ldc);
        Blas.sgemm(NO, NO, m, n, k, 1, a, 0, k, b, 0, n, 0, c, 0, ldc);
        assertSameBits(c, expected, "sgemm %d x %d, ldc %d".formatted(m, n, ldc));
        c = guarded(m * ldc);
        Blas.sgemm(NO, NO, m, n, k, -1, negated, 0, k, b, 0, n, 0, c, 0, ldc);
        assertSameBits(c, expected, "sgemm, alpha -1, %d x %d, ldc %d".formatted(m, n, ldc));
        for (PackedWeights weights : packed) {
          c = guarded(m * ldc);
          Blas.sgemmPacked(m, a, 0, k, weights, c, 0, ldc);
          assertSameBits(
              c,
              expected,
              "sgemmPacked %s %d x %d, ldc %d".formatted(weights.precision(), m, n, ldc));
        }
      }
    }
  }

  private static float[] guarded(int length) {
    float[] values = new float[length];
    Arrays.fill(values, Chain.GUARD);
    return values;
  }

  private static void assertSameBits(float[] actual, float[] expected, String what) {
    for (int at = 0; at < actual.length; at++) {
      assertThat(Float.floatToRawIntBits(actual[at]))
          .as("%s at %d", what, at)
          .isEqualTo(Float.floatToRawIntBits(expected[at]));
    }
  }

  @Test
  void packedWeightsWithBias() {
    float[] b = {7, 9, 11, 8, 10, 12};
    PackedWeights packed = PackedWeights.of(YES, 3, 2, b, 0, 3);
    assertThat(packed.rows()).isEqualTo(3);
    assertThat(packed.columns()).isEqualTo(2);
    Arrays.fill(b, 0);
    float[] a = {1, 2, 3, 4, 5, 6};
    float[] c = {Float.NaN, Float.NaN, Float.NaN, Float.NaN};
    Blas.sgemmPacked(2, a, 0, 3, packed, c, 0, 2);
    assertThat(c).containsExactly(58, 64, 139, 154);
    float[] bias = {0, 0.5f, -1};
    Blas.sgemmPacked(Workers.caller(), 2, a, 0, 3, packed, bias, 1, Fused.NONE, c, 0, 2);
    assertThat(c).containsExactly(58.5f, 63, 139.5f, 153);
    float[] low = {0, -100, -100};
    Blas.sgemmPacked(Workers.caller(), 2, a, 0, 3, packed, low, 1, Fused.RELU, c, 0, 2);
    assertThat(c).containsExactly(0, 0, 39, 54);
  }

  @Test
  void aFusedFunctionHasTheBitsOfTheFunction() {
    RandomStream random = RandomStream.of(5);
    float[] a = random(random, 7 * 33);
    float[] w = random(random, 33 * 70);
    float[] bias = random(random, 70);
    for (WeightPrecision precision : WeightPrecision.values()) {
      PackedWeights packed = PackedWeights.of(precision, NO, 33, 70, w, 0, 70);
      assertThat(packed.precision()).isEqualTo(precision);
      assertThat(packed.byteSize()).isGreaterThanOrEqualTo(33 * 70L * precision.bytes());
      for (Fused f : Fused.values()) {
        float[] fused = new float[7 * 70];
        Blas.sgemmPacked(Workers.caller(), 7, a, 0, 33, packed, bias, 0, f, fused, 0, 70);
        float[] after = new float[7 * 70];
        Blas.sgemmPacked(Workers.caller(), 7, a, 0, 33, packed, bias, 0, Fused.NONE, after, 0, 70);
        switch (f) {
          case NONE -> {}
          case RELU -> Unary.RELU.into(after.length, after, 0, after, 0);
          case SIGMOID -> Unary.SIGMOID.into(after.length, after, 0, after, 0);
          case TANH -> Unary.TANH.into(after.length, after, 0, after, 0);
          case GELU -> Unary.GELU.into(after.length, after, 0, after, 0);
          case GELU_TANH -> Unary.GELU_TANH.into(after.length, after, 0, after, 0);
          case SILU -> Unary.SILU.into(after.length, after, 0, after, 0);
          case SOFTPLUS -> Unary.SOFTPLUS.into(after.length, after, 0, after, 0);
        }
        assertThat(fused).as("%s %s", precision, f).isEqualTo(after);
      }
    }
  }

  private static float[] random(RandomStream random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }

  @Test
  void vectors() {
    float[] x = {1, -2, 3, -4};
    float[] y = {10, 20, 30, 40};
    assertThat(Blas.sdot(4, x, 0, 1, y, 0, 1)).isEqualTo(-100);
    assertThat(Blas.sdot(2, x, 0, 2, y, 1, -2)).isEqualTo(1 * 40 + 3 * 20);
    assertThat(Blas.sdot(0, x, 4, 1, y, 4, 1)).isZero();
    assertThat(Blas.sasum(4, x, 0, 1)).isEqualTo(10);
    assertThat(Blas.snrm2(2, new float[] {3, 4}, 0, 1)).isEqualTo(5);
    assertThat(Blas.isamax(4, x, 0, 1)).isEqualTo(3);
    assertThat(Blas.isamax(4, x, 0, -1)).isZero();
    assertThat(Blas.isamax(0, x, 0, 1)).isEqualTo(-1);
    Blas.saxpy(4, 2, x, 0, 1, y, 0, 1);
    assertThat(y).containsExactly(12, 16, 36, 32);
    Blas.saxpy(2, 1, x, 0, -2, y, 0, 2);
    assertThat(y).containsExactly(15, 16, 37, 32);
    Blas.saxpy(4, 1, x, 0, 1, x, 0, 1);
    assertThat(x).containsExactly(2, -4, 6, -8);
    Blas.sscal(2, 3, x, 1, 2);
    assertThat(x).containsExactly(2, -12, 6, -24);
    float[] nan = {Float.NaN};
    Blas.sscal(1, 0, nan, 0, 1);
    assertThat(nan[0]).isNaN();
  }

  @Test
  void refusesWhatDoesNotFit() {
    float[] v = new float[100];
    float[] c = new float[100];
    refused("sgemm: m -1 is negative", () -> gemm(NO, NO, -1, 2, 3, v, 0, 3, v, 0, 2, c, 0, 2));
    refused("sgemm: n -2 is negative", () -> gemm(NO, NO, 1, -2, 3, v, 0, 3, v, 0, 2, c, 0, 2));
    refused("sgemm: k -3 is negative", () -> gemm(NO, NO, 1, 2, -3, v, 0, 3, v, 0, 2, c, 0, 2));
    refused(
        "sgemm: lda 10 is below k 784", () -> gemm(NO, NO, 1, 2, 784, v, 0, 10, v, 0, 2, c, 0, 2));
    refused("sgemm: lda 3 is below m 4", () -> gemm(YES, NO, 4, 2, 3, v, 0, 3, v, 0, 2, c, 0, 2));
    refused("sgemm: ldb 1 is below n 2", () -> gemm(NO, NO, 4, 2, 3, v, 0, 3, v, 0, 1, c, 0, 2));
    refused("sgemm: ldb 2 is below k 3", () -> gemm(NO, YES, 4, 2, 3, v, 0, 3, v, 0, 2, c, 0, 2));
    refused("sgemm: ldc 1 is below n 2", () -> gemm(NO, NO, 4, 2, 3, v, 0, 3, v, 0, 2, c, 0, 1));
    refused("sgemm: lda 0 is below 1", () -> gemm(NO, NO, 4, 2, 0, v, 0, 0, v, 0, 2, c, 0, 2));
    refused(
        "sgemm: aOffset -1 is negative", () -> gemm(NO, NO, 4, 2, 3, v, -1, 3, v, 0, 2, c, 0, 2));
    refused(
        "sgemm: a: a matrix of 4 x 3 with lda 3 from offset 89 ends at 101, beyond the array's"
            + " length 100",
        () -> gemm(NO, NO, 4, 2, 3, v, 89, 3, v, 0, 2, c, 0, 2));
    gemm(NO, NO, 4, 2, 3, v, 88, 3, v, 0, 2, c, 92, 2);
    int huge = Integer.MAX_VALUE;
    refused(
        "sgemm: b: a matrix of 3 x 2 with ldb 2147483647 from offset 2147483647 ends at 6442450943,"
            + " beyond the array's length 100",
        () -> gemm(NO, NO, 4, 2, 3, v, 0, 3, v, huge, huge, c, 0, 2));
    gemm(NO, NO, 0, 2, 3, v, 100, 3, v, 0, 2, c, 100, 2);
    refused(
        "sgemm: c: a matrix of 0 x 2 with ldc 2 from offset 101 ends at 101, beyond the array's"
            + " length 100",
        () -> gemm(NO, NO, 0, 2, 3, v, 0, 3, v, 0, 2, c, 101, 2));
    refused("sgemv: incx is 0", () -> Blas.sgemv(NO, 2, 3, 1, v, 0, 3, v, 0, 0, 0, c, 0, 1));
    refused(
        "sgemv: lda 2 is below n 3", () -> Blas.sgemv(NO, 2, 3, 1, v, 0, 2, v, 0, 1, 0, c, 0, 1));
    refused(
        "sdot: y: a vector of 3 with incy -2147483648 from offset 0 ends at 4294967297, beyond the"
            + " array's length 100",
        () -> Blas.sdot(3, v, 0, 1, v, 0, Integer.MIN_VALUE));
    refused(
        "isamax: x: a vector of 101 with incx 1 from offset 0 ends at 101, beyond the array's"
            + " length 100",
        () -> Blas.isamax(101, v, 0, 1));
    refused("pack: ldb 2 is below k 3", () -> PackedWeights.of(YES, 3, 4, v, 0, 2));
    PackedWeights packed = PackedWeights.of(NO, 3, 4, v, 0, 4);
    refused("sgemmPacked: lda 2 is below k 3", () -> Blas.sgemmPacked(2, v, 0, 2, packed, c, 0, 4));
    refused("sgemmPacked: ldc 3 is below n 4", () -> Blas.sgemmPacked(2, v, 0, 3, packed, c, 0, 3));
    refused(
        "sgemmPacked: bias: a vector of 4 with increment 1 from offset 97 ends at 101, beyond the"
            + " array's length 100",
        () -> Blas.sgemmPacked(Workers.caller(), 2, v, 0, 3, packed, v, 97, Fused.NONE, c, 0, 4));
    assertThat(c).containsOnly(0);
  }

  @Test
  void refusesOverlap() {
    float[] v = new float[100];
    String overlaps = ", which is read while it is written";
    refused(
        "sgemm: c overlaps a" + overlaps, () -> gemm(NO, NO, 2, 2, 2, v, 0, 2, v, 50, 2, v, 3, 2));
    refused(
        "sgemm: c overlaps b" + overlaps, () -> gemm(NO, NO, 2, 2, 2, v, 50, 2, v, 0, 2, v, 3, 2));
    gemm(NO, NO, 2, 2, 2, v, 0, 2, v, 4, 2, v, 8, 2);
    // Blocks of columns of one matrix are apart.
    gemm(NO, NO, 4, 2, 3, v, 0, 10, v, 3, 10, v, 5, 10);
    refused(
        "sgemm: c overlaps a" + overlaps,
        () -> gemm(NO, NO, 4, 2, 3, v, 0, 10, v, 50, 10, v, 2, 10));
    refused(
        "sgemm: c overlaps a" + overlaps,
        () -> gemm(NO, NO, 4, 2, 3, v, 0, 10, v, 50, 10, v, 9, 10));
    refused(
        "sgemv: y overlaps x" + overlaps,
        () -> Blas.sgemv(NO, 2, 2, 1, v, 0, 2, v, 4, 1, 0, v, 5, 1));
    refused("saxpy: y overlaps x" + overlaps, () -> Blas.saxpy(3, 1, v, 0, 1, v, 1, 1));
    Blas.saxpy(3, 1, v, 0, 2, v, 1, 2);
    PackedWeights packed = PackedWeights.of(NO, 2, 2, v, 0, 2);
    refused(
        "sgemmPacked: c overlaps bias" + overlaps,
        () -> Blas.sgemmPacked(Workers.caller(), 2, v, 0, 2, packed, v, 21, Fused.NONE, v, 20, 2));
  }

  private static void gemm(
      Transpose transA,
      Transpose transB,
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int lda,
      float[] b,
      int bOffset,
      int ldb,
      float[] c,
      int cOffset,
      int ldc) {
    Blas.sgemm(transA, transB, m, n, k, 1, a, aOffset, lda, b, bOffset, ldb, 0, c, cOffset, ldc);
  }

  private static void refused(String message, ThrowingCallable call) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @Test
  void allocatesNothing() {
    float[] a = Chain.values(RandomStream.of(1), 60 * 70);
    float[] x = Chain.values(RandomStream.of(2), 140);
    float[] y = new float[140];
    Allocation.assertNoneInSteadyState(
        () -> {
          Blas.sgemv(NO, 60, 70, 1, a, 0, 70, x, 0, 1, 0, y, 0, 1);
          Blas.sgemv(YES, 60, 70, 2, a, 0, 70, x, 0, 1, 1, y, 0, 2);
          y[0] = Blas.sdot(140, x, 0, 1, y, 0, 1) * 1e-9f;
          y[1] = Blas.snrm2(70, x, 0, 2) + Blas.sasum(70, x, 0, 1) + Blas.isamax(70, y, 0, 1);
          Blas.saxpy(140, 0.5f, x, 0, 1, y, 0, 1);
          Blas.sscal(140, 0.5f, y, 0, 1);
        });
  }
}
