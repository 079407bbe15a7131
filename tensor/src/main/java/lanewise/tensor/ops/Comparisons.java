package lanewise.tensor.ops;

import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.kernel.elementwise.BinaryOp;

/**
 * Comparisons, element by element: 1 where they hold, 0 elsewhere, as masks for {@link
 * Piecewise#where(Tensor, Tensor, Tensor)}. NaN is unequal to everything, -0 equals 0.
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
public final class Comparisons {
  private Comparisons() {}

  /**
   * 1 where x equals y, element by element.
   *
   * @param x first operand
   * @param y second operand
   * @return a new tensor of the broadcast shape
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor eq(Tensor x, Tensor y) {
    return Broadcasting.binary(BinaryOp.EQ, x, y);
  }

  /**
   * Writes {@link #eq(Tensor, Tensor)} into a tensor.
   *
   * @param x first operand
   * @param y second operand
   * @param out written; may be x or y
   * @throws ShapeException if the operands do not broadcast to out's shape, or out is a broadcast
   *     view
   */
  public static void eqInto(Tensor x, Tensor y, Tensor out) {
    Broadcasting.binaryInto(BinaryOp.EQ, x, y, out);
  }

  /**
   * Replaces x by {@link #eq(Tensor, Tensor)}.
   *
   * @param x read and written
   * @param y broadcasts to x's shape
   * @throws ShapeException if y does not broadcast to x's shape, or x is a broadcast view
   */
  public static void eqInPlace(Tensor x, Tensor y) {
    Broadcasting.binaryInPlace(BinaryOp.EQ, x, y);
  }

  /**
   * 1 where x equals y with one y for all elements.
   *
   * @param x first operand
   * @param y second operand
   * @return a new tensor of x's shape
   */
  public static Tensor eq(Tensor x, float y) {
    return Broadcasting.binary(BinaryOp.EQ, x, y);
  }

  /**
   * Writes {@link #eq(Tensor, float)} into a tensor.
   *
   * @param x first operand
   * @param y second operand
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void eqInto(Tensor x, float y, Tensor out) {
    Broadcasting.binaryInto(BinaryOp.EQ, x, y, out);
  }

  /**
   * Replaces x by {@link #eq(Tensor, float)}.
   *
   * @param x read and written
   * @param y second operand
   * @throws ShapeException if x is a broadcast view
   */
  public static void eqInPlace(Tensor x, float y) {
    Broadcasting.binaryInPlace(BinaryOp.EQ, x, y);
  }

  /**
   * 1 where x does not equal y, element by element.
   *
   * @param x first operand
   * @param y second operand
   * @return a new tensor of the broadcast shape
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor ne(Tensor x, Tensor y) {
    return Broadcasting.binary(BinaryOp.NE, x, y);
  }

  /**
   * Writes {@link #ne(Tensor, Tensor)} into a tensor.
   *
   * @param x first operand
   * @param y second operand
   * @param out written; may be x or y
   * @throws ShapeException if the operands do not broadcast to out's shape, or out is a broadcast
   *     view
   */
  public static void neInto(Tensor x, Tensor y, Tensor out) {
    Broadcasting.binaryInto(BinaryOp.NE, x, y, out);
  }

  /**
   * Replaces x by {@link #ne(Tensor, Tensor)}.
   *
   * @param x read and written
   * @param y broadcasts to x's shape
   * @throws ShapeException if y does not broadcast to x's shape, or x is a broadcast view
   */
  public static void neInPlace(Tensor x, Tensor y) {
    Broadcasting.binaryInPlace(BinaryOp.NE, x, y);
  }

  /**
   * 1 where x does not equal y with one y for all elements.
   *
   * @param x first operand
   * @param y second operand
   * @return a new tensor of x's shape
   */
  public static Tensor ne(Tensor x, float y) {
    return Broadcasting.binary(BinaryOp.NE, x, y);
  }

  /**
   * Writes {@link #ne(Tensor, float)} into a tensor.
   *
   * @param x first operand
   * @param y second operand
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void neInto(Tensor x, float y, Tensor out) {
    Broadcasting.binaryInto(BinaryOp.NE, x, y, out);
  }

  /**
   * Replaces x by {@link #ne(Tensor, float)}.
   *
   * @param x read and written
   * @param y second operand
   * @throws ShapeException if x is a broadcast view
   */
  public static void neInPlace(Tensor x, float y) {
    Broadcasting.binaryInPlace(BinaryOp.NE, x, y);
  }

  /**
   * 1 where x is below y, element by element.
   *
   * @param x first operand
   * @param y second operand
   * @return a new tensor of the broadcast shape
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor lt(Tensor x, Tensor y) {
    return Broadcasting.binary(BinaryOp.LT, x, y);
  }

  /**
   * Writes {@link #lt(Tensor, Tensor)} into a tensor.
   *
   * @param x first operand
   * @param y second operand
   * @param out written; may be x or y
   * @throws ShapeException if the operands do not broadcast to out's shape, or out is a broadcast
   *     view
   */
  public static void ltInto(Tensor x, Tensor y, Tensor out) {
    Broadcasting.binaryInto(BinaryOp.LT, x, y, out);
  }

  /**
   * Replaces x by {@link #lt(Tensor, Tensor)}.
   *
   * @param x read and written
   * @param y broadcasts to x's shape
   * @throws ShapeException if y does not broadcast to x's shape, or x is a broadcast view
   */
  public static void ltInPlace(Tensor x, Tensor y) {
    Broadcasting.binaryInPlace(BinaryOp.LT, x, y);
  }

  /**
   * 1 where x is below y with one y for all elements.
   *
   * @param x first operand
   * @param y second operand
   * @return a new tensor of x's shape
   */
  public static Tensor lt(Tensor x, float y) {
    return Broadcasting.binary(BinaryOp.LT, x, y);
  }

  /**
   * Writes {@link #lt(Tensor, float)} into a tensor.
   *
   * @param x first operand
   * @param y second operand
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void ltInto(Tensor x, float y, Tensor out) {
    Broadcasting.binaryInto(BinaryOp.LT, x, y, out);
  }

  /**
   * Replaces x by {@link #lt(Tensor, float)}.
   *
   * @param x read and written
   * @param y second operand
   * @throws ShapeException if x is a broadcast view
   */
  public static void ltInPlace(Tensor x, float y) {
    Broadcasting.binaryInPlace(BinaryOp.LT, x, y);
  }

  /**
   * 1 where x is not above y, element by element.
   *
   * @param x first operand
   * @param y second operand
   * @return a new tensor of the broadcast shape
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor le(Tensor x, Tensor y) {
    return Broadcasting.binary(BinaryOp.LE, x, y);
  }

  /**
   * Writes {@link #le(Tensor, Tensor)} into a tensor.
   *
   * @param x first operand
   * @param y second operand
   * @param out written; may be x or y
   * @throws ShapeException if the operands do not broadcast to out's shape, or out is a broadcast
   *     view
   */
  public static void leInto(Tensor x, Tensor y, Tensor out) {
    Broadcasting.binaryInto(BinaryOp.LE, x, y, out);
  }

  /**
   * Replaces x by {@link #le(Tensor, Tensor)}.
   *
   * @param x read and written
   * @param y broadcasts to x's shape
   * @throws ShapeException if y does not broadcast to x's shape, or x is a broadcast view
   */
  public static void leInPlace(Tensor x, Tensor y) {
    Broadcasting.binaryInPlace(BinaryOp.LE, x, y);
  }

  /**
   * 1 where x is not above y with one y for all elements.
   *
   * @param x first operand
   * @param y second operand
   * @return a new tensor of x's shape
   */
  public static Tensor le(Tensor x, float y) {
    return Broadcasting.binary(BinaryOp.LE, x, y);
  }

  /**
   * Writes {@link #le(Tensor, float)} into a tensor.
   *
   * @param x first operand
   * @param y second operand
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void leInto(Tensor x, float y, Tensor out) {
    Broadcasting.binaryInto(BinaryOp.LE, x, y, out);
  }

  /**
   * Replaces x by {@link #le(Tensor, float)}.
   *
   * @param x read and written
   * @param y second operand
   * @throws ShapeException if x is a broadcast view
   */
  public static void leInPlace(Tensor x, float y) {
    Broadcasting.binaryInPlace(BinaryOp.LE, x, y);
  }

  /**
   * 1 where x is above y, element by element.
   *
   * @param x first operand
   * @param y second operand
   * @return a new tensor of the broadcast shape
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor gt(Tensor x, Tensor y) {
    return Broadcasting.binary(BinaryOp.GT, x, y);
  }

  /**
   * Writes {@link #gt(Tensor, Tensor)} into a tensor.
   *
   * @param x first operand
   * @param y second operand
   * @param out written; may be x or y
   * @throws ShapeException if the operands do not broadcast to out's shape, or out is a broadcast
   *     view
   */
  public static void gtInto(Tensor x, Tensor y, Tensor out) {
    Broadcasting.binaryInto(BinaryOp.GT, x, y, out);
  }

  /**
   * Replaces x by {@link #gt(Tensor, Tensor)}.
   *
   * @param x read and written
   * @param y broadcasts to x's shape
   * @throws ShapeException if y does not broadcast to x's shape, or x is a broadcast view
   */
  public static void gtInPlace(Tensor x, Tensor y) {
    Broadcasting.binaryInPlace(BinaryOp.GT, x, y);
  }

  /**
   * 1 where x is above y with one y for all elements.
   *
   * @param x first operand
   * @param y second operand
   * @return a new tensor of x's shape
   */
  public static Tensor gt(Tensor x, float y) {
    return Broadcasting.binary(BinaryOp.GT, x, y);
  }

  /**
   * Writes {@link #gt(Tensor, float)} into a tensor.
   *
   * @param x first operand
   * @param y second operand
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void gtInto(Tensor x, float y, Tensor out) {
    Broadcasting.binaryInto(BinaryOp.GT, x, y, out);
  }

  /**
   * Replaces x by {@link #gt(Tensor, float)}.
   *
   * @param x read and written
   * @param y second operand
   * @throws ShapeException if x is a broadcast view
   */
  public static void gtInPlace(Tensor x, float y) {
    Broadcasting.binaryInPlace(BinaryOp.GT, x, y);
  }

  /**
   * 1 where x is not below y, element by element.
   *
   * @param x first operand
   * @param y second operand
   * @return a new tensor of the broadcast shape
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor ge(Tensor x, Tensor y) {
    return Broadcasting.binary(BinaryOp.GE, x, y);
  }

  /**
   * Writes {@link #ge(Tensor, Tensor)} into a tensor.
   *
   * @param x first operand
   * @param y second operand
   * @param out written; may be x or y
   * @throws ShapeException if the operands do not broadcast to out's shape, or out is a broadcast
   *     view
   */
  public static void geInto(Tensor x, Tensor y, Tensor out) {
    Broadcasting.binaryInto(BinaryOp.GE, x, y, out);
  }

  /**
   * Replaces x by {@link #ge(Tensor, Tensor)}.
   *
   * @param x read and written
   * @param y broadcasts to x's shape
   * @throws ShapeException if y does not broadcast to x's shape, or x is a broadcast view
   */
  public static void geInPlace(Tensor x, Tensor y) {
    Broadcasting.binaryInPlace(BinaryOp.GE, x, y);
  }

  /**
   * 1 where x is not below y with one y for all elements.
   *
   * @param x first operand
   * @param y second operand
   * @return a new tensor of x's shape
   */
  public static Tensor ge(Tensor x, float y) {
    return Broadcasting.binary(BinaryOp.GE, x, y);
  }

  /**
   * Writes {@link #ge(Tensor, float)} into a tensor.
   *
   * @param x first operand
   * @param y second operand
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void geInto(Tensor x, float y, Tensor out) {
    Broadcasting.binaryInto(BinaryOp.GE, x, y, out);
  }

  /**
   * Replaces x by {@link #ge(Tensor, float)}.
   *
   * @param x read and written
   * @param y second operand
   * @throws ShapeException if x is a broadcast view
   */
  public static void geInPlace(Tensor x, float y) {
    Broadcasting.binaryInPlace(BinaryOp.GE, x, y);
  }
}
