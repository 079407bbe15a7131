package lanewise.tensor.ops;

import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.ops.ElementwiseLoop.Kind;

/**
 * {@code min(max(x, low), high)}, element by element: {@code new Clip(0, 1).of(x)}. The result is
 * high if low is above high, and NaN if x or a bound is NaN. The package description states the
 * rules that hold for all operations.
 *
 * @param low the lower bound; minus infinity for no bound
 * @param high the upper bound; infinity for no bound
 */
public record Clip(float low, float high) {
  /**
   * Clips each element.
   *
   * @param x the operand, with any shape and layout
   * @return a new tensor of x's shape
   */
  public Tensor of(Tensor x) {
    Tensor out = Tensor.zeros(x.shape());
    ElementwiseLoop.of(Kind.CLIP).scalars(low, high).run(out, x, x, x);
    return out;
  }

  /**
   * Writes each element, clipped, into a tensor.
   *
   * @param x the operand, which broadcasts to out's shape
   * @param out the tensor to write; it may be x
   * @throws ShapeException if x does not broadcast to out's shape, or out is a broadcast view
   */
  public void into(Tensor x, Tensor out) {
    Broadcasting.requireResult(Kind.CLIP, x, x, x, out);
    Tensor operand = Broadcasting.apart(x, out);
    ElementwiseLoop.of(Kind.CLIP).scalars(low, high).run(out, operand, operand, operand);
  }

  /**
   * Clips each element in place.
   *
   * @param x the operand, which is read and written
   * @throws ShapeException if x is a broadcast view
   */
  public void inPlace(Tensor x) {
    into(x, x);
  }

  /**
   * Writes n consecutive floats of an array, clipped.
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
    Runs.require(Kind.CLIP, n, x, xOffset, out, outOffset);
    ElementwiseVariants.KERNEL.clip(n, x, xOffset, low, high, out, outOffset);
  }
}
