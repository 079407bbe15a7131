package lanewise.training;

/**
 * The settings of a training run.
 *
 * @param epochs the largest number of walks through the training data, at least 1
 * @param batchSize rows in a step, at least 1; the last batch of an epoch may be smaller, or larger
 *     by a row that would be alone
 * @param seed decides the order of the rows in every epoch, and what layers draw in training, such
 *     as the masks of dropout
 * @param earlyStopping when to stop before the last epoch
 */
public record TrainingConfig(int epochs, int batchSize, long seed, EarlyStopping earlyStopping) {
  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public TrainingConfig {
    if (epochs < 1) {
      throw new IllegalArgumentException("training: " + epochs + " epochs: use at least 1");
    }
    if (batchSize < 1) {
      throw new IllegalArgumentException("training: batch of " + batchSize + ": use at least 1");
    }
  }

  /**
   * 100 epochs at most, batches of 32, seed 42, patience of 10 epochs.
   *
   * @return the settings
   */
  public static TrainingConfig defaults() {
    return new TrainingConfig(100, 32, 42, EarlyStopping.patience(10));
  }

  /**
   * These settings with another number of epochs.
   *
   * @param value at least 1
   * @return a changed copy
   */
  public TrainingConfig withEpochs(int value) {
    return new TrainingConfig(value, batchSize, seed, earlyStopping);
  }

  /**
   * These settings with another batch size.
   *
   * @param value at least 1
   * @return a changed copy
   */
  public TrainingConfig withBatchSize(int value) {
    return new TrainingConfig(epochs, value, seed, earlyStopping);
  }

  /**
   * These settings with another seed.
   *
   * @param value any number
   * @return a changed copy
   */
  public TrainingConfig withSeed(long value) {
    return new TrainingConfig(epochs, batchSize, value, earlyStopping);
  }

  /**
   * These settings with another rule to stop early.
   *
   * @param value the rule
   * @return a changed copy
   */
  public TrainingConfig withEarlyStopping(EarlyStopping value) {
    return new TrainingConfig(epochs, batchSize, seed, value);
  }
}
