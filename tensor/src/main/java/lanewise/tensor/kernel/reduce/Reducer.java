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
      ReduceOp op,
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
    ReduceWorkspace workspace = ReduceWorkspace.POOL.acquire();
    if (inner == 1 && (op == ReduceOp.SUM || op == ReduceOp.MEAN)) {
      double count = op == ReduceOp.SUM ? 1 : axis;
      Rows.sums(outer, axis, x, xOffset, outerStride, count, out, outOffset, workspace);
      ReduceWorkspace.POOL.release(workspace);
      return;
    }
    ReduceOperand operand = workspace.operand;
    operand.axis(axis, axisStride);
    for (int o = 0; o < outer; o++) {
      int from = xOffset + o * outerStride;
      int to = outOffset + o * inner;
      if (inner == 1) {
        operand.placeLine(x, from);
        out[to] = Rows.reduce(op, operand, correction, workspace);
      } else {
        for (int j = 0; j < inner; j += ReduceWorkspace.TILE) {
          operand.place(x, from + j, Math.min(ReduceWorkspace.TILE, inner - j), 1);
          Columns.reduce(op, operand, out, to + j, correction, workspace);
        }
      }
    }
    operand.clear();
    ReduceWorkspace.POOL.release(workspace);
  }

  /**
   * Reduces the columns of a operand to as many numbers, in the order of columns.
   *
   * @param correction taken off the number of rows by VAR and STD
   */
  public static void reduceColumns(
      ReduceOp op, ReduceOperand x, float[] out, int outOffset, int correction) {
    ReduceWorkspace workspace = ReduceWorkspace.POOL.acquire();
    Columns.reduce(op, x, out, outOffset, correction, workspace);
    ReduceWorkspace.POOL.release(workspace);
  }

  /**
   * Reduces the columns of a operand to as many numbers, each in the order of contiguous elements.
   *
   * @param x columns that lie side by side with rows evenly apart, or a line: in place too, where
   *     the operation is the same in any order
   * @param correction taken off the number of rows by VAR and STD
   */
  public static void reduceRows(
      ReduceOp op, ReduceOperand x, float[] out, int outOffset, int correction) {
    ReduceWorkspace workspace = ReduceWorkspace.POOL.acquire();
    if (x.isLine()) {
      out[outOffset] = Rows.reduce(op, x, correction, workspace);
    } else {
      RowsAbreast.reduce(op, x, out, outOffset, correction, workspace);
    }
    ReduceWorkspace.POOL.release(workspace);
  }

  /**
   * Whether columns and contiguous elements are reduced to the same bits: there is no order, or the
   * elements are taken one by one.
   */
  public static boolean sameInAnyOrder(ReduceOp op) {
    return switch (op) {
      case MIN, MAX, PROD, ARG_MIN, ARG_MAX, NORM_INF, ANY, ALL -> true;
      case SUM, MEAN, VAR, STD, NORM_1, NORM_2, LOG_SUM_EXP -> false;
    };
  }

  /** Whether the elements may be taken in any order, and none needs its index. */
  public static boolean hasNoOrder(ReduceOp op) {
    return switch (op) {
      case MIN, MAX, NORM_INF, ANY, ALL -> true;
      case SUM, MEAN, VAR, STD, PROD, ARG_MIN, ARG_MAX, NORM_1, NORM_2, LOG_SUM_EXP -> false;
    };
  }

  /** The sum of x[i] y[i], rounded once at the end. */
  public static float dot(int n, float[] x, int xOffset, float[] y, int yOffset) {
    ReduceWorkspace workspace = ReduceWorkspace.POOL.acquire();
    double dot = Rows.dot(n, x, xOffset, y, yOffset, workspace);
    ReduceWorkspace.POOL.release(workspace);
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
    ReduceWorkspace workspace = ReduceWorkspace.POOL.acquire();
    int i = 0;
    for (; i <= rows - ReduceKernel.TOGETHER; i += ReduceKernel.TOGETHER) {
      Rows.dots(n, a, aOffset + i * row, row, x, xOffset, workspace);
      for (int r = 0; r < ReduceKernel.TOGETHER; r++) {
        int at = yOffset + (i + r) * yStep;
        y[at] = Math.fma(alpha, (float) workspace.sums[r], y[at]);
      }
    }
    for (; i < rows; i++) {
      float dot = (float) Rows.dot(n, a, aOffset + i * row, x, xOffset, workspace);
      int at = yOffset + i * yStep;
      y[at] = Math.fma(alpha, dot, y[at]);
    }
    ReduceWorkspace.POOL.release(workspace);
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
    ReduceWorkspace workspace = ReduceWorkspace.POOL.acquire();
    ReduceOperand operand = workspace.operand;
    operand.axis(axis, axisStride);
    for (int o = 0; o < outer; o++) {
      int from = xOffset + o * outerStride;
      int to = outOffset + o * axis * inner;
      if (inner == 1 && logarithm) {
        logSoftmaxRow(axis, x, from, out, to, workspace);
      } else if (inner == 1) {
        softmaxRow(axis, x, from, out, to, workspace);
      } else {
        for (int j = 0; j < inner; j += ReduceWorkspace.TILE) {
          operand.place(x, from + j, Math.min(ReduceWorkspace.TILE, inner - j), 1);
          softmaxColumns(logarithm, operand, out, to + j, inner, workspace);
        }
      }
    }
    operand.clear();
    ReduceWorkspace.POOL.release(workspace);
  }

  /**
   * Softmax down the columns of a dense matrix at the start of an array, in place, in the order of
   * columns even where there is one only.
   *
   * @param logarithm whether to give log(softmax) instead
   */
  public static void softmaxOfColumns(boolean logarithm, int rows, int columns, float[] x) {
    ReduceWorkspace workspace = ReduceWorkspace.POOL.acquire();
    ReduceOperand operand = workspace.operand;
    operand.axis(rows, columns);
    for (int j = 0; j < columns; j += ReduceWorkspace.TILE) {
      operand.place(x, j, Math.min(ReduceWorkspace.TILE, columns - j), 1);
      softmaxColumns(logarithm, operand, x, j, columns, workspace);
    }
    operand.clear();
    ReduceWorkspace.POOL.release(workspace);
  }

  private static void softmaxRow(
      int n, float[] x, int xOffset, float[] out, int outOffset, ReduceWorkspace workspace) {
    float max = ReduceVariants.KERNEL.max(n, x, xOffset);
    ElementwiseVariants.KERNEL.expShifted(n, x, xOffset, max, out, outOffset);
    double sum = Rows.sum(Summand.VALUE, n, out, outOffset, workspace);
    ElementwiseVariants.KERNEL.binaryScalar(
        BinaryOp.MUL, n, out, outOffset, (float) (1 / sum), out, outOffset);
  }

  private static void logSoftmaxRow(
      int n, float[] x, int xOffset, float[] out, int outOffset, ReduceWorkspace workspace) {
    float max = ReduceVariants.KERNEL.max(n, x, xOffset);
    double sum = Rows.addExponentials(0, n, x, xOffset, max, workspace);
    ElementwiseVariants.KERNEL.binaryScalar(BinaryOp.SUB, n, x, xOffset, max, out, outOffset);
    ElementwiseVariants.KERNEL.binaryScalar(
        BinaryOp.SUB, n, out, outOffset, (float) StrictMath.log(sum), out, outOffset);
  }

  /** Of columns that lie side by side. */
  private static void softmaxColumns(
      boolean logarithm,
      ReduceOperand x,
      float[] out,
      int outOffset,
      int outStride,
      ReduceWorkspace workspace) {
    Columns.extreme(BinaryOp.MAX, x, workspace.shift, 0);
    Columns.exponentials(x, workspace);
    int columns = x.columns();
    float[] last = workspace.partial;
    for (int j = 0; j < columns; j++) {
      double sum = workspace.sums[j];
      last[j] = (float) (logarithm ? StrictMath.log(sum) : 1 / sum);
    }
    for (int r = 0; r < x.rows(); r++) {
      int from = x.at() + r * x.stride();
      int to = outOffset + r * outStride;
      ElementwiseVariants.KERNEL.binary(
          BinaryOp.SUB, columns, x.data(), from, workspace.shift, 0, out, to);
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
    ReduceWorkspace workspace = ReduceWorkspace.POOL.acquire();
    double[] sums = workspace.sums;
    for (int o = 0; o < outer; o++) {
      for (int start = 0; start < inner; start += ReduceWorkspace.TILE) {
        int columns = Math.min(ReduceWorkspace.TILE, inner - start);
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
    ReduceWorkspace.POOL.release(workspace);
  }
}
