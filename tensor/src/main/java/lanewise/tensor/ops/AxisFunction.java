package lanewise.tensor.ops;

import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.kernel.reduce.Reducer;

/**
 * Functions of the elements along one axis that keep the shape: {@code AxisFunction.SOFTMAX.of(x,
 * -1)}. What holds for all operations is in the description of the package.
 *
 * <p>The result depends on the shape and the axis, not on layout, vector width or machine.
 */
public enum AxisFunction {
  /**
   * {@code e^x} over the sum of e^x. The largest element is subtracted before the exponentials, so
   * none overflows. Elements with a NaN or infinity among them, or all of minus infinity, become
   * NaN, as in PyTorch. With n elements along the axis, and x less than the largest by d, the
   * relative error is at most (27 + log(n) + d) 2^-24; where the result is subnormal, 2^-148 is
   * added.
   */
  SOFTMAX,
  /**
   * {@code x - log(sum of e^x)}: the logarithm of {@link #SOFTMAX}, finite where that is too small
   * for a float. With n elements along the axis, the error of a result y is at most (23 + log(n) +
   * 2 |y|) 2^-24. Where one element outweighs the others by far, its own y, which is near 0, has
   * few digits.
   */
  LOG_SOFTMAX,
  /** Running sums, accumulated in double precision and rounded at each element. */
  CUM_SUM;

  /**
   * Computes the function along an axis.
   *
   * @param x any shape and layout
   * @param axis from 0, or from -1 backwards from the last
   * @return a new tensor of x's shape
   * @throws ShapeException if there is no such axis
   */
  public Tensor of(Tensor x, int axis) {
    int along = Broadcasting.axis(this, x.shape(), axis);
    Tensor out = Tensor.zeros(x.shape());
    AxisLoop.compute(this, x, out, along);
    return out;
  }

  /**
   * Writes the function along an axis into a tensor.
   *
   * @param x any layout
   * @param out of x's shape; written, may be x
   * @param axis from 0, or from -1 backwards from the last
   * @throws ShapeException if there is no such axis, or out has another shape or is a broadcast
   *     view
   */
  public void into(Tensor x, Tensor out, int axis) {
    int along = Broadcasting.axis(this, x.shape(), axis);
    AxisLoop.check(this, x, out);
    AxisLoop.compute(this, x, out, along);
  }

  /**
   * Replaces x by the function along an axis.
   *
   * @param x read and written
   * @param axis from 0, or from -1 backwards from the last
   * @throws ShapeException if there is no such axis, or x is a broadcast view
   */
  public void inPlace(Tensor x, int axis) {
    into(x, x, axis);
  }

  /**
   * Writes the function of n consecutive floats of an array.
   *
   * @param n number of elements
   * @param x operand
   * @param xOffset where it begins
   * @param out result; lies exactly over x or apart from it
   * @param outOffset where it begins
   * @throws IndexOutOfBoundsException if n is negative or the elements leave their array
   * @throws IllegalArgumentException if the result overlaps the operand in part
   */
  public void into(int n, float[] x, int xOffset, float[] out, int outOffset) {
    Runs.require(this, n, x, xOffset, out, outOffset);
    compute(1, n, 1, x, xOffset, out, outOffset);
  }

  /** Along the middle axis of outer x count x inner elements without gaps. */
  void compute(
      int outer, int count, int inner, float[] x, int xOffset, float[] out, int outOffset) {
    int outerStride = count * inner;
    switch (this) {
      case SOFTMAX ->
          Reducer.softmax(
              false, outer, count, inner, x, xOffset, outerStride, inner, out, outOffset);
      case LOG_SOFTMAX ->
          Reducer.softmax(
              true, outer, count, inner, x, xOffset, outerStride, inner, out, outOffset);
      case CUM_SUM ->
          Reducer.cumSum(outer, count, inner, x, xOffset, outerStride, inner, out, outOffset);
    }
  }
}
