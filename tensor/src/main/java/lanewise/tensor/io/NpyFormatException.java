package lanewise.tensor.io;

import java.io.IOException;

/**
 * Thrown where a file is not an array in NumPy's format, is damaged or cut short, or holds a kind
 * of number that is not read. The message is one sentence that begins with the file's name.
 */
public final class NpyFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * An exception with the message {@code name: problem}, in which {@code ?} stands for each control
   * character that a name in the file has.
   *
   * @param name of the file, or of the file and the entry in it
   * @param problem what is wrong with it
   */
  public NpyFormatException(String name, String problem) {
    super((name + ": " + problem).replaceAll("\\p{Cntrl}", "?"));
  }
}
