package lanewise.layers.activation;

import java.util.List;
import lanewise.layers.Lowering;
import lanewise.layers.format.JsonCursor;
import lanewise.tensor.Shape;
import lanewise.tensor.blas.Fused;
import lanewise.tensor.kernel.elementwise.BinaryOp;

/**
 * The rectified linear unit: {@code y = max(x, 0)}, any shape (Nair and Hinton, 2010).
 *
 * <p>{@code gradX = gradY} where y > 0, else 0, also at x = 0 and -0, as in PyTorch. NaN stays NaN
 * with gradient 0, whereas PyTorch passes on the gradient of the output.
 */
public final class Relu extends Activation {
  /** The kind in model files. */
  public static final String KIND = "relu";

  private Relu() {}

  /**
   * A new layer.
   *
   * @return the layer
   */
  public static Relu of() {
    return new Relu();
  }

  /**
   * Makes a layer from its settings in a file.
   *
   * @param config as {@link #config()} gives it
   * @return a new layer
   * @throws lanewise.layers.format.JsonException if a setting is missing or of the wrong type
   * @throws IllegalArgumentException if a setting is out of range
   */
  public static Relu read(JsonCursor config) {
    config.requireKeys();
    return new Relu();
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Lowering lowering(List<Shape> inputs) {
    return new Lowering.Elementwise(Fused.RELU);
  }

  @Override
  protected void forward(int from, int count, float[] x, float[] y) {
    for (int i = from; i < from + count; i++) {
      y[i] = Math.max(x[i], 0);
    }
  }

  @Override
  protected void backward(int from, int count, float[] x, float[] y, float[] gradY, float[] gradX) {
    System.arraycopy(gradY, from, gradX, from, count);
    Tile.keepWhere(BinaryOp.GT, from, count, y, 0, gradX);
  }

  @Override
  protected double value(double x) {
    return Math.max(x, 0);
  }
}
