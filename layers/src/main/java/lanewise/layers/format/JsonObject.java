package lanewise.layers.format;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that keeps the order of its members.
 *
 * <p>Two objects are equal when they have equal members in any order; the order matters only for
 * writing.
 *
 * @param members the values by key, in order; copied, and unmodifiable
 */
public record JsonObject(SequencedMap<String, JsonValue> members) implements JsonValue {
  /** Copies the members. */
  public JsonObject {
    members = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(members));
    for (Map.Entry<String, JsonValue> member : members.entrySet()) {
      Objects.requireNonNull(member.getKey(), "key");
      Objects.requireNonNull(member.getValue(), "value");
    }
  }

  /**
   * The value of a key.
   *
   * @param key the key
   * @return the value, or null if there is no such key; a JSON null is {@link JsonNull}
   */
  public @Nullable JsonValue get(String key) {
    return members.get(key);
  }

  /**
   * Starts an object with no members.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects the members of an object in order. Not for use by several threads at once. */
  public static final class Builder {
    private final SequencedMap<String, JsonValue> members = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Adds a member.
     *
     * @param key a key that was not added before
     * @param value its value
     * @return this builder
     * @throws JsonException if the key was added before
     */
    public Builder put(String key, JsonValue value) {
      if (members.putIfAbsent(key, value) != null) {
        throw new JsonException("the key " + JsonWriter.excerpt(key) + " is added twice");
      }
      return this;
    }

    /**
     * Adds a string.
     *
     * @param key a key that was not added before
     * @param value its value
     * @return this builder
     * @throws JsonException if the key was added before
     */
    public Builder put(String key, String value) {
      return put(key, new JsonString(value));
    }

    /**
     * Adds a whole number.
     *
     * @param key a key that was not added before
     * @param value its value
     * @return this builder
     * @throws JsonException if the key was added before
     */
    public Builder put(String key, long value) {
      return put(key, JsonNumber.of(value));
    }

    /**
     * Adds a 32-bit number, written with the fewest digits that distinguish it from its neighbours.
     *
     * @param key a key that was not added before
     * @param value its value
     * @return this builder
     * @throws JsonException if the key was added before, or the value is NaN or infinite
     */
    public Builder put(String key, float value) {
      return put(key, JsonNumber.of(value));
    }

    /**
     * Adds a 64-bit number, written with the fewest digits that distinguish it from its neighbours.
     *
     * @param key a key that was not added before
     * @param value its value
     * @return this builder
     * @throws JsonException if the key was added before, or the value is NaN or infinite
     */
    public Builder put(String key, double value) {
      return put(key, JsonNumber.of(value));
    }

    /**
     * Adds true or false.
     *
     * @param key a key that was not added before
     * @param value its value
     * @return this builder
     * @throws JsonException if the key was added before
     */
    public Builder put(String key, boolean value) {
      return put(key, new JsonBoolean(value));
    }

    /**
     * The object of the members added so far.
     *
     * @return a new object
     */
    public JsonObject build() {
      return new JsonObject(members);
    }
  }
}
