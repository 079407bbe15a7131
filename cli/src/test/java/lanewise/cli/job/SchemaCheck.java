package lanewise.cli.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonBoolean;
import lanewise.layers.format.JsonNull;
import lanewise.layers.format.JsonNumber;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonString;
import lanewise.layers.format.JsonValue;

/**
 * Validates values against a schema as an editor does: the words of JSON Schema, draft 7, that the
 * schemas of job and search files use. A word that is not known here is an error, so none can go
 * unchecked.
 */
public final class SchemaCheck {
  private SchemaCheck() {}

  /** Whether a value fits a schema. */
  public static boolean fits(JsonObject schema, JsonValue value) {
    for (String word : schema.members().keySet()) {
      if (!fits(word, schema, value)) {
        return false;
      }
    }
    return true;
  }

  private static boolean fits(String word, JsonObject schema, JsonValue value) {
    JsonValue argument = member(schema, word);
    return switch (word) {
      case "$schema", "title", "description", "default" -> true;
      case "type" -> isOf(((JsonString) argument).value(), value);
      case "const" -> argument.equals(value);
      case "enum" -> ((JsonArray) argument).elements().contains(value);
      case "anyOf" ->
          ((JsonArray) argument)
              .elements().stream().anyMatch(each -> fits((JsonObject) each, value));
      case "items" ->
          !(value instanceof JsonArray array)
              || array.elements().stream().allMatch(item -> fits((JsonObject) argument, item));
      case "minItems" ->
          !(value instanceof JsonArray array)
              || array.elements().size() >= ((JsonNumber) argument).asInt();
      case "maxItems" ->
          !(value instanceof JsonArray array)
              || array.elements().size() <= ((JsonNumber) argument).asInt();
      case "pattern" ->
          value instanceof JsonString text
              && Pattern.compile(((JsonString) argument).value()).matcher(text.value()).find();
      case "minLength" ->
          !(value instanceof JsonString text)
              || text.value().length() >= ((JsonNumber) argument).asInt();
      case "minimum" -> compare(value, argument) >= 0;
      case "maximum" -> compare(value, argument) <= 0;
      case "exclusiveMinimum" -> !(value instanceof JsonNumber) || compare(value, argument) > 0;
      case "exclusiveMaximum" -> !(value instanceof JsonNumber) || compare(value, argument) < 0;
      case "required" ->
          !(value instanceof JsonObject object)
              || ((JsonArray) argument)
                  .elements().stream()
                      .allMatch(key -> object.members().containsKey(((JsonString) key).value()));
      case "properties" -> properties((JsonObject) argument, value);
      case "additionalProperties" ->
          !(value instanceof JsonObject object) || others(schema, argument, object);
      case "minProperties" ->
          !(value instanceof JsonObject object)
              || object.members().size() >= ((JsonNumber) argument).asInt();
      default -> throw new IllegalArgumentException("this check does not know " + word);
    };
  }

  private static JsonValue member(JsonObject object, String key) {
    return Objects.requireNonNull(object.members().get(key));
  }

  private static boolean properties(JsonObject properties, JsonValue value) {
    if (!(value instanceof JsonObject object)) {
      return true;
    }
    List<Boolean> all = new ArrayList<>();
    properties
        .members()
        .forEach(
            (key, schema) -> {
              JsonValue member = object.members().get(key);
              all.add(member == null || fits((JsonObject) schema, member));
            });
    return !all.contains(false);
  }

  /** Whether the members that the schema does not name are as it wants them: none, or all alike. */
  private static boolean others(JsonObject schema, JsonValue wanted, JsonObject object) {
    JsonValue named = schema.members().get("properties");
    return object.members().entrySet().stream()
        .filter(
            each -> !(named instanceof JsonObject all && all.members().containsKey(each.getKey())))
        .allMatch(each -> wanted instanceof JsonObject type && fits(type, each.getValue()));
  }

  private static boolean isOf(String type, JsonValue value) {
    return switch (value) {
      case JsonObject _ -> type.equals("object");
      case JsonArray _ -> type.equals("array");
      case JsonString _ -> type.equals("string");
      case JsonBoolean _ -> type.equals("boolean");
      case JsonNull _ -> type.equals("null");
      case JsonNumber number ->
          type.equals("number") || (type.equals("integer") && number.text().matches("-?\\d+"));
    };
  }

  /** 0 for values that are no numbers: a range says nothing about them. */
  private static int compare(JsonValue value, JsonValue bound) {
    return value instanceof JsonNumber number
        ? Double.compare(number.asDouble(), ((JsonNumber) bound).asDouble())
        : 0;
  }
}
