package lanewise.layers.format;

import java.util.HexFormat;
import java.util.Map;

/** Writes values compactly, and short excerpts of them for messages. */
final class JsonWriter {
  private static final int EXCERPT = 40;

  private final StringBuilder out = new StringBuilder();

  private JsonWriter() {}

  static String write(JsonValue value) {
    JsonWriter writer = new JsonWriter();
    writer.value(value, 0);
    return writer.out.toString();
  }

  private void value(JsonValue value, int depth) {
    switch (value) {
      case JsonNull _ -> out.append("null");
      case JsonBoolean truth -> out.append(truth.value());
      case JsonNumber number -> out.append(number.text());
      case JsonString string -> string(string.value());
      case JsonArray array -> array(array, deeper(depth));
      case JsonObject object -> object(object, deeper(depth));
    }
  }

  private static int deeper(int depth) {
    if (depth == Json.MAX_DEPTH) {
      throw new JsonException("more than " + Json.MAX_DEPTH + " nested arrays and objects");
    }
    return depth + 1;
  }

  private void array(JsonArray array, int depth) {
    out.append('[');
    for (int i = 0; i < array.elements().size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      value(array.elements().get(i), depth);
    }
    out.append(']');
  }

  private void object(JsonObject object, int depth) {
    out.append('{');
    boolean first = true;
    for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
      if (!first) {
        out.append(',');
      }
      first = false;
      string(member.getKey());
      out.append(':');
      value(member.getValue(), depth);
    }
    out.append('}');
  }

  private void string(String value) {
    int lone = loneSurrogate(value);
    if (lone >= 0) {
      throw new JsonException(
          excerpt(value)
              + " has a lone surrogate at index "
              + lone
              + ", which is not Unicode text");
    }
    quote(value, out);
  }

  /** Returns the index of the first lone surrogate, or -1. */
  static int loneSurrogate(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < value.length()
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return i;
      }
    }
    return -1;
  }

  private static void quote(String value, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20) {
            escape(c, out);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static void escape(char c, StringBuilder out) {
    out.append("\\u").append(HexFormat.of().toHexDigits(c));
  }

  /** Returns a string in quotes for a message: printable, one line, shortened. */
  static String excerpt(String value) {
    String shown = value.length() <= EXCERPT ? value : value.substring(0, EXCERPT) + "…";
    StringBuilder quoted = new StringBuilder();
    quote(shown, quoted);
    StringBuilder printable = new StringBuilder();
    for (int i = 0; i < quoted.length(); i++) {
      char c = quoted.charAt(i);
      boolean paired = !Character.isSurrogate(c) || loneSurrogate(shown) < 0;
      boolean control = Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
      if (control || !paired || c == '\u2028' || c == '\u2029') {
        escape(c, printable);
      } else {
        printable.append(c);
      }
    }
    return printable.toString();
  }

  /** Returns a short description of a value for a message. */
  static String excerptOf(JsonValue value) {
    return switch (value) {
      case JsonNull _ -> "null";
      case JsonBoolean truth -> Boolean.toString(truth.value());
      case JsonNumber number when number.text().length() <= EXCERPT -> number.text();
      case JsonNumber number -> number.text().substring(0, EXCERPT) + "…";
      case JsonString string -> excerpt(string.value());
      case JsonArray array -> "an array of " + array.elements().size();
      case JsonObject object -> "an object of " + object.members().size();
    };
  }
}
