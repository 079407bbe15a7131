package lanewise.tensor.ops;

import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.kernel.reduce.ReduceOp;

/**
 * Reductions along some axes or all axes: {@code Reduce.SUM.of(x, 0)}. Negative axes count from the
 * last axis, and a call without axes reduces all of them. The package description states the rules
 * that hold for all operations.
 *
 * <p>Sums are accumulated in short chains of single precision that are added up in double
 * precision, so their error does not grow with the length. For any number of elements, the computed
 * sum and the exact sum differ by at most
 *
 * <pre>
 *   22.01 2^-24 (|x_1| + |x_2| + … )      1.32e-6 of the sum of magnitudes
 * </pre>
 *
 * <p>and usually by far less, because rounding errors cancel. The error of a mean is that of the
 * sum divided by the number of elements, the error of the L1 norm is that of a sum, and the
 * relative error of the L2 norm is at most 12.01 2^-24. The result depends on the shape and the
 * axes, not on layout, vector width or machine.
 *
 * <p>Blocks of up to 1024 elements are summed in single precision. With magnitudes above 3e35, an
 * intermediate sum may overflow although the exact mean is finite, and distances from the mean
 * above 5e17 may give an infinite variance and standard deviation. The norms do not overflow in
 * intermediate results.
 *
 * <p>Every layout is read in place or through small tiles; the operand is never copied as a whole.
 * Once warm, {@link #into} allocates nothing except the array of the named axes, unless the operand
 * overlaps the result, in which case it is copied first.
 */
public final class Reduce {
  /** The sum; it is 0 without elements. */
  public static final Reduce SUM = new Reduce(ReduceOp.SUM, 0);

  /** The product, accumulated in double precision; it is 1 without elements. */
  public static final Reduce PROD = new Reduce(ReduceOp.PROD, 0);

  /** The mean: the sum divided by the number of elements; it is NaN without elements. */
  public static final Reduce MEAN = new Reduce(ReduceOp.MEAN, 0);

  /**
   * The variance: the mean squared distance from the mean, as NumPy computes it by default; {@link
   * #var(int)} has another divisor. It is NaN without elements.
   */
  public static final Reduce VAR = new Reduce(ReduceOp.VAR, 0);

  /** The standard deviation: the square root of {@link #VAR}. */
  public static final Reduce STD = new Reduce(ReduceOp.STD, 0);

  /** The smallest element; it is NaN if an element is NaN. There must be at least one element. */
  public static final Reduce MIN = new Reduce(ReduceOp.MIN, 0);

  /** The largest element; it is NaN if an element is NaN. There must be at least one element. */
  public static final Reduce MAX = new Reduce(ReduceOp.MAX, 0);

  /**
   * The index of the smallest element: the first of equal elements, or the first NaN if there is
   * one. With several axes the index counts over them in row-major order. There must be at least
   * one element.
   */
  public static final Reduce ARG_MIN = new Reduce(ReduceOp.ARG_MIN, 0);

  /** The index of the largest element, by the rules of {@link #ARG_MIN}. */
  public static final Reduce ARG_MAX = new Reduce(ReduceOp.ARG_MAX, 0);

  /** The L1 norm: the sum of absolute values; it is 0 without elements. */
  public static final Reduce NORM_1 = new Reduce(ReduceOp.NORM_1, 0);

  /** The L2 norm: the square root of the sum of squares, computed without intermediate overflow. */
  public static final Reduce NORM_2 = new Reduce(ReduceOp.NORM_2, 0);

  /** The maximum norm: the largest absolute value; it is 0 without elements. */
  public static final Reduce NORM_INF = new Reduce(ReduceOp.NORM_INF, 0);

  /**
   * {@code log(sum of e^x)}, which does not overflow; it is minus infinity without elements. For n
   * elements, the error of a result y is at most (23 + log(n) + |y|) 2^-24.
   */
  public static final Reduce LOG_SUM_EXP = new Reduce(ReduceOp.LOG_SUM_EXP, 0);

  /** 1 if an element is not 0, otherwise 0; NaN is not 0. */
  public static final Reduce ANY = new Reduce(ReduceOp.ANY, 0);

  /** 1 if no element is 0, otherwise 0; NaN is not 0. */
  public static final Reduce ALL = new Reduce(ReduceOp.ALL, 0);

  private final ReduceOp op;
  private final int correction;

  private Reduce(ReduceOp op, int correction) {
    this.op = op;
    this.correction = correction;
  }

  /**
   * Returns the variance with another divisor.
   *
   * @param correction the number that is subtracted from the number of elements n to give the
   *     divisor; it is NumPy's ddof, and 1 gives the variance of a sample
   * @return the reduction
   */
  public static Reduce var(int correction) {
    return new Reduce(ReduceOp.VAR, correction);
  }

  /**
   * Returns the standard deviation with another divisor.
   *
   * @param correction the correction, as for {@link #var(int)}
   * @return the reduction
   */
  public static Reduce std(int correction) {
    return new Reduce(ReduceOp.STD, correction);
  }

  /**
   * Reduces some axes, which are removed from the result.
   *
   * @param x the operand, with any shape and layout
   * @param axes the axes to reduce, each once; without axes, all are reduced
   * @return a new tensor without these axes
   * @throws ShapeException if a named axis does not exist or is named twice, or the reduction needs
   *     an element and there are no elements
   */
  public Tensor of(Tensor x, int... axes) {
    return ReductionLoop.reduce(op, correction, x, false, axes);
  }

  /**
   * Reduces some axes and keeps them with size 1, so that the result broadcasts against the
   * operand, as NumPy's keepdims does.
   *
   * @param x the operand, with any shape and layout
   * @param axes the axes to reduce, each once; without axes, all are reduced
   * @return a new tensor of x's rank
   * @throws ShapeException as {@link #of} describes
   */
  public Tensor keeping(Tensor x, int... axes) {
    return ReductionLoop.reduce(op, correction, x, true, axes);
  }

  /**
   * Reduces some axes into a tensor.
   *
   * @param x the operand, with any shape and layout
   * @param out the tensor to write, whose shape has the reduced axes with size 1 or lacks them
   * @param axes the axes to reduce, each once; without axes, all are reduced
   * @throws ShapeException as {@link #of} describes, or if out has another shape than the result or
   *     is a broadcast view
   */
  public void into(Tensor x, Tensor out, int... axes) {
    ReductionLoop.reduceInto(op, correction, x, out, axes);
  }
}
