package lanewise.cli.job;

import java.util.List;
import java.util.function.Predicate;
import lanewise.cli.settings.Choice;
import lanewise.cli.settings.Choice.Alternative;
import lanewise.cli.settings.Key;
import lanewise.cli.settings.Range;
import lanewise.cli.settings.Section;
import lanewise.cli.settings.Types;
import lanewise.training.data.table.Imputation;
import lanewise.training.data.table.Imputation.Strategy;

/** The keys of what stands in for missing values of a table. */
final class ImputationKeys {
  private ImputationKeys() {}

  static Choice<Imputation> choice() {
    return Choice.of(
        "imputation",
        List.of(
            kind(
                "median",
                Strategy.MEDIAN,
                "The median of numbers, and the most frequent boolean or text."),
            kind(
                "mean", Strategy.MEAN, "The mean of numbers, and the most frequent of the others."),
            kind(
                "most-frequent",
                Strategy.MOST_FREQUENT,
                "The most frequent value, and of equally frequent numbers the smallest."),
            new Alternative<>("constant", Imputation.class, constant(), is(Strategy.CONSTANT)),
            new Alternative<>("refuse", Imputation.class, refuse(), is(Strategy.REFUSE))));
  }

  private static Predicate<Imputation> is(Strategy strategy) {
    return imputation -> imputation.strategy() == strategy;
  }

  private static Alternative<Imputation> kind(String word, Strategy strategy, String meaning) {
    Key<Imputation, Boolean> indicator = indicator();
    return new Alternative<>(
        word,
        Imputation.class,
        Section.of(
            meaning,
            List.of(indicator),
            values -> new Imputation(strategy, 0, values.get(indicator))),
        is(strategy));
  }

  private static Section<Imputation> constant() {
    var value =
        Key.of(
                "value",
                Types.number(Range.finite(), -1),
                Imputation::value,
                "The number that stands in for a missing one.")
            .withDefault(0f);
    Key<Imputation, Boolean> indicator = indicator();
    return Section.of(
        "One number for numbers, false for booleans, and of texts a category of its own.",
        List.of(value, indicator),
        values -> new Imputation(Strategy.CONSTANT, values.get(value), values.get(indicator)));
  }

  private static Section<Imputation> refuse() {
    return Section.of(
        "Nothing: a missing value of a column that is learnt from, in the rows to train, to"
            + " validate or to test, ends the command, which names its line.",
        List.of(),
        _ -> Imputation.of(Strategy.REFUSE));
  }

  private static Key<Imputation, Boolean> indicator() {
    return Key.of(
            "indicator",
            Types.flag(),
            Imputation::indicator,
            "Whether one more feature says where values are missing, of a column that lacks some in"
                + " the training rows.")
        .withDefault(true);
  }
}
