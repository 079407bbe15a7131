package lanewise.cli.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Builds HTML and the SVG in it. Text and attributes are escaped here and nowhere else, so no name
 * of a column or class can become an element; there is no way to add markup as text.
 */
final class Html {
  /** Elements without content, which HTML does not close. */
  private static final Set<String> VOID = Set.of("meta", "img", "br", "col");

  private final StringBuilder out = new StringBuilder("<!doctype html>\n");
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Begins an element.
   *
   * @param attributes names and values in turn
   */
  Html open(String tag, String... attributes) {
    if (attributes.length % 2 != 0) {
      throw new IllegalArgumentException(tag + ": an attribute has no value");
    }
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1]);
      out.append('"');
    }
    out.append('>');
    if (!VOID.contains(tag)) {
      open.push(tag);
    }
    return this;
  }

  /** Adds text to the current element. */
  Html text(String text) {
    escape(text);
    return this;
  }

  /** Ends the current element. */
  Html close() {
    String tag = open.pop();
    out.append("</").append(tag).append('>');
    if (!tag.equals("td") && !tag.equals("th") && !tag.equals("span")) {
      out.append('\n');
    }
    return this;
  }

  /** Adds an element with a text. */
  Html leaf(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close();
  }

  /** Adds an element without content. */
  Html empty(String tag, String... attributes) {
    open(tag, attributes);
    return VOID.contains(tag) ? this : close();
  }

  /** Adds the style sheet, which is a constant of this program. */
  Html style(String css) {
    out.append("<style>\n").append(css).append("</style>\n");
    return this;
  }

  /** Control characters, which no document may have, become spaces. */
  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c < ' ' && c != '\n' && c != '\t' ? ' ' : c);
      }
    }
  }

  /** Returns the document, all of whose elements must be closed. */
  String document() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("html: not closed: " + open);
    }
    return out.toString();
  }
}
