package lanewise.training.data;

/**
 * Thrown when reading a file would take more than its limits allow; the message names what was
 * asked for and the limit.
 */
public final class DataLimitException extends DataException {
  private static final long serialVersionUID = 1L;

  /**
   * A limit that was reached.
   *
   * @param message the file, what it asks for, and the limit
   */
  public DataLimitException(String message) {
    super(message);
  }
}
