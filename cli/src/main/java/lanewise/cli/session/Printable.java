package lanewise.cli.session;

/** Makes of any text one that a terminal only shows: names in files may have what it obeys. */
public final class Printable {
  private Printable() {}

  /** The text with blanks for tabs and question marks for all other control characters. */
  public static String of(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return replaced(text);
      }
    }
    return text;
  }

  private static String replaced(String text) {
    StringBuilder shown = new StringBuilder(text);
    for (int i = 0; i < shown.length(); i++) {
      if (Character.isISOControl(shown.charAt(i))) {
        shown.setCharAt(i, shown.charAt(i) == '\t' ? ' ' : '?');
      }
    }
    return shown.toString();
  }
}
