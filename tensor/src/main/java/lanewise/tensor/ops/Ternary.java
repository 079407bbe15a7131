package lanewise.tensor.ops;

import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.ops.ElementwiseLoop.Kind;

/**
 * Operations on three operands, element by element: {@code Ternary.WHERE.of(mask, x, y)}. The
 * second and the third operand may be one number for all elements. The package description states
 * the rules that hold for all operations.
 */
public enum Ternary {
  /** {@code x y + z}, rounded once. */
  FMA(Kind.FMA),
  /** y where the mask x is not 0, and z where it is 0; NaN is not 0. */
  WHERE(Kind.WHERE);

  private final Kind kind;

  Ternary(Kind kind) {
    this.kind = kind;
  }

  /**
   * Computes the operation on each triple of elements.
   *
   * @param x the first operand
   * @param y the second operand
   * @param z the third operand
   * @return a new tensor of the shape that the three broadcast to
   * @throws ShapeException if the shapes do not broadcast
   */
  public Tensor of(Tensor x, Tensor y, Tensor z) {
    Tensor out =
        Tensor.zeros(
            Broadcasting.shape(this, Broadcasting.shape(this, x.shape(), y.shape()), z.shape()));
    ElementwiseLoop.of(kind).run(out, x, y, z);
    return out;
  }

  /**
   * Computes the operation with one y for all elements.
   *
   * @param x the first operand
   * @param y the second operand
   * @param z the third operand
   * @return a new tensor of the shape that x and z broadcast to
   * @throws ShapeException if the shapes do not broadcast
   */
  public Tensor of(Tensor x, float y, Tensor z) {
    Tensor second = Broadcasting.scalar(y);
    Tensor out = of(x, second, z);
    Broadcasting.release(second);
    return out;
  }

  /**
   * Computes the operation with one z for all elements.
   *
   * @param x the first operand
   * @param y the second operand
   * @param z the third operand
   * @return a new tensor of the shape that x and y broadcast to
   * @throws ShapeException if the shapes do not broadcast
   */
  public Tensor of(Tensor x, Tensor y, float z) {
    Tensor third = Broadcasting.scalar(z);
    Tensor out = of(x, y, third);
    Broadcasting.release(third);
    return out;
  }

  /**
   * Computes the operation with one y and one z for all elements.
   *
   * @param x the first operand
   * @param y the second operand
   * @param z the third operand
   * @return a new tensor of x's shape
   */
  public Tensor of(Tensor x, float y, float z) {
    Tensor second = Broadcasting.scalar(y);
    Tensor out = of(x, second, z);
    Broadcasting.release(second);
    return out;
  }

  /**
   * Writes {@link #of(Tensor, Tensor, Tensor)} into a tensor.
   *
   * @param x the first operand
   * @param y the second operand
   * @param z the third operand
   * @param out the tensor to write; it may be any of the three
   * @throws ShapeException if the operands do not broadcast to out's shape, or out is a broadcast
   *     view
   */
  public void into(Tensor x, Tensor y, Tensor z, Tensor out) {
    Broadcasting.requireResult(this, x, y, z, out);
    ElementwiseLoop.of(kind)
        .run(
            out,
            Broadcasting.apart(x, out),
            Broadcasting.apart(y, out),
            Broadcasting.apart(z, out));
  }

  /**
   * Writes {@link #of(Tensor, float, Tensor)} into a tensor.
   *
   * @param x the first operand
   * @param y the second operand
   * @param z the third operand
   * @param out the tensor to write; it may be x or z
   * @throws ShapeException if the operands do not broadcast to out's shape, or out is a broadcast
   *     view
   */
  public void into(Tensor x, float y, Tensor z, Tensor out) {
    Tensor second = Broadcasting.scalar(y);
    into(x, second, z, out);
    Broadcasting.release(second);
  }

  /**
   * Writes {@link #of(Tensor, Tensor, float)} into a tensor.
   *
   * @param x the first operand
   * @param y the second operand
   * @param z the third operand
   * @param out the tensor to write; it may be x or y
   * @throws ShapeException if the operands do not broadcast to out's shape, or out is a broadcast
   *     view
   */
  public void into(Tensor x, Tensor y, float z, Tensor out) {
    Tensor third = Broadcasting.scalar(z);
    into(x, y, third, out);
    Broadcasting.release(third);
  }

  /**
   * Writes {@link #of(Tensor, float, float)} into a tensor.
   *
   * @param x the first operand
   * @param y the second operand
   * @param z the third operand
   * @param out the tensor to write; it may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public void into(Tensor x, float y, float z, Tensor out) {
    Tensor second = Broadcasting.scalar(y);
    into(x, second, z, out);
    Broadcasting.release(second);
  }

  /**
   * Replaces x by {@link #of(Tensor, Tensor, Tensor)}.
   *
   * @param x the first operand, which is read and written
   * @param y the second operand, which broadcasts to x's shape
   * @param z the third operand, which broadcasts to x's shape
   * @throws ShapeException if an operand does not broadcast to x's shape, or x is a broadcast view
   */
  public void inPlace(Tensor x, Tensor y, Tensor z) {
    into(x, y, z, x);
  }

  /**
   * Replaces x by {@link #of(Tensor, float, Tensor)}.
   *
   * @param x the first operand, which is read and written
   * @param y the second operand
   * @param z the third operand, which broadcasts to x's shape
   * @throws ShapeException if z does not broadcast to x's shape, or x is a broadcast view
   */
  public void inPlace(Tensor x, float y, Tensor z) {
    into(x, y, z, x);
  }

  /**
   * Replaces x by {@link #of(Tensor, Tensor, float)}.
   *
   * @param x the first operand, which is read and written
   * @param y the second operand, which broadcasts to x's shape
   * @param z the third operand
   * @throws ShapeException if y does not broadcast to x's shape, or x is a broadcast view
   */
  public void inPlace(Tensor x, Tensor y, float z) {
    into(x, y, z, x);
  }

  /**
   * Replaces x by {@link #of(Tensor, float, float)}.
   *
   * @param x the first operand, which is read and written
   * @param y the second operand
   * @param z the third operand
   * @throws ShapeException if x is a broadcast view
   */
  public void inPlace(Tensor x, float y, float z) {
    into(x, y, z, x);
  }

  /**
   * Writes the operation on n triples of consecutive floats of arrays.
   *
   * @param n the number of elements
   * @param x the first operand
   * @param xOffset the index of x's first element
   * @param y the second operand
   * @param yOffset the index of y's first element
   * @param z the third operand
   * @param zOffset the index of z's first element
   * @param out the array of the result; the result must be exactly an operand's elements or
   *     disjoint from them
   * @param outOffset the index of the result's first element
   * @throws IndexOutOfBoundsException if n is negative or the elements leave their array
   * @throws IllegalArgumentException if the result partly overlaps an operand
   */
  public void into(
      int n,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] z,
      int zOffset,
      float[] out,
      int outOffset) {
    Runs.require(this, n, x, xOffset, out, outOffset);
    Runs.require(this, n, y, yOffset, out, outOffset);
    Runs.require(this, n, z, zOffset, out, outOffset);
    switch (this) {
      case FMA ->
          ElementwiseVariants.KERNEL.fma(n, x, xOffset, y, yOffset, z, zOffset, out, outOffset);
      case WHERE ->
          ElementwiseVariants.KERNEL.where(n, x, xOffset, y, yOffset, z, zOffset, out, outOffset);
    }
  }
}
