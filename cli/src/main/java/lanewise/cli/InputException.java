package lanewise.cli;

/** The caller gave something that cannot be used; the message names the thing and the fix. */
final class InputException extends RuntimeException {
  InputException(String message) {
    super(message);
  }

  InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
