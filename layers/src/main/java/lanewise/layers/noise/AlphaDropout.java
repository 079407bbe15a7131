package lanewise.layers.noise;

import lanewise.layers.LayerPass;
import lanewise.layers.ReferencePass;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.internal.Copies;

/**
 * Dropout that keeps mean 0 and variance 1, for networks of SELU units: a dropped value becomes
 * SELU's lower bound, and all are then shifted and scaled. At inference it passes its input
 * through.
 *
 * <pre>
 *   x [B, …]   y [B, …]
 *   y = a x + b           with probability 1 - p      gradX = a gradY
 *   y = a alpha' + b      with probability p          gradX = 0
 *
 *   alpha' = -1.7580993408473766     a = 1 / sqrt((1 - p) (1 + p alpha'^2))     b = -a p alpha'
 * </pre>
 *
 * <p>The masks are drawn as in {@link Dropout}. As in PyTorch, except that a rate of 1 is refused.
 *
 * <p>Source: Klambauer et al., "Self-normalizing neural networks", 2017.
 */
public final class AlphaDropout extends TrainingNoise {
  /** The kind in model files. */
  public static final String KIND = "alpha-dropout";

  /** The limit of SELU for x to minus infinity: -scale x alpha. */
  private static final double FLOOR = -1.7580993408473766;

  private final double rate;
  private final double scale;
  private final double shift;

  private AlphaDropout(double rate) {
    super(KIND, "rate", checkRate(KIND, rate));
    this.rate = rate;
    this.scale = 1 / Math.sqrt((1 - rate) * (1 + rate * FLOOR * FLOOR));
    this.shift = -scale * rate * FLOOR;
  }

  /**
   * A layer that drops a share of the values.
   *
   * @param rate the probability p that a value is dropped, at least 0 and below 1
   * @return a new layer
   * @throws IllegalArgumentException if the rate is out of range
   */
  public static AlphaDropout of(double rate) {
    return new AlphaDropout(rate);
  }

  /**
   * Makes a layer from its settings in a file.
   *
   * @param config as {@link #config()} gives it
   * @return a new layer
   * @throws lanewise.layers.format.JsonException if a setting is missing or of the wrong type
   * @throws IllegalArgumentException if a setting is out of range
   */
  public static AlphaDropout read(JsonCursor config) {
    config.requireKeys("rate");
    return new AlphaDropout(config.get("rate").asDouble());
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
    float a = (float) scale;
    float b = (float) shift;
    float dropped = (float) (scale * FLOOR + shift);
    int n = pass.rows() * pass.outputSize();
    for (int i = 0; i < n; i++) {
      mask[i] = pass.random().nextFloat() < rate ? 0 : a;
    }
    for (int i = 0; i < n; i++) {
      y[i] = mask[i] == 0 ? dropped : x[i] * a + b;
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
      y[i] = scale * (mask[i] == 0 ? FLOOR : x[i]) + shift;
    }
  }
}
