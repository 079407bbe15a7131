package lanewise.layers.activation;

import lanewise.layers.format.JsonCursor;
import lanewise.tensor.kernel.elementwise.BinaryOp;

/**
 * A piecewise linear sigmoid: {@code y = min(max(x + 3, 0), 6) / 6}, any shape (Howard et al.,
 * 2019).
 *
 * <p>{@code gradX = gradY / 6} where x is between -3 and 3, else 0. Infinities give 0 and 1; NaN
 * stays NaN, with gradient 0. Matches PyTorch's {@code Hardsigmoid}; other libraries use a slope of
 * 1/5.
 */
public final class HardSigmoid extends Activation {
  /** The kind in model files. */
  public static final String KIND = "hard-sigmoid";

  private static final float SLOPE = 1f / 6;

  private HardSigmoid() {}

  /**
   * A new layer.
   *
   * @return the layer
   */
  public static HardSigmoid of() {
    return new HardSigmoid();
  }

  /**
   * Makes a layer from its settings in a file.
   *
   * @param config as {@link #config()} gives it
   * @return a new layer
   * @throws lanewise.layers.format.JsonException if a setting is missing or of the wrong type
   * @throws IllegalArgumentException if a setting is out of range
   */
  public static HardSigmoid read(JsonCursor config) {
    config.requireKeys();
    return new HardSigmoid();
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  protected void forward(int from, int count, float[] x, float[] y) {
    for (int i = from; i < from + count; i++) {
      y[i] = Math.min(Math.max(x[i] + 3, 0), 6) * SLOPE;
    }
  }

  @Override
  protected void backward(int from, int count, float[] x, float[] y, float[] gradY, float[] gradX) {
    for (int i = from; i < from + count; i++) {
      gradX[i] = gradY[i] * SLOPE;
    }
    Tile.keepWhere(BinaryOp.GT, from, count, x, -3, gradX);
    Tile.keepWhere(BinaryOp.LT, from, count, x, 3, gradX);
  }

  @Override
  protected double value(double x) {
    return Math.min(Math.max(x + 3, 0), 6) / 6;
  }
}
