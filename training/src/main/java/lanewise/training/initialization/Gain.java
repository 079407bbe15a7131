package lanewise.training.initialization;

/**
 * The factors of {@link VarianceScaling} that make up for what an activation does to the variance
 * (PyTorch's {@code calculate_gain}).
 */
public final class Gain {
  /** For linear layers. */
  public static final double LINEAR = 1;

  /** For the sigmoid. */
  public static final double SIGMOID = 1;

  /** For tanh. */
  public static final double TANH = 5.0 / 3;

  /** For ReLU: the square root of 2. */
  public static final double RELU = Math.sqrt(2);

  /** For SELU, as PyTorch has it; the paper's 1 is {@link Initializer#lecunNormal}. */
  public static final double SELU = 0.75;

  private Gain() {}

  /**
   * Returns the factor for a leaky ReLU.
   *
   * @param slope the slope for negative inputs; 0 is {@link #RELU}
   * @return sqrt(2 / (1 + slope^2))
   */
  public static double leakyRelu(double slope) {
    return Math.sqrt(2 / (1 + slope * slope));
  }
}
