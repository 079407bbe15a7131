package lanewise.cli.output;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import lanewise.cli.session.Session;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonNull;
import lanewise.layers.format.JsonNumber;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonString;
import lanewise.layers.format.JsonValue;
import org.jspecify.annotations.Nullable;

/** What programs read: an object on one line. */
public final class JsonLine {
  private JsonLine() {}

  /** A number, or null where it is not finite. */
  public static JsonValue number(double value) {
    return Double.isFinite(value) ? JsonNumber.of(value) : JsonNull.NULL;
  }

  /** A number with the digits of 32 bits, or null where it is not finite. */
  public static JsonValue number(float value) {
    return Float.isFinite(value) ? JsonNumber.of(value) : JsonNull.NULL;
  }

  /** A number, or null where there is none. */
  public static JsonValue number(@Nullable Double value) {
    return value == null ? JsonNull.NULL : number(value.doubleValue());
  }

  /** A text, or null where there is none. */
  public static JsonValue text(@Nullable String value) {
    return value == null ? JsonNull.NULL : new JsonString(value);
  }

  /** A list of texts. */
  public static JsonArray texts(Collection<String> values) {
    List<JsonValue> texts = values.stream().<JsonValue>map(JsonString::new).toList();
    return new JsonArray(texts);
  }

  /** The name of a metric's figure: {@code validationBalancedAccuracy}. */
  public static String metricKey(String prefix, String metric) {
    StringBuilder key = new StringBuilder(prefix);
    for (String word : metric.split("-", -1)) {
      if (!word.isEmpty()) {
        key.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
      }
    }
    return key.toString();
  }

  /** Prints the line. */
  public static void print(Session session, JsonObject object) {
    session.out().println(Json.write(object));
    session.out().flush();
  }
}
