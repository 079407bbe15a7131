package lanewise.layers.format;

/**
 * A JSON number, kept as its exact text: nothing is rounded until a caller asks for a type.
 *
 * <p>Two numbers are equal when their texts are: {@code 1} and {@code 1.0} differ.
 *
 * @param text the number as JSON writes it, such as {@code -12.5e3}
 */
public record JsonNumber(String text) implements JsonValue {
  /**
   * Checks the text.
   *
   * @throws JsonException if the text is not a number in JSON's grammar
   */
  public JsonNumber {
    if (scan(text, 0) != text.length()) {
      throw new JsonException(JsonWriter.excerpt(text) + " is not a JSON number");
    }
  }

  /**
   * A whole number.
   *
   * @param value the value
   * @return the number
   */
  public static JsonNumber of(long value) {
    return new JsonNumber(Long.toString(value));
  }

  /**
   * A 32-bit number, with the fewest digits that distinguish it from its neighbours: {@link
   * #asFloat()} returns the same value.
   *
   * @param value a finite value
   * @return the number
   * @throws JsonException if the value is NaN or infinite, which JSON cannot express
   */
  public static JsonNumber of(float value) {
    if (!Float.isFinite(value)) {
      throw new JsonException("JSON has no number for " + value);
    }
    return new JsonNumber(Float.toString(value));
  }

  /**
   * A 64-bit number, with the fewest digits that distinguish it from its neighbours: {@link
   * #asDouble()} returns the same value.
   *
   * @param value a finite value
   * @return the number
   * @throws JsonException if the value is NaN or infinite, which JSON cannot express
   */
  public static JsonNumber of(double value) {
    if (!Double.isFinite(value)) {
      throw new JsonException("JSON has no number for " + value);
    }
    return new JsonNumber(Double.toString(value));
  }

  /**
   * The value as a whole number. The text must have neither a fraction nor an exponent: {@code 1.0}
   * and {@code 1e3} are refused.
   *
   * @return the exact value
   * @throws JsonException if it is not a whole number of 64 bits
   */
  public long asLong() {
    requireWhole();
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException tooLarge) {
      throw new JsonException(
          "expected a whole number of 64 bits, found " + JsonWriter.excerptOf(this), tooLarge);
    }
  }

  /**
   * The value as a whole number that fits an int, under the rules of {@link #asLong()}.
   *
   * @return the exact value
   * @throws JsonException if it is not a whole number of 32 bits
   */
  public int asInt() {
    requireWhole();
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException tooLarge) {
      throw new JsonException(
          "expected a whole number of 32 bits, found " + JsonWriter.excerptOf(this), tooLarge);
    }
  }

  /**
   * The double nearest to the exact value.
   *
   * @return a finite value
   * @throws JsonException if it is beyond the largest double
   */
  public double asDouble() {
    double value = Double.parseDouble(text);
    if (!Double.isFinite(value)) {
      throw new JsonException(
          "expected a number within 64-bit range, found " + JsonWriter.excerptOf(this));
    }
    return value;
  }

  /**
   * The float nearest to the exact value, rounded once.
   *
   * @return a finite value
   * @throws JsonException if it is beyond the largest float
   */
  public float asFloat() {
    float value = Float.parseFloat(text);
    if (!Float.isFinite(value)) {
      throw new JsonException(
          "expected a number within 32-bit range, found " + JsonWriter.excerptOf(this));
    }
    return value;
  }

  private void requireWhole() {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' || c == 'e' || c == 'E') {
        throw new JsonException("expected a whole number, found " + JsonWriter.excerptOf(this));
      }
    }
  }

  /**
   * Returns the end of the longest number that starts at {@code from}, or {@code ~i} if the grammar
   * is violated at {@code i}.
   */
  static int scan(String text, int from) {
    int at = at(text, from) == '-' ? from + 1 : from;
    int end = at(text, at) == '0' ? at + 1 : digits(text, at);
    if (end > 0 && at(text, end) == '.') {
      end = digits(text, end + 1);
    }
    if (end > 0 && (at(text, end) == 'e' || at(text, end) == 'E')) {
      char sign = at(text, end + 1);
      end = digits(text, sign == '+' || sign == '-' ? end + 2 : end + 1);
    }
    return end;
  }

  private static int digits(String text, int from) {
    int end = from;
    while (at(text, end) >= '0' && at(text, end) <= '9') {
      end++;
    }
    return end == from ? ~from : end;
  }

  private static char at(String text, int index) {
    return index < text.length() ? text.charAt(index) : 0;
  }
}
