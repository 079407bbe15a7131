package lanewise.training.schedule;

import lanewise.training.state.Memory;

/**
 * Multiplies the rate by a factor when the metric that selects the best epoch no longer improves
 * (PyTorch's {@code ReduceLROnPlateau}, with its counters to the letter). It looks at the metric
 * after each validation, so it counts epochs.
 *
 * <p>An epoch is better if its metric beats the best one by the threshold. After more than {@code
 * patience} epochs in a row that are not better, the rate falls, and the next {@code cooldown}
 * epochs count as neither. Whether a higher metric is better depends on the metric (PyTorch's
 * {@code mode}). A metric that is NaN is not better.
 *
 * <p>The limits are factors of the optimizer's rate, because a schedule does not know the rate:
 * PyTorch's {@code min_lr} and {@code eps}, divided by it.
 *
 * @param factor what the rate is multiplied by, above 0 and below 1
 * @param patience the number of epochs without improvement that are still accepted, at least 0
 * @param threshold the improvement that counts, at least 0
 * @param mode whether the threshold is a share of the best metric or a difference
 * @param cooldown the number of epochs after a change that do not count, at least 0
 * @param minFactor the smallest factor of the rate, at least 0
 * @param minChange the smallest change of the factor that is made, at least 0
 */
public record ReduceOnPlateau(
    double factor,
    int patience,
    double threshold,
    ThresholdMode mode,
    int cooldown,
    double minFactor,
    double minChange)
    implements Schedule {
  private static final String FACTOR = "factor";
  private static final String BEST = "best";
  private static final String COUNTS = "counts";
  private static final int BAD = 0;
  private static final int COOLDOWN = 1;

  /** The meaning of the threshold (PyTorch's {@code threshold_mode}). */
  public enum ThresholdMode {
    /**
     * A lower metric is better below best (1 - threshold), a higher one above best (1 + threshold).
     */
    RELATIVE,
    /** A lower metric is better below best - threshold, a higher one above best + threshold. */
    ABSOLUTE
  }

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public ReduceOnPlateau {
    String name = "reduce on plateau";
    Factors.require(factor > 0 && factor < 1, name, "factor", factor, "above 0 and below 1");
    Factors.require(patience >= 0, name, "patience", patience, "at least 0");
    Factors.require(threshold >= 0, name, "threshold", threshold, "at least 0");
    Factors.require(cooldown >= 0, name, "cooldown", cooldown, "at least 0");
    Factors.requireFactor(name, "minimum", minFactor);
    Factors.requireFactor(name, "smallest change", minChange);
  }

  /**
   * Returns the schedule with PyTorch's settings: a tenth after more than 10 epochs without an
   * improvement by a share of 0.0001, no cooldown and no minimum.
   *
   * @return the schedule
   */
  public static ReduceOnPlateau of() {
    return new ReduceOnPlateau(0.1, 10, 1e-4, ThresholdMode.RELATIVE, 0, 0, 1e-8);
  }

  /**
   * Returns this schedule with another factor.
   *
   * @param value above 0 and below 1
   * @return a changed copy
   */
  public ReduceOnPlateau withFactor(double value) {
    return new ReduceOnPlateau(value, patience, threshold, mode, cooldown, minFactor, minChange);
  }

  /**
   * Returns this schedule with another patience.
   *
   * @param value at least 0
   * @return a changed copy
   */
  public ReduceOnPlateau withPatience(int value) {
    return new ReduceOnPlateau(factor, value, threshold, mode, cooldown, minFactor, minChange);
  }

  @Override
  public Memory start() {
    return Memory.none()
        .withDoubles(FACTOR, 1)
        .withDoubles(BEST, Double.NaN)
        .withLongs(COUNTS, 0, 0);
  }

  @Override
  public double factor(Progress progress, Memory memory) {
    return memory.doubles(FACTOR)[0];
  }

  @Override
  public void validated(double value, boolean higherIsBetter, Memory memory) {
    double[] best = memory.doubles(BEST);
    long[] counts = memory.longs(COUNTS);
    if (isBetter(value, best[0], higherIsBetter)) {
      best[0] = value;
      counts[BAD] = 0;
    } else {
      counts[BAD]++;
    }
    if (counts[COOLDOWN] > 0) {
      counts[COOLDOWN]--;
      counts[BAD] = 0;
    }
    if (counts[BAD] > patience) {
      double[] now = memory.doubles(FACTOR);
      double lower = Math.max(now[0] * factor, minFactor);
      if (now[0] - lower > minChange) {
        now[0] = lower;
      }
      counts[COOLDOWN] = cooldown;
      counts[BAD] = 0;
    }
  }

  /** Whether a metric beats the best one, which is NaN before the first. */
  private boolean isBetter(double value, double best, boolean higherIsBetter) {
    double bar = Double.isNaN(best) ? infinity(higherIsBetter) : best;
    if (higherIsBetter) {
      return value > (mode == ThresholdMode.RELATIVE ? bar * (1 + threshold) : bar + threshold);
    }
    return value < (mode == ThresholdMode.RELATIVE ? bar * (1 - threshold) : bar - threshold);
  }

  private static double infinity(boolean higherIsBetter) {
    return higherIsBetter ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }
}
