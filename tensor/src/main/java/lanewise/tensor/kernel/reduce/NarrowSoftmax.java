package lanewise.tensor.kernel.reduce;

import lanewise.tensor.kernel.elementwise.BinaryOp;
import lanewise.tensor.kernel.elementwise.ScalarElementwise;

/**
 * Softmax of rows that fill a vector of 512 bits at most, such as the outputs of a classifier of
 * ten classes: without vectors, which would gain nothing there. So a program's first prediction
 * does not wait for their classes. The bits are those of wider rows' order.
 */
final class NarrowSoftmax {
  /** The most elements of a row. */
  static final int MOST = 16;

  private static final ScalarElementwise ELEMENTWISE = new ScalarElementwise();
  private static final ScalarReduce REDUCE = new ScalarReduce();

  private NarrowSoftmax() {}

  static void rows(
      boolean logarithm,
      int rows,
      int n,
      float[] x,
      int xOffset,
      int rowStride,
      float[] out,
      int outOffset) {
    for (int row = 0; row < rows; row++) {
      int from = xOffset + row * rowStride;
      int to = outOffset + row * n;
      float max = REDUCE.max(n, x, from);
      if (logarithm) {
        logSoftmax(n, x, from, max, out, to);
      } else {
        ELEMENTWISE.expShifted(n, x, from, max, out, to);
        float factor = (float) (1 / sum(n, out, to));
        ELEMENTWISE.binaryScalar(BinaryOp.MUL, n, out, to, factor, out, to);
      }
    }
  }

  private static void logSoftmax(int n, float[] x, int from, float max, float[] out, int to) {
    ReduceWorkspace workspace = ReduceWorkspace.POOL.acquire();
    ELEMENTWISE.expShifted(n, x, from, max, workspace.partial, 0);
    float logarithm = (float) StrictMath.log(sum(n, workspace.partial, 0));
    ReduceWorkspace.POOL.release(workspace);
    ELEMENTWISE.binaryScalar(BinaryOp.SUB, n, x, from, max, out, to);
    ELEMENTWISE.binaryScalar(BinaryOp.SUB, n, out, to, logarithm, out, to);
  }

  private static double sum(int n, float[] x, int from) {
    return ScalarReduce.rest(Summand.VALUE, n, x, from);
  }
}
