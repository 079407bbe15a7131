package lanewise.layers.format;

/**
 * A JSON value (RFC 8259): exactly one of the six kinds.
 *
 * <p>All kinds are immutable and safe to share. {@link Json} parses and writes them; {@link
 * JsonCursor} walks them with errors that name the key.
 */
public sealed interface JsonValue
    permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {}
