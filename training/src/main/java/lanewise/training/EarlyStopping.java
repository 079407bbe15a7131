package lanewise.training;

/**
 * When to stop because the validation loss no longer falls.
 *
 * @param patience epochs without a new best after which training stops, at least 1
 * @param minDelta by how much a loss must be below the best to count as new best, at least 0
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
