package lanewise.tensor.kernel.reduce;

import static lanewise.tensor.kernel.reduce.ReduceKernel.CHAIN;

import java.util.Arrays;
import lanewise.tensor.kernel.elementwise.BinaryOp;
import lanewise.tensor.kernel.elementwise.ElementwiseKernel;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.kernel.elementwise.UnaryOp;

/**
 * Reductions of an axis with contiguous elements beside each of its own: element (r, j) is {@code
 * x[xOffset + r * stride + j]}, and each column j becomes one number. Up to Scratch.TILE columns.
 */
final class Columns {
  private static final ReduceKernel KERNEL = ReduceVariants.KERNEL;
  private static final ElementwiseKernel ELEMENTWISE = ElementwiseVariants.KERNEL;

  private Columns() {}

  static void reduce(
      Reduction op,
      int rows,
      int columns,
      float[] x,
      int xOffset,
      int stride,
      float[] out,
      int outOffset,
      int correction,
      Scratch scratch) {
    double[] sums = scratch.sums;
    switch (op) {
      case SUM -> sums(Term.VALUE, rows, columns, x, xOffset, stride, scratch);
      case MEAN -> mean(rows, columns, x, xOffset, stride, scratch);
      case VAR, STD -> variance(rows, columns, x, xOffset, stride, correction, scratch);
      case NORM_1 -> sums(Term.ABS, rows, columns, x, xOffset, stride, scratch);
      case PROD, NORM_2 -> chains(op, rows, columns, x, xOffset, stride, sums);
      case LOG_SUM_EXP -> logSumExp(rows, columns, x, xOffset, stride, scratch);
      case MIN -> {
        extreme(BinaryOp.MIN, rows, columns, x, xOffset, stride, out, outOffset);
        return;
      }
      case MAX -> {
        extreme(BinaryOp.MAX, rows, columns, x, xOffset, stride, out, outOffset);
        return;
      }
      case NORM_INF -> {
        largestMagnitude(rows, columns, x, xOffset, stride, out, outOffset, scratch);
        return;
      }
      case ARG_MIN, ARG_MAX -> {
        position(op, rows, columns, x, xOffset, stride, out, outOffset, scratch.best);
        return;
      }
      case ANY, ALL -> {
        truth(op, rows, columns, x, xOffset, stride, out, outOffset);
        return;
      }
    }
    boolean root = op == Reduction.STD || op == Reduction.NORM_2;
    for (int j = 0; j < columns; j++) {
      out[outOffset + j] = (float) (root ? Math.sqrt(sums[j]) : sums[j]);
    }
  }

  /** Into scratch.sums; terms are shifted by scratch.shift. */
  static void sums(
      Term term, int rows, int columns, float[] x, int xOffset, int stride, Scratch scratch) {
    double[] sums = scratch.sums;
    float[] partial = scratch.partial;
    Arrays.fill(sums, 0, columns, 0);
    for (int r = 0; r < rows; r += CHAIN) {
      int count = Math.min(CHAIN, rows - r);
      KERNEL.columns(term, count, columns, x, xOffset + r * stride, stride, scratch.shift, partial);
      for (int j = 0; j < columns; j++) {
        sums[j] += partial[j];
      }
    }
  }

  private static void mean(
      int rows, int columns, float[] x, int xOffset, int stride, Scratch scratch) {
    sums(Term.VALUE, rows, columns, x, xOffset, stride, scratch);
    for (int j = 0; j < columns; j++) {
      scratch.sums[j] /= rows;
    }
  }

  private static void variance(
      int rows, int columns, float[] x, int xOffset, int stride, int correction, Scratch scratch) {
    mean(rows, columns, x, xOffset, stride, scratch);
    for (int j = 0; j < columns; j++) {
      scratch.shift[j] = (float) scratch.sums[j];
    }
    sums(Term.SQUARE, rows, columns, x, xOffset, stride, scratch);
    double count = rows == 0 ? Double.NaN : Math.max(0, rows - correction);
    for (int j = 0; j < columns; j++) {
      scratch.sums[j] /= count;
    }
  }

  /** Products or sums of squares in double precision. */
  private static void chains(
      Reduction op, int rows, int columns, float[] x, int xOffset, int stride, double[] sums) {
    boolean product = op == Reduction.PROD;
    Arrays.fill(sums, 0, columns, product ? 1 : 0);
    for (int r = 0; r < rows; r++) {
      int at = xOffset + r * stride;
      if (product) {
        for (int j = 0; j < columns; j++) {
          sums[j] *= x[at + j];
        }
      } else {
        for (int j = 0; j < columns; j++) {
          sums[j] += (double) x[at + j] * x[at + j];
        }
      }
    }
  }

  /** The elementwise minimum or maximum of all rows. */
  static void extreme(
      BinaryOp op,
      int rows,
      int columns,
      float[] x,
      int xOffset,
      int stride,
      float[] out,
      int outOffset) {
    System.arraycopy(x, xOffset, out, outOffset, columns);
    for (int r = 1; r < rows; r++) {
      ELEMENTWISE.binary(op, columns, out, outOffset, x, xOffset + r * stride, out, outOffset);
    }
  }

  private static void largestMagnitude(
      int rows,
      int columns,
      float[] x,
      int xOffset,
      int stride,
      float[] out,
      int outOffset,
      Scratch scratch) {
    Arrays.fill(out, outOffset, outOffset + columns, 0);
    for (int r = 0; r < rows; r++) {
      ELEMENTWISE.unary(UnaryOp.ABS, columns, x, xOffset + r * stride, scratch.partial, 0);
      ELEMENTWISE.binary(BinaryOp.MAX, columns, out, outOffset, scratch.partial, 0, out, outOffset);
    }
  }

  private static void position(
      Reduction op,
      int rows,
      int columns,
      float[] x,
      int xOffset,
      int stride,
      float[] out,
      int outOffset,
      float[] best) {
    float sign = op == Reduction.ARG_MAX ? 1 : -1;
    for (int j = 0; j < columns; j++) {
      best[j] = sign * x[xOffset + j];
      out[outOffset + j] = 0;
    }
    for (int r = 1; r < rows; r++) {
      int at = xOffset + r * stride;
      for (int j = 0; j < columns; j++) {
        float v = sign * x[at + j];
        // The first NaN beats all numbers, and nothing beats it.
        if (v > best[j] || (Float.isNaN(v) && !Float.isNaN(best[j]))) {
          best[j] = v;
          out[outOffset + j] = r;
        }
      }
    }
  }

  private static void truth(
      Reduction op,
      int rows,
      int columns,
      float[] x,
      int xOffset,
      int stride,
      float[] out,
      int outOffset) {
    float start = op == Reduction.ALL ? 1 : 0;
    Arrays.fill(out, outOffset, outOffset + columns, start);
    for (int r = 0; r < rows; r++) {
      int at = xOffset + r * stride;
      for (int j = 0; j < columns; j++) {
        if ((x[at + j] != 0 ? 1 : 0) != start) {
          out[outOffset + j] = 1 - start;
        }
      }
    }
  }

  private static void logSumExp(
      int rows, int columns, float[] x, int xOffset, int stride, Scratch scratch) {
    if (rows == 0) {
      Arrays.fill(scratch.sums, 0, columns, Double.NEGATIVE_INFINITY);
      return;
    }
    extreme(BinaryOp.MAX, rows, columns, x, xOffset, stride, scratch.shift, 0);
    exponentials(rows, columns, x, xOffset, stride, scratch);
    for (int j = 0; j < columns; j++) {
      float max = scratch.shift[j];
      scratch.sums[j] = Float.isInfinite(max) ? max : max + StrictMath.log(scratch.sums[j]);
    }
  }

  /** The sums of e^(x - scratch.shift) into scratch.sums. */
  static void exponentials(
      int rows, int columns, float[] x, int xOffset, int stride, Scratch scratch) {
    Arrays.fill(scratch.sums, 0, columns, 0);
    float[] e = scratch.partial;
    for (int r = 0; r < rows; r++) {
      ELEMENTWISE.binary(BinaryOp.SUB, columns, x, xOffset + r * stride, scratch.shift, 0, e, 0);
      ELEMENTWISE.unary(UnaryOp.EXP, columns, e, 0, e, 0);
      for (int j = 0; j < columns; j++) {
        scratch.sums[j] += e[j];
      }
    }
  }
}
