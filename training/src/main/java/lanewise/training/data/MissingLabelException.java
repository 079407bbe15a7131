package lanewise.training.data;

/** Thrown when a row to learn from or to be judged by has no label. */
public final class MissingLabelException extends DataException {
  private static final long serialVersionUID = 1L;

  /**
   * A row without a label.
   *
   * @param message the file, the line and the column, and how to mend it
   */
  public MissingLabelException(String message) {
    super(message);
  }
}
