package lanewise.tensor.ops;

import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.kernel.elementwise.BinaryOp;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.ops.ElementwiseLoop.Kind;

/**
 * Operations on two operands, element by element: {@code Binary.ADD.of(x, y)}. Either operand may
 * be one number for all elements. The package description states the rules that hold for all
 * operations.
 *
 * <p>The four basic operations, minimum and maximum are exactly rounded. Comparisons give 1 where
 * they hold and 0 elsewhere, so their results are masks for {@link Ternary#WHERE}. NaN is unequal
 * to everything, and -0 equals 0.
 */
public enum Binary {
  /** {@code x + y}. */
  ADD(BinaryOp.ADD),
  /** {@code x - y}. */
  SUB(BinaryOp.SUB),
  /** {@code x y}. */
  MUL(BinaryOp.MUL),
  /** {@code x / y}. */
  DIV(BinaryOp.DIV),
  /** The smaller of x and y; NaN if either is NaN, and -0 is below 0. */
  MIN(BinaryOp.MIN),
  /** The larger of x and y; NaN if either is NaN, and -0 is below 0. */
  MAX(BinaryOp.MAX),
  /**
   * {@code x^y} with the special cases of IEEE 754: x^0 and 1^y are 1 even for NaN, and a negative
   * x with an exponent that is not an integer gives NaN. The error is in the table of {@link
   * Unary}.
   */
  POW(BinaryOp.POW),
  /** 1 where x equals y. */
  EQ(BinaryOp.EQ),
  /** 1 where x does not equal y, including where either is NaN. */
  NE(BinaryOp.NE),
  /** 1 where x is less than y. */
  LT(BinaryOp.LT),
  /** 1 where x is less than or equal to y. */
  LE(BinaryOp.LE),
  /** 1 where x is greater than y. */
  GT(BinaryOp.GT),
  /** 1 where x is greater than or equal to y. */
  GE(BinaryOp.GE);

  private final BinaryOp op;

  Binary(BinaryOp op) {
    this.op = op;
  }

  /**
   * Computes the operation on each pair of elements.
   *
   * @param x the first operand
   * @param y the second operand
   * @return a new tensor of the broadcast shape
   * @throws ShapeException if the shapes do not broadcast
   */
  public Tensor of(Tensor x, Tensor y) {
    Tensor out = Tensor.zeros(Broadcasting.shape(this, x.shape(), y.shape()));
    ElementwiseLoop.of(Kind.BINARY).op(op).run(out, x, y, y);
    return out;
  }

  /**
   * Computes the operation on each element and a single y.
   *
   * @param x the first operand
   * @param y the second operand
   * @return a new tensor of x's shape
   */
  public Tensor of(Tensor x, float y) {
    Tensor out = Tensor.zeros(x.shape());
    ElementwiseLoop.of(Kind.BINARY_SCALAR).op(op).scalars(y, y).run(out, x, x, x);
    return out;
  }

  /**
   * Computes the operation on a single x and each element.
   *
   * @param x the first operand
   * @param y the second operand
   * @return a new tensor of y's shape
   */
  public Tensor of(float x, Tensor y) {
    Tensor out = Tensor.zeros(y.shape());
    ElementwiseLoop.of(Kind.SCALAR_BINARY).op(op).scalars(x, x).run(out, y, y, y);
    return out;
  }

  /**
   * Writes {@link #of(Tensor, Tensor)} into a tensor.
   *
   * @param x the first operand
   * @param y the second operand
   * @param out the tensor to write; it may be x or y
   * @throws ShapeException if the operands do not broadcast to out's shape, or out is a broadcast
   *     view
   */
  public void into(Tensor x, Tensor y, Tensor out) {
    Broadcasting.requireResult(this, x, y, y, out);
    Tensor second = Broadcasting.apart(y, out);
    ElementwiseLoop.of(Kind.BINARY).op(op).run(out, Broadcasting.apart(x, out), second, second);
  }

  /**
   * Writes {@link #of(Tensor, float)} into a tensor.
   *
   * @param x the first operand
   * @param y the second operand
   * @param out the tensor to write; it may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public void into(Tensor x, float y, Tensor out) {
    into(Kind.BINARY_SCALAR, x, y, out);
  }

  /**
   * Writes {@link #of(float, Tensor)} into a tensor.
   *
   * @param x the first operand
   * @param y the second operand
   * @param out the tensor to write; it may be y
   * @throws ShapeException if y does not broadcast to out's shape, or out is a broadcast view
   */
  public void into(float x, Tensor y, Tensor out) {
    into(Kind.SCALAR_BINARY, y, x, out);
  }

  private void into(Kind kind, Tensor x, float scalar, Tensor out) {
    Broadcasting.requireResult(this, x, x, x, out);
    Tensor operand = Broadcasting.apart(x, out);
    ElementwiseLoop.of(kind).op(op).scalars(scalar, scalar).run(out, operand, operand, operand);
  }

  /**
   * Replaces x by {@link #of(Tensor, Tensor)}.
   *
   * @param x the first operand, which is read and written
   * @param y the second operand, which broadcasts to x's shape
   * @throws ShapeException if y does not broadcast to x's shape, or x is a broadcast view
   */
  public void inPlace(Tensor x, Tensor y) {
    into(x, y, x);
  }

  /**
   * Replaces x by {@link #of(Tensor, float)}.
   *
   * @param x the first operand, which is read and written
   * @param y the second operand
   * @throws ShapeException if x is a broadcast view
   */
  public void inPlace(Tensor x, float y) {
    into(x, y, x);
  }

  /**
   * Replaces y by {@link #of(float, Tensor)}.
   *
   * @param x the first operand
   * @param y the second operand, which is read and written
   * @throws ShapeException if y is a broadcast view
   */
  public void inPlace(float x, Tensor y) {
    into(x, y, y);
  }

  /**
   * Writes the operation on n pairs of consecutive floats of arrays.
   *
   * @param n the number of elements
   * @param x the first operand
   * @param xOffset the index of x's first element
   * @param y the second operand
   * @param yOffset the index of y's first element
   * @param out the array of the result; the result must be exactly an operand's elements or
   *     disjoint from them
   * @param outOffset the index of the result's first element
   * @throws IndexOutOfBoundsException if n is negative or the elements leave their array
   * @throws IllegalArgumentException if the result partly overlaps an operand
   */
  public void into(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset) {
    Runs.require(this, n, x, xOffset, out, outOffset);
    Runs.require(this, n, y, yOffset, out, outOffset);
    ElementwiseVariants.KERNEL.binary(op, n, x, xOffset, y, yOffset, out, outOffset);
  }

  /**
   * Writes the operation on n consecutive floats of an array and one y.
   *
   * @param n the number of elements
   * @param x the first operand
   * @param xOffset the index of x's first element
   * @param y the second operand
   * @param out the array of the result; the result must be exactly the elements of x or disjoint
   *     from them
   * @param outOffset the index of the result's first element
   * @throws IndexOutOfBoundsException if n is negative or the elements leave their array
   * @throws IllegalArgumentException if the result partly overlaps the operand
   */
  public void into(int n, float[] x, int xOffset, float y, float[] out, int outOffset) {
    Runs.require(this, n, x, xOffset, out, outOffset);
    ElementwiseVariants.KERNEL.binaryScalar(op, n, x, xOffset, y, out, outOffset);
  }

  /**
   * Writes the operation on one x and n consecutive floats of an array.
   *
   * @param n the number of elements
   * @param x the first operand
   * @param y the second operand
   * @param yOffset the index of y's first element
   * @param out the array of the result; the result must be exactly the elements of y or disjoint
   *     from them
   * @param outOffset the index of the result's first element
   * @throws IndexOutOfBoundsException if n is negative or the elements leave their array
   * @throws IllegalArgumentException if the result partly overlaps the operand
   */
  public void into(int n, float x, float[] y, int yOffset, float[] out, int outOffset) {
    Runs.require(this, n, y, yOffset, out, outOffset);
    ElementwiseVariants.KERNEL.scalarBinary(op, n, x, y, yOffset, out, outOffset);
  }
}
