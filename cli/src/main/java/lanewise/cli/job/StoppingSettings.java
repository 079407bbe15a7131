package lanewise.cli.job;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
                "Stop when training.metric did not improve for this number of epochs.")
            .withDefault(10)
            .withOption("--patience", "N");
    var minDelta =
        Key.of(
                "min-delta",
                Types.real(Range.from(0), 0.001),
                EarlyStopping::minDelta,
                "How much training.metric must improve on the best to count as a new best.")
            .withDefault(0.0);
    var warmUp =
        Key.of(
                "warm-up",
                Types.whole(0, Integer.MAX_VALUE),
                EarlyStopping::warmUp,
                "The number of first epochs in which patience does not count.")
            .withDefault(0);
    Key<EarlyStopping, Optional<Double>> target =
        Key.optional(
            "target",
            Types.optional(Types.real(Range.finite(), 0.95)),
            EarlyStopping::target,
            "Stop after the epoch in which training.metric is as good as this; mae, mse and rmse"
                + " are in the units of the data.");
    Key<EarlyStopping, Optional<Integer>> timeLimit =
        Key.<EarlyStopping, Integer>optional(
                "time-limit",
                Types.optional(Types.count()),
                rule -> {
                  Duration limit = rule.timeLimit();
                  return limit == null ? null : (Integer) Math.toIntExact(limit.toSeconds());
                },
                "Stop after so many seconds; time before --resume does not count.")
            .withOption("--time-limit", "SECONDS");
    return Section.of(
        "The rule that stops the training before the last epoch.",
        List.of(patience, minDelta, warmUp, target, timeLimit),
        values ->
            new EarlyStopping(
                values.get(patience),
                values.get(minDelta),
                values.get(warmUp),
                values.get(target).orElse(null),
                values.get(timeLimit).map(Duration::ofSeconds).orElse(null)));
  }
}
