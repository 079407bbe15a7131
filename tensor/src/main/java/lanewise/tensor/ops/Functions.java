package lanewise.tensor.ops;

import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.kernel.elementwise.BinaryOp;
import lanewise.tensor.kernel.elementwise.UnaryOp;

/**
 * Functions of real numbers, element by element.
 *
 * <p>The transcendental ones are polynomials of this library's own, so every machine gives the same
 * bits. Their largest and mean error in units in the last place (least unit 2^-149), measured
 * against double precision on every seventh of all floats (erf: every 997th):
 *
 * <table>
 *   <caption>Errors</caption>
 *   <tr><th>function</th><th>largest</th><th>mean</th></tr>
 *   <tr><td>exp</td><td>0.91</td><td>0.03</td></tr>
 *   <tr><td>expm1</td><td>1.52</td><td>0.03</td></tr>
 *   <tr><td>log</td><td>0.93</td><td>0.13</td></tr>
 *   <tr><td>log1p</td><td>1.51</td><td>0.09</td></tr>
 *   <tr><td>sin, cos</td><td>1.54</td><td>0.14</td></tr>
 *   <tr><td>tanh</td><td>2.00</td><td>0.03</td></tr>
 *   <tr><td>sigmoid</td><td>1.75</td><td>0.05</td></tr>
 *   <tr><td>erf</td><td>0.98</td><td>0.14</td></tr>
 *   <tr><td>gelu, silu, softplus</td><td>below 0.6</td><td></td></tr>
 *   <tr><td>rsqrt</td><td>1.48</td><td>0.18</td></tr>
 *   <tr><td>pow</td><td>0.51</td><td>0.25</td></tr>
 * </table>
 *
 * <p>Operands of different shapes are broadcast as in NumPy: aligned at the last axis, axes of size
 * 1 and missing leading axes repeat. Any layout will do, and strided, transposed and broadcast
 * operands are not copied. Each operation has three forms: a new tensor; {@code …Into} an existing
 * one, to whose shape the operands broadcast; and {@code …InPlace} of the first operand. The latter
 * two allocate nothing, unless an operand overlaps the result without being it: such an operand is
 * copied first.
 *
 * <p>Results do not depend on layout, vector width or machine, except for the bits of a NaN. Safe
 * for any number of threads as long as none writes what another uses.
 */
public final class Functions {
  private Functions() {}

  /**
   * e^x of each element.
   *
   * @param x any shape and layout
   * @return a new tensor of x's shape
   */
  public static Tensor exp(Tensor x) {
    return Broadcasting.unary(UnaryOp.EXP, x);
  }

  /**
   * Writes {@link #exp(Tensor)} into a tensor.
   *
   * @param x broadcasts to out's shape
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void expInto(Tensor x, Tensor out) {
    Broadcasting.unaryInto(UnaryOp.EXP, x, out);
  }

  /**
   * Replaces each element by {@link #exp(Tensor)} of it.
   *
   * @param x read and written
   * @throws ShapeException if x is a broadcast view
   */
  public static void expInPlace(Tensor x) {
    Broadcasting.unaryInPlace(UnaryOp.EXP, x);
  }

  /**
   * e^x - 1 of each element.
   *
   * <p>Accurate near 0, where the difference would cancel.
   *
   * @param x any shape and layout
   * @return a new tensor of x's shape
   */
  public static Tensor expm1(Tensor x) {
    return Broadcasting.unary(UnaryOp.EXPM1, x);
  }

  /**
   * Writes {@link #expm1(Tensor)} into a tensor.
   *
   * @param x broadcasts to out's shape
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void expm1Into(Tensor x, Tensor out) {
    Broadcasting.unaryInto(UnaryOp.EXPM1, x, out);
  }

  /**
   * Replaces each element by {@link #expm1(Tensor)} of it.
   *
   * @param x read and written
   * @throws ShapeException if x is a broadcast view
   */
  public static void expm1InPlace(Tensor x) {
    Broadcasting.unaryInPlace(UnaryOp.EXPM1, x);
  }

  /**
   * The natural logarithm of each element.
   *
   * <p>Minus infinity at 0, NaN below.
   *
   * @param x any shape and layout
   * @return a new tensor of x's shape
   */
  public static Tensor log(Tensor x) {
    return Broadcasting.unary(UnaryOp.LOG, x);
  }

  /**
   * Writes {@link #log(Tensor)} into a tensor.
   *
   * @param x broadcasts to out's shape
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void logInto(Tensor x, Tensor out) {
    Broadcasting.unaryInto(UnaryOp.LOG, x, out);
  }

  /**
   * Replaces each element by {@link #log(Tensor)} of it.
   *
   * @param x read and written
   * @throws ShapeException if x is a broadcast view
   */
  public static void logInPlace(Tensor x) {
    Broadcasting.unaryInPlace(UnaryOp.LOG, x);
  }

  /**
   * log(1 + x) of each element.
   *
   * <p>Accurate near 0. Minus infinity at -1, NaN below.
   *
   * @param x any shape and layout
   * @return a new tensor of x's shape
   */
  public static Tensor log1p(Tensor x) {
    return Broadcasting.unary(UnaryOp.LOG1P, x);
  }

  /**
   * Writes {@link #log1p(Tensor)} into a tensor.
   *
   * @param x broadcasts to out's shape
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void log1pInto(Tensor x, Tensor out) {
    Broadcasting.unaryInto(UnaryOp.LOG1P, x, out);
  }

  /**
   * Replaces each element by {@link #log1p(Tensor)} of it.
   *
   * @param x read and written
   * @throws ShapeException if x is a broadcast view
   */
  public static void log1pInPlace(Tensor x) {
    Broadcasting.unaryInPlace(UnaryOp.LOG1P, x);
  }

  /**
   * The sine of each element.
   *
   * <p>Arguments in radians; beyond 65,536 several times slower. NaN at the infinities.
   *
   * @param x any shape and layout
   * @return a new tensor of x's shape
   */
  public static Tensor sin(Tensor x) {
    return Broadcasting.unary(UnaryOp.SIN, x);
  }

  /**
   * Writes {@link #sin(Tensor)} into a tensor.
   *
   * @param x broadcasts to out's shape
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void sinInto(Tensor x, Tensor out) {
    Broadcasting.unaryInto(UnaryOp.SIN, x, out);
  }

  /**
   * Replaces each element by {@link #sin(Tensor)} of it.
   *
   * @param x read and written
   * @throws ShapeException if x is a broadcast view
   */
  public static void sinInPlace(Tensor x) {
    Broadcasting.unaryInPlace(UnaryOp.SIN, x);
  }

  /**
   * The cosine of each element.
   *
   * <p>Arguments in radians; beyond 65,536 several times slower. NaN at the infinities.
   *
   * @param x any shape and layout
   * @return a new tensor of x's shape
   */
  public static Tensor cos(Tensor x) {
    return Broadcasting.unary(UnaryOp.COS, x);
  }

  /**
   * Writes {@link #cos(Tensor)} into a tensor.
   *
   * @param x broadcasts to out's shape
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void cosInto(Tensor x, Tensor out) {
    Broadcasting.unaryInto(UnaryOp.COS, x, out);
  }

  /**
   * Replaces each element by {@link #cos(Tensor)} of it.
   *
   * @param x read and written
   * @throws ShapeException if x is a broadcast view
   */
  public static void cosInPlace(Tensor x) {
    Broadcasting.unaryInPlace(UnaryOp.COS, x);
  }

  /**
   * The hyperbolic tangent of each element.
   *
   * @param x any shape and layout
   * @return a new tensor of x's shape
   */
  public static Tensor tanh(Tensor x) {
    return Broadcasting.unary(UnaryOp.TANH, x);
  }

  /**
   * Writes {@link #tanh(Tensor)} into a tensor.
   *
   * @param x broadcasts to out's shape
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void tanhInto(Tensor x, Tensor out) {
    Broadcasting.unaryInto(UnaryOp.TANH, x, out);
  }

  /**
   * Replaces each element by {@link #tanh(Tensor)} of it.
   *
   * @param x read and written
   * @throws ShapeException if x is a broadcast view
   */
  public static void tanhInPlace(Tensor x) {
    Broadcasting.unaryInPlace(UnaryOp.TANH, x);
  }

  /**
   * 1 / (1 + e^-x) of each element.
   *
   * @param x any shape and layout
   * @return a new tensor of x's shape
   */
  public static Tensor sigmoid(Tensor x) {
    return Broadcasting.unary(UnaryOp.SIGMOID, x);
  }

  /**
   * Writes {@link #sigmoid(Tensor)} into a tensor.
   *
   * @param x broadcasts to out's shape
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void sigmoidInto(Tensor x, Tensor out) {
    Broadcasting.unaryInto(UnaryOp.SIGMOID, x, out);
  }

  /**
   * Replaces each element by {@link #sigmoid(Tensor)} of it.
   *
   * @param x read and written
   * @throws ShapeException if x is a broadcast view
   */
  public static void sigmoidInPlace(Tensor x) {
    Broadcasting.unaryInPlace(UnaryOp.SIGMOID, x);
  }

  /**
   * The error function of each element.
   *
   * @param x any shape and layout
   * @return a new tensor of x's shape
   */
  public static Tensor erf(Tensor x) {
    return Broadcasting.unary(UnaryOp.ERF, x);
  }

  /**
   * Writes {@link #erf(Tensor)} into a tensor.
   *
   * @param x broadcasts to out's shape
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void erfInto(Tensor x, Tensor out) {
    Broadcasting.unaryInto(UnaryOp.ERF, x, out);
  }

  /**
   * Replaces each element by {@link #erf(Tensor)} of it.
   *
   * @param x read and written
   * @throws ShapeException if x is a broadcast view
   */
  public static void erfInPlace(Tensor x) {
    Broadcasting.unaryInPlace(UnaryOp.ERF, x);
  }

  /**
   * x Phi(x) of each element, Phi the distribution function of the normal distribution.
   *
   * <p>-0 at minus infinity.
   *
   * @param x any shape and layout
   * @return a new tensor of x's shape
   */
  public static Tensor gelu(Tensor x) {
    return Broadcasting.unary(UnaryOp.GELU, x);
  }

  /**
   * Writes {@link #gelu(Tensor)} into a tensor.
   *
   * @param x broadcasts to out's shape
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void geluInto(Tensor x, Tensor out) {
    Broadcasting.unaryInto(UnaryOp.GELU, x, out);
  }

  /**
   * Replaces each element by {@link #gelu(Tensor)} of it.
   *
   * @param x read and written
   * @throws ShapeException if x is a broadcast view
   */
  public static void geluInPlace(Tensor x) {
    Broadcasting.unaryInto(UnaryOp.GELU, x, x);
  }

  /**
   * x / (1 + e^-x) of each element: x sigmoid(x), also called swish.
   *
   * <p>-0 at minus infinity.
   *
   * @param x any shape and layout
   * @return a new tensor of x's shape
   */
  public static Tensor silu(Tensor x) {
    return Broadcasting.unary(UnaryOp.SILU, x);
  }

  /**
   * Writes {@link #silu(Tensor)} into a tensor.
   *
   * @param x broadcasts to out's shape
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void siluInto(Tensor x, Tensor out) {
    Broadcasting.unaryInto(UnaryOp.SILU, x, out);
  }

  /**
   * Replaces each element by {@link #silu(Tensor)} of it.
   *
   * @param x read and written
   * @throws ShapeException if x is a broadcast view
   */
  public static void siluInPlace(Tensor x) {
    Broadcasting.unaryInto(UnaryOp.SILU, x, x);
  }

  /**
   * log(1 + e^x) of each element.
   *
   * <p>Does not overflow: x itself where e^-x is small against it.
   *
   * @param x any shape and layout
   * @return a new tensor of x's shape
   */
  public static Tensor softplus(Tensor x) {
    return Broadcasting.unary(UnaryOp.SOFTPLUS, x);
  }

  /**
   * Writes {@link #softplus(Tensor)} into a tensor.
   *
   * @param x broadcasts to out's shape
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void softplusInto(Tensor x, Tensor out) {
    Broadcasting.unaryInto(UnaryOp.SOFTPLUS, x, out);
  }

  /**
   * Replaces each element by {@link #softplus(Tensor)} of it.
   *
   * @param x read and written
   * @throws ShapeException if x is a broadcast view
   */
  public static void softplusInPlace(Tensor x) {
    Broadcasting.unaryInto(UnaryOp.SOFTPLUS, x, x);
  }

  /**
   * The square root of each element.
   *
   * <p>NaN below 0; -0 at -0.
   *
   * @param x any shape and layout
   * @return a new tensor of x's shape
   */
  public static Tensor sqrt(Tensor x) {
    return Broadcasting.unary(UnaryOp.SQRT, x);
  }

  /**
   * Writes {@link #sqrt(Tensor)} into a tensor.
   *
   * @param x broadcasts to out's shape
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void sqrtInto(Tensor x, Tensor out) {
    Broadcasting.unaryInto(UnaryOp.SQRT, x, out);
  }

  /**
   * Replaces each element by {@link #sqrt(Tensor)} of it.
   *
   * @param x read and written
   * @throws ShapeException if x is a broadcast view
   */
  public static void sqrtInPlace(Tensor x) {
    Broadcasting.unaryInPlace(UnaryOp.SQRT, x);
  }

  /**
   * 1 / sqrt(x) of each element.
   *
   * <p>Two exactly rounded operations, so up to 1.5 units in the last place.
   *
   * @param x any shape and layout
   * @return a new tensor of x's shape
   */
  public static Tensor rsqrt(Tensor x) {
    return Broadcasting.unary(UnaryOp.RSQRT, x);
  }

  /**
   * Writes {@link #rsqrt(Tensor)} into a tensor.
   *
   * @param x broadcasts to out's shape
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void rsqrtInto(Tensor x, Tensor out) {
    Broadcasting.unaryInto(UnaryOp.RSQRT, x, out);
  }

  /**
   * Replaces each element by {@link #rsqrt(Tensor)} of it.
   *
   * @param x read and written
   * @throws ShapeException if x is a broadcast view
   */
  public static void rsqrtInPlace(Tensor x) {
    Broadcasting.unaryInPlace(UnaryOp.RSQRT, x);
  }

  /**
   * x^y, element by element.
   *
   * <p>With the special cases of IEEE 754: pow(x, 0) and pow(1, y) are 1 even for NaN, and a
   * negative x to a power that is not whole gives NaN.
   *
   * @param x first operand
   * @param y second operand
   * @return a new tensor of the broadcast shape
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor pow(Tensor x, Tensor y) {
    return Broadcasting.binary(BinaryOp.POW, x, y);
  }

  /**
   * Writes {@link #pow(Tensor, Tensor)} into a tensor.
   *
   * @param x first operand
   * @param y second operand
   * @param out written; may be x or y
   * @throws ShapeException if the operands do not broadcast to out's shape, or out is a broadcast
   *     view
   */
  public static void powInto(Tensor x, Tensor y, Tensor out) {
    Broadcasting.binaryInto(BinaryOp.POW, x, y, out);
  }

  /**
   * Replaces x by {@link #pow(Tensor, Tensor)}.
   *
   * @param x read and written
   * @param y broadcasts to x's shape
   * @throws ShapeException if y does not broadcast to x's shape, or x is a broadcast view
   */
  public static void powInPlace(Tensor x, Tensor y) {
    Broadcasting.binaryInPlace(BinaryOp.POW, x, y);
  }

  /**
   * x^y with one y for all elements.
   *
   * @param x first operand
   * @param y second operand
   * @return a new tensor of x's shape
   */
  public static Tensor pow(Tensor x, float y) {
    return Broadcasting.binary(BinaryOp.POW, x, y);
  }

  /**
   * Writes {@link #pow(Tensor, float)} into a tensor.
   *
   * @param x first operand
   * @param y second operand
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void powInto(Tensor x, float y, Tensor out) {
    Broadcasting.binaryInto(BinaryOp.POW, x, y, out);
  }

  /**
   * Replaces x by {@link #pow(Tensor, float)}.
   *
   * @param x read and written
   * @param y second operand
   * @throws ShapeException if x is a broadcast view
   */
  public static void powInPlace(Tensor x, float y) {
    Broadcasting.binaryInPlace(BinaryOp.POW, x, y);
  }

  /**
   * x^y with one x for all elements.
   *
   * @param x first operand
   * @param y second operand
   * @return a new tensor of y's shape
   */
  public static Tensor pow(float x, Tensor y) {
    return Broadcasting.binary(BinaryOp.POW, x, y);
  }

  /**
   * Writes {@link #pow(float, Tensor)} into a tensor.
   *
   * @param x first operand
   * @param y second operand
   * @param out written; may be y
   * @throws ShapeException if y does not broadcast to out's shape, or out is a broadcast view
   */
  public static void powInto(float x, Tensor y, Tensor out) {
    Broadcasting.binaryInto(BinaryOp.POW, x, y, out);
  }

  /**
   * Replaces y by {@link #pow(float, Tensor)}.
   *
   * @param x first operand
   * @param y read and written
   * @throws ShapeException if y is a broadcast view
   */
  public static void powInPlace(float x, Tensor y) {
    Broadcasting.binaryInPlace(BinaryOp.POW, x, y);
  }
}
