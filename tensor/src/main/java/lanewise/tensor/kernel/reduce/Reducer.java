package lanewise.tensor.kernel.reduce;

import java.util.Arrays;
import lanewise.tensor.kernel.elementwise.BinaryOp;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.kernel.elementwise.UnaryOp;

/**
 * Reductions and their relatives along the middle axis of a block of {@code outer x axis x inner}
 * elements:
 *
 * <pre>
 *   element (o, r, j) is x[xOffset + o * outerStride + r * axisStride + j]
 *   its result        is out[outOffset + o * inner + j]
 * </pre>
 *
 * <p>With inner = 1 the axis must be contiguous (axisStride = 1). Arguments have been checked by
 * the caller; nothing is allocated once warm.
 */
public final class Reducer {
  private Reducer() {}

  /**
   * Reduces the axis to one number.
   *
   * @param correction taken off the number of elements by VAR and STD
   */
  public static void reduce(
      Reduction op,
      int outer,
      int axis,
      int inner,
      float[] x,
      int xOffset,
      int outerStride,
      int axisStride,
      float[] out,
      int outOffset,
      int correction) {
    Scratch scratch = Scratch.POOL.acquire();
    if (inner == 1 && (op == Reduction.SUM || op == Reduction.MEAN)) {
      double count = op == Reduction.SUM ? 1 : axis;
      Rows.sums(outer, axis, x, xOffset, outerStride, count, out, outOffset, scratch);
      Scratch.POOL.release(scratch);
      return;
    }
    Panel panel = scratch.panel;
    panel.axis(axis, axisStride);
    for (int o = 0; o < outer; o++) {
      int from = xOffset + o * outerStride;
      int to = outOffset + o * inner;
      if (inner == 1) {
        panel.placeLine(x, from);
        out[to] = Rows.reduce(op, panel, correction, scratch);
      } else {
        for (int j = 0; j < inner; j += Scratch.TILE) {
          panel.place(x, from + j, Math.min(Scratch.TILE, inner - j), 1);
          Columns.reduce(op, panel, out, to + j, correction, scratch);
        }
      }
    }
    panel.clear();
    Scratch.POOL.release(scratch);
  }

  /**
   * Reduces the columns of a panel to as many numbers, in the order of columns.
   *
   * @param correction taken off the number of rows by VAR and STD
   */
  public static void reduceColumns(
      Reduction op, Panel x, float[] out, int outOffset, int correction) {
    Scratch scratch = Scratch.POOL.acquire();
    Columns.reduce(op, x, out, outOffset, correction, scratch);
    Scratch.POOL.release(scratch);
  }

  /**
   * Reduces the columns of a panel to as many numbers, each in the order of contiguous elements.
   *
   * @param x columns that lie side by side with rows evenly apart, or a line: in place too, where
   *     the operation is the same in any order
   * @param correction taken off the number of rows by VAR and STD
   */
  public static void reduceRows(Reduction op, Panel x, float[] out, int outOffset, int correction) {
    Scratch scratch = Scratch.POOL.acquire();
    if (x.isLine()) {
      out[outOffset] = Rows.reduce(op, x, correction, scratch);
    } else {
      RowsAbreast.reduce(op, x, out, outOffset, correction, scratch);
    }
    Scratch.POOL.release(scratch);
  }

  /**
   * Whether columns and contiguous elements are reduced to the same bits: there is no order, or the
   * elements are taken one by one.
   */
  public static boolean sameInAnyOrder(Reduction op) {
    return switch (op) {
      case MIN, MAX, PROD, ARG_MIN, ARG_MAX, NORM_INF, ANY, ALL -> true;
      case SUM, MEAN, VAR, STD, NORM_1, NORM_2, LOG_SUM_EXP -> false;
    };
  }

  /** Whether the elements may be taken in any order, and none needs its index. */
  public static boolean hasNoOrder(Reduction op) {
    return switch (op) {
      case MIN, MAX, NORM_INF, ANY, ALL -> true;
      case SUM, MEAN, VAR, STD, PROD, ARG_MIN, ARG_MAX, NORM_1, NORM_2, LOG_SUM_EXP -> false;
    };
  }

  /** The sum of x[i] y[i], rounded once at the end. */
  public static float dot(int n, float[] x, int xOffset, float[] y, int yOffset) {
    Scratch scratch = Scratch.POOL.acquire();
    double dot = Rows.dot(n, x, xOffset, y, yOffset, scratch);
    Scratch.POOL.release(scratch);
    return (float) dot;
  }

  /**
   * y[yOffset + i * yStep] += alpha times the dot product of row i and x, for each row; the product
   * has the bits of {@link #dot}, and one rounding adds it.
   *
   * @param row from one row of a to the next
   */
  public static void addDots(
      int rows,
      int n,
      float alpha,
      float[] a,
      int aOffset,
      int row,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      int yStep) {
    Scratch scratch = Scratch.POOL.acquire();
    int i = 0;
    for (; i <= rows - ReduceKernel.TOGETHER; i += ReduceKernel.TOGETHER) {
      Rows.dots(n, a, aOffset + i * row, row, x, xOffset, scratch);
      for (int r = 0; r < ReduceKernel.TOGETHER; r++) {
        int at = yOffset + (i + r) * yStep;
        y[at] = Math.fma(alpha, (float) scratch.sums[r], y[at]);
      }
    }
    for (; i < rows; i++) {
      float dot = (float) Rows.dot(n, a, aOffset + i * row, x, xOffset, scratch);
      int at = yOffset + i * yStep;
      y[at] = Math.fma(alpha, dot, y[at]);
    }
    Scratch.POOL.release(scratch);
  }

  /**
   * Softmax along the axis; out is laid out as outer x axis x inner without gaps and may lie over a
   * contiguous x.
   *
   * @param logarithm whether to give log(softmax) instead
   */
  public static void softmax(
      boolean logarithm,
      int outer,
      int axis,
      int inner,
      float[] x,
      int xOffset,
      int outerStride,
      int axisStride,
      float[] out,
      int outOffset) {
    if (axis == 0) {
      return;
    }
    if (inner == 1 && axis <= NarrowSoftmax.MOST) {
      NarrowSoftmax.rows(logarithm, outer, axis, x, xOffset, outerStride, out, outOffset);
      return;
    }
    Scratch scratch = Scratch.POOL.acquire();
    Panel panel = scratch.panel;
    panel.axis(axis, axisStride);
    for (int o = 0; o < outer; o++) {
      int from = xOffset + o * outerStride;
      int to = outOffset + o * axis * inner;
      if (inner == 1 && logarithm) {
        logSoftmaxRow(axis, x, from, out, to, scratch);
      } else if (inner == 1) {
        softmaxRow(axis, x, from, out, to, scratch);
      } else {
        for (int j = 0; j < inner; j += Scratch.TILE) {
          panel.place(x, from + j, Math.min(Scratch.TILE, inner - j), 1);
          softmaxColumns(logarithm, panel, out, to + j, inner, scratch);
        }
      }
    }
    panel.clear();
    Scratch.POOL.release(scratch);
  }

  /**
   * Softmax down the columns of a dense matrix at the start of an array, in place, in the order of
   * columns even where there is one only.
   *
   * @param logarithm whether to give log(softmax) instead
   */
  public static void softmaxOfColumns(boolean logarithm, int rows, int columns, float[] x) {
    Scratch scratch = Scratch.POOL.acquire();
    Panel panel = scratch.panel;
    panel.axis(rows, columns);
    for (int j = 0; j < columns; j += Scratch.TILE) {
      panel.place(x, j, Math.min(Scratch.TILE, columns - j), 1);
      softmaxColumns(logarithm, panel, x, j, columns, scratch);
    }
    panel.clear();
    Scratch.POOL.release(scratch);
  }

  private static void softmaxRow(
      int n, float[] x, int xOffset, float[] out, int outOffset, Scratch scratch) {
    float max = ReduceVariants.KERNEL.max(n, x, xOffset);
    ElementwiseVariants.KERNEL.expShifted(n, x, xOffset, max, out, outOffset);
    double sum = Rows.sum(Term.VALUE, n, out, outOffset, scratch);
    ElementwiseVariants.KERNEL.binaryScalar(
        BinaryOp.MUL, n, out, outOffset, (float) (1 / sum), out, outOffset);
  }

  private static void logSoftmaxRow(
      int n, float[] x, int xOffset, float[] out, int outOffset, Scratch scratch) {
    float max = ReduceVariants.KERNEL.max(n, x, xOffset);
    double sum = Rows.addExponentials(0, n, x, xOffset, max, scratch);
    ElementwiseVariants.KERNEL.binaryScalar(BinaryOp.SUB, n, x, xOffset, max, out, outOffset);
    ElementwiseVariants.KERNEL.binaryScalar(
        BinaryOp.SUB, n, out, outOffset, (float) StrictMath.log(sum), out, outOffset);
  }

  /** Of columns that lie side by side. */
  private static void softmaxColumns(
      boolean logarithm, Panel x, float[] out, int outOffset, int outStride, Scratch scratch) {
    Columns.extreme(BinaryOp.MAX, x, scratch.shift, 0);
    Columns.exponentials(x, scratch);
    int columns = x.columns();
    float[] last = scratch.partial;
    for (int j = 0; j < columns; j++) {
      double sum = scratch.sums[j];
      last[j] = (float) (logarithm ? StrictMath.log(sum) : 1 / sum);
    }
    for (int r = 0; r < x.rows(); r++) {
      int from = x.at() + r * x.stride();
      int to = outOffset + r * outStride;
      ElementwiseVariants.KERNEL.binary(
          BinaryOp.SUB, columns, x.data(), from, scratch.shift, 0, out, to);
      if (logarithm) {
        ElementwiseVariants.KERNEL.binary(BinaryOp.SUB, columns, out, to, last, 0, out, to);
      } else {
        ElementwiseVariants.KERNEL.unary(UnaryOp.EXP, columns, out, to, out, to);
        ElementwiseVariants.KERNEL.binary(BinaryOp.MUL, columns, out, to, last, 0, out, to);
      }
    }
  }

  /**
   * Running sums along the axis, each accumulated in double precision; out is laid out as outer x
   * axis x inner without gaps and may lie over a contiguous x.
   */
  public static void cumSum(
      int outer,
      int axis,
      int inner,
      float[] x,
      int xOffset,
      int outerStride,
      int axisStride,
      float[] out,
      int outOffset) {
    Scratch scratch = Scratch.POOL.acquire();
    double[] sums = scratch.sums;
    for (int o = 0; o < outer; o++) {
      for (int start = 0; start < inner; start += Scratch.TILE) {
        int columns = Math.min(Scratch.TILE, inner - start);
        Arrays.fill(sums, 0, columns, 0);
        for (int r = 0; r < axis; r++) {
          int from = xOffset + o * outerStride + r * axisStride + start;
          int to = outOffset + (o * axis + r) * inner + start;
          for (int j = 0; j < columns; j++) {
            sums[j] += x[from + j];
            out[to + j] = (float) sums[j];
          }
        }
      }
    }
    Scratch.POOL.release(scratch);
  }
}
