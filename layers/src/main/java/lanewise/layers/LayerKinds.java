package lanewise.layers;

import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import lanewise.layers.format.JsonCursor;

/**
 * All kinds of layers that a model file may name: the one place where a kind is registered.
 *
 * <p>A file names a kind by a word of this list, never a class.
 */
final class LayerKinds {
  private static final Map<String, Function<JsonCursor, Layer>> KINDS =
      Map.of(
          Dense.KIND, Dense::read,
          Relu.KIND, Relu::read);

  private LayerKinds() {}

  /**
   * A new layer with the parameters' first values.
   *
   * @param kind as {@link Layer#kind()} gives it
   * @param config as {@link Layer#config()} gives it
   * @throws lanewise.layers.format.JsonException if the kind or a setting is unknown or not valid
   */
  static Layer read(String kind, JsonCursor config) {
    Function<JsonCursor, Layer> reader = KINDS.get(kind);
    if (reader == null) {
      throw config.error(
          "layer kind \"" + kind + "\" is not known; known are " + new TreeSet<>(KINDS.keySet()));
    }
    try {
      return reader.apply(config);
    } catch (IllegalArgumentException wrong) {
      throw config.error(String.valueOf(wrong.getMessage()));
    }
  }
}
