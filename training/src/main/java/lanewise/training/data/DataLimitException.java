package lanewise.training.data;

/**
 * A file asks for more than a reader grants it; the message names what was asked for, the limit,
 * and how to raise it.
 */
public final class DataLimitException extends DataException {
  private static final long serialVersionUID = 1L;

  /**
   * A limit that was reached.
   *
   * @param message the file, what it asks for, the limit and how to raise it
   */
  public DataLimitException(String message) {
    super(message);
  }
}
