package lanewise.training.schedule;

/**
 * Falls from 1 to a minimum along half a wave, again and again (Loshchilov and Hutter, "SGDR:
 * stochastic gradient descent with warm restarts", 2017; PyTorch's {@code
 * CosineAnnealingWarmRestarts}).
 *
 * @param first the length of the first fall, at least 1 (PyTorch's {@code T_0})
 * @param growth how many times as long as the one before the next fall is, at least 1 (PyTorch's
 *     {@code T_mult})
 * @param minFactor the smallest factor, at least 0 (PyTorch's {@code eta_min}, over the rate)
 */
public record CosineWarmRestarts(long first, int growth, double minFactor)
    implements TimedSchedule {
  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public CosineWarmRestarts {
    Factors.require(first >= 1, "cosine warm restarts", "first", first, "at least 1");
    Factors.require(growth >= 1, "cosine warm restarts", "growth", growth, "at least 1");
    Factors.requireFactor("cosine warm restarts", "minimum", minFactor);
  }

  @Override
  public double at(long time, long total) {
    long length = first;
    long since = time;
    if (growth == 1) {
      since %= length;
    } else {
      while (since >= length) {
        since -= length;
        length *= growth;
      }
    }
    return Factors.cosine(1, minFactor, (double) since / length);
  }
}
