package lanewise.tensor.ops;

import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.kernel.reduce.ReduceOp;
import lanewise.tensor.ops.AxisFunction.Op;

/**
 * Many elements to one: sums, extremes, norms along some axes or all; and running sums.
 *
 * <p>Sums are accumulated in short chains of single precision that are added up in double
 * precision, so their error does not grow with the length: about 1e-7 of the sum of magnitudes. The
 * result depends on the shape and the axes, not on layout, vector width or machine.
 *
 * <p>Blocks of up to 1024 elements are summed in single precision. With magnitudes above 3e35 a sum
 * may be infinite on the way to a mean that is not, and distances from the mean above 5e17 may give
 * an infinite variance and standard deviation. The norms do not overflow on the way.
 *
 * <p>Reducing no elements gives what NumPy gives: 0 for a sum, 1 for a product, NaN for a mean;
 * there is no smallest or largest of none. Axes may be negative and count from the last.
 *
 * <p>Any layout is read in place or through small tiles, never copied as a whole. {@code …Into} and
 * {@code …InPlace} allocate nothing once warm but the array of axes that a call names, unless the
 * operand overlaps the result: it is copied first then, except for running sums in place. Safe for
 * any number of threads as long as none writes what another uses.
 */
public final class Reductions {
  private Reductions() {}

  /**
   * The sum; 0 of no elements.
   *
   * @param x any shape and layout
   * @param axes what to reduce; none for all
   * @return a new tensor without these axes
   * @throws ShapeException if a named axis does not exist or is named twice
   */
  public static Tensor sum(Tensor x, int... axes) {
    return AxisReduction.reduce(ReduceOp.SUM, x, ReducedAxes.DROP, 0, axes);
  }

  /**
   * {@link #sum(Tensor, int...)} with a say in what becomes of the axes.
   *
   * @param x any shape and layout
   * @param reduced whether reduced axes stay with size 1
   * @param axes what to reduce; none for all
   * @return a new tensor
   * @throws ShapeException if a named axis does not exist or is named twice
   */
  public static Tensor sum(Tensor x, ReducedAxes reduced, int... axes) {
    return AxisReduction.reduce(ReduceOp.SUM, x, reduced, 0, axes);
  }

  /**
   * Writes {@link #sum(Tensor, int...)} into a tensor.
   *
   * @param x any shape and layout
   * @param out written; its shape may have the reduced axes with size 1 or lack them
   * @param axes what to reduce; none for all
   * @throws ShapeException if a named axis does not exist or is named twice, or out's shape is not
   *     the result's
   */
  public static void sumInto(Tensor x, Tensor out, int... axes) {
    AxisReduction.reduceInto(ReduceOp.SUM, x, 0, out, axes);
  }

  /**
   * The mean; NaN of no elements.
   *
   * <p>Infinite where the sum of a block overflows, with magnitudes above 3e35.
   *
   * @param x any shape and layout
   * @param axes what to reduce; none for all
   * @return a new tensor without these axes
   * @throws ShapeException if a named axis does not exist or is named twice
   */
  public static Tensor mean(Tensor x, int... axes) {
    return AxisReduction.reduce(ReduceOp.MEAN, x, ReducedAxes.DROP, 0, axes);
  }

  /**
   * {@link #mean(Tensor, int...)} with a say in what becomes of the axes.
   *
   * @param x any shape and layout
   * @param reduced whether reduced axes stay with size 1
   * @param axes what to reduce; none for all
   * @return a new tensor
   * @throws ShapeException if a named axis does not exist or is named twice
   */
  public static Tensor mean(Tensor x, ReducedAxes reduced, int... axes) {
    return AxisReduction.reduce(ReduceOp.MEAN, x, reduced, 0, axes);
  }

  /**
   * Writes {@link #mean(Tensor, int...)} into a tensor.
   *
   * @param x any shape and layout
   * @param out written; its shape may have the reduced axes with size 1 or lack them
   * @param axes what to reduce; none for all
   * @throws ShapeException if a named axis does not exist or is named twice, or out's shape is not
   *     the result's
   */
  public static void meanInto(Tensor x, Tensor out, int... axes) {
    AxisReduction.reduceInto(ReduceOp.MEAN, x, 0, out, axes);
  }

  /**
   * The variance: the mean squared distance from the mean.
   *
   * <p>Divides by the number of elements, as NumPy does; see {@link #var(Tensor, int, ReducedAxes,
   * int...)}.
   *
   * <p>Infinite or NaN where squares of distances overflow, with distances above 5e17.
   *
   * @param x any shape and layout
   * @param axes what to reduce; none for all
   * @return a new tensor without these axes
   * @throws ShapeException if a named axis does not exist or is named twice
   */
  public static Tensor var(Tensor x, int... axes) {
    return AxisReduction.reduce(ReduceOp.VAR, x, ReducedAxes.DROP, 0, axes);
  }

  /**
   * {@link #var(Tensor, int...)} with a say in what becomes of the axes.
   *
   * @param x any shape and layout
   * @param reduced whether reduced axes stay with size 1
   * @param axes what to reduce; none for all
   * @return a new tensor
   * @throws ShapeException if a named axis does not exist or is named twice
   */
  public static Tensor var(Tensor x, ReducedAxes reduced, int... axes) {
    return AxisReduction.reduce(ReduceOp.VAR, x, reduced, 0, axes);
  }

  /**
   * Writes {@link #var(Tensor, int...)} into a tensor.
   *
   * @param x any shape and layout
   * @param out written; its shape may have the reduced axes with size 1 or lack them
   * @param axes what to reduce; none for all
   * @throws ShapeException if a named axis does not exist or is named twice, or out's shape is not
   *     the result's
   */
  public static void varInto(Tensor x, Tensor out, int... axes) {
    AxisReduction.reduceInto(ReduceOp.VAR, x, 0, out, axes);
  }

  /**
   * The standard deviation: the square root of the variance.
   *
   * <p>Infinite or NaN where squares of distances overflow, with distances above 5e17.
   *
   * @param x any shape and layout
   * @param axes what to reduce; none for all
   * @return a new tensor without these axes
   * @throws ShapeException if a named axis does not exist or is named twice
   */
  public static Tensor std(Tensor x, int... axes) {
    return AxisReduction.reduce(ReduceOp.STD, x, ReducedAxes.DROP, 0, axes);
  }

  /**
   * {@link #std(Tensor, int...)} with a say in what becomes of the axes.
   *
   * @param x any shape and layout
   * @param reduced whether reduced axes stay with size 1
   * @param axes what to reduce; none for all
   * @return a new tensor
   * @throws ShapeException if a named axis does not exist or is named twice
   */
  public static Tensor std(Tensor x, ReducedAxes reduced, int... axes) {
    return AxisReduction.reduce(ReduceOp.STD, x, reduced, 0, axes);
  }

  /**
   * Writes {@link #std(Tensor, int...)} into a tensor.
   *
   * @param x any shape and layout
   * @param out written; its shape may have the reduced axes with size 1 or lack them
   * @param axes what to reduce; none for all
   * @throws ShapeException if a named axis does not exist or is named twice, or out's shape is not
   *     the result's
   */
  public static void stdInto(Tensor x, Tensor out, int... axes) {
    AxisReduction.reduceInto(ReduceOp.STD, x, 0, out, axes);
  }

  /**
   * The variance with a divisor of n - correction.
   *
   * @param x any shape and layout
   * @param correction taken off the number of elements n: NumPy's ddof, 1 for a sample's variance
   * @param reduced whether reduced axes stay with size 1
   * @param axes what to reduce; none for all
   * @return a new tensor
   * @throws ShapeException if a named axis does not exist or is named twice
   */
  public static Tensor var(Tensor x, int correction, ReducedAxes reduced, int... axes) {
    return AxisReduction.reduce(ReduceOp.VAR, x, reduced, correction, axes);
  }

  /**
   * The standard deviation with a divisor of n - correction.
   *
   * @param x any shape and layout
   * @param correction taken off the number of elements n: NumPy's ddof, 1 for a sample's standard
   *     deviation
   * @param reduced whether reduced axes stay with size 1
   * @param axes what to reduce; none for all
   * @return a new tensor
   * @throws ShapeException if a named axis does not exist or is named twice
   */
  public static Tensor std(Tensor x, int correction, ReducedAxes reduced, int... axes) {
    return AxisReduction.reduce(ReduceOp.STD, x, reduced, correction, axes);
  }

  /**
   * The variance with a divisor of n - correction; the axes are dropped.
   *
   * @param x any shape and layout
   * @param correction taken off the number of elements n: NumPy's ddof, 1 for a sample
   * @param axes what to reduce; none for all
   * @return a new tensor without these axes
   * @throws ShapeException if a named axis does not exist or is named twice
   */
  public static Tensor varWithCorrection(Tensor x, int correction, int... axes) {
    return AxisReduction.reduce(ReduceOp.VAR, x, ReducedAxes.DROP, correction, axes);
  }

  /**
   * Writes {@link #varWithCorrection(Tensor, int, int...)} into a tensor.
   *
   * @param x any shape and layout
   * @param correction taken off the number of elements n: NumPy's ddof, 1 for a sample
   * @param out written; its shape may have the reduced axes with size 1 or lack them
   * @param axes what to reduce; none for all
   * @throws ShapeException if a named axis does not exist or is named twice, or out's shape is not
   *     the result's
   */
  public static void varInto(Tensor x, int correction, Tensor out, int... axes) {
    AxisReduction.reduceInto(ReduceOp.VAR, x, correction, out, axes);
  }

  /**
   * The standard deviation with a divisor of n - correction; the axes are dropped.
   *
   * @param x any shape and layout
   * @param correction taken off the number of elements n: NumPy's ddof, 1 for a sample
   * @param axes what to reduce; none for all
   * @return a new tensor without these axes
   * @throws ShapeException if a named axis does not exist or is named twice
   */
  public static Tensor stdWithCorrection(Tensor x, int correction, int... axes) {
    return AxisReduction.reduce(ReduceOp.STD, x, ReducedAxes.DROP, correction, axes);
  }

  /**
   * Writes {@link #stdWithCorrection(Tensor, int, int...)} into a tensor.
   *
   * @param x any shape and layout
   * @param correction taken off the number of elements n: NumPy's ddof, 1 for a sample
   * @param out written; its shape may have the reduced axes with size 1 or lack them
   * @param axes what to reduce; none for all
   * @throws ShapeException if a named axis does not exist or is named twice, or out's shape is not
   *     the result's
   */
  public static void stdInto(Tensor x, int correction, Tensor out, int... axes) {
    AxisReduction.reduceInto(ReduceOp.STD, x, correction, out, axes);
  }

  /**
   * The smallest element; NaN if one is.
   *
   * @param x any shape and layout
   * @param axes what to reduce; none for all
   * @return a new tensor without these axes
   * @throws ShapeException if a named axis does not exist or is named twice, or no element is left
   *     to choose from
   */
  public static Tensor min(Tensor x, int... axes) {
    return AxisReduction.reduce(ReduceOp.MIN, x, ReducedAxes.DROP, 0, axes);
  }

  /**
   * {@link #min(Tensor, int...)} with a say in what becomes of the axes.
   *
   * @param x any shape and layout
   * @param reduced whether reduced axes stay with size 1
   * @param axes what to reduce; none for all
   * @return a new tensor
   * @throws ShapeException if a named axis does not exist or is named twice, or no element is left
   *     to choose from
   */
  public static Tensor min(Tensor x, ReducedAxes reduced, int... axes) {
    return AxisReduction.reduce(ReduceOp.MIN, x, reduced, 0, axes);
  }

  /**
   * Writes {@link #min(Tensor, int...)} into a tensor.
   *
   * @param x any shape and layout
   * @param out written; its shape may have the reduced axes with size 1 or lack them
   * @param axes what to reduce; none for all
   * @throws ShapeException if a named axis does not exist or is named twice, or no element is left
   *     to choose from, or out's shape is not the result's
   */
  public static void minInto(Tensor x, Tensor out, int... axes) {
    AxisReduction.reduceInto(ReduceOp.MIN, x, 0, out, axes);
  }

  /**
   * The largest element; NaN if one is.
   *
   * @param x any shape and layout
   * @param axes what to reduce; none for all
   * @return a new tensor without these axes
   * @throws ShapeException if a named axis does not exist or is named twice, or no element is left
   *     to choose from
   */
  public static Tensor max(Tensor x, int... axes) {
    return AxisReduction.reduce(ReduceOp.MAX, x, ReducedAxes.DROP, 0, axes);
  }

  /**
   * {@link #max(Tensor, int...)} with a say in what becomes of the axes.
   *
   * @param x any shape and layout
   * @param reduced whether reduced axes stay with size 1
   * @param axes what to reduce; none for all
   * @return a new tensor
   * @throws ShapeException if a named axis does not exist or is named twice, or no element is left
   *     to choose from
   */
  public static Tensor max(Tensor x, ReducedAxes reduced, int... axes) {
    return AxisReduction.reduce(ReduceOp.MAX, x, reduced, 0, axes);
  }

  /**
   * Writes {@link #max(Tensor, int...)} into a tensor.
   *
   * @param x any shape and layout
   * @param out written; its shape may have the reduced axes with size 1 or lack them
   * @param axes what to reduce; none for all
   * @throws ShapeException if a named axis does not exist or is named twice, or no element is left
   *     to choose from, or out's shape is not the result's
   */
  public static void maxInto(Tensor x, Tensor out, int... axes) {
    AxisReduction.reduceInto(ReduceOp.MAX, x, 0, out, axes);
  }

  /**
   * The product, in double precision inside; 1 of no elements.
   *
   * @param x any shape and layout
   * @param axes what to reduce; none for all
   * @return a new tensor without these axes
   * @throws ShapeException if a named axis does not exist or is named twice
   */
  public static Tensor prod(Tensor x, int... axes) {
    return AxisReduction.reduce(ReduceOp.PROD, x, ReducedAxes.DROP, 0, axes);
  }

  /**
   * {@link #prod(Tensor, int...)} with a say in what becomes of the axes.
   *
   * @param x any shape and layout
   * @param reduced whether reduced axes stay with size 1
   * @param axes what to reduce; none for all
   * @return a new tensor
   * @throws ShapeException if a named axis does not exist or is named twice
   */
  public static Tensor prod(Tensor x, ReducedAxes reduced, int... axes) {
    return AxisReduction.reduce(ReduceOp.PROD, x, reduced, 0, axes);
  }

  /**
   * Writes {@link #prod(Tensor, int...)} into a tensor.
   *
   * @param x any shape and layout
   * @param out written; its shape may have the reduced axes with size 1 or lack them
   * @param axes what to reduce; none for all
   * @throws ShapeException if a named axis does not exist or is named twice, or out's shape is not
   *     the result's
   */
  public static void prodInto(Tensor x, Tensor out, int... axes) {
    AxisReduction.reduceInto(ReduceOp.PROD, x, 0, out, axes);
  }

  /**
   * The index of the smallest element: of the first among equals, of the first NaN if there is one.
   *
   * <p>With several axes, or none named, the index counts in row-major order over them.
   *
   * @param x any shape and layout
   * @param axes what to reduce; none for all
   * @return a new tensor without these axes
   * @throws ShapeException if a named axis does not exist or is named twice, or no element is left
   *     to choose from
   */
  public static Tensor argMin(Tensor x, int... axes) {
    return AxisReduction.reduce(ReduceOp.ARG_MIN, x, ReducedAxes.DROP, 0, axes);
  }

  /**
   * {@link #argMin(Tensor, int...)} with a say in what becomes of the axes.
   *
   * @param x any shape and layout
   * @param reduced whether reduced axes stay with size 1
   * @param axes what to reduce; none for all
   * @return a new tensor
   * @throws ShapeException if a named axis does not exist or is named twice, or no element is left
   *     to choose from
   */
  public static Tensor argMin(Tensor x, ReducedAxes reduced, int... axes) {
    return AxisReduction.reduce(ReduceOp.ARG_MIN, x, reduced, 0, axes);
  }

  /**
   * Writes {@link #argMin(Tensor, int...)} into a tensor.
   *
   * @param x any shape and layout
   * @param out written; its shape may have the reduced axes with size 1 or lack them
   * @param axes what to reduce; none for all
   * @throws ShapeException if a named axis does not exist or is named twice, or no element is left
   *     to choose from, or out's shape is not the result's
   */
  public static void argMinInto(Tensor x, Tensor out, int... axes) {
    AxisReduction.reduceInto(ReduceOp.ARG_MIN, x, 0, out, axes);
  }

  /**
   * The index of the largest element: of the first among equals, of the first NaN if there is one.
   *
   * <p>With several axes, or none named, the index counts in row-major order over them.
   *
   * @param x any shape and layout
   * @param axes what to reduce; none for all
   * @return a new tensor without these axes
   * @throws ShapeException if a named axis does not exist or is named twice, or no element is left
   *     to choose from
   */
  public static Tensor argMax(Tensor x, int... axes) {
    return AxisReduction.reduce(ReduceOp.ARG_MAX, x, ReducedAxes.DROP, 0, axes);
  }

  /**
   * {@link #argMax(Tensor, int...)} with a say in what becomes of the axes.
   *
   * @param x any shape and layout
   * @param reduced whether reduced axes stay with size 1
   * @param axes what to reduce; none for all
   * @return a new tensor
   * @throws ShapeException if a named axis does not exist or is named twice, or no element is left
   *     to choose from
   */
  public static Tensor argMax(Tensor x, ReducedAxes reduced, int... axes) {
    return AxisReduction.reduce(ReduceOp.ARG_MAX, x, reduced, 0, axes);
  }

  /**
   * Writes {@link #argMax(Tensor, int...)} into a tensor.
   *
   * @param x any shape and layout
   * @param out written; its shape may have the reduced axes with size 1 or lack them
   * @param axes what to reduce; none for all
   * @throws ShapeException if a named axis does not exist or is named twice, or no element is left
   *     to choose from, or out's shape is not the result's
   */
  public static void argMaxInto(Tensor x, Tensor out, int... axes) {
    AxisReduction.reduceInto(ReduceOp.ARG_MAX, x, 0, out, axes);
  }

  /**
   * A norm of the elements along the axes.
   *
   * @param x any shape and layout
   * @param norm which
   * @param reduced whether reduced axes stay with size 1
   * @param axes what to reduce; none for all
   * @return a new tensor
   * @throws ShapeException if a named axis does not exist or is named twice
   */
  public static Tensor norm(Tensor x, Norm norm, ReducedAxes reduced, int... axes) {
    return AxisReduction.reduce(norm.reduction(), x, reduced, 0, axes);
  }

  /**
   * Writes {@link #norm(Tensor, Norm, int...)} into a tensor.
   *
   * @param x any shape and layout
   * @param norm which
   * @param out written; its shape may have the reduced axes with size 1 or lack them
   * @param axes what to reduce; none for all
   * @throws ShapeException if a named axis does not exist or is named twice, or out's shape is not
   *     the result's
   */
  public static void normInto(Tensor x, Norm norm, Tensor out, int... axes) {
    AxisReduction.reduceInto(norm.reduction(), x, 0, out, axes);
  }

  /**
   * A norm of the elements along the axes, which are dropped.
   *
   * @param x any shape and layout
   * @param norm which
   * @param axes what to reduce; none for all
   * @return a new tensor
   * @throws ShapeException if a named axis does not exist or is named twice
   */
  public static Tensor norm(Tensor x, Norm norm, int... axes) {
    return AxisReduction.reduce(norm.reduction(), x, ReducedAxes.DROP, 0, axes);
  }

  /**
   * 1 if an element is not 0, else 0; NaN is not 0.
   *
   * @param x any shape and layout
   * @param axes what to reduce; none for all
   * @return a new tensor without these axes
   * @throws ShapeException if a named axis does not exist or is named twice
   */
  public static Tensor any(Tensor x, int... axes) {
    return AxisReduction.reduce(ReduceOp.ANY, x, ReducedAxes.DROP, 0, axes);
  }

  /**
   * {@link #any(Tensor, int...)} with a say in what becomes of the axes.
   *
   * @param x any shape and layout
   * @param reduced whether reduced axes stay with size 1
   * @param axes what to reduce; none for all
   * @return a new tensor
   * @throws ShapeException if a named axis does not exist or is named twice
   */
  public static Tensor any(Tensor x, ReducedAxes reduced, int... axes) {
    return AxisReduction.reduce(ReduceOp.ANY, x, reduced, 0, axes);
  }

  /**
   * Writes {@link #any(Tensor, int...)} into a tensor.
   *
   * @param x any shape and layout
   * @param out written; its shape may have the reduced axes with size 1 or lack them
   * @param axes what to reduce; none for all
   * @throws ShapeException if a named axis does not exist or is named twice, or out's shape is not
   *     the result's
   */
  public static void anyInto(Tensor x, Tensor out, int... axes) {
    AxisReduction.reduceInto(ReduceOp.ANY, x, 0, out, axes);
  }

  /**
   * 1 if no element is 0, else 0; NaN is not 0.
   *
   * @param x any shape and layout
   * @param axes what to reduce; none for all
   * @return a new tensor without these axes
   * @throws ShapeException if a named axis does not exist or is named twice
   */
  public static Tensor all(Tensor x, int... axes) {
    return AxisReduction.reduce(ReduceOp.ALL, x, ReducedAxes.DROP, 0, axes);
  }

  /**
   * {@link #all(Tensor, int...)} with a say in what becomes of the axes.
   *
   * @param x any shape and layout
   * @param reduced whether reduced axes stay with size 1
   * @param axes what to reduce; none for all
   * @return a new tensor
   * @throws ShapeException if a named axis does not exist or is named twice
   */
  public static Tensor all(Tensor x, ReducedAxes reduced, int... axes) {
    return AxisReduction.reduce(ReduceOp.ALL, x, reduced, 0, axes);
  }

  /**
   * Writes {@link #all(Tensor, int...)} into a tensor.
   *
   * @param x any shape and layout
   * @param out written; its shape may have the reduced axes with size 1 or lack them
   * @param axes what to reduce; none for all
   * @throws ShapeException if a named axis does not exist or is named twice, or out's shape is not
   *     the result's
   */
  public static void allInto(Tensor x, Tensor out, int... axes) {
    AxisReduction.reduceInto(ReduceOp.ALL, x, 0, out, axes);
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
    return AxisReduction.reduce(ReduceOp.LOG_SUM_EXP, x, ReducedAxes.DROP, 0, axes);
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
    return AxisReduction.reduce(ReduceOp.LOG_SUM_EXP, x, reduced, 0, axes);
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
    AxisReduction.reduceInto(ReduceOp.LOG_SUM_EXP, x, 0, out, axes);
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
    return AxisFunction.apply(Op.CUM_SUM, x, axis);
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
    AxisFunction.applyInto(Op.CUM_SUM, x, out, axis);
  }

  /**
   * Replaces x by {@link #cumSum(Tensor, int)}.
   *
   * @param x read and written
   * @param axis from 0, or from -1 backwards from the last
   * @throws ShapeException if there is no such axis, or x is a broadcast view
   */
  public static void cumSumInPlace(Tensor x, int axis) {
    AxisFunction.applyInPlace(Op.CUM_SUM, x, axis);
  }
}
