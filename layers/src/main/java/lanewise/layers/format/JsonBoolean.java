package lanewise.layers.format;

/**
 * The JSON values {@code true} and {@code false}.
 *
 * @param value which of the two
 */
public record JsonBoolean(boolean value) implements JsonValue {}
