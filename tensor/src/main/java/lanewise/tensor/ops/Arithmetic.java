package lanewise.tensor.ops;

import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.kernel.elementwise.BinaryOp;
import lanewise.tensor.kernel.elementwise.UnaryOp;
import lanewise.tensor.ops.ElementwiseLoop.Kind;

/**
 * Sums, products and their relatives, element by element.
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
public final class Arithmetic {
  private Arithmetic() {}

  /**
   * x + y, element by element.
   *
   * @param x first operand
   * @param y second operand
   * @return a new tensor of the broadcast shape
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor add(Tensor x, Tensor y) {
    return Broadcasting.binary(BinaryOp.ADD, x, y);
  }

  /**
   * Writes {@link #add(Tensor, Tensor)} into a tensor.
   *
   * @param x first operand
   * @param y second operand
   * @param out written; may be x or y
   * @throws ShapeException if the operands do not broadcast to out's shape, or out is a broadcast
   *     view
   */
  public static void addInto(Tensor x, Tensor y, Tensor out) {
    Broadcasting.binaryInto(BinaryOp.ADD, x, y, out);
  }

  /**
   * Replaces x by {@link #add(Tensor, Tensor)}.
   *
   * @param x read and written
   * @param y broadcasts to x's shape
   * @throws ShapeException if y does not broadcast to x's shape, or x is a broadcast view
   */
  public static void addInPlace(Tensor x, Tensor y) {
    Broadcasting.binaryInPlace(BinaryOp.ADD, x, y);
  }

  /**
   * x + y with one y for all elements.
   *
   * @param x first operand
   * @param y second operand
   * @return a new tensor of x's shape
   */
  public static Tensor add(Tensor x, float y) {
    return Broadcasting.binary(BinaryOp.ADD, x, y);
  }

  /**
   * Writes {@link #add(Tensor, float)} into a tensor.
   *
   * @param x first operand
   * @param y second operand
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void addInto(Tensor x, float y, Tensor out) {
    Broadcasting.binaryInto(BinaryOp.ADD, x, y, out);
  }

  /**
   * Replaces x by {@link #add(Tensor, float)}.
   *
   * @param x read and written
   * @param y second operand
   * @throws ShapeException if x is a broadcast view
   */
  public static void addInPlace(Tensor x, float y) {
    Broadcasting.binaryInPlace(BinaryOp.ADD, x, y);
  }

  /**
   * x - y, element by element.
   *
   * @param x first operand
   * @param y second operand
   * @return a new tensor of the broadcast shape
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor sub(Tensor x, Tensor y) {
    return Broadcasting.binary(BinaryOp.SUB, x, y);
  }

  /**
   * Writes {@link #sub(Tensor, Tensor)} into a tensor.
   *
   * @param x first operand
   * @param y second operand
   * @param out written; may be x or y
   * @throws ShapeException if the operands do not broadcast to out's shape, or out is a broadcast
   *     view
   */
  public static void subInto(Tensor x, Tensor y, Tensor out) {
    Broadcasting.binaryInto(BinaryOp.SUB, x, y, out);
  }

  /**
   * Replaces x by {@link #sub(Tensor, Tensor)}.
   *
   * @param x read and written
   * @param y broadcasts to x's shape
   * @throws ShapeException if y does not broadcast to x's shape, or x is a broadcast view
   */
  public static void subInPlace(Tensor x, Tensor y) {
    Broadcasting.binaryInPlace(BinaryOp.SUB, x, y);
  }

  /**
   * x - y with one y for all elements.
   *
   * @param x first operand
   * @param y second operand
   * @return a new tensor of x's shape
   */
  public static Tensor sub(Tensor x, float y) {
    return Broadcasting.binary(BinaryOp.SUB, x, y);
  }

  /**
   * Writes {@link #sub(Tensor, float)} into a tensor.
   *
   * @param x first operand
   * @param y second operand
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void subInto(Tensor x, float y, Tensor out) {
    Broadcasting.binaryInto(BinaryOp.SUB, x, y, out);
  }

  /**
   * Replaces x by {@link #sub(Tensor, float)}.
   *
   * @param x read and written
   * @param y second operand
   * @throws ShapeException if x is a broadcast view
   */
  public static void subInPlace(Tensor x, float y) {
    Broadcasting.binaryInPlace(BinaryOp.SUB, x, y);
  }

  /**
   * x - y with one x for all elements.
   *
   * @param x first operand
   * @param y second operand
   * @return a new tensor of y's shape
   */
  public static Tensor sub(float x, Tensor y) {
    return Broadcasting.binary(BinaryOp.SUB, x, y);
  }

  /**
   * Writes {@link #sub(float, Tensor)} into a tensor.
   *
   * @param x first operand
   * @param y second operand
   * @param out written; may be y
   * @throws ShapeException if y does not broadcast to out's shape, or out is a broadcast view
   */
  public static void subInto(float x, Tensor y, Tensor out) {
    Broadcasting.binaryInto(BinaryOp.SUB, x, y, out);
  }

  /**
   * Replaces y by {@link #sub(float, Tensor)}.
   *
   * @param x first operand
   * @param y read and written
   * @throws ShapeException if y is a broadcast view
   */
  public static void subInPlace(float x, Tensor y) {
    Broadcasting.binaryInPlace(BinaryOp.SUB, x, y);
  }

  /**
   * x y, element by element.
   *
   * @param x first operand
   * @param y second operand
   * @return a new tensor of the broadcast shape
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor mul(Tensor x, Tensor y) {
    return Broadcasting.binary(BinaryOp.MUL, x, y);
  }

  /**
   * Writes {@link #mul(Tensor, Tensor)} into a tensor.
   *
   * @param x first operand
   * @param y second operand
   * @param out written; may be x or y
   * @throws ShapeException if the operands do not broadcast to out's shape, or out is a broadcast
   *     view
   */
  public static void mulInto(Tensor x, Tensor y, Tensor out) {
    Broadcasting.binaryInto(BinaryOp.MUL, x, y, out);
  }

  /**
   * Replaces x by {@link #mul(Tensor, Tensor)}.
   *
   * @param x read and written
   * @param y broadcasts to x's shape
   * @throws ShapeException if y does not broadcast to x's shape, or x is a broadcast view
   */
  public static void mulInPlace(Tensor x, Tensor y) {
    Broadcasting.binaryInPlace(BinaryOp.MUL, x, y);
  }

  /**
   * x y with one y for all elements.
   *
   * @param x first operand
   * @param y second operand
   * @return a new tensor of x's shape
   */
  public static Tensor mul(Tensor x, float y) {
    return Broadcasting.binary(BinaryOp.MUL, x, y);
  }

  /**
   * Writes {@link #mul(Tensor, float)} into a tensor.
   *
   * @param x first operand
   * @param y second operand
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void mulInto(Tensor x, float y, Tensor out) {
    Broadcasting.binaryInto(BinaryOp.MUL, x, y, out);
  }

  /**
   * Replaces x by {@link #mul(Tensor, float)}.
   *
   * @param x read and written
   * @param y second operand
   * @throws ShapeException if x is a broadcast view
   */
  public static void mulInPlace(Tensor x, float y) {
    Broadcasting.binaryInPlace(BinaryOp.MUL, x, y);
  }

  /**
   * x / y, element by element.
   *
   * @param x first operand
   * @param y second operand
   * @return a new tensor of the broadcast shape
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor div(Tensor x, Tensor y) {
    return Broadcasting.binary(BinaryOp.DIV, x, y);
  }

  /**
   * Writes {@link #div(Tensor, Tensor)} into a tensor.
   *
   * @param x first operand
   * @param y second operand
   * @param out written; may be x or y
   * @throws ShapeException if the operands do not broadcast to out's shape, or out is a broadcast
   *     view
   */
  public static void divInto(Tensor x, Tensor y, Tensor out) {
    Broadcasting.binaryInto(BinaryOp.DIV, x, y, out);
  }

  /**
   * Replaces x by {@link #div(Tensor, Tensor)}.
   *
   * @param x read and written
   * @param y broadcasts to x's shape
   * @throws ShapeException if y does not broadcast to x's shape, or x is a broadcast view
   */
  public static void divInPlace(Tensor x, Tensor y) {
    Broadcasting.binaryInPlace(BinaryOp.DIV, x, y);
  }

  /**
   * x / y with one y for all elements.
   *
   * @param x first operand
   * @param y second operand
   * @return a new tensor of x's shape
   */
  public static Tensor div(Tensor x, float y) {
    return Broadcasting.binary(BinaryOp.DIV, x, y);
  }

  /**
   * Writes {@link #div(Tensor, float)} into a tensor.
   *
   * @param x first operand
   * @param y second operand
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void divInto(Tensor x, float y, Tensor out) {
    Broadcasting.binaryInto(BinaryOp.DIV, x, y, out);
  }

  /**
   * Replaces x by {@link #div(Tensor, float)}.
   *
   * @param x read and written
   * @param y second operand
   * @throws ShapeException if x is a broadcast view
   */
  public static void divInPlace(Tensor x, float y) {
    Broadcasting.binaryInPlace(BinaryOp.DIV, x, y);
  }

  /**
   * x / y with one x for all elements.
   *
   * @param x first operand
   * @param y second operand
   * @return a new tensor of y's shape
   */
  public static Tensor div(float x, Tensor y) {
    return Broadcasting.binary(BinaryOp.DIV, x, y);
  }

  /**
   * Writes {@link #div(float, Tensor)} into a tensor.
   *
   * @param x first operand
   * @param y second operand
   * @param out written; may be y
   * @throws ShapeException if y does not broadcast to out's shape, or out is a broadcast view
   */
  public static void divInto(float x, Tensor y, Tensor out) {
    Broadcasting.binaryInto(BinaryOp.DIV, x, y, out);
  }

  /**
   * Replaces y by {@link #div(float, Tensor)}.
   *
   * @param x first operand
   * @param y read and written
   * @throws ShapeException if y is a broadcast view
   */
  public static void divInPlace(float x, Tensor y) {
    Broadcasting.binaryInPlace(BinaryOp.DIV, x, y);
  }

  /**
   * x y + z, rounded once, element by element.
   *
   * @param x first factor
   * @param y second factor
   * @param z what is added
   * @return a new tensor of the shape that the three broadcast to
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor fma(Tensor x, Tensor y, Tensor z) {
    return Broadcasting.ternary(Kind.FMA, x, y, z);
  }

  /**
   * Writes {@link #fma(Tensor, Tensor, Tensor)} into a tensor.
   *
   * @param x first factor
   * @param y second factor
   * @param z what is added
   * @param out written; may be any of the three
   * @throws ShapeException if the operands do not broadcast to out's shape, or out is a broadcast
   *     view
   */
  public static void fmaInto(Tensor x, Tensor y, Tensor z, Tensor out) {
    Broadcasting.ternaryInto(Kind.FMA, x, y, z, out);
  }

  /**
   * Replaces x by {@link #fma(Tensor, Tensor, Tensor)}.
   *
   * @param x first factor; read and written
   * @param y broadcasts to x's shape
   * @param z broadcasts to x's shape
   * @throws ShapeException if an operand does not broadcast to x's shape, or x is a broadcast view
   */
  public static void fmaInPlace(Tensor x, Tensor y, Tensor z) {
    Broadcasting.ternaryInPlace(Kind.FMA, x, y, z);
  }

  /**
   * x y + z, rounded once, with one y for all elements.
   *
   * @param x first factor
   * @param y second factor
   * @param z what is added
   * @return a new tensor of the shape that the tensors broadcast to
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor fma(Tensor x, float y, Tensor z) {
    Tensor scalar = Broadcasting.scalar(y);
    Tensor out = Broadcasting.ternary(Kind.FMA, x, scalar, z);
    Broadcasting.release(scalar);
    return out;
  }

  /**
   * Writes {@link #fma(Tensor, float, Tensor)} into a tensor.
   *
   * @param x first factor
   * @param y second factor
   * @param z what is added
   * @param out written; may be any of the tensors
   * @throws ShapeException if the tensors do not broadcast to out's shape, or out is a broadcast
   *     view
   */
  public static void fmaInto(Tensor x, float y, Tensor z, Tensor out) {
    Tensor scalar = Broadcasting.scalar(y);
    Broadcasting.ternaryInto(Kind.FMA, x, scalar, z, out);
    Broadcasting.release(scalar);
  }

  /**
   * Replaces x by {@link #fma(Tensor, float, Tensor)}.
   *
   * @param x first factor; read and written
   * @param y second factor
   * @param z broadcasts to x's shape
   * @throws ShapeException if z does not broadcast to x's shape, or x is a broadcast view
   */
  public static void fmaInPlace(Tensor x, float y, Tensor z) {
    Tensor scalar = Broadcasting.scalar(y);
    Broadcasting.ternaryInPlace(Kind.FMA, x, scalar, z);
    Broadcasting.release(scalar);
  }

  /**
   * x y + z, rounded once, with one z for all elements.
   *
   * @param x first factor
   * @param y second factor
   * @param z what is added
   * @return a new tensor of the shape that the tensors broadcast to
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor fma(Tensor x, Tensor y, float z) {
    Tensor scalar = Broadcasting.scalar(z);
    Tensor out = Broadcasting.ternary(Kind.FMA, x, y, scalar);
    Broadcasting.release(scalar);
    return out;
  }

  /**
   * Writes {@link #fma(Tensor, Tensor, float)} into a tensor.
   *
   * @param x first factor
   * @param y second factor
   * @param z what is added
   * @param out written; may be any of the tensors
   * @throws ShapeException if the tensors do not broadcast to out's shape, or out is a broadcast
   *     view
   */
  public static void fmaInto(Tensor x, Tensor y, float z, Tensor out) {
    Tensor scalar = Broadcasting.scalar(z);
    Broadcasting.ternaryInto(Kind.FMA, x, y, scalar, out);
    Broadcasting.release(scalar);
  }

  /**
   * Replaces x by {@link #fma(Tensor, Tensor, float)}.
   *
   * @param x first factor; read and written
   * @param y broadcasts to x's shape
   * @param z what is added
   * @throws ShapeException if y does not broadcast to x's shape, or x is a broadcast view
   */
  public static void fmaInPlace(Tensor x, Tensor y, float z) {
    Tensor scalar = Broadcasting.scalar(z);
    Broadcasting.ternaryInPlace(Kind.FMA, x, y, scalar);
    Broadcasting.release(scalar);
  }

  /**
   * x y + z, rounded once, with one y and one z for all elements.
   *
   * @param x first factor
   * @param y second factor
   * @param z what is added
   * @return a new tensor of x's shape
   */
  public static Tensor fma(Tensor x, float y, float z) {
    Tensor scalar = Broadcasting.scalar(y);
    Tensor second = Broadcasting.scalar(z);
    Tensor out = Broadcasting.ternary(Kind.FMA, x, scalar, second);
    Broadcasting.release(scalar);
    Broadcasting.release(second);
    return out;
  }

  /**
   * Writes {@link #fma(Tensor, float, float)} into a tensor.
   *
   * @param x first factor
   * @param y second factor
   * @param z what is added
   * @param out written; may be any of the tensors
   * @throws ShapeException if the tensors do not broadcast to out's shape, or out is a broadcast
   *     view
   */
  public static void fmaInto(Tensor x, float y, float z, Tensor out) {
    Tensor scalar = Broadcasting.scalar(y);
    Tensor second = Broadcasting.scalar(z);
    Broadcasting.ternaryInto(Kind.FMA, x, scalar, second, out);
    Broadcasting.release(scalar);
    Broadcasting.release(second);
  }

  /**
   * Replaces x by {@link #fma(Tensor, float, float)}.
   *
   * @param x first factor; read and written
   * @param y second factor
   * @param z what is added
   * @throws ShapeException if x is a broadcast view
   */
  public static void fmaInPlace(Tensor x, float y, float z) {
    Tensor scalar = Broadcasting.scalar(y);
    Tensor second = Broadcasting.scalar(z);
    Broadcasting.ternaryInPlace(Kind.FMA, x, scalar, second);
    Broadcasting.release(scalar);
    Broadcasting.release(second);
  }

  /**
   * -x of each element.
   *
   * @param x any shape and layout
   * @return a new tensor of x's shape
   */
  public static Tensor neg(Tensor x) {
    return Broadcasting.unary(UnaryOp.NEG, x);
  }

  /**
   * Writes {@link #neg(Tensor)} into a tensor.
   *
   * @param x broadcasts to out's shape
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void negInto(Tensor x, Tensor out) {
    Broadcasting.unaryInto(UnaryOp.NEG, x, out);
  }

  /**
   * Replaces each element by {@link #neg(Tensor)} of it.
   *
   * @param x read and written
   * @throws ShapeException if x is a broadcast view
   */
  public static void negInPlace(Tensor x) {
    Broadcasting.unaryInPlace(UnaryOp.NEG, x);
  }

  /**
   * x^2 of each element.
   *
   * @param x any shape and layout
   * @return a new tensor of x's shape
   */
  public static Tensor square(Tensor x) {
    return Broadcasting.unary(UnaryOp.SQUARE, x);
  }

  /**
   * Writes {@link #square(Tensor)} into a tensor.
   *
   * @param x broadcasts to out's shape
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void squareInto(Tensor x, Tensor out) {
    Broadcasting.unaryInto(UnaryOp.SQUARE, x, out);
  }

  /**
   * Replaces each element by {@link #square(Tensor)} of it.
   *
   * @param x read and written
   * @throws ShapeException if x is a broadcast view
   */
  public static void squareInPlace(Tensor x) {
    Broadcasting.unaryInPlace(UnaryOp.SQUARE, x);
  }

  /**
   * 1 / x, rounded once, of each element.
   *
   * @param x any shape and layout
   * @return a new tensor of x's shape
   */
  public static Tensor reciprocal(Tensor x) {
    return Broadcasting.unary(UnaryOp.RECIPROCAL, x);
  }

  /**
   * Writes {@link #reciprocal(Tensor)} into a tensor.
   *
   * @param x broadcasts to out's shape
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void reciprocalInto(Tensor x, Tensor out) {
    Broadcasting.unaryInto(UnaryOp.RECIPROCAL, x, out);
  }

  /**
   * Replaces each element by {@link #reciprocal(Tensor)} of it.
   *
   * @param x read and written
   * @throws ShapeException if x is a broadcast view
   */
  public static void reciprocalInPlace(Tensor x) {
    Broadcasting.unaryInPlace(UnaryOp.RECIPROCAL, x);
  }
}
