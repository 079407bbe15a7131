package lanewise.training.initialization;

import lanewise.layers.Slot;
import lanewise.tensor.RandomStream;

/**
 * A distribution with mean 0 whose standard deviation depends on the number of connections:
 *
 * <pre>
 *   standard deviation = gain / sqrt(fan)
 * </pre>
 *
 * <table>
 *   <caption>The usual settings</caption>
 *   <tr><th>name</th><th>gain</th><th>fan</th><th>PyTorch</th></tr>
 *   <tr><td>{@link #he}</td><td>sqrt(2)</td><td>in</td><td>{@code kaiming_…_}</td></tr>
 *   <tr><td>{@link #glorot}</td><td>1</td><td>average</td><td>{@code xavier_…_}</td></tr>
 *   <tr><td>{@link #lecun}</td><td>1</td><td>in</td><td>{@code kaiming_…_} for linear</td></tr>
 * </table>
 *
 * <p>PyTorch's default for a linear layer, a uniform distribution in +-1 / sqrt(fanIn), is {@code
 * lecun(UNIFORM).withGain(Math.sqrt(1.0 / 3))}.
 *
 * @param gain the factor for the activation that follows, above 0; see {@link Gain}
 * @param fan the number of connections to divide by
 * @param distribution the shape of the distribution
 */
public record VarianceScaling(double gain, Fan fan, Distribution distribution)
    implements Initializer {
  /**
   * Checks the gain.
   *
   * @throws IllegalArgumentException if it is not a finite number above 0
   */
  public VarianceScaling {
    if (!(gain > 0 && gain < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "variance scaling: a gain of " + gain + ": use a finite number above 0");
    }
  }

  /**
   * Returns the initializer for layers before a ReLU (He et al., "Delving deep into rectifiers",
   * 2015).
   *
   * @param distribution the shape of the distribution
   * @return standard deviation sqrt(2 / fanIn)
   */
  public static VarianceScaling he(Distribution distribution) {
    return new VarianceScaling(Gain.RELU, Fan.IN, distribution);
  }

  /**
   * Returns the initializer for linear, sigmoid and tanh layers (Glorot and Bengio, "Understanding
   * the difficulty of training deep feedforward neural networks", 2010).
   *
   * @param distribution the shape of the distribution
   * @return standard deviation sqrt(2 / (fanIn + fanOut))
   */
  public static VarianceScaling glorot(Distribution distribution) {
    return new VarianceScaling(1, Fan.AVERAGE, distribution);
  }

  /**
   * Returns the initializer that keeps the variance of a linear layer's inputs (LeCun et al.,
   * "Efficient backprop", 1998), which SELU needs (Klambauer et al., "Self-normalizing neural
   * networks", 2017).
   *
   * @param distribution the shape of the distribution
   * @return standard deviation sqrt(1 / fanIn)
   */
  public static VarianceScaling lecun(Distribution distribution) {
    return new VarianceScaling(1, Fan.IN, distribution);
  }

  /**
   * Returns this initializer with another gain.
   *
   * @param value the gain, above 0
   * @return a changed copy
   */
  public VarianceScaling withGain(double value) {
    return new VarianceScaling(value, fan, distribution);
  }

  /**
   * Returns this initializer with another fan.
   *
   * @param value the number of connections to divide by
   * @return a changed copy
   */
  public VarianceScaling withFan(Fan value) {
    return new VarianceScaling(gain, value, distribution);
  }

  @Override
  public void fill(Slot slot, RandomStream random) {
    if (slot.parameter().fanIn() < 1 || slot.parameter().fanOut() < 1) {
      throw new IllegalArgumentException(
          "variance scaling: %s has no inputs to scale by: use a filled, normal or uniform one"
              .formatted(slot.name()));
    }
    double deviation = gain / Math.sqrt(fan.of(slot.parameter()));
    float[] values = slot.parameter().values();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) distribution.draw(random, deviation);
    }
  }
}
