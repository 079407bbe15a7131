package lanewise.layers.internal;

import java.util.Locale;

/**
 * The meaning of texts in the cells of tables, the same in training as in prediction. Texts come
 * without blanks around them.
 */
public final class Cells {
  private static final int LONGEST_WORD = 5;
  private static final int SHOWN = 40;

  private Cells() {}

  /** Tests whether a text says that there is no value. */
  public static boolean isMissing(String text) {
    if (text.length() > LONGEST_WORD) {
      return false;
    }
    return text.isEmpty()
        || text.equals("?")
        || text.equalsIgnoreCase("na")
        || text.equalsIgnoreCase("n/a")
        || text.equalsIgnoreCase("nan")
        || text.equalsIgnoreCase("null");
  }

  /** Returns 1 or 0 for a text that says true or false, else NaN. */
  public static float truth(String text) {
    if (text.length() > LONGEST_WORD) {
      return Float.NaN;
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "1" -> 1;
      case "false", "no", "0" -> 0;
      default -> Float.NaN;
    };
  }

  /** Cuts a long text short, for a message. */
  public static String excerpt(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
