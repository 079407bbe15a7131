package lanewise.layers.activation;

import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonObject;
import lanewise.tensor.kernel.elementwise.BinaryOp;
import lanewise.tensor.kernel.elementwise.ElementwiseKernel;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;

/**
 * A piecewise linear tanh: {@code y = min(max(x, low), high)}, any shape (Collobert, 2004).
 *
 * <p>{@code gradX = gradY} where x is between the bounds, else 0. Infinities give the bounds; NaN
 * stays NaN, with gradient 0. Matches PyTorch's {@code Hardtanh}; bounds of 0 and 6 make its {@code
 * ReLU6}.
 */
public final class HardTanh extends Activation {
  /** The kind in model files. */
  public static final String KIND = "hard-tanh";

  private static final ElementwiseKernel KERNEL = ElementwiseVariants.KERNEL;

  private final float low;
  private final float high;

  private HardTanh(float low, float high) {
    if (!(low < high)) {
      throw new IllegalArgumentException("hard-tanh: " + low + " is not below " + high);
    }
    if (Float.isInfinite(low) || Float.isInfinite(high)) {
      throw new IllegalArgumentException("hard-tanh: " + low + " to " + high + " is not finite");
    }
    this.low = low;
    this.high = high;
  }

  /**
   * A layer with the bounds -1 and 1.
   *
   * @return a new layer
   */
  public static HardTanh of() {
    return new HardTanh(-1, 1);
  }

  /**
   * A layer.
   *
   * @param low the smallest output
   * @param high the largest output, above low
   * @return a new layer
   * @throws IllegalArgumentException if low is not below high, or one is not finite
   */
  public static HardTanh of(float low, float high) {
    return new HardTanh(low, high);
  }

  /**
   * Makes a layer from its settings in a file.
   *
   * @param config as {@link #config()} gives it
   * @return a new layer
   * @throws lanewise.layers.format.JsonException if a setting is missing or of the wrong type
   * @throws IllegalArgumentException if a setting is out of range
   */
  public static HardTanh read(JsonCursor config) {
    config.requireKeys("low", "high");
    return new HardTanh(config.get("low").asFloat(), config.get("high").asFloat());
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public JsonObject config() {
    return JsonObject.builder().put("low", low).put("high", high).build();
  }

  @Override
  protected void forward(int from, int count, float[] x, float[] y) {
    KERNEL.clip(count, x, from, low, high, y, from);
  }

  @Override
  protected void backward(int from, int count, float[] x, float[] y, float[] gradY, float[] gradX) {
    System.arraycopy(gradY, from, gradX, from, count);
    Tile.keepWhere(BinaryOp.GT, from, count, x, low, gradX);
    Tile.keepWhere(BinaryOp.LT, from, count, x, high, gradX);
  }

  @Override
  protected double value(double x) {
    return Math.min(Math.max(x, low), high);
  }
}
