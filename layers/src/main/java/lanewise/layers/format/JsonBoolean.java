package lanewise.layers.format;

/**
 * The JSON values {@code true} and {@code false}.
 *
 * @param value the value
 */
public record JsonBoolean(boolean value) implements JsonValue {}
