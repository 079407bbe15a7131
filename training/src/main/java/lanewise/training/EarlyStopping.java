package lanewise.training;

/**
 * When to stop because the model no longer gets better: by the metric that picks the best epoch,
 * which is the validation loss unless the trainer is told another.
 *
 * @param patience epochs without a new best after which training stops, at least 1
 * @param minDelta by how much the metric must be better than the best to count as new best, at
 *     least 0
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
   * Stops after this many epochs without any improvement.
   *
   * @param patience at least 1
   * @return the settings
   */
  public static EarlyStopping patience(int patience) {
    return new EarlyStopping(patience, 0);
  }
}
