package lanewise.layers.format;

/**
 * Estimates the memory of the values of a JSON text before any of them is made, from its brackets,
 * commas and colons alone. It is no less than what {@link Json#parse} takes, and about the same.
 */
public final class JsonSize {
  private static final int OBJECT = 160;
  private static final int ARRAY = 72;

  /** A value or a key, with the place that refers to it. */
  private static final int VALUE = 64;

  /** A key takes an entry of a map besides. */
  private static final int ENTRY = 48;

  private JsonSize() {}

  /**
   * Estimates the memory of a text's values. Allocates nothing.
   *
   * @param text any text; what follows a mistake does not matter, since parsing ends there
   * @return bytes
   */
  public static long of(CharSequence text) {
    long bytes = VALUE;
    boolean inString = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (inString) {
        bytes += 2;
        if (c == '\\') {
          i++;
        }
        inString = c != '"';
        continue;
      }
      switch (c) {
        case '"' -> inString = true;
        case '{' -> bytes += OBJECT;
        case '[' -> bytes += ARRAY;
        case ',' -> bytes += VALUE;
        case ':' -> bytes += VALUE + ENTRY;
        default -> {}
      }
    }
    return bytes;
  }
}
