package lanewise.cli.session;

/** An input cannot be used; the message names the input and the fix. */
public class InputException extends RuntimeException {
  public InputException(String message) {
    super(message);
  }

  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
