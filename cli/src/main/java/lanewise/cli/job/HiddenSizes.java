package lanewise.cli.job;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import lanewise.cli.settings.Node;
import lanewise.cli.settings.Type;
import lanewise.cli.settings.Types;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonObject;

/**
 * The outputs of the hidden layers, first to last.
 *
 * @param sizes each at least 1; none for a linear model
 */
public record HiddenSizes(List<Integer> sizes) {
  private static final String NONE = "none";

  public HiddenSizes {
    sizes = List.copyOf(sizes);
  }

  /**
   * Reads numbers with commas between, or {@code none}.
   *
   * @throws IllegalArgumentException if the text is neither; the message says what to write
   */
  public static HiddenSizes parse(String text) {
    List<Integer> sizes = new ArrayList<>();
    if (!text.equals(NONE)) {
      for (String size : text.split(",", -1)) {
        sizes.add(size(size.strip()));
      }
    }
    return new HiddenSizes(sizes);
  }

  private static int size(String size) {
    try {
      int value = Integer.parseInt(size);
      if (value >= 1) {
        return value;
      }
    } catch (NumberFormatException e) {
      // The same advice as for a number that is too small.
    }
    throw new IllegalArgumentException(
        "use sizes of at least 1 with commas between, such as 128,64, or " + NONE);
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    return sizes.isEmpty()
        ? NONE
        : sizes.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /** A list of sizes, or the text that {@link #parse} reads. */
  static Type<HiddenSizes> type() {
    Type<List<Integer>> list = Types.listOf(Types.count());
    return new Type<>() {
      @Override
      public HiddenSizes read(Node node, String path) {
        if (!(node instanceof Node.Scalar scalar)) {
          return new HiddenSizes(list.read(node, path));
        }
        try {
          return parse(scalar.text());
        } catch (IllegalArgumentException advice) {
          throw node.error(path, String.valueOf(advice.getMessage()));
        }
      }

      @Override
      public Node write(HiddenSizes value) {
        return list.write(value.sizes);
      }

      @Override
      public JsonObject schema() {
        JsonObject none = JsonObject.builder().put("const", NONE).build();
        return JsonObject.builder()
            .put("anyOf", new JsonArray(List.of(list.schema(), none)))
            .build();
      }

      @Override
      public String words() {
        return "a list of sizes of at least 1, or none";
      }
    };
  }
}
