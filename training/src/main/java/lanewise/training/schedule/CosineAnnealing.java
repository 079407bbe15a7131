package lanewise.training.schedule;

/**
 * Falls from 1 to a minimum along half a wave (Loshchilov and Hutter, "SGDR", 2017; PyTorch's
 * {@code CosineAnnealingLR}):
 *
 * <pre>
 *   minFactor + (1 - minFactor) (1 + cos(pi time / steps)) / 2
 * </pre>
 *
 * <p>After its length it rises again along the same wave, as PyTorch's does.
 *
 * @param steps the length, at least 1 (PyTorch's {@code T_max}), or {@link #WHOLE_RUN}
 * @param minFactor the smallest factor, at least 0 (PyTorch's {@code eta_min}, over the rate)
 */
public record CosineAnnealing(long steps, double minFactor) implements TimedSchedule {
  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public CosineAnnealing {
    Factors.requireLength("cosine annealing", steps);
    Factors.requireFactor("cosine annealing", "minimum", minFactor);
  }

  /**
   * Returns the schedule that falls to 0 at the end of the run.
   *
   * @return the schedule
   */
  public static CosineAnnealing wholeRun() {
    return new CosineAnnealing(WHOLE_RUN, 0);
  }

  @Override
  public double at(long time, long total) {
    return Factors.cosine(1, minFactor, time / Factors.length(steps, total));
  }
}
