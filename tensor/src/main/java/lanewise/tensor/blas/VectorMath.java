package lanewise.tensor.blas;

import java.util.Objects;
import lanewise.tensor.kernel.elementwise.BinaryOp;
import lanewise.tensor.kernel.elementwise.ElementwiseKernel;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.kernel.elementwise.UnaryOp;
import lanewise.tensor.kernel.reduce.Reducer;

/**
 * Elementwise functions of n consecutive floats of plain arrays; comparisons are in {@link
 * VectorMasks}.
 *
 * <p>The result may lie exactly over an operand (same array and offset) or apart from it. Every
 * method checks its arguments first: a negative n or a run that leaves its array throws {@link
 * IndexOutOfBoundsException}, a result that overlaps an operand in part {@link
 * IllegalArgumentException}, and nothing has been written then.
 *
 * <p>Results have the same bits on every machine and for every vector width. Functions that round
 * more than once are within 2 units in the last place; {@link lanewise.tensor.ops.Functions} has
 * the measured errors, of which gelu, geluTanh, softplus and silu stay below 0.6. Once warm, no
 * method allocates anything. All are safe to call from many threads, as long as none writes what
 * another uses.
 */
public final class VectorMath {
  private static final ElementwiseKernel KERNEL = ElementwiseVariants.KERNEL;

  private VectorMath() {}

  /**
   * Writes -x.
   *
   * @param n number of elements
   * @param x operand
   * @param xOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void neg(int n, float[] x, int xOffset, float[] out, int outOffset) {
    unary(UnaryOp.NEG, n, x, xOffset, out, outOffset);
  }

  /**
   * Writes |x|.
   *
   * @param n number of elements
   * @param x operand
   * @param xOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void abs(int n, float[] x, int xOffset, float[] out, int outOffset) {
    unary(UnaryOp.ABS, n, x, xOffset, out, outOffset);
  }

  /**
   * Writes 1 where x is above 0, -1 where it is below, 0 where it is 0; NaN stays.
   *
   * @param n number of elements
   * @param x operand
   * @param xOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void sign(int n, float[] x, int xOffset, float[] out, int outOffset) {
    unary(UnaryOp.SIGN, n, x, xOffset, out, outOffset);
  }

  /**
   * Writes x^2.
   *
   * @param n number of elements
   * @param x operand
   * @param xOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void square(int n, float[] x, int xOffset, float[] out, int outOffset) {
    unary(UnaryOp.SQUARE, n, x, xOffset, out, outOffset);
  }

  /**
   * Writes the square root of x.
   *
   * @param n number of elements
   * @param x operand
   * @param xOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void sqrt(int n, float[] x, int xOffset, float[] out, int outOffset) {
    unary(UnaryOp.SQRT, n, x, xOffset, out, outOffset);
  }

  /**
   * Writes 1 / sqrt(x).
   *
   * @param n number of elements
   * @param x operand
   * @param xOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void rsqrt(int n, float[] x, int xOffset, float[] out, int outOffset) {
    unary(UnaryOp.RSQRT, n, x, xOffset, out, outOffset);
  }

  /**
   * Writes 1 / x.
   *
   * @param n number of elements
   * @param x operand
   * @param xOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void reciprocal(int n, float[] x, int xOffset, float[] out, int outOffset) {
    unary(UnaryOp.RECIPROCAL, n, x, xOffset, out, outOffset);
  }

  /**
   * Writes the largest whole number not above x.
   *
   * @param n number of elements
   * @param x operand
   * @param xOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void floor(int n, float[] x, int xOffset, float[] out, int outOffset) {
    unary(UnaryOp.FLOOR, n, x, xOffset, out, outOffset);
  }

  /**
   * Writes the smallest whole number not below x.
   *
   * @param n number of elements
   * @param x operand
   * @param xOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void ceil(int n, float[] x, int xOffset, float[] out, int outOffset) {
    unary(UnaryOp.CEIL, n, x, xOffset, out, outOffset);
  }

  /**
   * Writes the nearest whole number, the even one of two.
   *
   * @param n number of elements
   * @param x operand
   * @param xOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void round(int n, float[] x, int xOffset, float[] out, int outOffset) {
    unary(UnaryOp.ROUND, n, x, xOffset, out, outOffset);
  }

  /**
   * Writes max(x, 0); NaN stays.
   *
   * @param n number of elements
   * @param x operand
   * @param xOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void relu(int n, float[] x, int xOffset, float[] out, int outOffset) {
    unary(UnaryOp.RELU, n, x, xOffset, out, outOffset);
  }

  /**
   * Writes e^x.
   *
   * @param n number of elements
   * @param x operand
   * @param xOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void exp(int n, float[] x, int xOffset, float[] out, int outOffset) {
    unary(UnaryOp.EXP, n, x, xOffset, out, outOffset);
  }

  /**
   * Writes e^x - 1.
   *
   * @param n number of elements
   * @param x operand
   * @param xOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void expm1(int n, float[] x, int xOffset, float[] out, int outOffset) {
    unary(UnaryOp.EXPM1, n, x, xOffset, out, outOffset);
  }

  /**
   * Writes the natural logarithm of x.
   *
   * @param n number of elements
   * @param x operand
   * @param xOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void log(int n, float[] x, int xOffset, float[] out, int outOffset) {
    unary(UnaryOp.LOG, n, x, xOffset, out, outOffset);
  }

  /**
   * Writes log(1 + x).
   *
   * @param n number of elements
   * @param x operand
   * @param xOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void log1p(int n, float[] x, int xOffset, float[] out, int outOffset) {
    unary(UnaryOp.LOG1P, n, x, xOffset, out, outOffset);
  }

  /**
   * Writes the sine of x.
   *
   * @param n number of elements
   * @param x operand
   * @param xOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void sin(int n, float[] x, int xOffset, float[] out, int outOffset) {
    unary(UnaryOp.SIN, n, x, xOffset, out, outOffset);
  }

  /**
   * Writes the cosine of x.
   *
   * @param n number of elements
   * @param x operand
   * @param xOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void cos(int n, float[] x, int xOffset, float[] out, int outOffset) {
    unary(UnaryOp.COS, n, x, xOffset, out, outOffset);
  }

  /**
   * Writes the hyperbolic tangent of x.
   *
   * @param n number of elements
   * @param x operand
   * @param xOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void tanh(int n, float[] x, int xOffset, float[] out, int outOffset) {
    unary(UnaryOp.TANH, n, x, xOffset, out, outOffset);
  }

  /**
   * Writes 1 / (1 + e^-x).
   *
   * @param n number of elements
   * @param x operand
   * @param xOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void sigmoid(int n, float[] x, int xOffset, float[] out, int outOffset) {
    unary(UnaryOp.SIGMOID, n, x, xOffset, out, outOffset);
  }

  /**
   * Writes the error function of x.
   *
   * @param n number of elements
   * @param x operand
   * @param xOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void erf(int n, float[] x, int xOffset, float[] out, int outOffset) {
    unary(UnaryOp.ERF, n, x, xOffset, out, outOffset);
  }

  /**
   * Writes x Phi(x), with Phi the distribution function of the normal distribution; -0 at minus
   * infinity.
   *
   * @param n number of elements
   * @param x operand
   * @param xOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void gelu(int n, float[] x, int xOffset, float[] out, int outOffset) {
    unary(UnaryOp.GELU, n, x, xOffset, out, outOffset);
  }

  /**
   * Writes the approximation of gelu by tanh; -0 at minus infinity.
   *
   * @param n number of elements
   * @param x operand
   * @param xOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void geluTanh(int n, float[] x, int xOffset, float[] out, int outOffset) {
    unary(UnaryOp.GELU_TANH, n, x, xOffset, out, outOffset);
  }

  /**
   * Writes log(1 + e^x).
   *
   * @param n number of elements
   * @param x operand
   * @param xOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void softplus(int n, float[] x, int xOffset, float[] out, int outOffset) {
    unary(UnaryOp.SOFTPLUS, n, x, xOffset, out, outOffset);
  }

  /**
   * Writes x / (1 + e^-x); -0 at minus infinity.
   *
   * @param n number of elements
   * @param x operand
   * @param xOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void silu(int n, float[] x, int xOffset, float[] out, int outOffset) {
    unary(UnaryOp.SILU, n, x, xOffset, out, outOffset);
  }

  /**
   * Writes x + y.
   *
   * @param n number of elements
   * @param x first operand
   * @param xOffset where it begins
   * @param y second operand
   * @param yOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void add(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset) {
    binary(BinaryOp.ADD, n, x, xOffset, y, yOffset, out, outOffset);
  }

  /**
   * Writes x - y.
   *
   * @param n number of elements
   * @param x first operand
   * @param xOffset where it begins
   * @param y second operand
   * @param yOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void sub(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset) {
    binary(BinaryOp.SUB, n, x, xOffset, y, yOffset, out, outOffset);
  }

  /**
   * Writes x y.
   *
   * @param n number of elements
   * @param x first operand
   * @param xOffset where it begins
   * @param y second operand
   * @param yOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void mul(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset) {
    binary(BinaryOp.MUL, n, x, xOffset, y, yOffset, out, outOffset);
  }

  /**
   * Writes x / y.
   *
   * @param n number of elements
   * @param x first operand
   * @param xOffset where it begins
   * @param y second operand
   * @param yOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void div(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset) {
    binary(BinaryOp.DIV, n, x, xOffset, y, yOffset, out, outOffset);
  }

  /**
   * Writes the smaller of x and y; NaN if either is.
   *
   * @param n number of elements
   * @param x first operand
   * @param xOffset where it begins
   * @param y second operand
   * @param yOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void min(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset) {
    binary(BinaryOp.MIN, n, x, xOffset, y, yOffset, out, outOffset);
  }

  /**
   * Writes the larger of x and y; NaN if either is.
   *
   * @param n number of elements
   * @param x first operand
   * @param xOffset where it begins
   * @param y second operand
   * @param yOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void max(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset) {
    binary(BinaryOp.MAX, n, x, xOffset, y, yOffset, out, outOffset);
  }

  /**
   * Writes x^y, with the special cases of IEEE 754.
   *
   * @param n number of elements
   * @param x first operand
   * @param xOffset where it begins
   * @param y second operand
   * @param yOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void pow(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset) {
    binary(BinaryOp.POW, n, x, xOffset, y, yOffset, out, outOffset);
  }

  /**
   * Writes x + y with one y for all elements.
   *
   * @param n number of elements
   * @param x first operand
   * @param xOffset where it begins
   * @param y second operand
   * @param out result
   * @param outOffset where it begins
   */
  public static void add(int n, float[] x, int xOffset, float y, float[] out, int outOffset) {
    operand("add", n, x, xOffset, out, outOffset);
    KERNEL.binaryScalar(BinaryOp.ADD, n, x, xOffset, y, out, outOffset);
  }

  /**
   * Writes x - y with one y for all elements.
   *
   * @param n number of elements
   * @param x first operand
   * @param xOffset where it begins
   * @param y second operand
   * @param out result
   * @param outOffset where it begins
   */
  public static void sub(int n, float[] x, int xOffset, float y, float[] out, int outOffset) {
    operand("sub", n, x, xOffset, out, outOffset);
    KERNEL.binaryScalar(BinaryOp.SUB, n, x, xOffset, y, out, outOffset);
  }

  /**
   * Writes x y with one y for all elements.
   *
   * @param n number of elements
   * @param x first operand
   * @param xOffset where it begins
   * @param y second operand
   * @param out result
   * @param outOffset where it begins
   */
  public static void mul(int n, float[] x, int xOffset, float y, float[] out, int outOffset) {
    operand("mul", n, x, xOffset, out, outOffset);
    KERNEL.binaryScalar(BinaryOp.MUL, n, x, xOffset, y, out, outOffset);
  }

  /**
   * Writes x / y with one y for all elements.
   *
   * @param n number of elements
   * @param x first operand
   * @param xOffset where it begins
   * @param y second operand
   * @param out result
   * @param outOffset where it begins
   */
  public static void div(int n, float[] x, int xOffset, float y, float[] out, int outOffset) {
    operand("div", n, x, xOffset, out, outOffset);
    KERNEL.binaryScalar(BinaryOp.DIV, n, x, xOffset, y, out, outOffset);
  }

  /**
   * Writes the smaller of x and one y for all elements; NaN if either is.
   *
   * @param n number of elements
   * @param x first operand
   * @param xOffset where it begins
   * @param y second operand
   * @param out result
   * @param outOffset where it begins
   */
  public static void min(int n, float[] x, int xOffset, float y, float[] out, int outOffset) {
    operand("min", n, x, xOffset, out, outOffset);
    KERNEL.binaryScalar(BinaryOp.MIN, n, x, xOffset, y, out, outOffset);
  }

  /**
   * Writes the larger of x and one y for all elements; NaN if either is.
   *
   * @param n number of elements
   * @param x first operand
   * @param xOffset where it begins
   * @param y second operand
   * @param out result
   * @param outOffset where it begins
   */
  public static void max(int n, float[] x, int xOffset, float y, float[] out, int outOffset) {
    operand("max", n, x, xOffset, out, outOffset);
    KERNEL.binaryScalar(BinaryOp.MAX, n, x, xOffset, y, out, outOffset);
  }

  /**
   * Writes x^y with one y for all elements.
   *
   * @param n number of elements
   * @param x first operand
   * @param xOffset where it begins
   * @param y second operand
   * @param out result
   * @param outOffset where it begins
   */
  public static void pow(int n, float[] x, int xOffset, float y, float[] out, int outOffset) {
    operand("pow", n, x, xOffset, out, outOffset);
    KERNEL.binaryScalar(BinaryOp.POW, n, x, xOffset, y, out, outOffset);
  }

  /**
   * Writes x - y with one x for all elements.
   *
   * @param n number of elements
   * @param x first operand
   * @param y second operand
   * @param yOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void sub(int n, float x, float[] y, int yOffset, float[] out, int outOffset) {
    operand("sub", n, y, yOffset, out, outOffset);
    KERNEL.scalarBinary(BinaryOp.SUB, n, x, y, yOffset, out, outOffset);
  }

  /**
   * Writes x / y with one x for all elements.
   *
   * @param n number of elements
   * @param x first operand
   * @param y second operand
   * @param yOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void div(int n, float x, float[] y, int yOffset, float[] out, int outOffset) {
    operand("div", n, y, yOffset, out, outOffset);
    KERNEL.scalarBinary(BinaryOp.DIV, n, x, y, yOffset, out, outOffset);
  }

  /**
   * Writes x^y with one x for all elements.
   *
   * @param n number of elements
   * @param x first operand
   * @param y second operand
   * @param yOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void pow(int n, float x, float[] y, int yOffset, float[] out, int outOffset) {
    operand("pow", n, y, yOffset, out, outOffset);
    KERNEL.scalarBinary(BinaryOp.POW, n, x, y, yOffset, out, outOffset);
  }

  /**
   * Writes x y + z, rounded once.
   *
   * @param n number of elements
   * @param x first factor
   * @param xOffset where it begins
   * @param y second factor
   * @param yOffset where it begins
   * @param z what is added
   * @param zOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void fma(
      int n,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] z,
      int zOffset,
      float[] out,
      int outOffset) {
    operand("fma", n, x, xOffset, out, outOffset);
    operand("fma", n, y, yOffset, out, outOffset);
    operand("fma", n, z, zOffset, out, outOffset);
    KERNEL.fma(n, x, xOffset, y, yOffset, z, zOffset, out, outOffset);
  }

  /**
   * Writes min(max(x, low), high); NaN if any of the three is.
   *
   * @param n number of elements
   * @param x operand
   * @param xOffset where it begins
   * @param low lower bound
   * @param high upper bound
   * @param out result
   * @param outOffset where it begins
   */
  public static void clip(
      int n, float[] x, int xOffset, float low, float high, float[] out, int outOffset) {
    operand("clip", n, x, xOffset, out, outOffset);
    KERNEL.clip(n, x, xOffset, low, high, out, outOffset);
  }

  /**
   * Writes the softmax of the n elements: e^x over the sum of e^x.
   *
   * @param n number of elements
   * @param x operand
   * @param xOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void softmax(int n, float[] x, int xOffset, float[] out, int outOffset) {
    operand("softmax", n, x, xOffset, out, outOffset);
    Reducer.softmax(false, 1, n, 1, x, xOffset, n, 1, out, outOffset);
  }

  /**
   * Writes the logarithm of the softmax of the n elements.
   *
   * @param n number of elements
   * @param x operand
   * @param xOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void logSoftmax(int n, float[] x, int xOffset, float[] out, int outOffset) {
    operand("logSoftmax", n, x, xOffset, out, outOffset);
    Reducer.softmax(true, 1, n, 1, x, xOffset, n, 1, out, outOffset);
  }

  private static void unary(UnaryOp op, int n, float[] x, int xOffset, float[] out, int outOffset) {
    operand(op, n, x, xOffset, out, outOffset);
    KERNEL.unary(op, n, x, xOffset, out, outOffset);
  }

  private static void binary(
      BinaryOp op,
      int n,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] out,
      int outOffset) {
    operand(op, n, x, xOffset, out, outOffset);
    operand(op, n, y, yOffset, out, outOffset);
    KERNEL.binary(op, n, x, xOffset, y, yOffset, out, outOffset);
  }

  @SuppressWarnings("ReferenceEquality") // whether it is one array, not whether two are equal
  static void operand(Object operation, int n, float[] x, int xOffset, float[] out, int outOffset) {
    Objects.checkFromIndexSize(xOffset, n, x.length);
    Objects.checkFromIndexSize(outOffset, n, out.length);
    if (x == out && xOffset != outOffset && Math.abs((long) xOffset - outOffset) < n) {
      throw new IllegalArgumentException(
          operation
              + ": the result at "
              + outOffset
              + " overlaps the operand at "
              + xOffset
              + " in part");
    }
  }
}
