package lanewise.layers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonString;
import lanewise.tensor.Shape;

/**
 * Inputs with the outputs and gradients that PyTorch and NumPy compute for them in double
 * precision. A tensor is {@code {"shape": […], "data": […]}}, row-major; NaN and infinities are the
 * strings {@code nan}, {@code inf} and {@code -inf}.
 */
public final class ReferenceCases {
  private static final JsonCursor GROUPS = read().get("groups");

  private ReferenceCases() {}

  private static JsonCursor read() {
    try (InputStream in = ReferenceCases.class.getResourceAsStream("reference/cases.json")) {
      return JsonCursor.of("cases", Json.parse(Objects.requireNonNull(in).readAllBytes()));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  public static List<JsonCursor> group(String name) {
    return GROUPS.get(name).elements();
  }

  public static Shape shape(JsonCursor tensor) {
    return Shape.of(tensor.get("shape").elements().stream().mapToInt(JsonCursor::asInt).toArray());
  }

  public static double[] doubles(JsonCursor tensor) {
    return tensor.get("data").elements().stream().mapToDouble(ReferenceCases::number).toArray();
  }

  /** Inputs, which are exact float32 values. */
  public static float[] floats(JsonCursor tensor) {
    double[] exact = doubles(tensor);
    float[] values = new float[exact.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) exact[i];
      if (Double.compare(values[i], exact[i]) != 0) {
        throw tensor.error("element " + i + " is no float32 value: " + exact[i]);
      }
    }
    return values;
  }

  public static int[] ints(JsonCursor tensor) {
    return tensor.get("data").elements().stream().mapToInt(JsonCursor::asInt).toArray();
  }

  private static double number(JsonCursor number) {
    return switch (number.value()) {
      case JsonString(String text) ->
          switch (text) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> throw number.error("not a number");
          };
      default -> number.asDouble();
    };
  }
}
