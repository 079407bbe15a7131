package lanewise.cli.job;

import org.jspecify.annotations.Nullable;

/**
 * How long and in which steps a network is trained.
 *
 * @param epochs the largest number of passes through the training rows, at least 1
 * @param batch the number of rows in a step, at least 1; null for the number that suits the rows
 */
public record TrainingSettings(int epochs, @Nullable Integer batch) {
  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public TrainingSettings {
    if (epochs < 1 || (batch != null && batch < 1)) {
      throw new IllegalArgumentException(
          "job: %d epochs with batches of %s: use at least 1 of each".formatted(epochs, batch));
    }
  }

  /**
   * Returns the number of rows in a step. Where it is not set, an epoch of a small data set still
   * has some dozens of steps.
   */
  public int batchFor(int trainRows) {
    return batch != null ? batch : Math.clamp(Integer.highestOneBit(trainRows / 32), 8, 64);
  }
}
