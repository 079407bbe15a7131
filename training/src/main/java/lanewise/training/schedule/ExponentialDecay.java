package lanewise.training.schedule;

import lanewise.training.internal.Functions;

/**
 * Multiplies the rate by a factor in every step (PyTorch's {@code ExponentialLR}): gamma^time.
 *
 * @param gamma the factor of a step, above 0, such as 0.95 for an epoch
 */
public record ExponentialDecay(double gamma) implements TimedSchedule {
  /**
   * Checks the factor.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public ExponentialDecay {
    Factors.requireFactor("exponential decay", "gamma", gamma);
  }

  @Override
  public double at(long time, long total) {
    return Functions.power(gamma, time);
  }
}
