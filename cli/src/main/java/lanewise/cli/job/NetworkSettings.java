package lanewise.cli.job;

import java.util.List;
import lanewise.cli.settings.Key;
import lanewise.cli.settings.Section;
import lanewise.cli.settings.Types;

/**
 * A network of dense layers.
 *
 * @param hidden the outputs of the hidden layers
 * @param activation the activation after each hidden layer
 */
public record NetworkSettings(HiddenSizes hidden, HiddenActivation activation) {
  static Section<NetworkSettings> section() {
    var hidden =
        Key.of(
                "hidden",
                HiddenSizes.type(),
                NetworkSettings::hidden,
                "Outputs of the hidden layers, or none for a linear model.")
            .withDefault(new HiddenSizes(List.of(256)))
            .withOption("--hidden", "SIZES");
    var activation =
        Key.of(
                "activation",
                Types.oneOf(HiddenActivation.values()),
                NetworkSettings::activation,
                "The activation after each hidden layer.")
            .withDefault(HiddenActivation.RELU)
            .withOption("--activation", "NAME");
    return Section.of(
        "A network of dense layers.",
        List.of(hidden, activation),
        values -> new NetworkSettings(values.get(hidden), values.get(activation)));
  }
}
