package lanewise.training.averaging;

import lanewise.training.schedule.Progress;

/**
 * The mean of the weights at the ends of epochs (Izmailov et al., "Averaging weights leads to wider
 * optima and better generalization", 2018; PyTorch's {@code AveragedModel}). Up to the end of the
 * first of these epochs the average is the weights themselves. The learning rate should be constant
 * or cyclic from then on.
 *
 * @param start the number of the first epoch whose weights count, from 1
 * @param every the number of epochs from one that counts to the next, at least 1
 */
public record StochasticWeightAverage(int start, int every) implements WeightAveraging {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is below 1
   */
  public StochasticWeightAverage {
    if (start < 1 || every < 1) {
      throw new IllegalArgumentException(
          "stochastic weight average: from epoch %s on, every %s: use at least 1"
              .formatted(start, every));
    }
  }

  /**
   * Returns the mean over every epoch from one on.
   *
   * @param start the number of the first epoch whose weights count, from 1
   * @return the rule
   */
  public static StochasticWeightAverage from(int start) {
    return new StochasticWeightAverage(start, 1);
  }

  @Override
  public double share(Progress progress) {
    long done = progress.epoch(); // epochs whose last step this was, or one before
    if (done < start) {
      return 1;
    }
    boolean ends = progress.steps() % progress.stepsPerEpoch() == 0;
    long since = done - start;
    return ends && since % every == 0 ? 1.0 / (since / every + 1) : 0;
  }
}
