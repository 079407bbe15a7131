package lanewise.tensor.ops;

import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.ops.ElementwiseLoop.Kind;

/**
 * {@code min(max(x, low), high)}, element by element: {@code new Clip(0, 1).of(x)}. High wins where
 * low is above it; the result is NaN if x or a bound is NaN. What holds for all operations is in
 * the description of the package.
 *
 * @param low the lower bound; minus infinity for no bound
 * @param high the upper bound; infinity for no bound
 */
public record Clip(float low, float high) {
  /**
   * Clips each element.
   *
   * @param x any shape and layout
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
   * @param x broadcasts to out's shape
   * @param out written; may be x
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
   * @param x read and written
   * @throws ShapeException if x is a broadcast view
   */
  public void inPlace(Tensor x) {
    into(x, x);
  }

  /**
   * Writes n consecutive floats of an array, clipped.
   *
   * @param n number of elements
   * @param x operand
   * @param xOffset where it begins
   * @param out result; lies exactly over x or apart from it
   * @param outOffset where it begins
   * @throws IndexOutOfBoundsException if n is negative or the elements leave their array
   * @throws IllegalArgumentException if the result overlaps the operand in part
   */
  public void into(int n, float[] x, int xOffset, float[] out, int outOffset) {
    Runs.require(Kind.CLIP, n, x, xOffset, out, outOffset);
    ElementwiseVariants.KERNEL.clip(n, x, xOffset, low, high, out, outOffset);
  }
}
