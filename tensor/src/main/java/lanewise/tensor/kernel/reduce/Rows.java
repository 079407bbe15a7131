package lanewise.tensor.kernel.reduce;

import static lanewise.tensor.kernel.reduce.ReduceKernel.LANES;

import java.util.Arrays;
import lanewise.tensor.kernel.elementwise.ElementwiseKernel;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;

/** Reductions of the one column of a operand to one number, in the order of contiguous elements. */
final class Rows {
  private static final ReduceKernel KERNEL = ReduceVariants.KERNEL;
  private static final ElementwiseKernel ELEMENTWISE = ElementwiseVariants.KERNEL;

  /** Elements that stay in the first-level cache from one pass to the next. */
  static final int PART = 4096;

  private Rows() {}

  static float reduce(ReduceOp op, ReduceOperand x, int correction, ReduceWorkspace workspace) {
    int n = x.rows();
    return switch (op) {
      case SUM -> (float) sum(Summand.VALUE, x, workspace);
      case MEAN -> (float) (sum(Summand.VALUE, x, workspace) / n);
      case VAR -> (float) variance(x, correction, workspace);
      case STD -> (float) Math.sqrt(variance(x, correction, workspace));
      case NORM_1 -> (float) sum(Summand.ABS, x, workspace);
      case NORM_2 -> norm2(x, workspace);
      case LOG_SUM_EXP -> logSumExp(x, workspace);
      default -> unordered(op, n, x);
    };
  }

  /** The sums of rows that are an equal distance apart, each divided by count. */
  static void sums(
      int rows,
      int n,
      float[] x,
      int xOffset,
      int apart,
      double count,
      float[] out,
      int outOffset,
      ReduceWorkspace workspace) {
    for (int r = 0; r < rows; r++) {
      double sum = sum(Summand.VALUE, n, x, xOffset + r * apart, workspace);
      out[outOffset + r] = (float) (sum / count);
    }
  }

  /** What does not depend on an order, or goes through the elements one by one; read in place. */
  private static float unordered(ReduceOp op, int n, ReduceOperand x) {
    x.load(0);
    float[] data = x.data();
    int at = x.at();
    return switch (op) {
      case MIN -> KERNEL.min(n, data, at);
      case MAX -> KERNEL.max(n, data, at);
      case PROD -> product(n, data, at);
      case ARG_MIN -> position(false, n, data, at);
      case ARG_MAX -> position(true, n, data, at);
      case NORM_INF -> n == 0 ? 0 : Math.max(KERNEL.max(n, data, at), -KERNEL.min(n, data, at));
      case ANY -> any(n, data, at) ? 1 : 0;
      case ALL -> KERNEL.first(n, data, at, 0) == n ? 1 : 0;
      default -> throw new IllegalArgumentException(op.toString());
    };
  }

  private static double sum(Summand term, ReduceOperand x, ReduceWorkspace workspace) {
    double sum = 0;
    for (int from = 0, rows; from < x.rows(); from += rows) {
      rows = x.load(from);
      sum = sum(sum, term, rows, x.data(), x.at(), workspace);
    }
    return sum;
  }

  static double sum(Summand term, int n, float[] x, int xOffset, ReduceWorkspace workspace) {
    return sum(0, term, n, x, xOffset, workspace);
  }

  /** Adds the blocks, and what does not fill one, to a start. */
  private static double sum(
      double start, Summand term, int n, float[] x, int xOffset, ReduceWorkspace workspace) {
    int whole = n - n % LANES;
    double sum = start;
    if (whole > 0) {
      sum = KERNEL.sum(sum, term, whole, x, xOffset, workspace.lanes);
    }
    return whole == n ? sum : sum + ScalarReduce.rest(term, n - whole, x, xOffset + whole);
  }

  static double dot(
      int n, float[] x, int xOffset, float[] y, int yOffset, ReduceWorkspace workspace) {
    int whole = n - n % LANES;
    double sum = KERNEL.dot(0, whole, x, xOffset, y, yOffset, workspace.lanes);
    return sum + restOfDot(n - whole, x, xOffset + whole, y, yOffset + whole);
  }

  /**
   * The dot products of as many rows as the kernel takes together, into the first workspace.sums.
   */
  static void dots(
      int n, float[] a, int aOffset, int row, float[] x, int xOffset, ReduceWorkspace workspace) {
    int whole = n - n % LANES;
    double[] sums = workspace.sums;
    Arrays.fill(sums, 0, ReduceKernel.TOGETHER, 0);
    KERNEL.dots(whole, a, aOffset, row, x, xOffset, workspace.abreast, sums);
    for (int r = 0; r < ReduceKernel.TOGETHER; r++) {
      int at = aOffset + r * row + whole;
      sums[r] += restOfDot(n - whole, a, at, x, xOffset + whole);
    }
  }

  private static float restOfDot(int n, float[] x, int xOffset, float[] y, int yOffset) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i + 4 <= n; i += 4) {
      s0 = Math.fma(x[xOffset + i], y[yOffset + i], s0);
      s1 = Math.fma(x[xOffset + i + 1], y[yOffset + i + 1], s1);
      s2 = Math.fma(x[xOffset + i + 2], y[yOffset + i + 2], s2);
      s3 = Math.fma(x[xOffset + i + 3], y[yOffset + i + 3], s3);
    }
    for (; i < n; i++) {
      s0 = Math.fma(x[xOffset + i], y[yOffset + i], s0);
    }
    return (s0 + s2) + (s1 + s3);
  }

  private static double variance(ReduceOperand x, int correction, ReduceWorkspace workspace) {
    RunningVariance variance = workspace.variance;
    float[] shift = workspace.shift;
    variance.clear(1);
    for (int from = 0, rows; from < x.rows(); from += rows) {
      rows = x.load(from);
      for (int i = 0; i < rows; i += PART) {
        int n = Math.min(PART, rows - i);
        int at = x.at() + i;
        if (from + i == 0) {
          shift[0] = (float) (sum(Summand.VALUE, n, x.data(), at, workspace) / n);
        } else {
          variance.shift(1, shift);
        }
        moments(n, x.data(), at, shift[0], workspace);
        variance.add(from + i, n, 1, shift, workspace.sums, workspace.squares);
      }
    }
    variance.variance(x.rows(), correction, 1, workspace.sums);
    return workspace.sums[0];
  }

  /**
   * Distances and their squares, added up into the first of workspace.sums and workspace.squares.
   */
  private static void moments(
      int n, float[] x, int xOffset, float shift, ReduceWorkspace workspace) {
    double[] two = workspace.two;
    int whole = n - n % LANES;
    two[0] = 0;
    two[1] = 0;
    KERNEL.moments(whole, x, xOffset, shift, workspace.lanes, two);
    if (whole < n) {
      float[] lanes = workspace.lanes;
      for (int lane = 0; lane < 4; lane++) {
        float sum = 0;
        float square = 0;
        for (int i = whole + lane; i < n; i += 4) {
          float d = x[xOffset + i] - shift;
          sum += d;
          square = Math.fma(d, d, square);
        }
        lanes[lane] = sum;
        lanes[4 + lane] = square;
      }
      two[0] += (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
      two[1] += (lanes[4] + lanes[6]) + (lanes[5] + lanes[7]);
    }
    workspace.sums[0] = two[0];
    workspace.squares[0] = two[1];
  }

  /** The index of the first extreme: it is looked for in the part that holds it only. */
  private static int position(boolean largest, int n, float[] x, int xOffset) {
    int found = 0;
    float best = x[xOffset];
    for (int from = 0; from < n && !Float.isNaN(best); from += PART) {
      float m = extreme(largest, Math.min(n - from, PART), x, xOffset + from);
      if (Float.isNaN(m) || (largest ? m > best : m < best)) {
        best = m;
        found = from;
      }
    }
    return found + KERNEL.first(Math.min(n - found, PART), x, xOffset + found, best);
  }

  private static float extreme(boolean largest, int n, float[] x, int xOffset) {
    return largest ? KERNEL.max(n, x, xOffset) : KERNEL.min(n, x, xOffset);
  }

  private static float product(int n, float[] x, int xOffset) {
    double product = 1;
    for (int i = 0; i < n; i++) {
      product *= x[xOffset + i];
    }
    return (float) product;
  }

  /** In double precision where the squares of floats leave their range. */
  private static float norm2(ReduceOperand x, ReduceWorkspace workspace) {
    double squares = sum(Summand.SQUARE, x, workspace);
    if (leavesRange(squares)) {
      squares = 0;
      for (int from = 0, rows; from < x.rows(); from += rows) {
        rows = x.load(from);
        squares = addSquares(squares, rows, x.data(), x.at(), 1);
      }
    }
    return (float) Math.sqrt(squares);
  }

  /** Whether squares of floats may have been lost, or become infinite. */
  static boolean leavesRange(double squares) {
    return squares < 1e-25 || squares > Float.MAX_VALUE;
  }

  /** Adds squares in double precision, one by one. */
  static double addSquares(double start, int n, float[] x, int xOffset, int stride) {
    double squares = start;
    for (int i = 0; i < n; i++) {
      double v = x[xOffset + i * stride];
      squares += v * v;
    }
    return squares;
  }

  private static float logSumExp(ReduceOperand x, ReduceWorkspace workspace) {
    if (x.rows() == 0) {
      return Float.NEGATIVE_INFINITY;
    }
    float max = Float.NEGATIVE_INFINITY;
    for (int from = 0, rows; from < x.rows(); from += rows) {
      rows = x.load(from);
      max = Math.max(max, KERNEL.max(rows, x.data(), x.at()));
    }
    if (Float.isInfinite(max)) {
      return max;
    }
    double sum = 0;
    for (int from = 0, rows; from < x.rows(); from += rows) {
      rows = x.load(from);
      sum = addExponentials(sum, rows, x.data(), x.at(), max, workspace);
    }
    return (float) (max + StrictMath.log(sum));
  }

  /** Adds e^(x - max) to a start. */
  static double addExponentials(
      double start, int n, float[] x, int xOffset, float max, ReduceWorkspace workspace) {
    double sum = start;
    for (int i = 0; i < n; i += ReduceWorkspace.TILE) {
      int count = Math.min(ReduceWorkspace.TILE, n - i);
      ELEMENTWISE.expShifted(count, x, xOffset + i, max, workspace.partial, 0);
      sum += sum(Summand.VALUE, count, workspace.partial, 0, workspace);
    }
    return sum;
  }

  private static boolean any(int n, float[] x, int xOffset) {
    for (int i = 0; i < n; i++) {
      if (x[xOffset + i] != 0) {
        return true;
      }
    }
    return false;
  }
}
