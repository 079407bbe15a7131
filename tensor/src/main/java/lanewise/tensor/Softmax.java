package lanewise.tensor;

import lanewise.tensor.AxisReduction.Along;
import lanewise.tensor.kernel.reduce.Reduction;

/**
 * Softmax, its logarithm, sums of exponentials and running sums along an axis.
 *
 * <p>The largest element is taken off before the exponentials, so none overflows. The result
 * depends on the shape and the axis, not on layout, vector width or machine. {@code …Into} and
 * {@code …InPlace} allocate nothing where operand and result are contiguous. Safe for any number of
 * threads as long as none writes what another uses.
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
    Tensor out = Tensor.zeros(x.shape());
    AxisReduction.along(Along.SOFTMAX, x, out, axis);
    return out;
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
    AxisReduction.along(Along.SOFTMAX, x, out, axis);
  }

  /**
   * Replaces x by {@link #softmax(Tensor, int)}.
   *
   * @param x read and written
   * @param axis from 0, or from -1 backwards from the last
   * @throws ShapeException if there is no such axis, or x is a broadcast view
   */
  public static void softmaxInPlace(Tensor x, int axis) {
    AxisReduction.along(Along.SOFTMAX, x, x, axis);
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
    Tensor out = Tensor.zeros(x.shape());
    AxisReduction.along(Along.LOG_SOFTMAX, x, out, axis);
    return out;
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
    AxisReduction.along(Along.LOG_SOFTMAX, x, out, axis);
  }

  /**
   * Replaces x by {@link #logSoftmax(Tensor, int)}.
   *
   * @param x read and written
   * @param axis from 0, or from -1 backwards from the last
   * @throws ShapeException if there is no such axis, or x is a broadcast view
   */
  public static void logSoftmaxInPlace(Tensor x, int axis) {
    AxisReduction.along(Along.LOG_SOFTMAX, x, x, axis);
  }

  /**
   * log(sum of e^x), without overflow; minus infinity of no elements.
   *
   * @param x any shape and layout
   * @param axes what to reduce; none for all
   * @return a new tensor without these axes
   * @throws ShapeException if a named axis does not exist or is named twice
   */
  public static Tensor logSumExp(Tensor x, int... axes) {
    return AxisReduction.reduce(Reduction.LOG_SUM_EXP, x, ReducedAxes.DROP, 0, axes);
  }

  /**
   * {@link #logSumExp(Tensor, int...)} with a say in what becomes of the axes.
   *
   * @param x any shape and layout
   * @param reduced whether reduced axes stay with size 1
   * @param axes what to reduce; none for all
   * @return a new tensor
   * @throws ShapeException if a named axis does not exist or is named twice
   */
  public static Tensor logSumExp(Tensor x, ReducedAxes reduced, int... axes) {
    return AxisReduction.reduce(Reduction.LOG_SUM_EXP, x, reduced, 0, axes);
  }

  /**
   * Writes {@link #logSumExp(Tensor, int...)} into a tensor.
   *
   * @param x any shape and layout
   * @param out written; its shape may have the reduced axes with size 1 or lack them
   * @param axes what to reduce; none for all
   * @throws ShapeException if a named axis does not exist or is named twice, or out's shape is not
   *     the result's
   */
  public static void logSumExpInto(Tensor x, Tensor out, int... axes) {
    AxisReduction.reduceInto(Reduction.LOG_SUM_EXP, x, 0, out, axes);
  }

  /**
   * Running sums along an axis, accumulated in double precision and rounded at each element.
   *
   * @param x any shape and layout
   * @param axis from 0, or from -1 backwards from the last
   * @return a new tensor of x's shape
   * @throws ShapeException if there is no such axis
   */
  public static Tensor cumSum(Tensor x, int axis) {
    Tensor out = Tensor.zeros(x.shape());
    AxisReduction.along(Along.CUM_SUM, x, out, axis);
    return out;
  }

  /**
   * Writes {@link #cumSum(Tensor, int)} into a tensor.
   *
   * @param x any layout
   * @param out of x's shape; written, may be x
   * @param axis from 0, or from -1 backwards from the last
   * @throws ShapeException if there is no such axis, out has another shape or is a broadcast view
   */
  public static void cumSumInto(Tensor x, Tensor out, int axis) {
    AxisReduction.along(Along.CUM_SUM, x, out, axis);
  }

  /**
   * Replaces x by {@link #cumSum(Tensor, int)}.
   *
   * @param x read and written
   * @param axis from 0, or from -1 backwards from the last
   * @throws ShapeException if there is no such axis, or x is a broadcast view
   */
  public static void cumSumInPlace(Tensor x, int axis) {
    AxisReduction.along(Along.CUM_SUM, x, x, axis);
  }
}
