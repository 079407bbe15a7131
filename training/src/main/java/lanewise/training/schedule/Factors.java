package lanewise.training.schedule;

import lanewise.training.internal.Functions;

/** The checks of the settings of schedules, and the curves that several of them have. */
final class Factors {
  private Factors() {}

  static void require(boolean holds, String schedule, String setting, Object value, String use) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s: %s %s: use %s".formatted(schedule, setting, value, use));
    }
  }

  /** Checks a factor of the rate. */
  static void requireFactor(String schedule, String setting, double value) {
    require(
        value >= 0 && value < Double.POSITIVE_INFINITY,
        schedule,
        setting,
        value,
        "a finite number from 0 on");
  }

  static void requireLength(String schedule, long steps) {
    require(
        steps >= TimedSchedule.WHOLE_RUN,
        schedule,
        "steps",
        steps,
        "at least 1, or 0 for the whole run");
  }

  /** The length that a setting stands for, at least 1. */
  static double length(long steps, long total) {
    return (double) Math.max(1, steps == TimedSchedule.WHOLE_RUN ? total : steps);
  }

  static double linear(double from, double to, double share) {
    return from + (to - from) * share;
  }

  /** Half a wave from one value to another. */
  static double cosine(double from, double to, double share) {
    return to + (from - to) / 2 * (1 + Functions.cosineOfHalfTurns(share));
  }
}
