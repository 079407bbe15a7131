package lanewise.layers;

import lanewise.layers.format.JsonCursor;
import lanewise.tensor.kernel.elementwise.BinaryOp;
import lanewise.tensor.kernel.elementwise.UnaryOp;

/**
 * The rectified linear unit: {@code y = max(x, 0)}, any shape (Nair and Hinton, 2010).
 *
 * <p>Its gradient is that of the output where y > 0, else 0: so at x = 0 and -0, as in PyTorch. NaN
 * stays NaN, and its gradient is 0, where PyTorch hands on that of the output.
 */
public final class Relu extends Activation {
  static final String KIND = "relu";

  private Relu() {}

  /**
   * A new layer.
   *
   * @return the layer
   */
  public static Relu of() {
    return new Relu();
  }

  static Relu read(JsonCursor config) {
    config.requireKeys();
    return new Relu();
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  UnaryOp fusable() {
    return UnaryOp.RELU;
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
