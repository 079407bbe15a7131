package lanewise.training;

/**
 * The settings of a training run.
 *
 * @param epochs the largest number of passes through the training data, at least 1
 * @param batchSize the number of rows in a step, at least 1; the last batch of an epoch may be
 *     smaller, or larger by one row that would otherwise be alone
 * @param seed the seed of the order of the rows in every epoch and of the random numbers of layers
 *     in training, such as the masks of dropout
 * @param earlyStopping the rule that stops a run before the last epoch
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
   * Returns the default settings: at most 100 epochs, batches of 32 rows, seed 42 and a patience of
   * 10 epochs.
   *
   * @return the settings
   */
  public static TrainingConfig defaults() {
    return new TrainingConfig(100, 32, 42, EarlyStopping.patience(10));
  }

  /**
   * Returns these settings with another number of epochs.
   *
   * @param value at least 1
   * @return a changed copy
   */
  public TrainingConfig withEpochs(int value) {
    return new TrainingConfig(value, batchSize, seed, earlyStopping);
  }

  /**
   * Returns these settings with another batch size.
   *
   * @param value at least 1
   * @return a changed copy
   */
  public TrainingConfig withBatchSize(int value) {
    return new TrainingConfig(epochs, value, seed, earlyStopping);
  }

  /**
   * Returns these settings with another seed.
   *
   * @param value any number
   * @return a changed copy
   */
  public TrainingConfig withSeed(long value) {
    return new TrainingConfig(epochs, batchSize, value, earlyStopping);
  }

  /**
   * Returns these settings with another rule to stop early.
   *
   * @param value the rule
   * @return a changed copy
   */
  public TrainingConfig withEarlyStopping(EarlyStopping value) {
    return new TrainingConfig(epochs, batchSize, seed, value);
  }
}
