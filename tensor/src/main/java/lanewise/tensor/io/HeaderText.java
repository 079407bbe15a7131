package lanewise.tensor.io;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the text of an npy header, a Python dictionary such as {@code {'descr': '<f4',
 * 'fortran_order': False, 'shape': (3, 4), }}: from left to right, each character once.
 */
final class HeaderText {
  private final String name;
  private final String text;
  private int at;

  HeaderText(String name, String text) {
    this.name = name;
    this.text = text;
  }

  NpyFormatException damaged(String expected) {
    return new NpyFormatException(
        name, "the header is damaged: " + expected + " expected at its character " + at);
  }

  private void skipBlanks() {
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
  }

  /** Whether this comes next; if so, steps over it. */
  boolean takes(String token) {
    skipBlanks();
    boolean found = text.startsWith(token, at);
    at += found ? token.length() : 0;
    return found;
  }

  void require(String token) throws NpyFormatException {
    if (!takes(token)) {
      throw damaged(token);
    }
  }

  /** Whether the text is used up but for blanks. */
  boolean isAtEnd() {
    skipBlanks();
    return at == text.length();
  }

  /** Whether a list comes next, as in the description of a structured kind. */
  boolean isAtList() {
    skipBlanks();
    return text.startsWith("[", at) || text.startsWith("(", at);
  }

  /** A text in single or double quotes, without escapes. */
  String quoted() throws NpyFormatException {
    skipBlanks();
    char quote = at < text.length() ? text.charAt(at) : ' ';
    int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
    if (end < 0) {
      throw damaged("a text in quotes");
    }
    String value = text.substring(at + 1, end);
    at = end + 1;
    return value;
  }

  boolean truth() throws NpyFormatException {
    if (takes("True")) {
      return true;
    }
    if (takes("False")) {
      return false;
    }
    throw damaged("True or False");
  }

  /** A tuple of sizes: {@code ()}, {@code (3,)}, {@code (3, 4)}. */
  List<Long> sizes() throws NpyFormatException {
    List<Long> sizes = new ArrayList<>();
    require("(");
    while (!takes(")")) {
      sizes.add(size());
      if (!takes(",")) {
        require(")");
        break;
      }
    }
    return sizes;
  }

  private long size() throws NpyFormatException {
    skipBlanks();
    int from = at;
    while (at < text.length() && Character.digit(text.charAt(at), 10) >= 0) {
      at++;
    }
    if (from == at || at - from > 18) {
      throw damaged("a size");
    }
    long size = Long.parseLong(text.substring(from, at));
    takes("L"); // as Python 2 wrote it
    return size;
  }
}
