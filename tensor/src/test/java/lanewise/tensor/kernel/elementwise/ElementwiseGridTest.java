package lanewise.tensor.kernel.elementwise;

import java.util.Arrays;
import java.util.stream.IntStream;
import lanewise.tensor.RandomStream;
import lanewise.tensor.kernel.Chain;
import lanewise.tensor.kernel.Grid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Elementwise loops where lengths and offsets meet vector widths: every element has the bits that
 * scalar code gives it alone, and no cell around the result is written.
 */
class ElementwiseGridTest {
  private static final ElementwiseKernel KERNEL = ElementwiseVariants.KERNEL;
  private static final ElementwiseKernel ALONE = new ScalarElementwise();
  private static final float[] NOTHING = new float[0];

  /** An operation on operands in arrays of their own, or on one over which the result lies. */
  private interface Operation {
    void run(ElementwiseKernel kernel, int n, float[][] in, int[] at, float[] out, int to);
  }

  private static void grid(String name, int operands, Operation operation) {
    long cases = 0;
    for (int n : Grid.lengths()) {
      float[][] values = values(operands, n);
      float[] expected = alone(operation, values, n);
      cases +=
          Grid.offsets(
              operands,
              (at, to) -> {
                beside(name, operation, n, values, at, to, expected);
                for (int over = 0; over < operands; over++) {
                  inPlace(name, operation, n, values, at, over, expected);
                }
              });
    }
    Grid.report(name, cases * (1 + operands));
  }

  private static float[][] values(int operands, int n) {
    RandomStream random = RandomStream.of(n);
    float[][] values = new float[operands][];
    for (int i = 0; i < operands; i++) {
      values[i] = Chain.values(random, n);
      Chain.sprinkle(random, values[i]);
    }
    return values;
  }

  /** What each element is when it is computed without the others. */
  private static float[] alone(Operation operation, float[][] values, int n) {
    float[] expected = new float[n];
    for (int i = 0; i < n; i++) {
      float[][] one = new float[values.length][];
      for (int k = 0; k < values.length; k++) {
        one[k] = new float[] {values[k][i]};
      }
      float[] out = new float[1];
      operation.run(ALONE, 1, one, new int[values.length], out, 0);
      expected[i] = out[0];
    }
    return expected;
  }

  private static void beside(
      String name,
      Operation operation,
      int n,
      float[][] values,
      int[] at,
      int to,
      float[] expected) {
    float[] out = Grid.result(to, n);
    operation.run(KERNEL, n, placed(values, at, -1), at, out, to);
    Grid.assertResult(out, to, expected, () -> "%s of %d at %d".formatted(name, n, to));
  }

  private static void inPlace(
      String name,
      Operation operation,
      int n,
      float[][] values,
      int[] at,
      int over,
      float[] expected) {
    float[][] in = placed(values, at, over);
    float[] out = in[over];
    operation.run(KERNEL, n, in, at, out, at[over]);
    Grid.assertResult(
        out,
        at[over],
        expected,
        () -> "%s of %d over operand %d at %d".formatted(name, n, over, at[over]));
  }

  private static float[][] placed(float[][] values, int[] at, int over) {
    float[][] in = new float[values.length][];
    for (int k = 0; k < values.length; k++) {
      if (k == over) {
        in[k] = Grid.result(at[k], values[k].length);
        System.arraycopy(values[k], 0, in[k], at[k], values[k].length);
      } else {
        in[k] = Grid.operand(at[k], values[k]);
      }
    }
    return in;
  }

  @ParameterizedTest
  @EnumSource
  void unary(UnaryOp op) {
    grid(op.name(), 1, (kernel, n, in, at, out, to) -> kernel.unary(op, n, in[0], at[0], out, to));
  }

  @ParameterizedTest
  @EnumSource
  void binary(BinaryOp op) {
    grid(
        op.name(),
        2,
        (kernel, n, in, at, out, to) -> kernel.binary(op, n, in[0], at[0], in[1], at[1], out, to));
  }

  @ParameterizedTest
  @EnumSource
  void withAScalar(BinaryOp op) {
    grid(
        op + " scalar",
        1,
        (kernel, n, in, at, out, to) -> kernel.binaryScalar(op, n, in[0], at[0], 1.75f, out, to));
    grid(
        "scalar " + op,
        1,
        (kernel, n, in, at, out, to) -> kernel.scalarBinary(op, n, -0.3f, in[0], at[0], out, to));
  }

  @Test
  void threeOperands() {
    grid(
        "fma",
        3,
        (kernel, n, in, at, out, to) ->
            kernel.fma(n, in[0], at[0], in[1], at[1], in[2], at[2], out, to));
    grid(
        "where",
        3,
        (kernel, n, in, at, out, to) ->
            kernel.where(n, in[0], at[0], in[1], at[1], in[2], at[2], out, to));
  }

  @Test
  void withParameters() {
    grid(
        "axpy",
        2,
        (kernel, n, in, at, out, to) -> kernel.axpy(n, 0.3f, in[0], at[0], in[1], at[1], out, to));
    grid("clip", 1, (kernel, n, in, at, out, to) -> kernel.clip(n, in[0], at[0], -1, 2, out, to));
    grid(
        "exp shifted",
        1,
        (kernel, n, in, at, out, to) -> kernel.expShifted(n, in[0], at[0], 3, out, to));
  }

  @Test
  void repeatEach() {
    long cases = 0;
    for (int n : Grid.lengths(65)) {
      float[] values = values(1, n)[0];
      for (int times : Grid.lengths(65)) {
        float[] expected = new float[n * times];
        for (int i = 0; i < expected.length; i++) {
          expected[i] = values[i / times];
        }
        cases +=
            Grid.offsets(
                1,
                (at, to) -> {
                  float[] out = Grid.result(to, n * times);
                  KERNEL.repeatEach(n, times, Grid.operand(at[0], values), at[0], out, to);
                  Grid.assertResult(
                      out, to, expected, () -> "%d, %d times at %d".formatted(n, times, to));
                });
      }
    }
    Grid.report("repeatEach", cases);
  }

  @Test
  void gather() {
    long cases = 0;
    int[] steps = IntStream.of(Grid.lengths(33)).flatMap(s -> IntStream.of(s, -s)).toArray();
    for (int n : Grid.lengths()) {
      float[] values = values(1, n)[0];
      for (int step : steps) {
        float[] expected = step == 0 && n > 0 ? repeated(values[n - 1], n) : values;
        cases +=
            Grid.offsets(
                1,
                (at, to) -> {
                  float[] out = Grid.result(to, n);
                  float[] in = n == 0 ? NOTHING : spread(values, at[0], step);
                  int first = at[0] + (step < 0 ? (n - 1) * -step : 0);
                  KERNEL.gather(n, step, in, first, out, to);
                  Grid.assertResult(
                      out, to, expected, () -> "%d, step %d at %d".formatted(n, step, to));
                });
      }
    }
    Grid.report("gather", cases);
  }

  private static float[] repeated(float value, int n) {
    float[] values = new float[n];
    Arrays.fill(values, value);
    return values;
  }

  /** Values a step apart, guard cells before and between; the last cell holds a value. */
  private static float[] spread(float[] values, int offset, int step) {
    int distance = Math.abs(step);
    float[] array = Grid.result(0, offset + (values.length - 1) * distance + 1);
    array = Arrays.copyOf(array, offset + (values.length - 1) * distance + 1);
    for (int i = 0; i < values.length; i++) {
      int place = step < 0 ? values.length - 1 - i : i;
      array[offset + place * distance] = values[i];
    }
    return array;
  }
}
