package lanewise.layers.format;

/**
 * A JSON string.
 *
 * @param value the characters, without quotes and escapes
 */
public record JsonString(String value) implements JsonValue {}
