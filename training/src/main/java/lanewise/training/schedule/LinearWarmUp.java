package lanewise.training.schedule;

/**
 * Goes from one factor to another along a straight line and stays there (PyTorch's {@code
 * LinearLR}; Goyal et al., "Accurate, large minibatch SGD", 2017). A {@link ChainedSchedule}
 * multiplies it with what comes afterwards, a {@link SequentialSchedule} puts one behind the other.
 *
 * @param steps the length, at least 1 (PyTorch's {@code total_iters})
 * @param startFactor the first factor, above 0 (PyTorch's {@code start_factor})
 * @param endFactor the last factor, at least 0 (PyTorch's {@code end_factor})
 */
public record LinearWarmUp(long steps, double startFactor, double endFactor)
    implements TimedSchedule {
  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public LinearWarmUp {
    Factors.require(steps >= 1, "linear warm-up", "steps", steps, "at least 1");
    Factors.require(
        startFactor > 0 && startFactor < Double.POSITIVE_INFINITY,
        "linear warm-up",
        "start",
        startFactor,
        "a finite number above 0");
    Factors.requireFactor("linear warm-up", "end", endFactor);
  }

  /**
   * Returns the schedule that rises evenly to 1: the first step has the rate 1 / (steps + 1).
   *
   * @param steps the number of steps below the full rate, at least 1
   * @return the schedule
   */
  public static LinearWarmUp of(long steps) {
    return new LinearWarmUp(steps, 1.0 / (steps + 1), 1);
  }

  @Override
  public double at(long time, long total) {
    return Factors.linear(startFactor, endFactor, (double) Math.min(time, steps) / steps);
  }
}
