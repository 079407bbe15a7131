package lanewise.tensor.ops;

import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.kernel.elementwise.BinaryOp;
import lanewise.tensor.kernel.elementwise.UnaryOp;
import lanewise.tensor.ops.ElementwiseLoop.Kind;

/**
 * Choices and roundings, element by element: functions that are straight lines in pieces.
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
public final class Piecewise {
  private Piecewise() {}

  /**
   * The smaller of x and y; NaN if either is, and -0 is below 0, element by element.
   *
   * @param x first operand
   * @param y second operand
   * @return a new tensor of the broadcast shape
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor min(Tensor x, Tensor y) {
    return Broadcasting.binary(BinaryOp.MIN, x, y);
  }

  /**
   * Writes {@link #min(Tensor, Tensor)} into a tensor.
   *
   * @param x first operand
   * @param y second operand
   * @param out written; may be x or y
   * @throws ShapeException if the operands do not broadcast to out's shape, or out is a broadcast
   *     view
   */
  public static void minInto(Tensor x, Tensor y, Tensor out) {
    Broadcasting.binaryInto(BinaryOp.MIN, x, y, out);
  }

  /**
   * Replaces x by {@link #min(Tensor, Tensor)}.
   *
   * @param x read and written
   * @param y broadcasts to x's shape
   * @throws ShapeException if y does not broadcast to x's shape, or x is a broadcast view
   */
  public static void minInPlace(Tensor x, Tensor y) {
    Broadcasting.binaryInPlace(BinaryOp.MIN, x, y);
  }

  /**
   * The smaller of x and y; NaN if either is, and -0 is below 0 with one y for all elements.
   *
   * @param x first operand
   * @param y second operand
   * @return a new tensor of x's shape
   */
  public static Tensor min(Tensor x, float y) {
    return Broadcasting.binary(BinaryOp.MIN, x, y);
  }

  /**
   * Writes {@link #min(Tensor, float)} into a tensor.
   *
   * @param x first operand
   * @param y second operand
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void minInto(Tensor x, float y, Tensor out) {
    Broadcasting.binaryInto(BinaryOp.MIN, x, y, out);
  }

  /**
   * Replaces x by {@link #min(Tensor, float)}.
   *
   * @param x read and written
   * @param y second operand
   * @throws ShapeException if x is a broadcast view
   */
  public static void minInPlace(Tensor x, float y) {
    Broadcasting.binaryInPlace(BinaryOp.MIN, x, y);
  }

  /**
   * The larger of x and y; NaN if either is, and -0 is below 0, element by element.
   *
   * @param x first operand
   * @param y second operand
   * @return a new tensor of the broadcast shape
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor max(Tensor x, Tensor y) {
    return Broadcasting.binary(BinaryOp.MAX, x, y);
  }

  /**
   * Writes {@link #max(Tensor, Tensor)} into a tensor.
   *
   * @param x first operand
   * @param y second operand
   * @param out written; may be x or y
   * @throws ShapeException if the operands do not broadcast to out's shape, or out is a broadcast
   *     view
   */
  public static void maxInto(Tensor x, Tensor y, Tensor out) {
    Broadcasting.binaryInto(BinaryOp.MAX, x, y, out);
  }

  /**
   * Replaces x by {@link #max(Tensor, Tensor)}.
   *
   * @param x read and written
   * @param y broadcasts to x's shape
   * @throws ShapeException if y does not broadcast to x's shape, or x is a broadcast view
   */
  public static void maxInPlace(Tensor x, Tensor y) {
    Broadcasting.binaryInPlace(BinaryOp.MAX, x, y);
  }

  /**
   * The larger of x and y; NaN if either is, and -0 is below 0 with one y for all elements.
   *
   * @param x first operand
   * @param y second operand
   * @return a new tensor of x's shape
   */
  public static Tensor max(Tensor x, float y) {
    return Broadcasting.binary(BinaryOp.MAX, x, y);
  }

  /**
   * Writes {@link #max(Tensor, float)} into a tensor.
   *
   * @param x first operand
   * @param y second operand
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void maxInto(Tensor x, float y, Tensor out) {
    Broadcasting.binaryInto(BinaryOp.MAX, x, y, out);
  }

  /**
   * Replaces x by {@link #max(Tensor, float)}.
   *
   * @param x read and written
   * @param y second operand
   * @throws ShapeException if x is a broadcast view
   */
  public static void maxInPlace(Tensor x, float y) {
    Broadcasting.binaryInPlace(BinaryOp.MAX, x, y);
  }

  /**
   * min(max(x, low), high), element by element: high wins where low is above it, and NaN stays.
   *
   * @param x any shape and layout
   * @param low lower bound; minus infinity for none
   * @param high upper bound; infinity for none
   * @return a new tensor of x's shape
   */
  public static Tensor clip(Tensor x, float low, float high) {
    return Broadcasting.clip(x, low, high);
  }

  /**
   * Writes {@link #clip(Tensor, float, float)} into a tensor.
   *
   * @param x broadcasts to out's shape
   * @param low lower bound
   * @param high upper bound
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void clipInto(Tensor x, float low, float high, Tensor out) {
    Broadcasting.clipInto(x, low, high, out);
  }

  /**
   * Replaces each element by {@link #clip(Tensor, float, float)} of it.
   *
   * @param x read and written
   * @param low lower bound
   * @param high upper bound
   * @throws ShapeException if x is a broadcast view
   */
  public static void clipInPlace(Tensor x, float low, float high) {
    Broadcasting.clipInPlace(x, low, high);
  }

  /**
   * x where the mask is not 0, y elsewhere; NaN is not 0, element by element.
   *
   * @param mask what decides
   * @param x taken where the mask is not 0
   * @param y taken where it is 0
   * @return a new tensor of the shape that the three broadcast to
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor where(Tensor mask, Tensor x, Tensor y) {
    return Broadcasting.ternary(Kind.WHERE, mask, x, y);
  }

  /**
   * Writes {@link #where(Tensor, Tensor, Tensor)} into a tensor.
   *
   * @param mask what decides
   * @param x taken where the mask is not 0
   * @param y taken where it is 0
   * @param out written; may be any of the three
   * @throws ShapeException if the operands do not broadcast to out's shape, or out is a broadcast
   *     view
   */
  public static void whereInto(Tensor mask, Tensor x, Tensor y, Tensor out) {
    Broadcasting.ternaryInto(Kind.WHERE, mask, x, y, out);
  }

  /**
   * Replaces mask by {@link #where(Tensor, Tensor, Tensor)}.
   *
   * @param mask what decides; read and written
   * @param x broadcasts to mask's shape
   * @param y broadcasts to mask's shape
   * @throws ShapeException if an operand does not broadcast to mask's shape, or mask is a broadcast
   *     view
   */
  public static void whereInPlace(Tensor mask, Tensor x, Tensor y) {
    Broadcasting.ternaryInPlace(Kind.WHERE, mask, x, y);
  }

  /**
   * x where the mask is not 0, else one y for all elements.
   *
   * @param mask chooses x where it is not 0
   * @param x chosen where the mask is not 0
   * @param y chosen where the mask is 0
   * @return a new tensor of the shape that the tensors broadcast to
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor where(Tensor mask, Tensor x, float y) {
    Tensor scalar = Broadcasting.scalar(y);
    Tensor out = Broadcasting.ternary(Kind.WHERE, mask, x, scalar);
    Broadcasting.release(scalar);
    return out;
  }

  /**
   * Writes {@link #where(Tensor, Tensor, float)} into a tensor.
   *
   * @param mask chooses x where it is not 0
   * @param x chosen where the mask is not 0
   * @param y chosen where the mask is 0
   * @param out written; may be any of the tensors
   * @throws ShapeException if the tensors do not broadcast to out's shape, or out is a broadcast
   *     view
   */
  public static void whereInto(Tensor mask, Tensor x, float y, Tensor out) {
    Tensor scalar = Broadcasting.scalar(y);
    Broadcasting.ternaryInto(Kind.WHERE, mask, x, scalar, out);
    Broadcasting.release(scalar);
  }

  /**
   * Replaces mask by {@link #where(Tensor, Tensor, float)}.
   *
   * @param mask chooses x where it is not 0; read and written
   * @param x broadcasts to mask's shape
   * @param y chosen where the mask is 0
   * @throws ShapeException if x does not broadcast to mask's shape, or mask is a broadcast view
   */
  public static void whereInPlace(Tensor mask, Tensor x, float y) {
    Tensor scalar = Broadcasting.scalar(y);
    Broadcasting.ternaryInPlace(Kind.WHERE, mask, x, scalar);
    Broadcasting.release(scalar);
  }

  /**
   * One x for all elements where the mask is not 0, else y.
   *
   * @param mask chooses x where it is not 0
   * @param x chosen where the mask is not 0
   * @param y chosen where the mask is 0
   * @return a new tensor of the shape that the tensors broadcast to
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor where(Tensor mask, float x, Tensor y) {
    Tensor scalar = Broadcasting.scalar(x);
    Tensor out = Broadcasting.ternary(Kind.WHERE, mask, scalar, y);
    Broadcasting.release(scalar);
    return out;
  }

  /**
   * Writes {@link #where(Tensor, float, Tensor)} into a tensor.
   *
   * @param mask chooses x where it is not 0
   * @param x chosen where the mask is not 0
   * @param y chosen where the mask is 0
   * @param out written; may be any of the tensors
   * @throws ShapeException if the tensors do not broadcast to out's shape, or out is a broadcast
   *     view
   */
  public static void whereInto(Tensor mask, float x, Tensor y, Tensor out) {
    Tensor scalar = Broadcasting.scalar(x);
    Broadcasting.ternaryInto(Kind.WHERE, mask, scalar, y, out);
    Broadcasting.release(scalar);
  }

  /**
   * Replaces mask by {@link #where(Tensor, float, Tensor)}.
   *
   * @param mask chooses x where it is not 0; read and written
   * @param x chosen where the mask is not 0
   * @param y broadcasts to mask's shape
   * @throws ShapeException if y does not broadcast to mask's shape, or mask is a broadcast view
   */
  public static void whereInPlace(Tensor mask, float x, Tensor y) {
    Tensor scalar = Broadcasting.scalar(x);
    Broadcasting.ternaryInPlace(Kind.WHERE, mask, scalar, y);
    Broadcasting.release(scalar);
  }

  /**
   * One x for all elements where the mask is not 0, else one y.
   *
   * @param mask chooses x where it is not 0
   * @param x chosen where the mask is not 0
   * @param y chosen where the mask is 0
   * @return a new tensor of mask's shape
   */
  public static Tensor where(Tensor mask, float x, float y) {
    Tensor scalar = Broadcasting.scalar(x);
    Tensor second = Broadcasting.scalar(y);
    Tensor out = Broadcasting.ternary(Kind.WHERE, mask, scalar, second);
    Broadcasting.release(scalar);
    Broadcasting.release(second);
    return out;
  }

  /**
   * Writes {@link #where(Tensor, float, float)} into a tensor.
   *
   * @param mask chooses x where it is not 0
   * @param x chosen where the mask is not 0
   * @param y chosen where the mask is 0
   * @param out written; may be any of the tensors
   * @throws ShapeException if the tensors do not broadcast to out's shape, or out is a broadcast
   *     view
   */
  public static void whereInto(Tensor mask, float x, float y, Tensor out) {
    Tensor scalar = Broadcasting.scalar(x);
    Tensor second = Broadcasting.scalar(y);
    Broadcasting.ternaryInto(Kind.WHERE, mask, scalar, second, out);
    Broadcasting.release(scalar);
    Broadcasting.release(second);
  }

  /**
   * Replaces mask by {@link #where(Tensor, float, float)}.
   *
   * @param mask chooses x where it is not 0; read and written
   * @param x chosen where the mask is not 0
   * @param y chosen where the mask is 0
   * @throws ShapeException if mask is a broadcast view
   */
  public static void whereInPlace(Tensor mask, float x, float y) {
    Tensor scalar = Broadcasting.scalar(x);
    Tensor second = Broadcasting.scalar(y);
    Broadcasting.ternaryInPlace(Kind.WHERE, mask, scalar, second);
    Broadcasting.release(scalar);
    Broadcasting.release(second);
  }

  /**
   * |x| of each element.
   *
   * @param x any shape and layout
   * @return a new tensor of x's shape
   */
  public static Tensor abs(Tensor x) {
    return Broadcasting.unary(UnaryOp.ABS, x);
  }

  /**
   * Writes {@link #abs(Tensor)} into a tensor.
   *
   * @param x broadcasts to out's shape
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void absInto(Tensor x, Tensor out) {
    Broadcasting.unaryInto(UnaryOp.ABS, x, out);
  }

  /**
   * Replaces each element by {@link #abs(Tensor)} of it.
   *
   * @param x read and written
   * @throws ShapeException if x is a broadcast view
   */
  public static void absInPlace(Tensor x) {
    Broadcasting.unaryInPlace(UnaryOp.ABS, x);
  }

  /**
   * 1, 0 or -1: the sign of each element.
   *
   * <p>Of both zeros it is 0, of NaN NaN.
   *
   * @param x any shape and layout
   * @return a new tensor of x's shape
   */
  public static Tensor sign(Tensor x) {
    return Broadcasting.unary(UnaryOp.SIGN, x);
  }

  /**
   * Writes {@link #sign(Tensor)} into a tensor.
   *
   * @param x broadcasts to out's shape
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void signInto(Tensor x, Tensor out) {
    Broadcasting.unaryInto(UnaryOp.SIGN, x, out);
  }

  /**
   * Replaces each element by {@link #sign(Tensor)} of it.
   *
   * @param x read and written
   * @throws ShapeException if x is a broadcast view
   */
  public static void signInPlace(Tensor x) {
    Broadcasting.unaryInPlace(UnaryOp.SIGN, x);
  }

  /**
   * The largest whole number not above x, of each element.
   *
   * @param x any shape and layout
   * @return a new tensor of x's shape
   */
  public static Tensor floor(Tensor x) {
    return Broadcasting.unary(UnaryOp.FLOOR, x);
  }

  /**
   * Writes {@link #floor(Tensor)} into a tensor.
   *
   * @param x broadcasts to out's shape
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void floorInto(Tensor x, Tensor out) {
    Broadcasting.unaryInto(UnaryOp.FLOOR, x, out);
  }

  /**
   * Replaces each element by {@link #floor(Tensor)} of it.
   *
   * @param x read and written
   * @throws ShapeException if x is a broadcast view
   */
  public static void floorInPlace(Tensor x) {
    Broadcasting.unaryInPlace(UnaryOp.FLOOR, x);
  }

  /**
   * The smallest whole number not below x, of each element.
   *
   * @param x any shape and layout
   * @return a new tensor of x's shape
   */
  public static Tensor ceil(Tensor x) {
    return Broadcasting.unary(UnaryOp.CEIL, x);
  }

  /**
   * Writes {@link #ceil(Tensor)} into a tensor.
   *
   * @param x broadcasts to out's shape
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void ceilInto(Tensor x, Tensor out) {
    Broadcasting.unaryInto(UnaryOp.CEIL, x, out);
  }

  /**
   * Replaces each element by {@link #ceil(Tensor)} of it.
   *
   * @param x read and written
   * @throws ShapeException if x is a broadcast view
   */
  public static void ceilInPlace(Tensor x) {
    Broadcasting.unaryInPlace(UnaryOp.CEIL, x);
  }

  /**
   * The nearest whole number, the even one of two, of each element.
   *
   * @param x any shape and layout
   * @return a new tensor of x's shape
   */
  public static Tensor round(Tensor x) {
    return Broadcasting.unary(UnaryOp.ROUND, x);
  }

  /**
   * Writes {@link #round(Tensor)} into a tensor.
   *
   * @param x broadcasts to out's shape
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void roundInto(Tensor x, Tensor out) {
    Broadcasting.unaryInto(UnaryOp.ROUND, x, out);
  }

  /**
   * Replaces each element by {@link #round(Tensor)} of it.
   *
   * @param x read and written
   * @throws ShapeException if x is a broadcast view
   */
  public static void roundInPlace(Tensor x) {
    Broadcasting.unaryInPlace(UnaryOp.ROUND, x);
  }

  /**
   * max(x, 0) of each element.
   *
   * <p>NaN stays, -0 becomes 0.
   *
   * @param x any shape and layout
   * @return a new tensor of x's shape
   */
  public static Tensor relu(Tensor x) {
    return Broadcasting.unary(UnaryOp.RELU, x);
  }

  /**
   * Writes {@link #relu(Tensor)} into a tensor.
   *
   * @param x broadcasts to out's shape
   * @param out written; may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public static void reluInto(Tensor x, Tensor out) {
    Broadcasting.unaryInto(UnaryOp.RELU, x, out);
  }

  /**
   * Replaces each element by {@link #relu(Tensor)} of it.
   *
   * @param x read and written
   * @throws ShapeException if x is a broadcast view
   */
  public static void reluInPlace(Tensor x) {
    Broadcasting.unaryInPlace(UnaryOp.RELU, x);
  }
}
