package lanewise.training.data;

import java.io.IOException;

/**
 * Thrown when a file of data cannot be used; the message is a sentence that names file and fault.
 * It is one line: {@code ?} stands for each control character but the tab that a cell or a name in
 * it has.
 */
public sealed class DataException extends IOException
    permits DataLimitException, MissingLabelException {
  private static final long serialVersionUID = 1L;

  /**
   * A fault found in a file.
   *
   * @param message the file, what is wrong with it and how to mend it
   */
  public DataException(String message) {
    super(oneLine(message));
  }

  /**
   * A fault reported by what reads the file.
   *
   * @param message the file, what is wrong with it and how to mend it
   * @param cause the failure underneath
   */
  public DataException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  private static String oneLine(String message) {
    return message.replaceAll("[\\p{Cc}\\u2028\\u2029&&[^\t]]", "?");
  }
}
