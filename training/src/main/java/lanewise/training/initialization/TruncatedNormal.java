package lanewise.training.initialization;

import lanewise.layers.Slot;
import lanewise.tensor.RandomStream;

/**
 * A normal distribution of which only the values between two bounds are kept (PyTorch's {@code
 * trunc_normal_}, whose {@code a} and {@code b} are the bounds). The bounds are values, not
 * multiples of the deviation, and the deviation is the one before values are left out.
 *
 * @param mean the mean before values are left out
 * @param standardDeviation the standard deviation before values are left out, above 0
 * @param low the smallest value
 * @param high the largest value, above low
 */
public record TruncatedNormal(double mean, double standardDeviation, double low, double high)
    implements Initializer {
  /** The standard deviation of the standard normal distribution within +-2. */
  static final double DEVIATION_WITHIN_TWO = 0.879_625_661_034_239_8;

  /** Beyond so many deviations outside of the bounds almost all draws would be in vain. */
  private static final double FARTHEST = 2;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if a number is not finite, the deviation is not above 0, low
   *     is not below high, or the mean is more than two deviations outside of the bounds
   */
  public TruncatedNormal {
    if (!Double.isFinite(mean)
        || !(standardDeviation > 0 && standardDeviation < Double.POSITIVE_INFINITY)
        || !(low < high)
        || !Double.isFinite(high - low)
        || mean < low - FARTHEST * standardDeviation
        || mean > high + FARTHEST * standardDeviation) {
      throw new IllegalArgumentException(
          ("truncated normal: mean %s, standard deviation %s, from %s to %s: use finite numbers, a"
                  + " deviation above 0, the lower bound first, and a mean at most two deviations"
                  + " outside of them")
              .formatted(mean, standardDeviation, low, high));
    }
  }

  /**
   * Returns the distribution that is cut two standard deviations from its mean of 0, as most
   * networks that use one have it.
   *
   * @param standardDeviation the standard deviation before values are left out, above 0
   * @return the initializer
   */
  public static TruncatedNormal of(double standardDeviation) {
    return new TruncatedNormal(0, standardDeviation, -2 * standardDeviation, 2 * standardDeviation);
  }

  @Override
  public void fill(Slot slot, RandomStream random) {
    double from = (low - mean) / standardDeviation;
    double to = (high - mean) / standardDeviation;
    float[] values = slot.parameter().values();
    for (int i = 0; i < values.length; i++) {
      double z = to - from < 1 ? narrow(random, from, to) : wide(random, from, to);
      values[i] = (float) (mean + standardDeviation * z);
    }
  }

  /** Draws from the whole distribution until a value is within the bounds. */
  private static double wide(RandomStream random, double from, double to) {
    double z;
    do {
      z = random.nextGaussian();
    } while (!(z >= from && z <= to));
    return z;
  }

  /** Draws evenly between the bounds and keeps a value with the probability of its density. */
  private static double narrow(RandomStream random, double from, double to) {
    double nearest = Math.max(from, Math.min(to, 0));
    double z;
    double density;
    do {
      z = from + (to - from) * random.nextDouble();
      density = StrictMath.exp((nearest * nearest - z * z) / 2);
    } while (random.nextDouble() >= density);
    return z;
  }
}
