package lanewise.tensor.kernel.reduce;

import static lanewise.tensor.kernel.reduce.ReduceKernel.CHAIN;

import java.util.Arrays;
import lanewise.tensor.kernel.elementwise.BinaryOp;
import lanewise.tensor.kernel.elementwise.ElementwiseKernel;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.kernel.elementwise.UnaryOp;

/**
 * Reductions of a operand in the order of columns: chains over up to 16 rows, added up in double
 * precision. Up to ReduceWorkspace.TILE columns.
 */
final class Columns {
  private static final ReduceKernel KERNEL = ReduceVariants.KERNEL;
  private static final ElementwiseKernel ELEMENTWISE = ElementwiseVariants.KERNEL;

  /** Rows of a part of a variance. */
  private static final int PART = 128;

  private Columns() {}

  static void reduce(
      ReduceOp op,
      ReduceOperand x,
      float[] out,
      int outOffset,
      int correction,
      ReduceWorkspace workspace) {
    double[] sums = workspace.sums;
    switch (op) {
      case SUM -> sums(Summand.VALUE, x, workspace);
      case MEAN -> mean(x, workspace);
      case VAR, STD -> variance(x, correction, workspace);
      case NORM_1 -> sums(Summand.ABS, x, workspace);
      case PROD -> products(x, sums);
      case NORM_2 -> squares(x, workspace);
      case LOG_SUM_EXP -> logSumExp(x, workspace);
      case MIN -> {
        extreme(BinaryOp.MIN, x, out, outOffset);
        return;
      }
      case MAX -> {
        extreme(BinaryOp.MAX, x, out, outOffset);
        return;
      }
      case NORM_INF -> {
        largestMagnitude(x, out, outOffset, workspace);
        return;
      }
      case ARG_MIN, ARG_MAX -> {
        position(op, x, out, outOffset, workspace);
        return;
      }
      case ANY, ALL -> {
        truth(op, x, out, outOffset);
        return;
      }
    }
    boolean root = op == ReduceOp.STD || op == ReduceOp.NORM_2;
    for (int j = 0; j < x.columns(); j++) {
      out[outOffset + j] = (float) (root ? Math.sqrt(sums[j]) : sums[j]);
    }
  }

  /** Into workspace.sums. */
  private static void sums(Summand term, ReduceOperand x, ReduceWorkspace workspace) {
    Arrays.fill(workspace.sums, 0, x.columns(), 0);
    if (x.isOfLines()) {
      addLines(term, 0, x.rows(), x, workspace.sums);
      return;
    }
    for (int from = 0, rows; from < x.rows(); from += rows) {
      rows = x.load(from);
      add(term, 0, rows, x, workspace);
    }
  }

  private static void addLines(Summand term, int from, int rows, ReduceOperand x, double[] sums) {
    for (int j = 0; j < x.columns(); j++) {
      sums[j] += TransposedColumns.sum(term, rows, x.storage(), x.first(j) + from);
    }
  }

  /** Adds some of the rows that have been loaded. */
  private static void add(
      Summand term, int from, int rows, ReduceOperand x, ReduceWorkspace workspace) {
    float[] partial = workspace.partial;
    int columns = x.columns();
    for (int r = from; r < from + rows; r += CHAIN) {
      int count = Math.min(CHAIN, from + rows - r);
      int at = x.at() + r * x.stride();
      KERNEL.columns(term, count, columns, x.data(), at, x.stride(), partial, 0);
      add(columns, partial, workspace.sums);
    }
  }

  private static void add(int n, float[] partial, double[] sums) {
    for (int j = 0; j < n; j++) {
      sums[j] += partial[j];
    }
  }

  private static void mean(ReduceOperand x, ReduceWorkspace workspace) {
    sums(Summand.VALUE, x, workspace);
    for (int j = 0; j < x.columns(); j++) {
      workspace.sums[j] /= x.rows();
    }
  }

  private static void variance(ReduceOperand x, int correction, ReduceWorkspace workspace) {
    RunningVariance variance = workspace.variance;
    int columns = x.columns();
    boolean lines = x.isOfLines();
    variance.clear(columns);
    for (int from = 0, rows; from < x.rows(); from += rows) {
      rows = lines ? x.rows() : x.load(from);
      for (int r = 0; r < rows; r += PART) {
        int n = Math.min(PART, rows - r);
        if (from + r == 0) {
          firstMeans(n, x, workspace);
        } else {
          variance.shift(columns, workspace.shift);
        }
        moments(r, n, x, workspace);
        variance.add(from + r, n, columns, workspace.shift, workspace.sums, workspace.squares);
      }
    }
    variance.variance(x.rows(), correction, columns, workspace.sums);
  }

  /** The means over the first rows, into workspace.shift. */
  private static void firstMeans(int rows, ReduceOperand x, ReduceWorkspace workspace) {
    double[] sums = workspace.sums;
    Arrays.fill(sums, 0, x.columns(), 0);
    if (x.isOfLines()) {
      addLines(Summand.VALUE, 0, rows, x, sums);
    } else {
      add(Summand.VALUE, 0, rows, x, workspace);
    }
    for (int j = 0; j < x.columns(); j++) {
      workspace.shift[j] = (float) (sums[j] / rows);
    }
  }

  /**
   * Distances from workspace.shift and their squares, into workspace.sums and workspace.squares.
   */
  private static void moments(int from, int rows, ReduceOperand x, ReduceWorkspace workspace) {
    int columns = x.columns();
    double[] sums = workspace.sums;
    double[] squares = workspace.squares;
    float[] shift = workspace.shift;
    if (x.isOfLines()) {
      for (int j = 0; j < columns; j++) {
        int at = x.first(j) + from;
        TransposedColumns.moments(rows, x.storage(), at, shift[j], sums, squares, j);
      }
      return;
    }
    float[] partial = workspace.partial;
    float[] partialSquares = workspace.best;
    Arrays.fill(sums, 0, columns, 0);
    Arrays.fill(squares, 0, columns, 0);
    for (int r = from; r < from + rows; r += CHAIN) {
      int n = Math.min(CHAIN, from + rows - r);
      int at = x.at() + r * x.stride();
      KERNEL.columnMoments(n, columns, x.data(), at, x.stride(), shift, partial, partialSquares, 0);
      add(columns, partial, sums);
      add(columns, partialSquares, squares);
    }
  }

  private static void products(ReduceOperand x, double[] products) {
    Arrays.fill(products, 0, x.columns(), 1);
    for (int from = 0, rows; from < x.rows(); from += rows) {
      rows = x.load(from);
      for (int r = 0; r < rows; r++) {
        multiply(x.columns(), x.data(), x.at() + r * x.stride(), products);
      }
    }
  }

  /** Into workspace.sums; in double precision where the squares of floats leave their range. */
  private static void squares(ReduceOperand x, ReduceWorkspace workspace) {
    double[] sums = workspace.sums;
    sums(Summand.SQUARE, x, workspace);
    boolean again = false;
    for (int j = 0; j < x.columns(); j++) {
      again |= Rows.leavesRange(sums[j]);
    }
    if (again) {
      double[] squares = workspace.squares;
      Arrays.fill(squares, 0, x.columns(), 0);
      for (int from = 0, rows; from < x.rows(); from += rows) {
        rows = x.load(from);
        for (int r = 0; r < rows; r++) {
          addSquares(x.columns(), x.data(), x.at() + r * x.stride(), squares);
        }
      }
      for (int j = 0; j < x.columns(); j++) {
        sums[j] = Rows.leavesRange(sums[j]) ? squares[j] : sums[j];
      }
    }
  }

  private static void multiply(int n, float[] x, int at, double[] products) {
    for (int j = 0; j < n; j++) {
      products[j] *= x[at + j];
    }
  }

  private static void addSquares(int n, float[] x, int at, double[] sums) {
    for (int j = 0; j < n; j++) {
      sums[j] += (double) x[at + j] * x[at + j];
    }
  }

  /** The elementwise minimum or maximum of all rows, of which there is one at least. */
  static void extreme(BinaryOp op, ReduceOperand x, float[] out, int outOffset) {
    int n = x.columns();
    for (int from = 0, rows; from < x.rows(); from += rows) {
      rows = x.load(from);
      for (int r = 0; r < rows; r++) {
        int at = x.at() + r * x.stride();
        if (from + r == 0) {
          System.arraycopy(x.data(), at, out, outOffset, n);
        } else {
          ELEMENTWISE.binary(op, n, out, outOffset, x.data(), at, out, outOffset);
        }
      }
    }
  }

  private static void largestMagnitude(
      ReduceOperand x, float[] out, int outOffset, ReduceWorkspace workspace) {
    int n = x.columns();
    Arrays.fill(out, outOffset, outOffset + n, 0);
    for (int from = 0, rows; from < x.rows(); from += rows) {
      rows = x.load(from);
      for (int r = 0; r < rows; r++) {
        int at = x.at() + r * x.stride();
        ELEMENTWISE.unary(UnaryOp.ABS, n, x.data(), at, workspace.partial, 0);
        ELEMENTWISE.binary(BinaryOp.MAX, n, out, outOffset, workspace.partial, 0, out, outOffset);
      }
    }
  }

  /** The first row with the largest or smallest element, or the first with NaN. */
  private static void position(
      ReduceOp op, ReduceOperand x, float[] out, int outOffset, ReduceWorkspace workspace) {
    int n = x.columns();
    float[] best = workspace.best;
    float[] mask = workspace.partial;
    float[] row = workspace.shift;
    extreme(op == ReduceOp.ARG_MAX ? BinaryOp.MAX : BinaryOp.MIN, x, best, 0);
    Arrays.fill(out, outOffset, outOffset + n, -1);
    // Backwards, so that the first of equals is the last to be noted.
    int chunk = x.load(0);
    for (int from = (x.rows() - 1) / chunk * chunk; from >= 0; from -= chunk) {
      for (int r = x.load(from) - 1; r >= 0; r--) {
        int at = x.at() + r * x.stride();
        ELEMENTWISE.binary(BinaryOp.EQ, n, x.data(), at, best, 0, mask, 0);
        Arrays.fill(row, 0, n, from + r);
        ELEMENTWISE.where(n, mask, 0, row, 0, out, outOffset, out, outOffset);
      }
    }
    for (int j = 0; j < n; j++) {
      if (Float.isNaN(best[j])) {
        firstNaN(x, out, outOffset);
        return;
      }
    }
  }

  /** The rows of the first NaN, for columns without a row as yet. */
  private static void firstNaN(ReduceOperand x, float[] out, int outOffset) {
    for (int from = 0, rows; from < x.rows(); from += rows) {
      rows = x.load(from);
      for (int r = 0; r < rows; r++) {
        int at = x.at() + r * x.stride();
        for (int j = 0; j < x.columns(); j++) {
          if (out[outOffset + j] < 0 && Float.isNaN(x.data()[at + j])) {
            out[outOffset + j] = from + r;
          }
        }
      }
    }
  }

  private static void truth(ReduceOp op, ReduceOperand x, float[] out, int outOffset) {
    float start = op == ReduceOp.ALL ? 1 : 0;
    Arrays.fill(out, outOffset, outOffset + x.columns(), start);
    for (int from = 0, rows; from < x.rows(); from += rows) {
      rows = x.load(from);
      for (int r = 0; r < rows; r++) {
        turn(start, x.columns(), x.data(), x.at() + r * x.stride(), out, outOffset);
      }
    }
  }

  private static void turn(float start, int n, float[] x, int at, float[] out, int outOffset) {
    for (int j = 0; j < n; j++) {
      if ((x[at + j] != 0 ? 1 : 0) != start) {
        out[outOffset + j] = 1 - start;
      }
    }
  }

  private static void logSumExp(ReduceOperand x, ReduceWorkspace workspace) {
    if (x.rows() == 0) {
      Arrays.fill(workspace.sums, 0, x.columns(), Double.NEGATIVE_INFINITY);
      return;
    }
    extreme(BinaryOp.MAX, x, workspace.shift, 0);
    exponentials(x, workspace);
    for (int j = 0; j < x.columns(); j++) {
      float max = workspace.shift[j];
      workspace.sums[j] = Float.isInfinite(max) ? max : max + StrictMath.log(workspace.sums[j]);
    }
  }

  /** The sums of e^(x - workspace.shift) into workspace.sums. */
  static void exponentials(ReduceOperand x, ReduceWorkspace workspace) {
    int n = x.columns();
    Arrays.fill(workspace.sums, 0, n, 0);
    float[] e = workspace.partial;
    for (int from = 0, rows; from < x.rows(); from += rows) {
      rows = x.load(from);
      for (int r = 0; r < rows; r++) {
        int at = x.at() + r * x.stride();
        ELEMENTWISE.binary(BinaryOp.SUB, n, x.data(), at, workspace.shift, 0, e, 0);
        ELEMENTWISE.unary(UnaryOp.EXP, n, e, 0, e, 0);
        for (int j = 0; j < n; j++) {
          workspace.sums[j] += e[j];
        }
      }
    }
  }
}
