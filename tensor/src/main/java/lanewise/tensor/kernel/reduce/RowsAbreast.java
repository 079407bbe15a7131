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
 *   lane l of result j: one chain over the operand's rows l, l + 64, l + 128 … of column j
 * </pre>
 */
final class RowsAbreast {
  /** Results that are computed at once: their lanes stay in the second-level cache. */
  static final int COLUMNS = 256;

  private static final ReduceKernel KERNEL = ReduceVariants.KERNEL;
  private static final ElementwiseKernel ELEMENTWISE = ElementwiseVariants.KERNEL;

  private RowsAbreast() {}

  /** The operand is read in place. */
  static void reduce(
      ReduceOp op,
      ReduceOperand operand,
      float[] out,
      int outOffset,
      int correction,
      ReduceWorkspace workspace) {
    int n = operand.load(0);
    float[] x = operand.data();
    int stride = operand.stride();
    for (int j = 0; j < operand.columns(); j += COLUMNS) {
      int columns = Math.min(COLUMNS, operand.columns() - j);
      int from = operand.at() + j;
      reduce(op, n, columns, x, from, stride, correction, workspace);
      for (int c = 0; c < columns; c++) {
        out[outOffset + j + c] = (float) workspace.sums[c];
      }
    }
  }

  /** Into workspace.sums. */
  private static void reduce(
      ReduceOp op,
      int n,
      int columns,
      float[] x,
      int from,
      int stride,
      int correction,
      ReduceWorkspace workspace) {
    double[] sums = workspace.sums;
    switch (op) {
      case SUM -> sum(Summand.VALUE, n, columns, x, from, stride, workspace);
      case MEAN -> mean(n, columns, x, from, stride, workspace);
      case VAR, STD -> {
        variance(n, columns, x, from, stride, correction, workspace);
        for (int j = 0; j < columns && op == ReduceOp.STD; j++) {
          sums[j] = Math.sqrt(sums[j]);
        }
      }
      case NORM_1 -> sum(Summand.ABS, n, columns, x, from, stride, workspace);
      case NORM_2 -> {
        sum(Summand.SQUARE, n, columns, x, from, stride, workspace);
        for (int j = 0; j < columns; j++) {
          boolean again = Rows.leavesRange(sums[j]);
          double squares = again ? Rows.addSquares(0, n, x, from + j, stride) : sums[j];
          sums[j] = Math.sqrt(squares);
        }
      }
      case LOG_SUM_EXP -> logSumExp(n, columns, x, from, stride, workspace);
      default -> throw new IllegalArgumentException(op + " has no order");
    }
  }

  private static void mean(
      int n, int columns, float[] x, int from, int stride, ReduceWorkspace workspace) {
    sum(Summand.VALUE, n, columns, x, from, stride, workspace);
    for (int j = 0; j < columns; j++) {
      workspace.sums[j] /= n;
    }
  }

  private static void variance(
      int n,
      int columns,
      float[] x,
      int from,
      int stride,
      int correction,
      ReduceWorkspace workspace) {
    RunningVariance variance = workspace.variance;
    variance.clear(columns);
    for (int i = 0; i < n; i += Rows.PART) {
      int rows = Math.min(Rows.PART, n - i);
      int at = from + i * stride;
      if (i == 0) {
        mean(rows, columns, x, at, stride, workspace);
        for (int j = 0; j < columns; j++) {
          workspace.shift[j] = (float) workspace.sums[j];
        }
      } else {
        variance.shift(columns, workspace.shift);
      }
      moments(rows, columns, x, at, stride, workspace);
      variance.add(i, rows, columns, workspace.shift, workspace.sums, workspace.squares);
    }
    variance.variance(n, correction, columns, workspace.sums);
  }

  private static void sum(
      Summand term,
      int n,
      int columns,
      float[] x,
      int from,
      int stride,
      ReduceWorkspace workspace) {
    double[] sums = workspace.sums;
    float[] lanes = workspace.abreast;
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

  /**
   * Distances from workspace.shift and their squares, into workspace.sums and workspace.squares.
   */
  private static void moments(
      int n, int columns, float[] x, int from, int stride, ReduceWorkspace workspace) {
    float[] lanes = workspace.abreast;
    float[] squares = workspace.abreastSquares;
    float[] shift = workspace.shift;
    Arrays.fill(workspace.sums, 0, columns, 0);
    Arrays.fill(workspace.squares, 0, columns, 0);
    for (int i = 0, rows; i < n; i += rows) {
      rows = inBlock(n - i);
      int width = rows < LANES ? 4 : LANES;
      int apart = width * stride;
      for (int l = 0; l < width; l++) {
        int at = from + (i + l) * stride;
        KERNEL.columnMoments(
            chain(rows, width, l), columns, x, at, apart, shift, lanes, squares, l * columns);
      }
      addLanes(width, columns, lanes, workspace.sums);
      addLanes(width, columns, squares, workspace.squares);
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
      int n, int columns, float[] x, int from, int stride, ReduceWorkspace workspace) {
    double[] sums = workspace.sums;
    float[] max = workspace.shift;
    if (n == 0) {
      Arrays.fill(sums, 0, columns, Double.NEGATIVE_INFINITY);
      return;
    }
    System.arraycopy(x, from, max, 0, columns);
    for (int r = 1; r < n; r++) {
      ELEMENTWISE.binary(BinaryOp.MAX, columns, max, 0, x, from + r * stride, max, 0);
    }
    Arrays.fill(sums, 0, columns, 0);
    for (int i = 0; i < n; i += ReduceWorkspace.TILE) {
      exponentials(
          Math.min(ReduceWorkspace.TILE, n - i), columns, x, from + i * stride, stride, workspace);
    }
    for (int j = 0; j < columns; j++) {
      sums[j] = Float.isInfinite(max[j]) ? max[j] : max[j] + StrictMath.log(sums[j]);
    }
  }

  /** Adds e^(x - workspace.shift) of up to ReduceWorkspace.TILE rows: one block and a rest. */
  private static void exponentials(
      int n, int columns, float[] x, int from, int stride, ReduceWorkspace workspace) {
    double[] sums = workspace.sums;
    float[] lanes = workspace.abreast;
    int whole = n - n % LANES;
    double[] tile = workspace.tileSums;
    Arrays.fill(tile, 0, columns, 0);
    if (whole > 0) {
      exponentialLanes(LANES, whole, columns, x, from, stride, workspace);
      addLanes(LANES, columns, lanes, tile);
    }
    if (whole < n) {
      exponentialLanes(4, n - whole, columns, x, from + whole * stride, stride, workspace);
      addLanes(4, columns, lanes, tile);
    }
    for (int j = 0; j < columns; j++) {
      sums[j] += tile[j];
    }
  }

  private static void exponentialLanes(
      int width, int n, int columns, float[] x, int from, int stride, ReduceWorkspace workspace) {
    float[] lanes = workspace.abreast;
    float[] e = workspace.partial;
    Arrays.fill(lanes, 0, width * columns, 0);
    for (int r = 0; r < n; r++) {
      int at = r % width * columns;
      ELEMENTWISE.binary(BinaryOp.SUB, columns, x, from + r * stride, workspace.shift, 0, e, 0);
      ELEMENTWISE.unary(UnaryOp.EXP, columns, e, 0, e, 0);
      ELEMENTWISE.binary(BinaryOp.ADD, columns, lanes, at, e, 0, lanes, at);
    }
  }
}
