package lanewise.training.schedule;

/**
 * The same rate in every step.
 *
 * @param factor the factor of the optimizer's rate, above 0
 */
public record Constant(double factor) implements TimedSchedule {
  /**
   * Checks the factor.
   *
   * @throws IllegalArgumentException if it is not a finite number above 0
   */
  public Constant {
    if (!(factor > 0 && factor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "constant: a factor of " + factor + ": use a finite number above 0");
    }
  }

  /**
   * Returns the schedule that keeps the optimizer's own rate.
   *
   * @return the schedule with a factor of 1
   */
  public static Constant of() {
    return new Constant(1);
  }

  @Override
  public double at(long time, long total) {
    return factor;
  }
}
