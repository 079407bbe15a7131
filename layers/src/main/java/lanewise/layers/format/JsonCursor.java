package lanewise.layers.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A value together with the path of keys that leads to it, so that every error names the place.
 *
 * <p>Reading {@code JsonCursor.of("config", value).get("layers").at(2).get("out").asInt()} from a
 * document that has a string there fails with {@code config.layers[2].out: expected a whole number,
 * found "x"}.
 *
 * <p>Immutable and safe to share.
 *
 * @param path the path to the value, such as {@code config.layers[2].out}
 * @param value the value itself
 */
public record JsonCursor(String path, JsonValue value) {
  /**
   * A cursor at the root of a document.
   *
   * @param root the name of the document in errors, such as {@code config}
   * @param value the document
   * @return the cursor
   */
  public static JsonCursor of(String root, JsonValue value) {
    return new JsonCursor(root, value);
  }

  /**
   * The value of a required key.
   *
   * @param key the key
   * @return a cursor at its value
   * @throws JsonException if this is not an object or has no such key
   */
  public JsonCursor get(String key) {
    JsonValue member = object().get(key);
    if (member == null) {
      throw error("the key " + JsonWriter.excerpt(key) + " is missing");
    }
    return new JsonCursor(pathOf(key), member);
  }

  /**
   * The value of an optional key. A JSON null counts as present.
   *
   * @param key the key
   * @return a cursor at its value, or empty if there is no such key
   * @throws JsonException if this is not an object
   */
  public Optional<JsonCursor> find(String key) {
    JsonValue member = object().get(key);
    return member == null ? Optional.empty() : Optional.of(new JsonCursor(pathOf(key), member));
  }

  /**
   * An element of an array.
   *
   * @param index from 0
   * @return a cursor at the element
   * @throws JsonException if this is not an array or has no such element
   */
  public JsonCursor at(int index) {
    List<JsonValue> elements = array().elements();
    if (index < 0 || index >= elements.size()) {
      throw error("there is no element " + index + " in an array of " + elements.size());
    }
    return new JsonCursor(path + "[" + index + "]", elements.get(index));
  }

  /**
   * All elements of an array.
   *
   * @return cursors in order, in a new list
   * @throws JsonException if this is not an array
   */
  public List<JsonCursor> elements() {
    int size = array().elements().size();
    List<JsonCursor> cursors = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      cursors.add(at(i));
    }
    return cursors;
  }

  /**
   * All members of an object.
   *
   * @return cursors by key in order, in a new map
   * @throws JsonException if this is not an object
   */
  public SequencedMap<String, JsonCursor> members() {
    SequencedMap<String, JsonCursor> cursors = new LinkedHashMap<>();
    for (Map.Entry<String, JsonValue> member : object().members().entrySet()) {
      cursors.put(member.getKey(), new JsonCursor(pathOf(member.getKey()), member.getValue()));
    }
    return cursors;
  }

  /**
   * Refuses keys that the reader does not know, so that a misspelled key is not ignored.
   *
   * @param known all keys that are allowed
   * @throws JsonException if this is not an object or has another key
   */
  public void requireKeys(String... known) {
    List<String> all = List.of(known);
    for (String key : object().members().keySet()) {
      if (!all.contains(key)) {
        throw error(
            "the key "
                + JsonWriter.excerpt(key)
                + " is unknown; known are "
                + String.join(", ", all));
      }
    }
  }

  /**
   * The value as an object.
   *
   * @return the object
   * @throws JsonException if it is not one
   */
  public JsonObject object() {
    if (value instanceof JsonObject object) {
      return object;
    }
    throw expected("an object");
  }

  /**
   * The value as an array.
   *
   * @return the array
   * @throws JsonException if it is not one
   */
  public JsonArray array() {
    if (value instanceof JsonArray array) {
      return array;
    }
    throw expected("an array");
  }

  /**
   * The value as a string.
   *
   * @return its characters
   * @throws JsonException if it is not a string
   */
  public String asString() {
    if (value instanceof JsonString string) {
      return string.value();
    }
    throw expected("a string");
  }

  /**
   * The value as true or false.
   *
   * @return the value
   * @throws JsonException if it is neither
   */
  public boolean asBoolean() {
    if (value instanceof JsonBoolean truth) {
      return truth.value();
    }
    throw expected("true or false");
  }

  /**
   * Tests whether the value is the JSON null.
   *
   * @return true for null
   */
  public boolean isNull() {
    return value instanceof JsonNull;
  }

  /**
   * The value as a whole number, under the rules of {@link JsonNumber#asInt()}.
   *
   * @return the exact value
   * @throws JsonException if it is not a whole number of 32 bits
   */
  public int asInt() {
    JsonNumber number = number("a whole number");
    try {
      return number.asInt();
    } catch (JsonException wrong) {
      throw located(wrong);
    }
  }

  /**
   * The value as a whole number, under the rules of {@link JsonNumber#asLong()}.
   *
   * @return the exact value
   * @throws JsonException if it is not a whole number of 64 bits
   */
  public long asLong() {
    JsonNumber number = number("a whole number");
    try {
      return number.asLong();
    } catch (JsonException wrong) {
      throw located(wrong);
    }
  }

  /**
   * The value as the nearest float.
   *
   * @return a finite value
   * @throws JsonException if it is not a number within 32-bit range
   */
  public float asFloat() {
    JsonNumber number = number("a number");
    try {
      return number.asFloat();
    } catch (JsonException wrong) {
      throw located(wrong);
    }
  }

  /**
   * The value as the nearest double.
   *
   * @return a finite value
   * @throws JsonException if it is not a number within 64-bit range
   */
  public double asDouble() {
    JsonNumber number = number("a number");
    try {
      return number.asDouble();
    } catch (JsonException wrong) {
      throw located(wrong);
    }
  }

  /**
   * Makes an error at this place, for a check of the caller.
   *
   * @param problem the problem with the value, such as {@code "must be above 0, found 0"}
   * @return the exception to throw; its message is the path, a colon and the problem
   */
  public JsonException error(String problem) {
    return new JsonException(path + ": " + problem);
  }

  private JsonNumber number(String expected) {
    if (value instanceof JsonNumber number) {
      return number;
    }
    throw expected(expected);
  }

  private JsonException expected(String expected) {
    return error("expected " + expected + ", found " + JsonWriter.excerptOf(value));
  }

  private JsonException located(JsonException wrong) {
    return new JsonException(path + ": " + wrong.getMessage(), wrong);
  }

  private String pathOf(String key) {
    boolean name = !key.isEmpty() && key.length() <= 40;
    for (int i = 0; name && i < key.length(); i++) {
      name = isWord(key.charAt(i));
    }
    return name ? path + "." + key : path + "[" + JsonWriter.excerpt(key) + "]";
  }

  private static boolean isWord(int c) {
    return c == '_' || (c < 0x80 && Character.isLetterOrDigit(c));
  }
}
