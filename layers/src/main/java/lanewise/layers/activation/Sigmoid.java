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
 * The logistic function: {@code y = 1 / (1 + e^-x)}, any shape.
 *
 * <p>{@code gradX = gradY y (1 - y)}. Infinities give 0 and 1 with gradient 0; NaN stays NaN. As
 * PyTorch's {@code Sigmoid}.
 */
public final class Sigmoid extends Activation {
  /** The kind in model files. */
  public static final String KIND = "sigmoid";

  private static final ElementwiseKernel KERNEL = ElementwiseVariants.KERNEL;

  private Sigmoid() {}

  /**
   * A new layer.
   *
   * @return the layer
   */
  public static Sigmoid of() {
    return new Sigmoid();
  }

  /**
   * Makes a layer from its settings in a file.
   *
   * @param config as {@link #config()} gives it
   * @return a new layer
   * @throws lanewise.layers.format.JsonException if a setting is missing or of the wrong type
   * @throws IllegalArgumentException if a setting is out of range
   */
  public static Sigmoid read(JsonCursor config) {
    config.requireKeys();
    return new Sigmoid();
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Lowering lowering(List<Shape> inputs) {
    return new Lowering.Elementwise(Fused.SIGMOID);
  }

  @Override
  protected void forward(int from, int count, float[] x, float[] y) {
    KERNEL.unary(UnaryOp.SIGMOID, count, x, from, y, from);
  }

  @Override
  protected void backward(int from, int count, float[] x, float[] y, float[] gradY, float[] gradX) {
    for (int i = from; i < from + count; i++) {
      gradX[i] = gradY[i] * (y[i] * (1 - y[i]));
    }
  }

  @Override
  protected double value(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
