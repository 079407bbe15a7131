package lanewise.tensor.ops;

import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.ops.AxisFunction.Op;

/**
 * Softmax and its logarithm along an axis; sums of exponentials are in {@link Reductions}.
 *
 * <p>The largest element is taken off before the exponentials, so none overflows. The result
 * depends on the shape and the axis, not on layout, vector width or machine. {@code …Into} and
 * {@code …InPlace} allocate nothing once warm, unless the operand overlaps the result without being
 * it: it is copied first then. Safe for any number of threads as long as none writes what another
 * uses.
 */
public final class Softmax {
  private Softmax() {}

  /**
   * e^x over the sum of e^x along an axis. A row with NaN or infinity, or of minus infinities only,
   * becomes NaN, as in PyTorch.
   *
   * @param x any shape and layout
   * @param axis from 0, or from -1 backwards from the last
   * @return a new tensor of x's shape
   * @throws ShapeException if there is no such axis
   */
  public static Tensor softmax(Tensor x, int axis) {
    return AxisFunction.apply(Op.SOFTMAX, x, axis);
  }

  /**
   * Writes {@link #softmax(Tensor, int)} into a tensor.
   *
   * @param x any layout
   * @param out of x's shape; written, may be x
   * @param axis from 0, or from -1 backwards from the last
   * @throws ShapeException if there is no such axis, out has another shape or is a broadcast view
   */
  public static void softmaxInto(Tensor x, Tensor out, int axis) {
    AxisFunction.applyInto(Op.SOFTMAX, x, out, axis);
  }

  /**
   * Replaces x by {@link #softmax(Tensor, int)}.
   *
   * @param x read and written
   * @param axis from 0, or from -1 backwards from the last
   * @throws ShapeException if there is no such axis, or x is a broadcast view
   */
  public static void softmaxInPlace(Tensor x, int axis) {
    AxisFunction.applyInPlace(Op.SOFTMAX, x, axis);
  }

  /**
   * x - log(sum of e^x) along an axis: the logarithm of {@link #softmax(Tensor, int)}, accurate
   * where that is near 0.
   *
   * @param x any shape and layout
   * @param axis from 0, or from -1 backwards from the last
   * @return a new tensor of x's shape
   * @throws ShapeException if there is no such axis
   */
  public static Tensor logSoftmax(Tensor x, int axis) {
    return AxisFunction.apply(Op.LOG_SOFTMAX, x, axis);
  }

  /**
   * Writes {@link #logSoftmax(Tensor, int)} into a tensor.
   *
   * @param x any layout
   * @param out of x's shape; written, may be x
   * @param axis from 0, or from -1 backwards from the last
   * @throws ShapeException if there is no such axis, out has another shape or is a broadcast view
   */
  public static void logSoftmaxInto(Tensor x, Tensor out, int axis) {
    AxisFunction.applyInto(Op.LOG_SOFTMAX, x, out, axis);
  }

  /**
   * Replaces x by {@link #logSoftmax(Tensor, int)}.
   *
   * @param x read and written
   * @param axis from 0, or from -1 backwards from the last
   * @throws ShapeException if there is no such axis, or x is a broadcast view
   */
  public static void logSoftmaxInPlace(Tensor x, int axis) {
    AxisFunction.applyInPlace(Op.LOG_SOFTMAX, x, axis);
  }
}
