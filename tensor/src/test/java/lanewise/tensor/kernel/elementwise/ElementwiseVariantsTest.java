package lanewise.tensor.kernel.elementwise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lanewise.tensor.Allocation;
import lanewise.tensor.kernel.Variant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every available variant against double precision, and bit by bit against the scalar one. */
@Tag("once")
class ElementwiseVariantsTest {
  /** What no result may be further from the exact one. */
  private static final double MAX_ULP = 2;

  private static final int[] SIZES = {
    0, 1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 61, 127, 1009
  };
  private static final float GUARD = -123.25f;

  private static final float[] SPECIAL = {
    0f,
    -0f,
    1f,
    -1f,
    0.5f,
    -0.5f,
    1.5f,
    -1.5f,
    2.5f,
    -2.5f,
    2f,
    -2f,
    3f,
    -3f,
    4f,
    -7f,
    1e-8f,
    -1e-8f,
    9e-9f,
    0.55f,
    0.93f,
    88.72283f,
    88.72284f,
    88.8f,
    -87.3f,
    -87.4f,
    -103.9f,
    -104f,
    -105f,
    -18f,
    4f,
    9.1f,
    65_536f,
    65_537f,
    1e9f,
    -1e9f,
    8_388_607.5f,
    8_388_608f,
    -8_388_609f,
    16_777_215f,
    16_777_216f,
    1e30f,
    -1e30f,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    -Float.MIN_NORMAL,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN,
    1.1754942e-38f,
    (float) Math.PI,
    (float) -Math.E
  };

  static List<ElementwiseKernel> kernels() {
    return ElementwiseVariants.ALL.stream()
        .filter(Variant::available)
        .map(variant -> variant.kernel().get())
        .toList();
  }

  /** All exponents and both signs, with significands that start and end anywhere. */
  private static float[] sweep(int perBinade) {
    SplittableRandom random = new SplittableRandom(11);
    List<Float> values = new ArrayList<>();
    for (float special : SPECIAL) {
      values.add(special);
    }
    for (int top = 0; top < 512; top++) {
      values.add(Float.intBitsToFloat(top << 23));
      values.add(Float.intBitsToFloat((top << 23) | 0x7fffff));
      for (int i = 0; i < perBinade; i++) {
        values.add(Float.intBitsToFloat((top << 23) | random.nextInt(1 << 23)));
      }
    }
    return floats(values);
  }

  private static float[] floats(List<Float> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
    }
    return floats;
  }

  @ParameterizedTest
  @EnumSource
  void unaryIsWithinTwoUlpOverAllExponents(UnaryOp op) {
    float[] x = sweep(op == UnaryOp.ERF || op == UnaryOp.GELU ? 100 : 1000);
    float[] expected = new float[x.length];
    new ScalarElementwise().unary(op, x.length, x, 0, expected, 0);
    for (int i = 0; i < x.length; i++) {
      double exact = Oracle.unary(op, x[i]);
      if (!(Ulp.error(expected[i], exact) <= MAX_ULP)) {
        throw new AssertionError(op + " of " + x[i] + ": " + expected[i] + ", not " + exact);
      }
    }
    for (ElementwiseKernel kernel : kernels()) {
      float[] out = new float[x.length];
      kernel.unary(op, x.length, x, 0, out, 0);
      requireSameBits(op, out, expected, x);
    }
  }

  private static void requireSameBits(Object op, float[] actual, float[] expected, float[] x) {
    for (int i = 0; i < expected.length; i++) {
      if (Float.floatToIntBits(actual[i]) != Float.floatToIntBits(expected[i])) {
        throw new AssertionError(
            op + " at " + i + " of " + x[i] + ": " + actual[i] + ", not " + expected[i]);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void zeroKeepsItsSign(UnaryOp op) {
    boolean odd =
        switch (op) {
          case ABS, SIGN, SQUARE, RELU, EXP, COS, SIGMOID, SOFTPLUS, LOG, RSQRT, RECIPROCAL, NEG ->
              false;
          default -> true;
        };
    if (odd) {
      float[] x = {-0f};
      for (ElementwiseKernel kernel : kernels()) {
        float[] out = new float[1];
        kernel.unary(op, 1, x, 0, out, 0);
        assertThat(Float.floatToRawIntBits(out[0])).isEqualTo(Float.floatToRawIntBits(-0f));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void binaryOverAllPairsOfSpecials(BinaryOp op) {
    float[] values = sweep(1);
    int step = 3;
    float[] x = new float[values.length];
    float[] y = new float[values.length];
    for (int shift = 0; shift < values.length; shift += step) {
      for (int i = 0; i < values.length; i++) {
        x[i] = values[i];
        y[i] = values[(i + shift) % values.length];
      }
      check(op, x, y);
    }
    for (float special : SPECIAL) {
      Arrays.fill(y, special);
      check(op, x, y);
      check(op, y, x);
    }
  }

  private static void check(BinaryOp op, float[] x, float[] y) {
    int n = x.length;
    float[] expected = new float[n];
    new ScalarElementwise().binary(op, n, x, 0, y, 0, expected, 0);
    for (int i = 0; i < n; i++) {
      double exact = Oracle.binary(op, x[i], y[i]);
      if (!(Ulp.error(expected[i], exact) <= MAX_ULP)) {
        throw new AssertionError(
            op + " of " + x[i] + " and " + y[i] + ": " + expected[i] + ", not " + exact);
      }
    }
    for (ElementwiseKernel kernel : kernels()) {
      float[] out = new float[n];
      kernel.binary(op, n, x, 0, y, 0, out, 0);
      requireSameBits(op, out, expected, x);
    }
  }

  static Stream<Integer> sizes() {
    return IntStream.of(SIZES).boxed();
  }

  /** What one kernel call reads and writes, in one shape for all operations. */
  private interface Call {
    void run(
        ElementwiseKernel kernel,
        int n,
        float[] x,
        int xo,
        float[] y,
        int yo,
        float[] z,
        int zo,
        float[] out,
        int oo);
  }

  private static List<Call> calls() {
    List<Call> calls = new ArrayList<>();
    for (UnaryOp op : UnaryOp.values()) {
      calls.add((k, n, x, xo, y, yo, z, zo, out, oo) -> k.unary(op, n, x, xo, out, oo));
    }
    for (BinaryOp op : BinaryOp.values()) {
      calls.add((k, n, x, xo, y, yo, z, zo, out, oo) -> k.binary(op, n, x, xo, y, yo, out, oo));
      calls.add(
          (k, n, x, xo, y, yo, z, zo, out, oo) -> k.binaryScalar(op, n, x, xo, 1.25f, out, oo));
      calls.add(
          (k, n, x, xo, y, yo, z, zo, out, oo) -> k.scalarBinary(op, n, 1.25f, x, xo, out, oo));
    }
    calls.add((k, n, x, xo, y, yo, z, zo, out, oo) -> k.fma(n, x, xo, y, yo, z, zo, out, oo));
    calls.add((k, n, x, xo, y, yo, z, zo, out, oo) -> k.axpy(n, -1.5f, x, xo, y, yo, out, oo));
    calls.add((k, n, x, xo, y, yo, z, zo, out, oo) -> k.where(n, x, xo, y, yo, z, zo, out, oo));
    calls.add((k, n, x, xo, y, yo, z, zo, out, oo) -> k.clip(n, x, xo, -1f, 2f, out, oo));
    calls.add((k, n, x, xo, y, yo, z, zo, out, oo) -> k.expShifted(n, x, xo, 0.75f, out, oo));
    return calls;
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void eachElementIsRepeated(int n) {
    float[] x = values(new SplittableRandom(n), n, 3);
    for (int times : new int[] {0, 1, 2, 3, 7, 15, 16, 17, 31, 32, 50}) {
      for (ElementwiseKernel kernel : kernels()) {
        float[] expected = guarded(n * times + 20);
        for (int i = 0; i < n * times; i++) {
          expected[7 + i] = x[3 + i / times];
        }
        float[] out = guarded(n * times + 20);
        kernel.repeatEach(n, times, x, 3, out, 7);
        requireSameBits("repeated " + times + " times", out, expected, out);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void elementsThatLieApartAreGathered(int n) {
    for (int step : new int[] {-2, -1, 0, 1, 2, 3, 7}) {
      float[] x = values(new SplittableRandom(n), Math.max(0, n - 1) * Math.abs(step) + 1, 0);
      int from = step < 0 ? x.length - 1 : 0;
      float[] expected = guarded(n + 20);
      for (int i = 0; i < n; i++) {
        expected[7 + i] = x[from + i * step];
      }
      for (ElementwiseKernel kernel : kernels()) {
        float[] out = guarded(n + 20);
        kernel.gather(n, step, x, from, out, 7);
        requireSameBits("steps of " + step, out, expected, out);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void everyCallAgreesWithScalarAtAnyOffsetAndLeavesTheRestAlone(int n) {
    SplittableRandom random = new SplittableRandom(n);
    for (int offset : new int[] {0, 1, 5}) {
      float[] x = values(random, n, 3 + offset);
      float[] y = values(random, n, 2);
      float[] z = values(random, n, offset);
      List<Call> calls = calls();
      for (int c = 0; c < calls.size(); c++) {
        Call call = calls.get(c);
        float[] expected = guarded(n + 20);
        call.run(new ScalarElementwise(), n, x, 3 + offset, y, 2, z, offset, expected, 7);
        for (ElementwiseKernel kernel : kernels()) {
          float[] out = guarded(n + 20);
          call.run(kernel, n, x, 3 + offset, y, 2, z, offset, out, 7);
          requireSameBits("call " + c, out, expected, out);
          float[] inPlace = x.clone();
          call.run(kernel, n, inPlace, 3 + offset, y, 2, z, offset, inPlace, 3 + offset);
          requireSameBits(
              "call in place " + c,
              Arrays.copyOfRange(inPlace, 3 + offset, 3 + offset + n),
              Arrays.copyOfRange(out, 7, 7 + n),
              x);
        }
        for (int i = 0; i < expected.length; i++) {
          if (i < 7 || i >= 7 + n) {
            assertThat(expected[i]).isEqualTo(GUARD);
          }
        }
      }
    }
  }

  private static float[] guarded(int length) {
    float[] values = new float[length];
    Arrays.fill(values, GUARD);
    return values;
  }

  private static float[] values(SplittableRandom random, int n, int offset) {
    float[] values = guarded(n + offset + 20);
    for (int i = 0; i < n; i++) {
      values[offset + i] =
          random.nextInt(8) == 0
              ? SPECIAL[random.nextInt(SPECIAL.length)]
              : (float) random.nextGaussian() * 4;
    }
    return values;
  }

  @Test
  void squaresByPowAreThoseOfMultiplication() {
    float[] x = {1.1f, -2.3f, 1e-20f, 3e20f, 0.7f};
    float[] out = new float[x.length];
    for (ElementwiseKernel kernel : kernels()) {
      kernel.binaryScalar(BinaryOp.POW, x.length, x, 0, 2, out, 0);
      for (int i = 0; i < x.length; i++) {
        assertThat(out[i]).isEqualTo(x[i] * x[i]);
      }
    }
  }

  /**
   * With a rest behind the whole vectors, and long enough to make what follows a loop look rare.
   */
  @ParameterizedTest
  @EnumSource
  void noFunctionAllocatesOnceWarm(UnaryOp op) {
    float[] x = sweep(0);
    float[] out = new float[x.length];
    ElementwiseKernel kernel = ElementwiseVariants.KERNEL;
    Allocation.assertNoneInSteadyState(() -> kernel.unary(op, 1003, x, 0, out, 0));
  }

  @ParameterizedTest
  @EnumSource
  void noOperationAllocatesOnceWarm(BinaryOp op) {
    float[] x = sweep(0);
    float[] out = new float[x.length];
    ElementwiseKernel kernel = ElementwiseVariants.KERNEL;
    Allocation.assertNoneInSteadyState(
        () -> {
          kernel.binary(op, 1003, x, 0, x, 5, out, 0);
          kernel.binaryScalar(op, 1003, x, 0, 1.5f, out, 0);
          kernel.scalarBinary(op, 1003, 1.5f, x, 0, out, 0);
        });
  }
}
