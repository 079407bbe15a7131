package lanewise.layers.format;

import java.io.Serial;

/**
 * Thrown for a text that is not JSON, or a JSON value that the reader did not expect.
 *
 * <p>The message is one sentence that begins with the place: a line and a column if a text could
 * not be parsed, a path of keys if a value has the wrong type.
 */
public final class JsonException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** The index of the character at fault, or -1. */
  private final int offset;

  /**
   * An error without a place in a text.
   *
   * @param message one sentence
   */
  public JsonException(String message) {
    super(message);
    this.offset = -1;
  }

  /**
   * An error without a place in a text.
   *
   * @param message one sentence
   * @param cause the exception caught
   */
  public JsonException(String message, Throwable cause) {
    super(message, cause);
    this.offset = -1;
  }

  JsonException(String message, int offset) {
    super(message);
    this.offset = offset;
  }

  /**
   * The place at which the text could not be parsed.
   *
   * @return the index of a character (of a byte if the bytes are not UTF-8), or -1 if the error is
   *     not a parse error
   */
  public int offset() {
    return offset;
  }
}
