package lanewise.layers;

import lanewise.layers.format.JsonCursor;
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
  static final String KIND = "sigmoid";

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

  static Sigmoid read(JsonCursor config) {
    config.requireKeys();
    return new Sigmoid();
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  UnaryOp fusable() {
    return UnaryOp.SIGMOID;
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
