package lanewise.layers.format;

import java.io.IOException;
import java.io.Serial;

/**
 * A file is not what it should be: damaged, cut short, not in the format, or in a part of the
 * format that is not read.
 *
 * <p>The message is one sentence that begins with the name of the file. A file that cannot be read
 * at all (missing, no permission) is a plain {@link IOException} instead.
 */
public final class FormatException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /** Name of the file. */
  private final String source;

  /**
   * A violation of the format.
   *
   * @param source the file's name
   * @param problem what is wrong with it
   */
  public FormatException(String source, String problem) {
    super(source + ": " + problem);
    this.source = source;
  }

  /**
   * A violation of the format found by another reader.
   *
   * @param source the file's name
   * @param problem what is wrong with it
   * @param cause what was caught
   */
  public FormatException(String source, String problem, Throwable cause) {
    super(source + ": " + problem, cause);
    this.source = source;
  }

  /**
   * The file that is wrong.
   *
   * @return its name as the message has it
   */
  public String source() {
    return source;
  }
}
