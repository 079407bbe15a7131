package lanewise.layers.activation;

import lanewise.layers.format.JsonCursor;
import lanewise.tensor.kernel.elementwise.ElementwiseKernel;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.kernel.elementwise.UnaryOp;

/**
 * The logarithm of the logistic function: {@code y = -log(1 + e^-x)}, any shape.
 *
 * <p>{@code gradX = gradY sigmoid(-x)}. Computed without overflow: it is x for large negative x,
 * minus infinity included; NaN stays NaN. Matches PyTorch's {@code LogSigmoid}.
 */
public final class LogSigmoid extends Activation {
  /** The kind in model files. */
  public static final String KIND = "log-sigmoid";

  private static final ElementwiseKernel KERNEL = ElementwiseVariants.KERNEL;

  private LogSigmoid() {}

  /**
   * A new layer.
   *
   * @return the layer
   */
  public static LogSigmoid of() {
    return new LogSigmoid();
  }

  /**
   * Makes a layer from its settings in a file.
   *
   * @param config as {@link #config()} gives it
   * @return a new layer
   * @throws lanewise.layers.format.JsonException if a setting is missing or of the wrong type
   * @throws IllegalArgumentException if a setting is out of range
   */
  public static LogSigmoid read(JsonCursor config) {
    config.requireKeys();
    return new LogSigmoid();
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  protected void forward(int from, int count, float[] x, float[] y) {
    KERNEL.unary(UnaryOp.NEG, count, x, from, y, from);
    KERNEL.unary(UnaryOp.SOFTPLUS, count, y, from, y, from);
    KERNEL.unary(UnaryOp.NEG, count, y, from, y, from);
  }

  @Override
  protected void backward(int from, int count, float[] x, float[] y, float[] gradY, float[] gradX) {
    KERNEL.unary(UnaryOp.NEG, count, x, from, gradX, from);
    KERNEL.unary(UnaryOp.SIGMOID, count, gradX, from, gradX, from);
    for (int i = from; i < from + count; i++) {
      gradX[i] *= gradY[i];
    }
  }

  @Override
  protected double value(double x) {
    return Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
  }
}
