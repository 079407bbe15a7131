package lanewise.training;

/**
 * The rule that stops a run when the model no longer improves, according to the metric that selects
 * the best epoch. That metric is the validation loss unless the trainer has another one.
 *
 * @param patience the number of epochs without a new best after which training stops, at least 1
 * @param minDelta the amount by which the metric must improve on the best to count as a new best,
 *     at least 0
 */
public record EarlyStopping(int patience, double minDelta) {
  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public EarlyStopping {
    if (patience < 1) {
      throw new IllegalArgumentException("early stopping: patience " + patience + ": at least 1");
    }
    if (!(minDelta >= 0)) {
      throw new IllegalArgumentException("early stopping: minDelta " + minDelta + ": at least 0");
    }
  }

  /**
   * Returns the rule that stops after a number of epochs without any improvement.
   *
   * @param patience the number of epochs, at least 1
   * @return the settings
   */
  public static EarlyStopping patience(int patience) {
    return new EarlyStopping(patience, 0);
  }
}
