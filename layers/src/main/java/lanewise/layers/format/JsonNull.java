package lanewise.layers.format;

/** The JSON value {@code null}. */
public record JsonNull() implements JsonValue {
  /** The instance that the parser returns; all are equal. */
  public static final JsonNull NULL = new JsonNull();
}
