package lanewise.training.schedule;

import lanewise.training.internal.Functions;

/**
 * Falls from 1 to 0 along a power (PyTorch's {@code PolynomialLR}): (1 - time / steps)^power, and 0
 * afterwards.
 *
 * @param steps the length, at least 1 (PyTorch's {@code total_iters}), or {@link #WHOLE_RUN}
 * @param power the power, above 0; 1 is a straight line
 */
public record PolynomialDecay(long steps, double power) implements TimedSchedule {
  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public PolynomialDecay {
    Factors.requireLength("polynomial decay", steps);
    Factors.require(
        power > 0 && power < Double.POSITIVE_INFINITY,
        "polynomial decay",
        "power",
        power,
        "a finite number above 0");
  }

  @Override
  public double at(long time, long total) {
    double length = Factors.length(steps, total);
    return Functions.power(1 - Math.min((double) time, length) / length, power);
  }
}
