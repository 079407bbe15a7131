package lanewise.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonCursor;

/**
 * Results that PyTorch and NumPy compute in double precision: the reference cases of the layers,
 * which have those of optimizers and initializers as well, and further ones of optimizers,
 * schedules and clipping.
 */
public final class ReferenceCases {
  private static final List<JsonCursor> FILES =
      List.of(
          read("/lanewise/layers/reference/cases.json").get("groups"),
          read("/lanewise/training/pytorch-cases.json").get("groups"));

  private ReferenceCases() {}

  private static JsonCursor read(String file) {
    try (InputStream in = ReferenceCases.class.getResourceAsStream(file)) {
      return JsonCursor.of("cases", Json.parse(Objects.requireNonNull(in).readAllBytes()));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The groups of each file. */
  public static List<JsonCursor> files() {
    return FILES;
  }

  /** The cases of a group in all files. */
  public static List<JsonCursor> group(String name) {
    List<JsonCursor> cases = new ArrayList<>();
    for (JsonCursor file : FILES) {
      file.find(name).ifPresent(group -> cases.addAll(group.elements()));
    }
    return cases;
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
