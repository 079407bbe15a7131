package lanewise.layers.activation;

import lanewise.layers.format.JsonCursor;
import lanewise.tensor.kernel.elementwise.ElementwiseKernel;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.kernel.elementwise.UnaryOp;

/**
 * The sigmoid-weighted linear unit, or swish: {@code y = x s} with {@code s = sigmoid(x)}, any
 * shape (Elfwing, Uchibe and Doya, 2018; Ramachandran, Zoph and Le, 2017).
 *
 * <p>{@code gradX = gradY (s + x s (1 - s))}. NaN stays NaN. Matches PyTorch's {@code SiLU},
 * including NaN at minus infinity, where the formula is infinity times 0; but the gradients at both
 * infinities are their limits, 1 and 0.
 */
public final class Silu extends Activation {
  /** The kind in model files. */
  public static final String KIND = "silu";

  private static final ElementwiseKernel KERNEL = ElementwiseVariants.KERNEL;

  /** Beyond it the gradient is 1 or 0. */
  private static final float RANGE = 200;

  private Silu() {}

  /**
   * A new layer.
   *
   * @return the layer
   */
  public static Silu of() {
    return new Silu();
  }

  /**
   * Makes a layer from its settings in a file.
   *
   * @param config as {@link #config()} gives it
   * @return a new layer
   * @throws lanewise.layers.format.JsonException if a setting is missing or of the wrong type
   * @throws IllegalArgumentException if a setting is out of range
   */
  public static Silu read(JsonCursor config) {
    config.requireKeys();
    return new Silu();
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  protected void forward(int from, int count, float[] x, float[] y) {
    KERNEL.unary(UnaryOp.SILU, count, x, from, y, from);
    Tile.spoilAtMinusInfinity(from, count, x, y);
  }

  @Override
  protected void backward(int from, int count, float[] x, float[] y, float[] gradY, float[] gradX) {
    KERNEL.unary(UnaryOp.SIGMOID, count, x, from, gradX, from);
    for (int i = from; i < from + count; i++) {
      float s = gradX[i];
      float c = Math.min(Math.max(x[i], -RANGE), RANGE);
      gradX[i] = gradY[i] * (s + c * s * (1 - s));
    }
  }

  @Override
  protected double value(double x) {
    return x / (1 + Math.exp(-x));
  }
}
