package lanewise.training.data;

/**
 * Rows, labels or names do not make a data set, or a data set is too small for what is asked of it;
 * the message is one sentence that names the data set and the fault.
 */
public final class InvalidDatasetException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * A fault in the data.
   *
   * @param message the data set and what is wrong with it
   */
  public InvalidDatasetException(String message) {
    super(message);
  }
}
