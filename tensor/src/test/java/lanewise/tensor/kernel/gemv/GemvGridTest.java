package lanewise.tensor.kernel.gemv;

import java.util.stream.Stream;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Workers;
import lanewise.tensor.kernel.Chain;
import lanewise.tensor.kernel.Grid;
import lanewise.tensor.kernel.Variant;
import lanewise.tensor.kernel.reduce.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Products of a vector and a matrix where columns, rows' distances and offsets meet vector widths:
 * every element has the bits of its chain, and no cell around the result is written.
 */
class GemvGridTest {
  private static final int[] DEPTHS = {0, 1, 3, 16, 17};
  private static final int[] STEPS = {1, 2, 3, 16, 17};

  static Stream<Variant<GemvKernel>> variants() {
    return GemvVariants.ALL.stream().filter(Variant::available);
  }

  @ParameterizedTest
  @MethodSource("variants")
  void rowTimesMatrix(Variant<GemvKernel> variant) {
    GemvKernel kernel = variant.kernel().get();
    long cases = 0;
    for (int depth : DEPTHS) {
      for (int columns : Grid.lengths()) {
        float[] x = Chain.values(RandomStream.of(depth), depth);
        float[] a = Chain.values(RandomStream.of(columns), depth * columns);
        float[] start = Chain.values(RandomStream.of(3), columns);
        float[] expected = chains(depth, columns, x, a, columns, 1, start);
        for (int row : Grid.distances(columns)) {
          cases +=
              Grid.offsets(
                  2,
                  (at, to) -> {
                    int step = STEPS[at[0] % STEPS.length];
                    float[] y = Grid.result(to, columns);
                    System.arraycopy(start, 0, y, to, columns);
                    kernel.multiply(
                        depth,
                        columns,
                        Grid.operand(at[0], depth, 1, step, x),
                        at[0],
                        step,
                        Grid.operand(at[1], depth, columns, row, a),
                        at[1],
                        row,
                        y,
                        to);
                    Grid.assertResult(
                        y,
                        to,
                        expected,
                        () -> "%d x %d, rows %d apart, at %d".formatted(depth, columns, row, to));
                  });
        }
      }
    }
    Grid.report(variant.name(), cases);
  }

  /** start[j] and then fma(x[p], a[p * down + j * right], …) in turn. */
  private static float[] chains(
      int depth, int columns, float[] x, float[] a, int down, int right, float[] start) {
    float[] expected = new float[columns];
    for (int j = 0; j < columns; j++) {
      expected[j] = Chain.element(start[j], depth, 1, x, 0, 1, a, j * right, down);
    }
    return expected;
  }

  @Test
  void rowTimesTransposedMatrix() {
    long cases = 0;
    for (int depth : Grid.lengths(65)) {
      for (int lines : new int[] {0, 1, 7, 8, 9, 16, 17}) {
        float[] x = Chain.values(RandomStream.of(depth), depth);
        float[] a = Chain.values(RandomStream.of(lines), depth * lines);
        float[] start = Chain.values(RandomStream.of(3), lines);
        float[] expected = chains(depth, lines, x, a, 1, depth, start);
        for (int line : Grid.distances(depth)) {
          cases +=
              Grid.offsets(
                  2,
                  (at, to) -> {
                    float[] y = Grid.result(to, lines);
                    System.arraycopy(start, 0, y, to, lines);
                    Gemv.multiplyAddTransposed(
                        Workers.caller(),
                        depth,
                        lines,
                        Grid.operand(at[0], x),
                        at[0],
                        Grid.operand(at[1], lines, depth, line, a),
                        at[1],
                        line,
                        y,
                        to);
                    Grid.assertResult(
                        y,
                        to,
                        expected,
                        () -> "%d lines of %d, %d apart, at %d".formatted(lines, depth, line, to));
                  });
        }
      }
    }
    Grid.report("lines", cases);
  }

  @Test
  void matrixTimesColumn() {
    long cases = 0;
    for (int rows : new int[] {0, 1, 3, 4, 5, 9}) {
      for (int columns : Grid.lengths()) {
        float[] a = Chain.values(RandomStream.of(rows), rows * columns);
        float[] x = Chain.values(RandomStream.of(columns), columns);
        float[] start = Chain.values(RandomStream.of(3), rows);
        float[] expected = new float[rows];
        for (int i = 0; i < rows; i++) {
          int from = i * columns;
          double dot = Order.ofDot(columns, (sum, p) -> Math.fma(a[from + p], x[p], sum));
          expected[i] = Math.fma(0.7f, (float) dot, start[i]);
        }
        for (int row : Grid.distances(columns)) {
          cases +=
              Grid.offsets(
                  2,
                  (at, to) -> {
                    int step = STEPS[at[0] % STEPS.length];
                    float[] y = Grid.result(to, rows * step);
                    for (int i = 0; i < rows; i++) {
                      y[to + i * step] = start[i];
                    }
                    RowDots.multiplyAdd(
                        Workers.caller(),
                        rows,
                        columns,
                        0.7f,
                        Grid.operand(at[0], rows, columns, row, a),
                        at[0],
                        row,
                        Grid.operand(at[1], x),
                        at[1],
                        y,
                        to,
                        step);
                    Grid.assertResult(
                        y,
                        to,
                        rows,
                        1,
                        step,
                        expected,
                        () -> "%d x %d, rows %d apart, at %d".formatted(rows, columns, row, to));
                  });
        }
      }
    }
    Grid.report("row dots", cases);
  }
}
