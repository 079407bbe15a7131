package lanewise.layers.activation;

import java.util.List;
import lanewise.layers.Lowering;
import lanewise.layers.format.JsonCursor;
import lanewise.tensor.Shape;
import lanewise.tensor.blas.Fused;
import lanewise.tensor.kernel.elementwise.ElementwiseKernel;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.kernel.elementwise.UnaryOp;

/**
 * The hyperbolic tangent: {@code y = tanh(x)}, any shape.
 *
 * <p>{@code gradX = gradY (1 - y) (1 + y)}, which keeps its digits near y = 1 and -1. Infinities
 * give 1 and -1 with gradient 0; NaN stays NaN. Matches PyTorch's {@code Tanh}.
 */
public final class Tanh extends Activation {
  /** The kind in model files. */
  public static final String KIND = "tanh";

  private static final ElementwiseKernel KERNEL = ElementwiseVariants.KERNEL;

  private Tanh() {}

  /**
   * A new layer.
   *
   * @return the layer
   */
  public static Tanh of() {
    return new Tanh();
  }

  /**
   * Makes a layer from its settings in a file.
   *
   * @param config as {@link #config()} gives it
   * @return a new layer
   * @throws lanewise.layers.format.JsonException if a setting is missing or of the wrong type
   * @throws IllegalArgumentException if a setting is out of range
   */
  public static Tanh read(JsonCursor config) {
    config.requireKeys();
    return new Tanh();
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Lowering lowering(List<Shape> inputs) {
    return new Lowering.Elementwise(Fused.TANH);
  }

  @Override
  protected void forward(int from, int count, float[] x, float[] y) {
    KERNEL.unary(UnaryOp.TANH, count, x, from, y, from);
  }

  @Override
  protected void backward(int from, int count, float[] x, float[] y, float[] gradY, float[] gradX) {
    for (int i = from; i < from + count; i++) {
      gradX[i] = gradY[i] * ((1 - y[i]) * (1 + y[i]));
    }
  }

  @Override
  protected double value(double x) {
    return Math.tanh(x);
  }
}
