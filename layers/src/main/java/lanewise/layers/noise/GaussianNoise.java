package lanewise.layers.noise;

import lanewise.layers.LayerPass;
import lanewise.layers.ReferencePass;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.internal.Copies;

/**
 * Adds normal noise in training, usually to the inputs of a model. At inference it passes its input
 * through.
 *
 * <pre>
 *   x [B, …]   y [B, …]   e normal with mean 0 and deviation s, drawn for every value
 *   y = x + e             gradX = gradY
 * </pre>
 *
 * <p>The noise is drawn from the stream of the pass, anew in every forward, by functions that give
 * the same bits on every platform. PyTorch has no such layer; this is the one of Keras.
 *
 * <p>Source: Bishop, "Training with noise is equivalent to Tikhonov regularization", 1995.
 */
public final class GaussianNoise extends TrainingNoise {
  /** The kind in model files. */
  public static final String KIND = "gaussian-noise";

  private final double deviation;

  private GaussianNoise(double deviation) {
    super(KIND, "deviation", deviation);
    if (!(deviation >= 0 && deviation <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          KIND + ": a deviation of " + deviation + ": it must be at least 0 and finite");
    }
    this.deviation = deviation;
  }

  /**
   * A layer that adds noise.
   *
   * @param deviation the noise's standard deviation s, at least 0
   * @return a new layer
   * @throws IllegalArgumentException if the deviation is negative or not finite
   */
  public static GaussianNoise of(double deviation) {
    return new GaussianNoise(deviation);
  }

  /**
   * Makes a layer from its settings in a file.
   *
   * @param config as {@link #config()} gives it
   * @return a new layer
   * @throws lanewise.layers.format.JsonException if a setting is missing or of the wrong type
   * @throws IllegalArgumentException if a setting is out of range
   */
  public static GaussianNoise read(JsonCursor config) {
    config.requireKeys("deviation");
    return new GaussianNoise(config.get("deviation").asDouble());
  }

  /**
   * The standard deviation of the noise.
   *
   * @return at least 0
   */
  public double deviation() {
    return deviation;
  }

  @Override
  void forwardInTraining(LayerPass pass) {
    float[] x = pass.input(0);
    float[] y = pass.output();
    float[] noise = pass.scratch(0);
    int n = pass.rows() * pass.outputSize();
    for (int i = 0; i < n; i++) {
      noise[i] = (float) (deviation * pass.random().nextGaussian());
      y[i] = x[i] + noise[i];
    }
  }

  @Override
  public void backward(LayerPass pass) {
    Copies.backward(pass);
  }

  @Override
  public void reference(ReferencePass pass) {
    double[] x = pass.input(0);
    double[] y = pass.output();
    for (int i = 0; i < y.length; i++) {
      y[i] = pass.training() ? x[i] + pass.scratch(0)[i] : x[i];
    }
  }
}
