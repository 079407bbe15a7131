package lanewise.cli.session;

/** The caller gave something that cannot be used; the message names the thing and the fix. */
public final class InputException extends RuntimeException {
  public InputException(String message) {
    super(message);
  }

  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
