package lanewise.layers.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** A recursive-descent parser with one character of lookahead and bounded depth. */
final class JsonParser {
  private final String text;
  private int at;
  private int depth;

  JsonParser(String text) {
    this.text = text;
  }

  JsonValue parse() {
    skipWhitespace();
    JsonValue value = value();
    skipWhitespace();
    if (at < text.length()) {
      throw expected("the end of the text");
    }
    return value;
  }

  private JsonValue value() {
    return switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> new JsonString(string());
      case 't' -> literal("true", new JsonBoolean(true));
      case 'f' -> literal("false", new JsonBoolean(false));
      case 'n' -> literal("null", JsonNull.NULL);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw expected("a value");
    };
  }

  private JsonObject object() {
    enter();
    SequencedMap<String, JsonValue> members = new LinkedHashMap<>();
    skipWhitespace();
    boolean more = peek() != '}';
    while (more) {
      if (peek() != '"') {
        throw expected("a key in double quotes");
      }
      int start = at;
      String key = string();
      skipWhitespace();
      take(':', "':' after a key");
      skipWhitespace();
      if (members.putIfAbsent(key, value()) != null) {
        throw error(start, "the key " + JsonWriter.excerpt(key) + " appears twice");
      }
      more = another('}');
    }
    leave();
    return new JsonObject(members);
  }

  private JsonArray array() {
    enter();
    List<JsonValue> elements = new ArrayList<>();
    skipWhitespace();
    boolean more = peek() != ']';
    while (more) {
      elements.add(value());
      more = another(']');
    }
    leave();
    return new JsonArray(elements);
  }

  /** Consumes a comma and returns true, or stops before the closing bracket and returns false. */
  private boolean another(char close) {
    skipWhitespace();
    if (peek() == close) {
      return false;
    }
    take(',', "',' or '" + close + "'");
    skipWhitespace();
    return true;
  }

  private void enter() {
    if (depth == Json.MAX_DEPTH) {
      throw error(at, "more than " + Json.MAX_DEPTH + " nested arrays and objects");
    }
    depth++;
    at++;
  }

  private void leave() {
    depth--;
    at++;
  }

  private JsonValue literal(String word, JsonValue value) {
    if (!text.startsWith(word, at)) {
      throw expected("a value");
    }
    at += word.length();
    return value;
  }

  private JsonNumber number() {
    int end = JsonNumber.scan(text, at);
    if (end < 0) {
      at = ~end;
      throw expected("a digit");
    }
    String number = text.substring(at, end);
    at = end;
    return new JsonNumber(number);
  }

  private String string() {
    int open = at++;
    int start = at;
    while (at < text.length() && isPlain(text.charAt(at))) {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '"') {
      return text.substring(start, at++);
    }
    StringBuilder value = new StringBuilder().append(text, start, at);
    while (at < text.length() && text.charAt(at) != '"') {
      character(value);
    }
    if (at == text.length()) {
      throw error(open, "the string that begins here is not terminated");
    }
    at++;
    return value.toString();
  }

  private static boolean isPlain(char c) {
    return c >= 0x20 && c != '"' && c != '\\' && !Character.isSurrogate(c);
  }

  private void character(StringBuilder value) {
    int start = at;
    char c = text.charAt(at++);
    if (c < 0x20) {
      at = start;
      throw expected("an escape in place of a control character");
    }
    char unit = c == '\\' ? escape() : c;
    value.append(unit);
    if (!Character.isSurrogate(unit)) {
      return;
    }
    if (Character.isHighSurrogate(unit) && at < text.length()) {
      c = text.charAt(at);
      boolean escaped = c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == 'u';
      if (escaped || Character.isLowSurrogate(c)) {
        at++;
        char low = escaped ? escape() : c;
        if (Character.isLowSurrogate(low)) {
          value.append(low);
          return;
        }
      }
    }
    throw error(start, "a lone surrogate is not Unicode text");
  }

  /** Returns the character of an escape whose backslash has been consumed. */
  private char escape() {
    int start = at - 1;
    char c = at < text.length() ? text.charAt(at++) : 0;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hex(start);
      default -> throw error(start, "JSON has no such escape");
    };
  }

  private char hex(int start) {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      char c = at < text.length() ? text.charAt(at++) : 0;
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw error(start, "\\u needs four hexadecimal digits");
      }
      unit = unit << 4 | digit;
    }
    return (char) unit;
  }

  private void take(char c, String what) {
    if (peek() != c) {
      throw expected(what);
    }
    at++;
  }

  /** Returns the next character, or 0 at the end; a 0 in the text is refused anywhere. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private void skipWhitespace() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private JsonException expected(String what) {
    String found = "the end of the text";
    if (at < text.length()) {
      int next = text.codePointAt(at);
      found = next == '"' ? "'\"'" : "'" + unquoted(Character.toString(next)) + "'";
    }
    return error(at, "expected " + what + ", found " + found);
  }

  private static String unquoted(String c) {
    String quoted = JsonWriter.excerpt(c);
    return quoted.substring(1, quoted.length() - 1);
  }

  private JsonException error(int offset, String problem) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < offset; i++) {
      column = text.charAt(i) == '\n' ? 1 : column + 1;
      line = text.charAt(i) == '\n' ? line + 1 : line;
    }
    return new JsonException("line " + line + ", column " + column + ": " + problem, offset);
  }
}
