package lanewise.training.schedule;

import lanewise.training.internal.Functions;

/**
 * Multiplies the rate by a factor at regular times (PyTorch's {@code StepLR}): gamma^floor(time /
 * every).
 *
 * @param every the number of steps from one change to the next, at least 1 (PyTorch's {@code
 *     step_size}, which counts epochs there: {@link #byEpoch})
 * @param gamma the factor of a change, above 0
 */
public record StepDecay(long every, double gamma) implements TimedSchedule {
  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public StepDecay {
    Factors.require(every >= 1, "step decay", "every", every, "at least 1");
    Factors.requireFactor("step decay", "gamma", gamma);
  }

  @Override
  public double at(long time, long total) {
    return Functions.power(gamma, time / every);
  }
}
