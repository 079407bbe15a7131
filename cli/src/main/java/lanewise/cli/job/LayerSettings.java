package lanewise.cli.job;

import java.util.List;
import java.util.Objects;
import lanewise.cli.settings.Origin;
import lanewise.layers.format.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One layer of a network.
 *
 * @param kind the kind, as model files name it
 * @param config the settings that were given; sizes that follow from the input are left out
 * @param name the name of the node, or null where no other layer needs to name it
 * @param inputs the names of the nodes that the layer reads; empty for the layer before it
 * @param origin where the layer was written
 */
public record LayerSettings(
    String kind, JsonObject config, @Nullable String name, List<String> inputs, Origin origin) {
  public LayerSettings {
    inputs = List.copyOf(inputs);
  }

  /** Two layers with the same settings are equal wherever they were written. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LayerSettings layer
        && kind.equals(layer.kind)
        && config.equals(layer.config)
        && Objects.equals(name, layer.name)
        && inputs.equals(layer.inputs);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, config, name, inputs);
  }
}
