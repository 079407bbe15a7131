package lanewise.layers.format;

import java.util.List;

/**
 * A JSON array.
 *
 * @param elements the values in order; copied, and unmodifiable
 */
public record JsonArray(List<JsonValue> elements) implements JsonValue {
  /** Copies the elements. */
  public JsonArray {
    elements = List.copyOf(elements);
  }

  /**
   * An array of these values.
   *
   * @param elements the values in order
   * @return the array
   */
  public static JsonArray of(JsonValue... elements) {
    return new JsonArray(List.of(elements));
  }

  /**
   * An array of these whole numbers, such as a shape.
   *
   * @param numbers the numbers in order
   * @return the array
   */
  public static JsonArray of(long... numbers) {
    JsonValue[] elements = new JsonValue[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      elements[i] = JsonNumber.of(numbers[i]);
    }
    return of(elements);
  }
}
