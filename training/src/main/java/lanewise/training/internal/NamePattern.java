package lanewise.training.internal;

import java.util.List;

/**
 * A pattern of parameter names: {@code *} stands for any characters, also none, and {@code ?} for
 * one; all others stand for themselves. {@code dense-1.*} is a whole layer, {@code *.bias} the bias
 * of every layer.
 *
 * @param text the pattern
 */
public record NamePattern(String text) {
  /** Tests whether the pattern covers the whole name. Allocates nothing. */
  public boolean matches(String name) {
    return matches(text, name);
  }

  /** Tests whether a pattern covers the whole name. Allocates nothing. */
  public static boolean matches(String text, String name) {
    int at = 0;
    int in = 0;
    int star = -1;
    int resume = 0;
    while (in < name.length()) {
      char next = at < text.length() ? text.charAt(at) : '\0';
      if (at < text.length() && next == '*') {
        star = at++;
        resume = in;
      } else if (at < text.length() && (next == '?' || next == name.charAt(in))) {
        at++;
        in++;
      } else if (star >= 0) {
        at = star + 1; // the last star takes one character more
        in = ++resume;
      } else {
        return false;
      }
    }
    while (at < text.length() && text.charAt(at) == '*') {
      at++;
    }
    return at == text.length();
  }

  /**
   * Checks that the pattern covers one of the names, because a pattern that covers none is probably
   * misspelled.
   *
   * @param what the setting that has the pattern, for the message
   * @throws IllegalArgumentException if it covers none; the message lists the names
   */
  public void requireMatch(String what, List<String> names) {
    for (String name : names) {
      if (matches(name)) {
        return;
      }
    }
    throw new IllegalArgumentException(
        "%s: no parameter matches %s: the parameters are %s"
            .formatted(what, text, String.join(", ", names)));
  }
}
