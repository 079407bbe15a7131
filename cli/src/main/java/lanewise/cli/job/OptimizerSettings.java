package lanewise.cli.job;

import java.util.List;
import lanewise.cli.settings.Choice;
import lanewise.cli.settings.Choice.Alternative;
import lanewise.cli.settings.Key;
import lanewise.cli.settings.Range;
import lanewise.cli.settings.Section;
import lanewise.cli.settings.Types;
import lanewise.training.optimizer.Sgd;

/** The kinds of optimizers and their keys. */
final class OptimizerSettings {
  private OptimizerSettings() {}

  static Choice<Sgd> choice() {
    return Choice.of("optimizer", List.of(new Alternative<>("sgd", Sgd.class, sgd())));
  }

  private static Section<Sgd> sgd() {
    var rate =
        Key.of("rate", Types.real(Range.positiveFloat(), 0.01), Sgd::learningRate, "Learning rate.")
            .withDefault(0.01)
            .withOption("--lr", "X");
    var momentum =
        Key.of("momentum", Types.real(Range.from(0).below(1), 0.9), Sgd::momentum, "Momentum.")
            .withDefault(0.9)
            .withOption("--momentum", "X");
    return Section.of(
        "Stochastic gradient descent with momentum.",
        List.of(rate, momentum),
        values -> new Sgd(values.get(rate), values.get(momentum)));
  }
}
