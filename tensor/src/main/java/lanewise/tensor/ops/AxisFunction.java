package lanewise.tensor.ops;

import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.kernel.reduce.Reducer;

/**
 * Functions of the elements along one axis that keep the shape: {@code AxisFunction.SOFTMAX.of(x,
 * -1)}. The package description states the rules that hold for all operations.
 *
 * <p>The result depends on the shape and the axis, not on layout, vector width or machine.
 */
public enum AxisFunction {
  /**
   * The softmax, {@code e^x} divided by the sum of e^x. The largest element is subtracted before
   * the exponentials, so no exponential overflows. If the elements contain a NaN or positive
   * infinity, or if all are minus infinity, the results are NaN, as in PyTorch. With n elements
   * along the axis, and an x that is smaller than the largest element by d, the relative error is
   * at most (27 + log(n) + d) 2^-24; if the result is subnormal, 2^-148 is added.
   */
  SOFTMAX,
  /**
   * {@code x - log(sum of e^x)}: the logarithm of {@link #SOFTMAX}, which is finite even if the
   * softmax is too small for a float. With n elements along the axis, the error of a result y is at
   * most (23 + log(n) + 2 |y|) 2^-24. If one element is much larger than the others, its own y is
   * near 0 and has few correct digits.
   */
  LOG_SOFTMAX,
  /** The cumulative sum, accumulated in double precision and rounded at each element. */
  CUM_SUM;

  /**
   * Computes the function along an axis.
   *
   * @param x the operand, with any shape and layout
   * @param axis the axis, counted from 0, or from -1 backwards from the last axis
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
   * @param x the operand, with any layout
   * @param out the tensor to write, which has x's shape and may be x
   * @param axis the axis, counted from 0, or from -1 backwards from the last axis
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
   * @param x the operand, which is read and written
   * @param axis the axis, counted from 0, or from -1 backwards from the last axis
   * @throws ShapeException if there is no such axis, or x is a broadcast view
   */
  public void inPlace(Tensor x, int axis) {
    into(x, x, axis);
  }

  /**
   * Writes the function of n consecutive floats of an array.
   *
   * @param n the number of elements
   * @param x the array of the operand
   * @param xOffset the index of the operand's first element
   * @param out the array of the result; the result must be exactly the operand's elements or
   *     disjoint from them
   * @param outOffset the index of the result's first element
   * @throws IndexOutOfBoundsException if n is negative or the elements leave their array
   * @throws IllegalArgumentException if the result partly overlaps the operand
   */
  public void into(int n, float[] x, int xOffset, float[] out, int outOffset) {
    Runs.require(this, n, x, xOffset, out, outOffset);
    compute(1, n, 1, x, xOffset, out, outOffset);
  }

  /** Computes along the middle axis of outer x count x inner elements without gaps. */
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
