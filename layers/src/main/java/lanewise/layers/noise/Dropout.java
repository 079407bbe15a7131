package lanewise.layers.noise;

import lanewise.layers.LayerPass;
import lanewise.layers.ReferencePass;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.internal.Copies;

/**
 * Drops values at random in training and scales the others up, so that the mean is preserved
 * (inverted dropout). At inference it passes its input through.
 *
 * <pre>
 *   x [B, …]   y [B, …]   m = 0 with probability p, else 1 / (1 - p), drawn for every value
 *   y = m x    gradX = m gradY
 * </pre>
 *
 * <p>Every forward draws a new mask from the stream of the pass; the seed of the pass and the
 * number of values drawn before determine it. As in PyTorch, a dropped infinity is NaN. A rate of 1
 * is refused, whereas PyTorch gives zeros.
 *
 * <p>Source: Srivastava et al., "Dropout: a simple way to prevent neural networks from
 * overfitting", 2014.
 */
public final class Dropout extends TrainingNoise {
  /** The kind in model files. */
  public static final String KIND = "dropout";

  private final double rate;

  private Dropout(double rate) {
    super(KIND, "rate", checkRate(KIND, rate));
    this.rate = rate;
  }

  /**
   * A layer that drops a share of the values.
   *
   * @param rate the probability p that a value is dropped, at least 0 and below 1
   * @return a new layer
   * @throws IllegalArgumentException if the rate is out of range
   */
  public static Dropout of(double rate) {
    return new Dropout(rate);
  }

  /**
   * Makes a layer from its settings in a file.
   *
   * @param config as {@link #config()} gives it
   * @return a new layer
   * @throws lanewise.layers.format.JsonException if a setting is missing or of the wrong type
   * @throws IllegalArgumentException if a setting is out of range
   */
  public static Dropout read(JsonCursor config) {
    config.requireKeys("rate");
    return new Dropout(config.get("rate").asDouble());
  }

  /**
   * The probability that a value is dropped.
   *
   * @return at least 0 and below 1
   */
  public double rate() {
    return rate;
  }

  @Override
  void forwardInTraining(LayerPass pass) {
    float[] x = pass.input(0);
    float[] y = pass.output();
    float[] mask = pass.scratch(0);
    float kept = (float) (1 / (1 - rate));
    int n = pass.rows() * pass.outputSize();
    for (int i = 0; i < n; i++) {
      mask[i] = pass.random().nextFloat() < rate ? 0 : kept;
    }
    for (int i = 0; i < n; i++) {
      y[i] = x[i] * mask[i];
    }
  }

  @Override
  public void reference(ReferencePass pass) {
    if (!pass.training()) {
      Copies.reference(pass);
      return;
    }
    double[] x = pass.input(0);
    double[] y = pass.output();
    float[] mask = pass.scratch(0);
    for (int i = 0; i < y.length; i++) {
      y[i] = mask[i] == 0 ? 0 : x[i] / (1 - rate);
    }
  }
}
