package lanewise.tensor.ops;

import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.kernel.elementwise.UnaryOp;
import lanewise.tensor.ops.ElementwiseLoop.Kind;

/**
 * Functions of one operand, element by element: {@code Unary.EXP.of(x)}. The package description
 * states the rules that hold for all operations.
 *
 * <p>NaN gives NaN, unless a constant says otherwise. The transcendental functions are polynomials
 * implemented in this library, so every machine gives the same bits. The table lists the largest
 * and the mean error over all floats in units in the last place (the smallest unit is 2^-149),
 * rounded up; for pow, those over 2^28 random pairs:
 *
 * <table>
 *   <caption>Errors</caption>
 *   <tr><th>function</th><th>largest</th><th>mean</th></tr>
 *   <tr><td>exp</td><td>0.91</td><td>0.04</td></tr>
 *   <tr><td>expm1</td><td>1.53</td><td>0.04</td></tr>
 *   <tr><td>log</td><td>0.94</td><td>0.26</td></tr>
 *   <tr><td>log1p</td><td>1.53</td><td>0.12</td></tr>
 *   <tr><td>sin</td><td>1.54</td><td>0.17</td></tr>
 *   <tr><td>cos</td><td>1.54</td><td>0.17</td></tr>
 *   <tr><td>tanh</td><td>2.00</td><td>0.03</td></tr>
 *   <tr><td>sigmoid</td><td>1.75</td><td>0.05</td></tr>
 *   <tr><td>erf</td><td>1.06</td><td>0.15</td></tr>
 *   <tr><td>gelu</td><td>0.52</td><td>0.04</td></tr>
 *   <tr><td>geluTanh</td><td>0.51</td><td>0.04</td></tr>
 *   <tr><td>softplus</td><td>0.60</td><td>0.05</td></tr>
 *   <tr><td>silu</td><td>0.51</td><td>0.04</td></tr>
 *   <tr><td>sqrt</td><td>0.50</td><td>0.25</td></tr>
 *   <tr><td>rsqrt</td><td>1.50</td><td>0.36</td></tr>
 *   <tr><td>pow ({@link Binary#POW})</td><td>0.51</td><td>0.25</td></tr>
 * </table>
 */
public enum Unary {
  /** {@code -x}, exact. */
  NEG(UnaryOp.NEG),
  /** {@code |x|}, exact. */
  ABS(UnaryOp.ABS),
  /** The sign of x: 1, 0 (for both zeros) or -1. */
  SIGN(UnaryOp.SIGN),
  /** {@code x x}, rounded once. */
  SQUARE(UnaryOp.SQUARE),
  /** The square root, exactly rounded; it is NaN below 0, and -0 at -0. */
  SQRT(UnaryOp.SQRT),
  /** {@code 1 / sqrt(x)}: two exactly rounded operations. */
  RSQRT(UnaryOp.RSQRT),
  /** {@code 1 / x}, exactly rounded. */
  RECIPROCAL(UnaryOp.RECIPROCAL),
  /** The largest integer that is not above x. */
  FLOOR(UnaryOp.FLOOR),
  /** The smallest integer that is not below x. */
  CEIL(UnaryOp.CEIL),
  /** The nearest integer; the even one if two are equally near. */
  ROUND(UnaryOp.ROUND),
  /** {@code max(x, 0)}; -0 becomes 0. */
  RELU(UnaryOp.RELU),
  /** {@code e^x}. */
  EXP(UnaryOp.EXP),
  /** {@code e^x - 1}, accurate near 0, where the difference would cancel. */
  EXPM1(UnaryOp.EXPM1),
  /** The natural logarithm; minus infinity at 0, NaN below 0. */
  LOG(UnaryOp.LOG),
  /** {@code log(1 + x)}, accurate near 0; minus infinity at -1, NaN below -1. */
  LOG1P(UnaryOp.LOG1P),
  /** The sine of x in radians; NaN at the infinities. Several times slower beyond 65,536. */
  SIN(UnaryOp.SIN),
  /** The cosine of x in radians; NaN at the infinities. Several times slower beyond 65,536. */
  COS(UnaryOp.COS),
  /** The hyperbolic tangent. */
  TANH(UnaryOp.TANH),
  /** {@code 1 / (1 + e^-x)}. */
  SIGMOID(UnaryOp.SIGMOID),
  /** The error function. */
  ERF(UnaryOp.ERF),
  /**
   * {@code x Phi(x)}, Phi the distribution function of the normal distribution; -0 at -infinity.
   */
  GELU(UnaryOp.GELU),
  /** {@code x sigmoid(2 u)}, {@code u = sqrt(2 / pi) (x + 0.044715 x^3)}: GELU by tanh. */
  GELU_TANH(UnaryOp.GELU_TANH),
  /** {@code log(1 + e^x)}, which does not overflow: it is x where e^-x is small against x. */
  SOFTPLUS(UnaryOp.SOFTPLUS),
  /** {@code x / (1 + e^-x)}: x sigmoid(x), also called swish; -0 at -infinity. */
  SILU(UnaryOp.SILU);

  private final UnaryOp op;

  Unary(UnaryOp op) {
    this.op = op;
  }

  /**
   * Computes the function of each element.
   *
   * @param x the operand, with any shape and layout
   * @return a new tensor of x's shape
   */
  public Tensor of(Tensor x) {
    Tensor out = Tensor.zeros(x.shape());
    ElementwiseLoop.of(Kind.UNARY).op(op).run(out, x, x, x);
    return out;
  }

  /**
   * Writes the function of each element into a tensor.
   *
   * @param x the operand, which broadcasts to out's shape
   * @param out the tensor to write; it may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public void into(Tensor x, Tensor out) {
    Broadcasting.requireResult(this, x, x, x, out);
    Tensor operand = Broadcasting.apart(x, out);
    ElementwiseLoop.of(Kind.UNARY).op(op).run(out, operand, operand, operand);
  }

  /**
   * Replaces each element by its function value.
   *
   * @param x the operand, which is read and written
   * @throws ShapeException if x is a broadcast view
   */
  public void inPlace(Tensor x) {
    into(x, x);
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
    ElementwiseVariants.KERNEL.unary(op, n, x, xOffset, out, outOffset);
  }
}
