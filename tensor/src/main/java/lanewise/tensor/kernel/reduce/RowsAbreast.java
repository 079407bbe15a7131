package lanewise.tensor.kernel.reduce;

import static lanewise.tensor.kernel.reduce.ReduceKernel.LANES;

import java.util.Arrays;
import lanewise.tensor.kernel.elementwise.BinaryOp;
import lanewise.tensor.kernel.elementwise.ElementwiseKernel;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.kernel.elementwise.UnaryOp;

/**
 * Reductions in the order of {@link Rows} where the elements of a row lie apart and those of
 * neighbouring rows side by side, as in a transposed matrix: the lanes of a sum are kept for each
 * of the neighbours.
 *
 * <pre>
 *   lane l of result j: one chain over the panel's rows l, l + 64, l + 128 … of column j
 * </pre>
 */
final class RowsAbreast {
  /** Results that are computed at once: their lanes stay in the second-level cache. */
  static final int COLUMNS = 256;

  private static final ReduceKernel KERNEL = ReduceVariants.KERNEL;
  private static final ElementwiseKernel ELEMENTWISE = ElementwiseVariants.KERNEL;

  private RowsAbreast() {}

  /** The panel is read in place. */
  static void reduce(
      Reduction op, Panel panel, float[] out, int outOffset, int correction, Scratch scratch) {
    int n = panel.load(0);
    float[] x = panel.data();
    int stride = panel.stride();
    for (int j = 0; j < panel.columns(); j += COLUMNS) {
      int columns = Math.min(COLUMNS, panel.columns() - j);
      int from = panel.at() + j;
      reduce(op, n, columns, x, from, stride, correction, scratch);
      for (int c = 0; c < columns; c++) {
        out[outOffset + j + c] = (float) scratch.sums[c];
      }
    }
  }

  /** Into scratch.sums. */
  private static void reduce(
      Reduction op,
      int n,
      int columns,
      float[] x,
      int from,
      int stride,
      int correction,
      Scratch scratch) {
    double[] sums = scratch.sums;
    switch (op) {
      case SUM -> sum(Term.VALUE, n, columns, x, from, stride, scratch);
      case MEAN -> mean(n, columns, x, from, stride, scratch);
      case VAR, STD -> {
        variance(n, columns, x, from, stride, correction, scratch);
        for (int j = 0; j < columns && op == Reduction.STD; j++) {
          sums[j] = Math.sqrt(sums[j]);
        }
      }
      case NORM_1 -> sum(Term.ABS, n, columns, x, from, stride, scratch);
      case NORM_2 -> {
        sum(Term.SQUARE, n, columns, x, from, stride, scratch);
        for (int j = 0; j < columns; j++) {
          boolean again = Rows.leavesRange(sums[j]);
          double squares = again ? Rows.addSquares(0, n, x, from + j, stride) : sums[j];
          sums[j] = Math.sqrt(squares);
        }
      }
      case LOG_SUM_EXP -> logSumExp(n, columns, x, from, stride, scratch);
      default -> throw new IllegalArgumentException(op + " has no order");
    }
  }

  private static void mean(int n, int columns, float[] x, int from, int stride, Scratch scratch) {
    sum(Term.VALUE, n, columns, x, from, stride, scratch);
    for (int j = 0; j < columns; j++) {
      scratch.sums[j] /= n;
    }
  }

  private static void variance(
      int n, int columns, float[] x, int from, int stride, int correction, Scratch scratch) {
    Spread spread = scratch.spread;
    spread.clear(columns);
    for (int i = 0; i < n; i += Rows.PART) {
      int rows = Math.min(Rows.PART, n - i);
      int at = from + i * stride;
      if (i == 0) {
        mean(rows, columns, x, at, stride, scratch);
        for (int j = 0; j < columns; j++) {
          scratch.shift[j] = (float) scratch.sums[j];
        }
      } else {
        spread.shift(columns, scratch.shift);
      }
      moments(rows, columns, x, at, stride, scratch);
      spread.add(i, rows, columns, scratch.shift, scratch.sums, scratch.squares);
    }
    spread.variance(n, correction, columns, scratch.sums);
  }

  private static void sum(
      Term term, int n, int columns, float[] x, int from, int stride, Scratch scratch) {
    double[] sums = scratch.sums;
    float[] lanes = scratch.abreast;
    Arrays.fill(sums, 0, columns, 0);
    for (int i = 0, rows; i < n; i += rows) {
      rows = inBlock(n - i);
      int width = rows < LANES ? 4 : LANES;
      int apart = width * stride;
      for (int l = 0; l < width; l++) {
        int at = from + (i + l) * stride;
        KERNEL.columns(term, chain(rows, width, l), columns, x, at, apart, lanes, l * columns);
      }
      addLanes(width, columns, lanes, sums);
    }
  }

  /** Distances from scratch.shift and their squares, into scratch.sums and scratch.squares. */
  private static void moments(
      int n, int columns, float[] x, int from, int stride, Scratch scratch) {
    float[] lanes = scratch.abreast;
    float[] squares = scratch.abreastSquares;
    float[] shift = scratch.shift;
    Arrays.fill(scratch.sums, 0, columns, 0);
    Arrays.fill(scratch.squares, 0, columns, 0);
    for (int i = 0, rows; i < n; i += rows) {
      rows = inBlock(n - i);
      int width = rows < LANES ? 4 : LANES;
      int apart = width * stride;
      for (int l = 0; l < width; l++) {
        int at = from + (i + l) * stride;
        KERNEL.columnMoments(
            chain(rows, width, l), columns, x, at, apart, shift, lanes, squares, l * columns);
      }
      addLanes(width, columns, lanes, scratch.sums);
      addLanes(width, columns, squares, scratch.squares);
    }
  }

  /** Rows of the next block: whole rows of lanes while there are any, then the rest. */
  private static int inBlock(int left) {
    return left < LANES ? left : Math.min(ReduceKernel.BLOCK, left - left % LANES);
  }

  /** How long the chain of a lane is. */
  private static int chain(int rows, int width, int lane) {
    return (rows - lane + width - 1) / width;
  }

  /** Folds the lanes as Lanes does, and adds what they come to. */
  private static void addLanes(int width, int columns, float[] lanes, double[] sums) {
    if (width == LANES) {
      fold(16 * columns, lanes, 16 * columns, 32 * columns, 48 * columns);
      fold(4 * columns, lanes, 8 * columns, 4 * columns, 12 * columns);
    }
    for (int j = 0; j < columns; j++) {
      sums[j] +=
          (lanes[j] + lanes[2 * columns + j]) + (lanes[columns + j] + lanes[3 * columns + j]);
    }
  }

  private static void fold(int n, float[] lanes, int second, int third, int fourth) {
    for (int i = 0; i < n; i++) {
      lanes[i] = (lanes[i] + lanes[second + i]) + (lanes[third + i] + lanes[fourth + i]);
    }
  }

  private static void logSumExp(
      int n, int columns, float[] x, int from, int stride, Scratch scratch) {
    double[] sums = scratch.sums;
    float[] max = scratch.shift;
    if (n == 0) {
      Arrays.fill(sums, 0, columns, Double.NEGATIVE_INFINITY);
      return;
    }
    System.arraycopy(x, from, max, 0, columns);
    for (int r = 1; r < n; r++) {
      ELEMENTWISE.binary(BinaryOp.MAX, columns, max, 0, x, from + r * stride, max, 0);
    }
    Arrays.fill(sums, 0, columns, 0);
    for (int i = 0; i < n; i += Scratch.TILE) {
      exponentials(Math.min(Scratch.TILE, n - i), columns, x, from + i * stride, stride, scratch);
    }
    for (int j = 0; j < columns; j++) {
      sums[j] = Float.isInfinite(max[j]) ? max[j] : max[j] + StrictMath.log(sums[j]);
    }
  }

  /** Adds e^(x - scratch.shift) of up to Scratch.TILE rows: one block and a rest. */
  private static void exponentials(
      int n, int columns, float[] x, int from, int stride, Scratch scratch) {
    double[] sums = scratch.sums;
    float[] lanes = scratch.abreast;
    int whole = n - n % LANES;
    double[] tile = scratch.tileSums;
    Arrays.fill(tile, 0, columns, 0);
    if (whole > 0) {
      exponentialLanes(LANES, whole, columns, x, from, stride, scratch);
      addLanes(LANES, columns, lanes, tile);
    }
    if (whole < n) {
      exponentialLanes(4, n - whole, columns, x, from + whole * stride, stride, scratch);
      addLanes(4, columns, lanes, tile);
    }
    for (int j = 0; j < columns; j++) {
      sums[j] += tile[j];
    }
  }

  private static void exponentialLanes(
      int width, int n, int columns, float[] x, int from, int stride, Scratch scratch) {
    float[] lanes = scratch.abreast;
    float[] e = scratch.partial;
    Arrays.fill(lanes, 0, width * columns, 0);
    for (int r = 0; r < n; r++) {
      int at = r % width * columns;
      ELEMENTWISE.binary(BinaryOp.SUB, columns, x, from + r * stride, scratch.shift, 0, e, 0);
      ELEMENTWISE.unary(UnaryOp.EXP, columns, e, 0, e, 0);
      ELEMENTWISE.binary(BinaryOp.ADD, columns, lanes, at, e, 0, lanes, at);
    }
  }
}
