package lanewise.tensor.blas;

import lanewise.tensor.kernel.elementwise.BinaryOp;
import lanewise.tensor.kernel.elementwise.ElementwiseKernel;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;

/**
 * Comparisons of n consecutive floats of plain arrays, 1 where they hold and 0 elsewhere, and the
 * choice by such a mask. NaN is unequal to everything, -0 equals 0.
 *
 * <p>ArrayChecks are checked, results may lie, and threads may call as {@link VectorMath} says.
 * Once warm, no method allocates anything.
 */
public final class VectorMasks {
  private static final ElementwiseKernel KERNEL = ElementwiseVariants.KERNEL;

  private VectorMasks() {}

  /**
   * Writes 1 where x equals y, 0 elsewhere.
   *
   * @param n number of elements
   * @param x first operand
   * @param xOffset where it begins
   * @param y second operand
   * @param yOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void eq(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset) {
    VectorMath.operand("eq", n, x, xOffset, out, outOffset);
    VectorMath.operand("eq", n, y, yOffset, out, outOffset);
    KERNEL.binary(BinaryOp.EQ, n, x, xOffset, y, yOffset, out, outOffset);
  }

  /**
   * Writes 1 where x equals one y for all elements, 0 elsewhere.
   *
   * @param n number of elements
   * @param x first operand
   * @param xOffset where it begins
   * @param y second operand
   * @param out result
   * @param outOffset where it begins
   */
  public static void eq(int n, float[] x, int xOffset, float y, float[] out, int outOffset) {
    VectorMath.operand("eq", n, x, xOffset, out, outOffset);
    KERNEL.binaryScalar(BinaryOp.EQ, n, x, xOffset, y, out, outOffset);
  }

  /**
   * Writes 1 where x does not equal y, 0 elsewhere.
   *
   * @param n number of elements
   * @param x first operand
   * @param xOffset where it begins
   * @param y second operand
   * @param yOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void ne(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset) {
    VectorMath.operand("ne", n, x, xOffset, out, outOffset);
    VectorMath.operand("ne", n, y, yOffset, out, outOffset);
    KERNEL.binary(BinaryOp.NE, n, x, xOffset, y, yOffset, out, outOffset);
  }

  /**
   * Writes 1 where x does not equal one y for all elements, 0 elsewhere.
   *
   * @param n number of elements
   * @param x first operand
   * @param xOffset where it begins
   * @param y second operand
   * @param out result
   * @param outOffset where it begins
   */
  public static void ne(int n, float[] x, int xOffset, float y, float[] out, int outOffset) {
    VectorMath.operand("ne", n, x, xOffset, out, outOffset);
    KERNEL.binaryScalar(BinaryOp.NE, n, x, xOffset, y, out, outOffset);
  }

  /**
   * Writes 1 where x is less than y, 0 elsewhere.
   *
   * @param n number of elements
   * @param x first operand
   * @param xOffset where it begins
   * @param y second operand
   * @param yOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void lt(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset) {
    VectorMath.operand("lt", n, x, xOffset, out, outOffset);
    VectorMath.operand("lt", n, y, yOffset, out, outOffset);
    KERNEL.binary(BinaryOp.LT, n, x, xOffset, y, yOffset, out, outOffset);
  }

  /**
   * Writes 1 where x is less than one y for all elements, 0 elsewhere.
   *
   * @param n number of elements
   * @param x first operand
   * @param xOffset where it begins
   * @param y second operand
   * @param out result
   * @param outOffset where it begins
   */
  public static void lt(int n, float[] x, int xOffset, float y, float[] out, int outOffset) {
    VectorMath.operand("lt", n, x, xOffset, out, outOffset);
    KERNEL.binaryScalar(BinaryOp.LT, n, x, xOffset, y, out, outOffset);
  }

  /**
   * Writes 1 where x is less than or equal to y, 0 elsewhere.
   *
   * @param n number of elements
   * @param x first operand
   * @param xOffset where it begins
   * @param y second operand
   * @param yOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void le(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset) {
    VectorMath.operand("le", n, x, xOffset, out, outOffset);
    VectorMath.operand("le", n, y, yOffset, out, outOffset);
    KERNEL.binary(BinaryOp.LE, n, x, xOffset, y, yOffset, out, outOffset);
  }

  /**
   * Writes 1 where x is less than or equal to one y for all elements, 0 elsewhere.
   *
   * @param n number of elements
   * @param x first operand
   * @param xOffset where it begins
   * @param y second operand
   * @param out result
   * @param outOffset where it begins
   */
  public static void le(int n, float[] x, int xOffset, float y, float[] out, int outOffset) {
    VectorMath.operand("le", n, x, xOffset, out, outOffset);
    KERNEL.binaryScalar(BinaryOp.LE, n, x, xOffset, y, out, outOffset);
  }

  /**
   * Writes 1 where x is greater than y, 0 elsewhere.
   *
   * @param n number of elements
   * @param x first operand
   * @param xOffset where it begins
   * @param y second operand
   * @param yOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void gt(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset) {
    VectorMath.operand("gt", n, x, xOffset, out, outOffset);
    VectorMath.operand("gt", n, y, yOffset, out, outOffset);
    KERNEL.binary(BinaryOp.GT, n, x, xOffset, y, yOffset, out, outOffset);
  }

  /**
   * Writes 1 where x is greater than one y for all elements, 0 elsewhere.
   *
   * @param n number of elements
   * @param x first operand
   * @param xOffset where it begins
   * @param y second operand
   * @param out result
   * @param outOffset where it begins
   */
  public static void gt(int n, float[] x, int xOffset, float y, float[] out, int outOffset) {
    VectorMath.operand("gt", n, x, xOffset, out, outOffset);
    KERNEL.binaryScalar(BinaryOp.GT, n, x, xOffset, y, out, outOffset);
  }

  /**
   * Writes 1 where x is greater than or equal to y, 0 elsewhere.
   *
   * @param n number of elements
   * @param x first operand
   * @param xOffset where it begins
   * @param y second operand
   * @param yOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void ge(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset) {
    VectorMath.operand("ge", n, x, xOffset, out, outOffset);
    VectorMath.operand("ge", n, y, yOffset, out, outOffset);
    KERNEL.binary(BinaryOp.GE, n, x, xOffset, y, yOffset, out, outOffset);
  }

  /**
   * Writes 1 where x is greater than or equal to one y for all elements, 0 elsewhere.
   *
   * @param n number of elements
   * @param x first operand
   * @param xOffset where it begins
   * @param y second operand
   * @param out result
   * @param outOffset where it begins
   */
  public static void ge(int n, float[] x, int xOffset, float y, float[] out, int outOffset) {
    VectorMath.operand("ge", n, x, xOffset, out, outOffset);
    KERNEL.binaryScalar(BinaryOp.GE, n, x, xOffset, y, out, outOffset);
  }

  /**
   * Writes x where the mask is not 0, y elsewhere; NaN is not 0.
   *
   * @param n number of elements
   * @param mask what decides
   * @param maskOffset where it begins
   * @param x taken where the mask is not 0
   * @param xOffset where it begins
   * @param y taken where it is 0
   * @param yOffset where it begins
   * @param out result
   * @param outOffset where it begins
   */
  public static void where(
      int n,
      float[] mask,
      int maskOffset,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] out,
      int outOffset) {
    VectorMath.operand("where", n, mask, maskOffset, out, outOffset);
    VectorMath.operand("where", n, x, xOffset, out, outOffset);
    VectorMath.operand("where", n, y, yOffset, out, outOffset);
    KERNEL.where(n, mask, maskOffset, x, xOffset, y, yOffset, out, outOffset);
  }
}
