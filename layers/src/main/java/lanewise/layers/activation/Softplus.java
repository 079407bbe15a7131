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
 * A smooth ReLU: {@code y = log(1 + e^x)}, any shape (Dugas et al., 2001).
 *
 * <p>{@code gradX = gradY sigmoid(x)}. Computed without overflow: infinities give infinity and 0;
 * NaN stays NaN. PyTorch's {@code Softplus} returns x itself above 20; here the formula holds
 * everywhere.
 */
public final class Softplus extends Activation {
  /** The kind in model files. */
  public static final String KIND = "softplus";

  private static final ElementwiseKernel KERNEL = ElementwiseVariants.KERNEL;

  private Softplus() {}

  /**
   * A new layer.
   *
   * @return the layer
   */
  public static Softplus of() {
    return new Softplus();
  }

  /**
   * Makes a layer from its settings in a file.
   *
   * @param config as {@link #config()} gives it
   * @return a new layer
   * @throws lanewise.layers.format.JsonException if a setting is missing or of the wrong type
   * @throws IllegalArgumentException if a setting is out of range
   */
  public static Softplus read(JsonCursor config) {
    config.requireKeys();
    return new Softplus();
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Lowering lowering(List<Shape> inputs) {
    return new Lowering.Elementwise(Fused.SOFTPLUS);
  }

  @Override
  protected void forward(int from, int count, float[] x, float[] y) {
    KERNEL.unary(UnaryOp.SOFTPLUS, count, x, from, y, from);
  }

  @Override
  protected void backward(int from, int count, float[] x, float[] y, float[] gradY, float[] gradX) {
    KERNEL.unary(UnaryOp.SIGMOID, count, x, from, gradX, from);
    for (int i = from; i < from + count; i++) {
      gradX[i] *= gradY[i];
    }
  }

  @Override
  protected double value(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }
}
