package lanewise.tensor.ops;

import lanewise.tensor.Tensor;

/**
 * The most common operations as methods that return a new tensor, for static import: {@code
 * add(mul(x, 2), y)}. The operations themselves offer all other functions and forms, which write
 * into existing tensors, in place or to plain arrays, such as {@code Binary.ADD.inPlace(x, y)}.
 *
 * <p>Broadcasting and errors are those of the operation. The elementwise largest and smallest of
 * two tensors are named {@code maximum} and {@code minimum} as in NumPy, so that {@code max(x, 0)}
 * can only mean an axis.
 */
public final class TensorMath {
  private TensorMath() {}

  /**
   * {@return x + y, element by element} See {@link Binary#ADD}.
   *
   * @param x the first operand
   * @param y the second operand
   */
  public static Tensor add(Tensor x, Tensor y) {
    return Binary.ADD.of(x, y);
  }

  /**
   * {@return x + y with one y for all elements} See {@link Binary#ADD}.
   *
   * @param x the first operand
   * @param y the second operand
   */
  public static Tensor add(Tensor x, float y) {
    return Binary.ADD.of(x, y);
  }

  /**
   * {@return x - y, element by element} See {@link Binary#SUB}.
   *
   * @param x the first operand
   * @param y the second operand
   */
  public static Tensor sub(Tensor x, Tensor y) {
    return Binary.SUB.of(x, y);
  }

  /**
   * {@return x - y with one y for all elements} See {@link Binary#SUB}.
   *
   * @param x the first operand
   * @param y the second operand
   */
  public static Tensor sub(Tensor x, float y) {
    return Binary.SUB.of(x, y);
  }

  /**
   * {@return x y, element by element} See {@link Binary#MUL}.
   *
   * @param x the first operand
   * @param y the second operand
   */
  public static Tensor mul(Tensor x, Tensor y) {
    return Binary.MUL.of(x, y);
  }

  /**
   * {@return x y with one y for all elements} See {@link Binary#MUL}.
   *
   * @param x the first operand
   * @param y the second operand
   */
  public static Tensor mul(Tensor x, float y) {
    return Binary.MUL.of(x, y);
  }

  /**
   * {@return x / y, element by element} See {@link Binary#DIV}.
   *
   * @param x the first operand
   * @param y the second operand
   */
  public static Tensor div(Tensor x, Tensor y) {
    return Binary.DIV.of(x, y);
  }

  /**
   * {@return x / y with one y for all elements} See {@link Binary#DIV}.
   *
   * @param x the first operand
   * @param y the second operand
   */
  public static Tensor div(Tensor x, float y) {
    return Binary.DIV.of(x, y);
  }

  /**
   * {@return x^y with one y for all elements} See {@link Binary#POW}.
   *
   * @param x the first operand
   * @param y the second operand
   */
  public static Tensor pow(Tensor x, float y) {
    return Binary.POW.of(x, y);
  }

  /**
   * {@return the smaller of each two elements} See {@link Binary#MIN}.
   *
   * @param x the first operand
   * @param y the second operand
   */
  public static Tensor minimum(Tensor x, Tensor y) {
    return Binary.MIN.of(x, y);
  }

  /**
   * {@return the larger of each two elements} See {@link Binary#MAX}.
   *
   * @param x the first operand
   * @param y the second operand
   */
  public static Tensor maximum(Tensor x, Tensor y) {
    return Binary.MAX.of(x, y);
  }

  /**
   * {@return x where the mask is not 0, y elsewhere} See {@link Ternary#WHERE}.
   *
   * @param mask the mask, which selects x where it is not 0
   * @param x the values where the mask is not 0; broadcasts against the others
   * @param y the values where the mask is 0; broadcasts against the others
   */
  public static Tensor where(Tensor mask, Tensor x, Tensor y) {
    return Ternary.WHERE.of(mask, x, y);
  }

  /**
   * {@return each element, at least low and at most high} See {@link Clip}.
   *
   * @param x the operand, with any shape and layout
   * @param low the lower bound
   * @param high the upper bound
   */
  public static Tensor clip(Tensor x, float low, float high) {
    return new Clip(low, high).of(x);
  }

  /**
   * {@return -x of each element} See {@link Unary#NEG}.
   *
   * @param x the operand, with any shape and layout
   */
  public static Tensor neg(Tensor x) {
    return Unary.NEG.of(x);
  }

  /**
   * {@return |x| of each element} See {@link Unary#ABS}.
   *
   * @param x the operand, with any shape and layout
   */
  public static Tensor abs(Tensor x) {
    return Unary.ABS.of(x);
  }

  /**
   * {@return the square of each element} See {@link Unary#SQUARE}.
   *
   * @param x the operand, with any shape and layout
   */
  public static Tensor square(Tensor x) {
    return Unary.SQUARE.of(x);
  }

  /**
   * {@return the square root of each element} See {@link Unary#SQRT}.
   *
   * @param x the operand, with any shape and layout
   */
  public static Tensor sqrt(Tensor x) {
    return Unary.SQRT.of(x);
  }

  /**
   * {@return e^x of each element} See {@link Unary#EXP}.
   *
   * @param x the operand, with any shape and layout
   */
  public static Tensor exp(Tensor x) {
    return Unary.EXP.of(x);
  }

  /**
   * {@return the natural logarithm of each element} See {@link Unary#LOG}.
   *
   * @param x the operand, with any shape and layout
   */
  public static Tensor log(Tensor x) {
    return Unary.LOG.of(x);
  }

  /**
   * {@return the sine of each element} See {@link Unary#SIN}.
   *
   * @param x the operand, with any shape and layout
   */
  public static Tensor sin(Tensor x) {
    return Unary.SIN.of(x);
  }

  /**
   * {@return the cosine of each element} See {@link Unary#COS}.
   *
   * @param x the operand, with any shape and layout
   */
  public static Tensor cos(Tensor x) {
    return Unary.COS.of(x);
  }

  /**
   * {@return the hyperbolic tangent of each element} See {@link Unary#TANH}.
   *
   * @param x the operand, with any shape and layout
   */
  public static Tensor tanh(Tensor x) {
    return Unary.TANH.of(x);
  }

  /**
   * {@return 1 / (1 + e^-x) of each element} See {@link Unary#SIGMOID}.
   *
   * @param x the operand, with any shape and layout
   */
  public static Tensor sigmoid(Tensor x) {
    return Unary.SIGMOID.of(x);
  }

  /**
   * {@return max(x, 0) of each element} See {@link Unary#RELU}.
   *
   * @param x the operand, with any shape and layout
   */
  public static Tensor relu(Tensor x) {
    return Unary.RELU.of(x);
  }

  /**
   * {@return x Phi(x) of each element} See {@link Unary#GELU}.
   *
   * @param x the operand, with any shape and layout
   */
  public static Tensor gelu(Tensor x) {
    return Unary.GELU.of(x);
  }

  /**
   * {@return the sum along some axes} See {@link Reduce#SUM}.
   *
   * @param x the operand, with any shape and layout
   * @param axes the axes to reduce; without axes, all are reduced
   */
  public static Tensor sum(Tensor x, int... axes) {
    return Reduce.SUM.of(x, axes);
  }

  /**
   * {@return the mean along some axes} See {@link Reduce#MEAN}.
   *
   * @param x the operand, with any shape and layout
   * @param axes the axes to reduce; without axes, all are reduced
   */
  public static Tensor mean(Tensor x, int... axes) {
    return Reduce.MEAN.of(x, axes);
  }

  /**
   * {@return the variance along some axes} See {@link Reduce#VAR}.
   *
   * @param x the operand, with any shape and layout
   * @param axes the axes to reduce; without axes, all are reduced
   */
  public static Tensor var(Tensor x, int... axes) {
    return Reduce.VAR.of(x, axes);
  }

  /**
   * {@return the standard deviation along some axes} See {@link Reduce#STD}.
   *
   * @param x the operand, with any shape and layout
   * @param axes the axes to reduce; without axes, all are reduced
   */
  public static Tensor std(Tensor x, int... axes) {
    return Reduce.STD.of(x, axes);
  }

  /**
   * {@return the smallest element along some axes} See {@link Reduce#MIN}.
   *
   * @param x the operand, with any shape and layout
   * @param axes the axes to reduce; without axes, all are reduced
   */
  public static Tensor min(Tensor x, int... axes) {
    return Reduce.MIN.of(x, axes);
  }

  /**
   * {@return the largest element along some axes} See {@link Reduce#MAX}.
   *
   * @param x the operand, with any shape and layout
   * @param axes the axes to reduce; without axes, all are reduced
   */
  public static Tensor max(Tensor x, int... axes) {
    return Reduce.MAX.of(x, axes);
  }

  /**
   * {@return the index of the smallest element along some axes} See {@link Reduce#ARG_MIN}.
   *
   * @param x the operand, with any shape and layout
   * @param axes the axes to reduce; without axes, all are reduced
   */
  public static Tensor argMin(Tensor x, int... axes) {
    return Reduce.ARG_MIN.of(x, axes);
  }

  /**
   * {@return the index of the largest element along some axes} See {@link Reduce#ARG_MAX}.
   *
   * @param x the operand, with any shape and layout
   * @param axes the axes to reduce; without axes, all are reduced
   */
  public static Tensor argMax(Tensor x, int... axes) {
    return Reduce.ARG_MAX.of(x, axes);
  }

  /**
   * {@return the L2 norm along some axes} See {@link Reduce#NORM_2}.
   *
   * @param x the operand, with any shape and layout
   * @param axes the axes to reduce; without axes, all are reduced
   */
  public static Tensor norm(Tensor x, int... axes) {
    return Reduce.NORM_2.of(x, axes);
  }

  /**
   * {@return e^x divided by the sum of e^x along an axis} See {@link AxisFunction#SOFTMAX}.
   *
   * @param x the operand, with any shape and layout
   * @param axis the axis, counted from 0, or from -1 backwards from the last axis
   */
  public static Tensor softmax(Tensor x, int axis) {
    return AxisFunction.SOFTMAX.of(x, axis);
  }

  /**
   * {@return the logarithm of the softmax along an axis} See {@link AxisFunction#LOG_SOFTMAX}.
   *
   * @param x the operand, with any shape and layout
   * @param axis the axis, counted from 0, or from -1 backwards from the last axis
   */
  public static Tensor logSoftmax(Tensor x, int axis) {
    return AxisFunction.LOG_SOFTMAX.of(x, axis);
  }
}
