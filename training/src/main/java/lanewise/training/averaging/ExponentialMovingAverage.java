package lanewise.training.averaging;

import lanewise.training.schedule.Progress;

/**
 * An average in which each step's weights lose weight with time (Polyak and Juditsky, 1992, in the
 * exponential form of Tarvainen and Valpola, "Mean teachers are better role models", 2017;
 * PyTorch's {@code get_ema_multi_avg_fn}):
 *
 * <pre>
 *   average = decay average + (1 - decay) w         after the first step average = w
 * </pre>
 *
 * @param decay the share of the average that is kept in a step, at least 0 and below 1, such as
 *     0.999: roughly the last 1 / (1 - decay) steps count
 * @param warmUp whether less is kept in the first steps, min(decay, (1 + t) / (10 + t)) after step
 *     t as in TensorFlow, so that the first weights are soon forgotten
 */
public record ExponentialMovingAverage(double decay, boolean warmUp) implements WeightAveraging {
  /**
   * Checks the decay.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public ExponentialMovingAverage {
    if (!(decay >= 0 && decay < 1)) {
      throw new IllegalArgumentException(
          "exponential moving average: decay " + decay + ": use 0 to below 1");
    }
  }

  /**
   * Returns the average without a warm-up.
   *
   * @param decay the share of the average that is kept in a step, at least 0 and below 1
   * @return the rule
   */
  public static ExponentialMovingAverage of(double decay) {
    return new ExponentialMovingAverage(decay, false);
  }

  /**
   * Returns this average with a warm-up.
   *
   * @return a changed copy
   */
  public ExponentialMovingAverage withWarmUp() {
    return new ExponentialMovingAverage(decay, true);
  }

  @Override
  public double share(Progress progress) {
    double steps = progress.steps();
    if (steps == 1) {
      return 1;
    }
    return 1 - (warmUp ? Math.min(decay, (1 + steps) / (10 + steps)) : decay);
  }
}
