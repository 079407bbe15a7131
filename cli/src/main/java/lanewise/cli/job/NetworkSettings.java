package lanewise.cli.job;

import java.util.List;
import lanewise.cli.output.Phrases;
import lanewise.cli.settings.Forms;
import lanewise.cli.settings.Key;
import lanewise.cli.settings.Section;
import lanewise.cli.settings.Type;
import lanewise.cli.settings.Types;

/** The network of a job. */
public sealed interface NetworkSettings {
  /** The network in a few words, such as {@code 64-128-10 relu}. */
  String describe(int features, int outputs);

  /**
   * A network of dense layers.
   *
   * @param hidden the outputs of the hidden layers
   * @param activation the activation after each hidden layer
   */
  record DenseNetwork(HiddenSizes hidden, HiddenActivation activation) implements NetworkSettings {
    @Override
    public String describe(int features, int outputs) {
      StringBuilder sizes = new StringBuilder().append(features);
      for (int size : hidden.sizes()) {
        sizes.append('-').append(size);
      }
      sizes.append('-').append(outputs);
      return hidden.sizes().isEmpty() ? sizes.toString() : sizes + " " + activation;
    }
  }

  /**
   * A network of any layers.
   *
   * @param layers the layers; the last gives the outputs
   */
  record LayerNetwork(List<LayerSettings> layers) implements NetworkSettings {
    public LayerNetwork {
      layers = List.copyOf(layers);
      if (layers.isEmpty()) {
        throw new IllegalArgumentException("there is no layer; a network needs at least one");
      }
    }

    @Override
    public String describe(int features, int outputs) {
      return Phrases.count(layers.size(), "layer");
    }
  }

  /** The keys of a network. */
  static Type<NetworkSettings> type() {
    return Forms.of(
        List.of(
            new Forms.Form<>("hidden", DenseNetwork.class, dense()),
            new Forms.Form<>("layers", LayerNetwork.class, layers())));
  }

  private static Section<DenseNetwork> dense() {
    var hidden =
        Key.of(
                "hidden",
                HiddenSizes.type(),
                DenseNetwork::hidden,
                "Outputs of the hidden layers, or none for a linear model.")
            .withDefault(new HiddenSizes(List.of(256)))
            .withOption("--hidden", "SIZES");
    var activation =
        Key.of(
                "activation",
                Types.oneOf(List.of(HiddenActivation.values())),
                DenseNetwork::activation,
                "The activation after each hidden layer.")
            .withDefault(HiddenActivation.RELU)
            .withOption("--activation", "NAME");
    return Section.of(
        "A network of dense layers.",
        List.of(hidden, activation),
        values -> new DenseNetwork(values.get(hidden), values.get(activation)));
  }

  private static Section<LayerNetwork> layers() {
    var layers =
        Key.of(
            "layers",
            Types.itemsOf(Types.lazily(LayerKeys::choice)),
            LayerNetwork::layers,
            "The layers, in place of hidden and activation; the last gives the outputs.");
    return Section.of(
        "A network of any layers.",
        List.of(layers),
        values -> new LayerNetwork(values.get(layers)));
  }
}
