package lanewise.tensor;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads the reference cases. A test of one group:
 *
 * <pre>{@code
 * static Stream<Case> concat() { return ReferenceCases.group("concat"); }
 *
 * @ParameterizedTest @MethodSource
 * void concat(Case given) {
 *   Tensor joined = Joining.concat(given.integer("axis"), given.tensor("a"), given.tensor("b"));
 *   given.check("output", joined);
 * }
 * }</pre>
 */
public final class ReferenceCases {
  /** What float32 code is held to against float64 references. */
  public static final double RELATIVE = 1e-5;

  /** What float32 code is held to near zero. */
  public static final double ABSOLUTE = 1e-6;

  private static final String RESOURCE = "/lanewise/tensor/reference/cases.json";
  private static final JsonObject GROUPS = read();

  private ReferenceCases() {}

  private static JsonObject read() {
    InputStream in =
        Objects.requireNonNull(ReferenceCases.class.getResourceAsStream(RESOURCE), RESOURCE);
    try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      return JsonParser.parseReader(reader).getAsJsonObject().getAsJsonObject("groups");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All cases of a group; there is at least one. */
  public static Stream<Case> group(String name) {
    if (!GROUPS.has(name) || GROUPS.getAsJsonArray(name).isEmpty()) {
      throw new IllegalArgumentException("no reference group " + name);
    }
    return StreamSupport.stream(GROUPS.getAsJsonArray(name).spliterator(), false)
        .map(given -> new Case(given.getAsJsonObject()));
  }

  /** One case: typed access to its attributes. */
  public record Case(JsonObject json) {
    /** The attribute as it stands in the file. */
    public JsonElement get(String key) {
      if (!json.has(key)) {
        throw new IllegalArgumentException(this + " has no " + key);
      }
      return json.get(key);
    }

    /** Whether the attribute is there and not null. */
    public boolean has(String key) {
      return json.has(key) && !json.get(key).isJsonNull();
    }

    /** A text. */
    public String text(String key) {
      return get(key).getAsString();
    }

    /** A whole number. */
    public int integer(String key) {
      return get(key).getAsInt();
    }

    /** A truth value. */
    public boolean truth(String key) {
      return get(key).getAsBoolean();
    }

    /** A number, which may be written as nan, inf or -inf. */
    public double number(String key) {
      return number(get(key));
    }

    /** A list of whole numbers; a single one counts as a list, a missing one as an empty list. */
    public int[] integers(String key) {
      if (!has(key)) {
        return new int[0];
      }
      JsonElement value = get(key);
      return value.isJsonArray() ? integers(value.getAsJsonArray()) : new int[] {value.getAsInt()};
    }

    /** A tensor, rounded to float32; a bare number is a scalar. */
    public Tensor tensor(String key) {
      if (get(key).isJsonPrimitive()) {
        return Tensors.scalar((float) number(key));
      }
      JsonObject tensor = get(key).getAsJsonObject();
      JsonArray data = tensor.getAsJsonArray("data");
      float[] values = new float[data.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) number(data.get(i));
      }
      return Tensor.wrap(values, Shape.of(integers(tensor.getAsJsonArray("shape"))));
    }

    /** The row-major elements of a tensor of whole numbers. */
    public int[] tensorOfIntegers(String key) {
      return integers(get(key).getAsJsonObject().getAsJsonArray("data"));
    }

    /** Compares a result with the tensor of this name, element by element. */
    public void check(String key, Tensor actual) {
      Closeness.requireClose(actual, tensor(key), RELATIVE, ABSOLUTE);
    }

    private static int[] integers(JsonArray array) {
      return array.asList().stream().mapToInt(JsonElement::getAsInt).toArray();
    }

    private static double number(JsonElement value) {
      return switch (value.getAsString()) {
        case "nan" -> Double.NaN;
        case "inf" -> Double.POSITIVE_INFINITY;
        case "-inf" -> Double.NEGATIVE_INFINITY;
        default -> value.getAsDouble();
      };
    }

    @Override
    public String toString() {
      return json.get("name").getAsString();
    }
  }
}
