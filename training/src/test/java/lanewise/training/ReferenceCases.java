package lanewise.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonCursor;

/**
 * The reference cases of the layers, which have those of optimizers and initializers as well:
 * results that PyTorch and NumPy compute in double precision.
 */
public final class ReferenceCases {
  private static final String FILE = "/lanewise/layers/reference/cases.json";
  private static final JsonCursor GROUPS = read().get("groups");

  private ReferenceCases() {}

  private static JsonCursor read() {
    try (InputStream in = ReferenceCases.class.getResourceAsStream(FILE)) {
      return JsonCursor.of("cases", Json.parse(Objects.requireNonNull(in).readAllBytes()));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  public static List<JsonCursor> group(String name) {
    return GROUPS.get(name).elements();
  }

  public static double[] doubles(JsonCursor tensor) {
    return tensor.get("data").elements().stream().mapToDouble(JsonCursor::asDouble).toArray();
  }

  public static float[] floats(JsonCursor tensor) {
    double[] exact = doubles(tensor);
    float[] values = new float[exact.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) exact[i];
    }
    return values;
  }
}
