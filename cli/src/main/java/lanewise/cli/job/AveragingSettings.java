package lanewise.cli.job;

import java.util.List;
import lanewise.cli.settings.Choice;
import lanewise.cli.settings.Choice.Alternative;
import lanewise.cli.settings.Key;
import lanewise.cli.settings.Range;
import lanewise.cli.settings.Section;
import lanewise.cli.settings.Types;
import lanewise.training.averaging.ExponentialMovingAverage;
import lanewise.training.averaging.StochasticWeightAverage;
import lanewise.training.averaging.WeightAveraging;

/** The kinds of averaged weights and their keys. */
final class AveragingSettings {
  private AveragingSettings() {}

  static Choice<WeightAveraging> choice() {
    return Choice.ofRequired(
        "average",
        List.of(
            new Alternative<>("ema", ExponentialMovingAverage.class, exponential()),
            new Alternative<>("swa", StochasticWeightAverage.class, stochastic())));
  }

  private static Section<ExponentialMovingAverage> exponential() {
    var decay =
        Key.of(
                "decay",
                Types.real(Range.from(0).below(1), 0.999),
                ExponentialMovingAverage::decay,
                "The share of the average that is kept in a step.")
            .withDefault(0.999);
    var warmUp =
        Key.of(
                "warm-up",
                Types.flag(),
                ExponentialMovingAverage::warmUp,
                "Whether less is kept in the first steps, so that the first weights are soon"
                    + " forgotten.")
            .withDefault(true);
    return Section.of(
        "An exponential moving average over the steps.",
        List.of(decay, warmUp),
        values -> new ExponentialMovingAverage(values.get(decay), values.get(warmUp)));
  }

  private static Section<StochasticWeightAverage> stochastic() {
    var start =
        Key.of(
            "start",
            Types.count(),
            StochasticWeightAverage::start,
            "The first epoch whose weights count, from 1.");
    var every =
        Key.of(
                "every",
                Types.count(),
                StochasticWeightAverage::every,
                "The number of epochs from one that counts to the next.")
            .withDefault(1);
    return Section.of(
        "The mean over the ends of epochs (Izmailov et al., 2018).",
        List.of(start, every),
        values -> new StochasticWeightAverage(values.get(start), values.get(every)));
  }
}
