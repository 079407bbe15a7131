package lanewise.tensor.kernel.reduce;

import java.util.Arrays;
import lanewise.tensor.kernel.elementwise.BinaryOp;
import lanewise.tensor.kernel.elementwise.ElementwiseKernel;
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
  private static final ReduceKernel KERNEL = ReduceVariants.KERNEL;
  private static final ElementwiseKernel ELEMENTWISE = ElementwiseVariants.KERNEL;

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
    for (int o = 0; o < outer; o++) {
      int from = xOffset + o * outerStride;
      int to = outOffset + o * inner;
      if (inner == 1) {
        out[to] = Rows.reduce(op, axis, x, from, correction, scratch);
      } else {
        for (int j = 0; j < inner; j += Scratch.TILE) {
          int columns = Math.min(Scratch.TILE, inner - j);
          Columns.reduce(
              op, axis, columns, x, from + j, axisStride, out, to + j, correction, scratch);
        }
      }
    }
    Scratch.POOL.release(scratch);
  }

  /** The sum of x[i] y[i], rounded once at the end. */
  public static float dot(int n, float[] x, int xOffset, float[] y, int yOffset) {
    Scratch scratch = Scratch.POOL.acquire();
    double dot = Rows.dot(n, x, xOffset, y, yOffset, scratch);
    Scratch.POOL.release(scratch);
    return (float) dot;
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
    Scratch scratch = Scratch.POOL.acquire();
    for (int o = 0; o < outer; o++) {
      int from = xOffset + o * outerStride;
      int to = outOffset + o * axis * inner;
      if (inner == 1 && logarithm) {
        logSoftmaxRow(axis, x, from, out, to, scratch);
      } else if (inner == 1) {
        softmaxRow(axis, x, from, out, to, scratch);
      } else {
        for (int j = 0; j < inner; j += Scratch.TILE) {
          int columns = Math.min(Scratch.TILE, inner - j);
          softmaxColumns(
              logarithm, axis, columns, x, from + j, axisStride, out, to + j, inner, scratch);
        }
      }
    }
    Scratch.POOL.release(scratch);
  }

  private static void softmaxRow(
      int n, float[] x, int xOffset, float[] out, int outOffset, Scratch scratch) {
    float max = KERNEL.max(n, x, xOffset);
    ELEMENTWISE.expShifted(n, x, xOffset, max, out, outOffset);
    double sum = Rows.sum(Term.VALUE, n, out, outOffset, 0, scratch);
    ELEMENTWISE.binaryScalar(BinaryOp.MUL, n, out, outOffset, (float) (1 / sum), out, outOffset);
  }

  private static void logSoftmaxRow(
      int n, float[] x, int xOffset, float[] out, int outOffset, Scratch scratch) {
    float max = KERNEL.max(n, x, xOffset);
    double sum = Rows.sumOfExponentials(n, x, xOffset, max, scratch);
    ELEMENTWISE.binaryScalar(BinaryOp.SUB, n, x, xOffset, max, out, outOffset);
    ELEMENTWISE.binaryScalar(
        BinaryOp.SUB, n, out, outOffset, (float) StrictMath.log(sum), out, outOffset);
  }

  private static void softmaxColumns(
      boolean logarithm,
      int rows,
      int columns,
      float[] x,
      int xOffset,
      int xStride,
      float[] out,
      int outOffset,
      int outStride,
      Scratch scratch) {
    Columns.extreme(BinaryOp.MAX, rows, columns, x, xOffset, xStride, scratch.shift, 0);
    Columns.exponentials(rows, columns, x, xOffset, xStride, scratch);
    float[] last = scratch.partial;
    for (int j = 0; j < columns; j++) {
      double sum = scratch.sums[j];
      last[j] = (float) (logarithm ? StrictMath.log(sum) : 1 / sum);
    }
    for (int r = 0; r < rows; r++) {
      int to = outOffset + r * outStride;
      ELEMENTWISE.binary(
          BinaryOp.SUB, columns, x, xOffset + r * xStride, scratch.shift, 0, out, to);
      if (logarithm) {
        ELEMENTWISE.binary(BinaryOp.SUB, columns, out, to, last, 0, out, to);
      } else {
        ELEMENTWISE.unary(UnaryOp.EXP, columns, out, to, out, to);
        ELEMENTWISE.binary(BinaryOp.MUL, columns, out, to, last, 0, out, to);
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
