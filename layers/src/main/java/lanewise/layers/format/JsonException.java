package lanewise.layers.format;

import java.io.Serial;

/**
 * A text is not JSON, or a JSON value is not what the reader expected.
 *
 * <p>The message is one sentence that begins with the place: a line and a column where a text could
 * not be parsed, a path of keys where a value has the wrong type.
 */
public final class JsonException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** Index of the character at fault, or -1. */
  private final int offset;

  /**
   * An error that has no place in a text.
   *
   * @param message one sentence
   */
  public JsonException(String message) {
    super(message);
    this.offset = -1;
  }

  /**
   * An error that has no place in a text.
   *
   * @param message one sentence
   * @param cause what was caught
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
   * Where the text could not be parsed.
   *
   * @return the index of a character (of a byte where bytes are not UTF-8), or -1 if the error is
   *     not one of parsing
   */
  public int offset() {
    return offset;
  }
}
