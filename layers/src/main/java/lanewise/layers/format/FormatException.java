package lanewise.layers.format;

import java.io.IOException;
import java.io.Serial;

/**
 * Thrown for a file that is damaged, truncated, not in the format, or in a part of the format that
 * is not supported.
 *
 * <p>The message is one sentence that begins with the name of the file. A file that cannot be read
 * at all (missing, no permission) is a plain {@link IOException} instead.
 */
public final class FormatException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /** The name of the file. */
  private final String source;

  /**
   * A violation of the format.
   *
   * @param source the file's name
   * @param problem the problem with it
   */
  public FormatException(String source, String problem) {
    super(source + ": " + problem);
    this.source = source;
  }

  /**
   * A violation of the format found by another reader.
   *
   * @param source the file's name
   * @param problem the problem with it
   * @param cause the exception caught
   */
  public FormatException(String source, String problem, Throwable cause) {
    super(source + ": " + problem, cause);
    this.source = source;
  }

  /**
   * The file with the violation.
   *
   * @return its name, as in the message
   */
  public String source() {
    return source;
  }
}
