package lanewise.cli.job;

import java.util.List;
import lanewise.cli.settings.Key;
import lanewise.cli.settings.Range;
import lanewise.cli.settings.Section;
import lanewise.cli.settings.Types;
import lanewise.training.EarlyStopping;

/** The keys of {@link EarlyStopping}. */
final class StoppingSettings {
  private StoppingSettings() {}

  static Section<EarlyStopping> section() {
    var patience =
        Key.of(
                "patience",
                Types.count(),
                (EarlyStopping rule) -> rule.patience(), // not the factory
                "Stop when the validation loss did not fall for this number of epochs.")
            .withDefault(10)
            .withOption("--patience", "N");
    var minDelta =
        Key.of(
                "min-delta",
                Types.real(Range.from(0), 0.001),
                EarlyStopping::minDelta,
                "How much the validation loss must fall below the best to count as a new best.")
            .withDefault(0.0);
    return Section.of(
        "The rule that stops the training before the last epoch.",
        List.of(patience, minDelta),
        values -> new EarlyStopping(values.get(patience), values.get(minDelta)));
  }
}
