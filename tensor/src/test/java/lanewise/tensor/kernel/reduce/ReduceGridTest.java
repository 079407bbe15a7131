package lanewise.tensor.kernel.reduce;

import static org.assertj.core.api.Assertions.assertThat;

import lanewise.tensor.RandomStream;
import lanewise.tensor.kernel.Chain;
import lanewise.tensor.kernel.Grid;
import lanewise.tensor.kernel.elementwise.ScalarElementwise;
import lanewise.tensor.kernel.elementwise.UnaryOp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Reductions where lengths, distances and offsets meet vector widths: every result has the bits of
 * the order that the package states, and no cell around the results is written.
 */
class ReduceGridTest {
  /** Rows and columns of a block, beside its edges. */
  private static final int[] FURTHER = {1023, 1024, 1025, 1100};

  /** Values without zeros and NaN, no two of them alike in size but by chance. */
  private static float[] values(int seed, int n) {
    float[] values = Chain.values(RandomStream.of(seed), n);
    for (int i = 0; i < n; i++) {
      values[i] = values[i] == 0 ? 0.5f : values[i];
    }
    return values;
  }

  private static boolean needsElements(ReduceOp op) {
    return switch (op) {
      case MIN, MAX, ARG_MIN, ARG_MAX -> true;
      default -> false;
    };
  }

  /** The element (o, r, j) of outer x axis x inner for all r. */
  private static float[] along(float[] x, int axis, int inner, int o, int j) {
    float[] values = new float[axis];
    for (int r = 0; r < axis; r++) {
      values[r] = x[(o * axis + r) * inner + j];
    }
    return values;
  }

  private static float[] expected(
      ReduceOp op, boolean column, int outer, int axis, int inner, float[] x) {
    float[] expected = new float[outer * inner];
    for (int o = 0; o < outer; o++) {
      for (int j = 0; j < inner; j++) {
        expected[o * inner + j] = Order.reduce(op, column, along(x, axis, inner, o, j));
      }
    }
    return expected;
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LOG_SUM_EXP")
  void rows(ReduceOp op) {
    long cases = 0;
    for (int outer : new int[] {1, 3}) {
      for (int n : Grid.lengths()) {
        if (n > 0 || !needsElements(op)) {
          float[] x = values(n, outer * n);
          float[] expected = expected(op, false, outer, n, 1, x);
          for (int distance : Grid.distances(n)) {
            cases +=
                Grid.offsets(
                    1,
                    (at, to) -> {
                      float[] in = Grid.operand(at[0], outer, n, distance, x);
                      float[] out = Grid.result(to, outer);
                      Reducer.reduce(op, outer, n, 1, in, at[0], distance, 1, out, to, 0);
                      Grid.assertResult(
                          out,
                          to,
                          expected,
                          () -> "%s of %d x %d, %d apart".formatted(op, outer, n, distance));
                    });
          }
        }
      }
    }
    Grid.report(op + " of rows", cases);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LOG_SUM_EXP")
  void longRows(ReduceOp op) {
    for (int n : FURTHER) {
      float[] x = values(n, 2 * n);
      float[] expected = expected(op, false, 2, n, 1, x);
      Grid.offsets(
          1,
          (at, to) -> {
            float[] out = Grid.result(to, 2);
            float[] in = Grid.operand(at[0], 2, n, n + at[0], x);
            Reducer.reduce(op, 2, n, 1, in, at[0], n + at[0], 1, out, to, 0);
            Grid.assertResult(out, to, expected, () -> "%s of 2 x %d".formatted(op, n));
          });
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LOG_SUM_EXP")
  void columns(ReduceOp op) {
    long cases = 0;
    for (int rows : new int[] {1, 2, 15, 16, 17, 130}) {
      for (int columns : Grid.lengths(130)) {
        // One column alone has the order of a row.
        if (columns > 1) {
          float[] x = values(columns, rows * columns);
          float[] expected = expected(op, true, 1, rows, columns, x);
          for (int distance : Grid.distances(columns)) {
            int shift = distance % (Grid.LAST_OFFSET + 1);
            float[] in = Grid.operand(shift, rows, columns, distance, x);
            float[] out = Grid.result(distance % 5, columns);
            Reducer.reduce(op, 1, rows, columns, in, shift, 0, distance, out, distance % 5, 0);
            Grid.assertResult(
                out,
                distance % 5,
                expected,
                () -> "%s: %d x %d, %d apart".formatted(op, rows, columns, distance));
            cases++;
          }
        }
      }
    }
    Grid.report(op + " of columns", cases);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LOG_SUM_EXP")
  void columnsAtEveryOffset(ReduceOp op) {
    for (int columns : new int[] {3, 4, 5, 8, 15, 16, 17, 33, 64, 67}) {
      float[] x = values(columns, 21 * columns);
      float[] expected = expected(op, true, 1, 21, columns, x);
      Grid.offsets(
          1,
          (at, to) -> {
            float[] out = Grid.result(to, columns);
            float[] in = Grid.operand(at[0], 21, columns, columns + at[0], x);
            Reducer.reduce(op, 1, 21, columns, in, at[0], 0, columns + at[0], out, to, 0);
            Grid.assertResult(out, to, expected, () -> "%s of 21 x %d".formatted(op, columns));
          });
    }
  }

  /** Rows that lie abreast, columns that lie apart: the bits are those of rows and of columns. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LOG_SUM_EXP")
  void panels(ReduceOp op) {
    long cases = 0;
    ReduceOperand operand = new ReduceOperand();
    for (int rows : new int[] {1, 3, 4, 5, 63, 64, 65, 130}) {
      for (int columns : Grid.lengths(65)) {
        if (columns > 1) {
          float[] x = values(columns, rows * columns);
          float[] turned = turned(rows, columns, x);
          float[] column = expected(op, true, 1, rows, columns, x);
          float[] row = expected(op, false, 1, rows, columns, x);
          for (int distance : Grid.distances(columns)) {
            int offset = distance % (Grid.LAST_OFFSET + 1);
            float[] in = Grid.operand(offset, rows, columns, distance, x);
            if (!Reducer.sameInAnyOrder(op)) {
              float[] abreast = Grid.result(3, columns);
              operand.clear();
              operand.axis(rows, distance);
              operand.place(in, offset, columns, 1);
              Reducer.reduceRows(op, operand, abreast, 3, 0);
              Grid.assertResult(
                  abreast, 3, row, () -> "%s abreast, %d x %d".formatted(op, rows, columns));
            }
            float[] down = Grid.result(5, columns);
            operand.clear();
            operand.axis(rows, distance);
            operand.place(in, offset, columns, 1);
            Reducer.reduceColumns(op, operand, down, 5, 0);
            Grid.assertResult(
                down, 5, column, () -> "%s down, %d x %d".formatted(op, rows, columns));
            cases += 2;
          }
          for (int distance : Grid.distances(rows)) {
            int offset = distance % (Grid.LAST_OFFSET + 1);
            float[] lines = Grid.operand(offset, columns, rows, distance, turned);
            float[] out = Grid.result(7, columns);
            operand.clear();
            operand.axis(rows, 1);
            operand.place(lines, offset, columns, distance);
            Reducer.reduceColumns(op, operand, out, 7, 0);
            Grid.assertResult(
                out, 7, column, () -> "%s of lines, %d x %d".formatted(op, rows, columns));
            cases++;
          }
        }
      }
    }
    Grid.report(op + " of panels", cases);
  }

  private static float[] turned(int rows, int columns, float[] x) {
    float[] turned = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      turned[i % columns * rows + i / columns] = x[i];
    }
    return turned;
  }

  @Test
  void extremesAndPositions() {
    long cases = 0;
    ReduceKernel kernel = ReduceVariants.KERNEL;
    for (int n : Grid.lengths()) {
      float[] x = values(n, n);
      for (int place = 0; place < n; place += 1 + n / 19) {
        for (float special : new float[] {100, -100, Float.NaN, -0f}) {
          float[] v = x.clone();
          v[place] = special;
          int where = place;
          for (int offset = 0; offset <= Grid.LAST_OFFSET; offset++) {
            float[] in = Grid.operand(offset, v);
            String name = "%d at %d, %s at %d".formatted(n, offset, special, where);
            Chain.assertSame(kernel.max(n, in, offset), max(v, 1), name);
            Chain.assertSame(kernel.min(n, in, offset), -max(v, -1), name);
            assertThat(kernel.first(n, in, offset, special)).as(name).isEqualTo(place);
            assertThat(kernel.first(n, in, offset, 1e10f)).as(name).isEqualTo(n);
            cases++;
          }
        }
      }
    }
    Grid.report("extremes", cases);
  }

  private static float max(float[] x, float sign) {
    float max = sign * x[0];
    for (float value : x) {
      max = Math.max(max, sign * value);
    }
    return max;
  }

  @Test
  void softmaxOfRows() {
    long cases = 0;
    for (boolean logarithm : new boolean[] {false, true}) {
      for (int n : Grid.lengths()) {
        if (n > 0) {
          float[] x = values(n, 2 * n);
          float[] expected = new float[2 * n];
          for (int row = 0; row < 2; row++) {
            System.arraycopy(softmax(logarithm, x, row * n, n), 0, expected, row * n, n);
          }
          for (int distance : Grid.distances(n)) {
            cases +=
                Grid.offsets(
                    1,
                    (at, to) -> {
                      float[] in = Grid.operand(at[0], 2, n, distance, x);
                      float[] out = Grid.result(to, 2 * n);
                      Reducer.softmax(logarithm, 2, n, 1, in, at[0], distance, 1, out, to);
                      Grid.assertResult(
                          out, to, expected, () -> "2 x %d, %d apart".formatted(n, distance));
                    });
          }
          for (int offset = 0; offset <= Grid.LAST_OFFSET; offset++) {
            float[] inPlace = Grid.result(offset, 2 * n);
            System.arraycopy(x, 0, inPlace, offset, 2 * n);
            Reducer.softmax(logarithm, 2, n, 1, inPlace, offset, n, 1, inPlace, offset);
            Grid.assertResult(inPlace, offset, expected, () -> "2 x %d in place".formatted(n));
            cases++;
          }
        }
      }
    }
    Grid.report("softmax of rows", cases);
  }

  /** The softmax of a row by scalar code: the sum of exponentials is that of a row. */
  private static float[] softmax(boolean logarithm, float[] x, int from, int n) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, x[from + i]);
    }
    float[] e = new float[n];
    for (int i = 0; i < n; i++) {
      e[i] = exp(x[from + i] - max);
    }
    double sum = Order.ofRow(n, (s, i) -> s + e[i]);
    for (int i = 0; i < n; i++) {
      e[i] = logarithm ? x[from + i] - max - (float) StrictMath.log(sum) : e[i] * (float) (1 / sum);
    }
    return e;
  }

  private static float exp(float x) {
    float[] e = {x};
    new ScalarElementwise().unary(UnaryOp.EXP, 1, e, 0, e, 0);
    return e[0];
  }

  @Test
  void softmaxOfColumns() {
    long cases = 0;
    for (boolean logarithm : new boolean[] {false, true}) {
      for (int rows : new int[] {1, 2, 17}) {
        for (int columns : Grid.lengths(130)) {
          if (columns > 1) {
            float[] x = values(columns, rows * columns);
            float[] expected = softmaxOfColumns(logarithm, rows, columns, x);
            for (int distance : Grid.distances(columns)) {
              int at = distance % (Grid.LAST_OFFSET + 1);
              int to = (distance + 5) % (Grid.LAST_OFFSET + 1);
              float[] in = Grid.operand(at, rows, columns, distance, x);
              float[] out = Grid.result(to, rows * columns);
              Reducer.softmax(logarithm, 1, rows, columns, in, at, 0, distance, out, to);
              Grid.assertResult(
                  out, to, expected, () -> "%d x %d, %d apart".formatted(rows, columns, distance));
              cases++;
            }
            float[] inPlace = Grid.result(0, rows * columns);
            System.arraycopy(x, 0, inPlace, 0, rows * columns);
            Reducer.softmaxOfColumns(logarithm, rows, columns, inPlace);
            Grid.assertResult(
                inPlace, 0, expected, () -> "%d x %d in place".formatted(rows, columns));
          }
        }
      }
    }
    Grid.report("softmax of columns", cases);
  }

  /** By scalar code: the sum of exponentials of a column is a chain in double precision. */
  private static float[] softmaxOfColumns(boolean logarithm, int rows, int columns, float[] x) {
    float[] out = new float[x.length];
    for (int j = 0; j < columns; j++) {
      float[] column = along(x, rows, columns, 0, j);
      float max = max(column, 1);
      double sum = 0;
      for (float value : column) {
        sum += exp(value - max);
      }
      for (int r = 0; r < rows; r++) {
        out[r * columns + j] =
            logarithm
                ? column[r] - max - (float) StrictMath.log(sum)
                : exp(column[r] - max) * (float) (1 / sum);
      }
    }
    return out;
  }

  @Test
  void runningSums() {
    long cases = 0;
    for (int rows : new int[] {1, 2, 17}) {
      for (int columns : Grid.lengths(65)) {
        float[] x = values(columns, rows * columns);
        float[] expected = new float[x.length];
        for (int j = 0; j < columns; j++) {
          double sum = 0;
          for (int r = 0; r < rows; r++) {
            sum += x[r * columns + j];
            expected[r * columns + j] = (float) sum;
          }
        }
        for (int distance : Grid.distances(columns)) {
          cases +=
              Grid.offsets(
                  1,
                  (at, to) -> {
                    float[] in = Grid.operand(at[0], rows, columns, distance, x);
                    float[] out = Grid.result(to, rows * columns);
                    Reducer.cumSum(1, rows, columns, in, at[0], 0, distance, out, to);
                    Grid.assertResult(out, to, expected, () -> "%d x %d".formatted(rows, columns));
                  });
        }
      }
    }
    Grid.report("running sums", cases);
  }

  @Test
  void logSumExp() {
    long cases = 0;
    for (int n : Grid.lengths()) {
      if (n > 0) {
        float[] x = values(n, n);
        float max = max(x, 1);
        float[] e = new float[n];
        for (int i = 0; i < n; i++) {
          e[i] = exp(x[i] - max);
        }
        double sum = Order.ofRow(n, (s, i) -> s + e[i]);
        float[] expected = {(float) (max + StrictMath.log(sum))};
        cases +=
            Grid.offsets(
                1,
                (at, to) -> {
                  float[] out = Grid.result(to, 1);
                  float[] in = Grid.operand(at[0], x);
                  Reducer.reduce(ReduceOp.LOG_SUM_EXP, 1, n, 1, in, at[0], n, 1, out, to, 0);
                  Grid.assertResult(out, to, expected, () -> "%d at %d".formatted(n, at[0]));
                });
      }
    }
    Grid.report("logSumExp", cases);
  }
}
