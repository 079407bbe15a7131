package lanewise.layers.activation;

import lanewise.layers.format.JsonCursor;

/**
 * The self-normalizing unit: {@code y = s x} where x > 0, {@code y = s a (e^x - 1)} elsewhere, any
 * shape (Klambauer et al., 2017), with s = 1.0507… and a = 1.6732…, which preserve mean 0 and
 * variance 1 of activations. Initialize the layers before it with the variance 1 / fanIn.
 *
 * <p>{@code gradX = gradY s} where x > 0, {@code gradY s a e^x} elsewhere. Minus infinity gives -s
 * a; NaN stays NaN. Matches PyTorch's {@code SELU}.
 */
public final class Selu extends Activation {
  /** The kind in model files. */
  public static final String KIND = "selu";

  private static final double SCALE = 1.0507009873554805;
  private static final double ALPHA = 1.6732632423543772;

  private Selu() {}

  /**
   * A new layer.
   *
   * @return the layer
   */
  public static Selu of() {
    return new Selu();
  }

  /**
   * Makes a layer from its settings in a file.
   *
   * @param config as {@link #config()} gives it
   * @return a new layer
   * @throws lanewise.layers.format.JsonException if a setting is missing or of the wrong type
   * @throws IllegalArgumentException if a setting is out of range
   */
  public static Selu read(JsonCursor config) {
    config.requireKeys();
    return new Selu();
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  protected void forward(int from, int count, float[] x, float[] y) {
    Elu.forward((float) ALPHA, (float) SCALE, from, count, x, y);
  }

  @Override
  protected void backward(int from, int count, float[] x, float[] y, float[] gradY, float[] gradX) {
    Elu.backward((float) ALPHA, (float) SCALE, from, count, x, gradY, gradX);
  }

  @Override
  protected double value(double x) {
    return SCALE * (x > 0 ? x : ALPHA * Math.expm1(x));
  }
}
