package lanewise.tensor.ops;

import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.kernel.reduce.ReduceOp;

/**
 * Reductions along some axes, or all: {@code Reduce.SUM.of(x, 0)}. Axes may be negative and count
 * from the last; no named axis means all axes. What holds for all operations is in the description
 * of the package.
 *
 * <p>Sums are accumulated in short chains of single precision that are added up in double
 * precision, so their error does not grow with the length. Of any number of elements, the computed
 * sum and the exact one differ by at most
 *
 * <pre>
 *   22.01 2^-24 (|x_1| + |x_2| + … )      1.32e-6 of the sum of magnitudes
 * </pre>
 *
 * <p>and by far less as a rule, because roundings cancel. The error of a mean is that of the sum
 * over the number of elements, the norm L1 is a sum, and the relative error of the norm L2 is at
 * most 12.01 2^-24. The result depends on the shape and the axes, not on layout, vector width or
 * machine.
 *
 * <p>Blocks of up to 1024 elements are summed in single precision. With magnitudes above 3e35 a sum
 * may be infinite on the way to a mean that is not, and distances from the mean above 5e17 may give
 * an infinite variance and standard deviation. The norms do not overflow on the way.
 *
 * <p>Any layout is read in place or through small tiles, never copied as a whole. {@link #into}
 * allocates nothing once warm but the array of axes that a call names, unless the operand overlaps
 * the result: it is copied first then.
 */
public final class Reduce {
  /** The sum; 0 of no elements. */
  public static final Reduce SUM = new Reduce(ReduceOp.SUM, 0);

  /** The product, accumulated in double precision; 1 of no elements. */
  public static final Reduce PROD = new Reduce(ReduceOp.PROD, 0);

  /** The sum over the number of elements; NaN of no elements. */
  public static final Reduce MEAN = new Reduce(ReduceOp.MEAN, 0);

  /**
   * The variance: the mean squared distance from the mean, as NumPy computes it by default; {@link
   * #var(int)} has another divisor. NaN of no elements.
   */
  public static final Reduce VAR = new Reduce(ReduceOp.VAR, 0);

  /** The standard deviation: the square root of {@link #VAR}. */
  public static final Reduce STD = new Reduce(ReduceOp.STD, 0);

  /** The smallest element; NaN if one is NaN. There must be an element. */
  public static final Reduce MIN = new Reduce(ReduceOp.MIN, 0);

  /** The largest element; NaN if one is NaN. There must be an element. */
  public static final Reduce MAX = new Reduce(ReduceOp.MAX, 0);

  /**
   * The index of the smallest element: of the first among equals, of the first NaN if there is one.
   * With several axes the index counts over them in row-major order. There must be an element.
   */
  public static final Reduce ARG_MIN = new Reduce(ReduceOp.ARG_MIN, 0);

  /** The index of the largest element, by the rules of {@link #ARG_MIN}. */
  public static final Reduce ARG_MAX = new Reduce(ReduceOp.ARG_MAX, 0);

  /** The norm L1: the sum of absolute values; 0 of no elements. */
  public static final Reduce NORM_1 = new Reduce(ReduceOp.NORM_1, 0);

  /** The norm L2: the square root of the sum of squares, which does not overflow on the way. */
  public static final Reduce NORM_2 = new Reduce(ReduceOp.NORM_2, 0);

  /** The maximum norm: the largest absolute value; 0 of no elements. */
  public static final Reduce NORM_INF = new Reduce(ReduceOp.NORM_INF, 0);

  /**
   * {@code log(sum of e^x)}, which does not overflow; minus infinity of no elements. The error of a
   * result y of n elements is at most (23 + log(n) + |y|) 2^-24.
   */
  public static final Reduce LOG_SUM_EXP = new Reduce(ReduceOp.LOG_SUM_EXP, 0);

  /** 1 if an element is not 0, else 0; NaN is not 0. */
  public static final Reduce ANY = new Reduce(ReduceOp.ANY, 0);

  /** 1 if no element is 0, else 0; NaN is not 0. */
  public static final Reduce ALL = new Reduce(ReduceOp.ALL, 0);

  private final ReduceOp op;
  private final int correction;

  private Reduce(ReduceOp op, int correction) {
    this.op = op;
    this.correction = correction;
  }

  /**
   * The variance with another divisor.
   *
   * @param correction what is taken off the number of elements n to give the divisor: NumPy's ddof,
   *     1 for the variance of a sample
   * @return the reduction
   */
  public static Reduce var(int correction) {
    return new Reduce(ReduceOp.VAR, correction);
  }

  /**
   * The standard deviation with another divisor.
   *
   * @param correction as that of {@link #var(int)}
   * @return the reduction
   */
  public static Reduce std(int correction) {
    return new Reduce(ReduceOp.STD, correction);
  }

  /**
   * Reduces some axes, which the result lacks.
   *
   * @param x any shape and layout
   * @param axes the axes to reduce, each once; all if none is named
   * @return a new tensor without these axes
   * @throws ShapeException if a named axis does not exist or is named twice, or a smallest or
   *     largest element is wanted of no elements
   */
  public Tensor of(Tensor x, int... axes) {
    return ReductionLoop.reduce(op, correction, x, false, axes);
  }

  /**
   * Reduces some axes, which stay with size 1, so that the result broadcasts against the operand:
   * NumPy's keepdims.
   *
   * @param x any shape and layout
   * @param axes the axes to reduce, each once; all if none is named
   * @return a new tensor of x's rank
   * @throws ShapeException as {@link #of} says
   */
  public Tensor keeping(Tensor x, int... axes) {
    return ReductionLoop.reduce(op, correction, x, true, axes);
  }

  /**
   * Reduces some axes into a tensor.
   *
   * @param x any shape and layout
   * @param out written; its shape has the reduced axes with size 1 or lacks them
   * @param axes the axes to reduce, each once; all if none is named
   * @throws ShapeException as {@link #of} says, or if out has another shape than the result or is a
   *     broadcast view
   */
  public void into(Tensor x, Tensor out, int... axes) {
    ReductionLoop.reduceInto(op, correction, x, out, axes);
  }
}
