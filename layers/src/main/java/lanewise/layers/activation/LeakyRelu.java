package lanewise.layers.activation;

import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonObject;

/**
 * The leaky rectified linear unit: {@code y = x} where x > 0, {@code y = slope x} elsewhere, any
 * shape (Maas, Hannun and Ng, 2013).
 *
 * <p>{@code gradX = gradY} where x > 0, {@code slope gradY} elsewhere, at 0 too. NaN stays NaN. As
 * PyTorch's {@code LeakyReLU}. {@link PRelu} learns the slope.
 */
public final class LeakyRelu extends Activation {
  /** The kind in model files. */
  public static final String KIND = "leaky-relu";

  private final float slope;

  private LeakyRelu(float slope) {
    if (!Float.isFinite(slope)) {
      throw new IllegalArgumentException("leaky-relu: slope " + slope + " is not finite");
    }
    this.slope = slope;
  }

  /**
   * A layer with the slope 0.01.
   *
   * @return a new layer
   */
  public static LeakyRelu of() {
    return new LeakyRelu(0.01f);
  }

  /**
   * A layer.
   *
   * @param slope for negative x
   * @return a new layer
   * @throws IllegalArgumentException if the slope is not finite
   */
  public static LeakyRelu of(float slope) {
    return new LeakyRelu(slope);
  }

  /**
   * Makes a layer from its settings in a file.
   *
   * @param config as {@link #config()} gives it
   * @return a new layer
   * @throws lanewise.layers.format.JsonException if a setting is missing or of the wrong type
   * @throws IllegalArgumentException if a setting is out of range
   */
  public static LeakyRelu read(JsonCursor config) {
    config.requireKeys("slope");
    return new LeakyRelu(config.get("slope").asFloat());
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public JsonObject config() {
    return JsonObject.builder().put("slope", slope).build();
  }

  @Override
  protected void forward(int from, int count, float[] x, float[] y) {
    for (int i = from; i < from + count; i++) {
      y[i] = Math.max(x[i], 0) + slope * Math.min(x[i], 0);
    }
  }

  @Override
  protected void backward(int from, int count, float[] x, float[] y, float[] gradY, float[] gradX) {
    for (int i = from; i < from + count; i++) {
      gradX[i] = slope * gradY[i];
    }
    Tile.takeWherePositive(from, count, x, gradY, gradX);
  }

  @Override
  protected double value(double x) {
    return x > 0 ? x : slope * x;
  }
}
