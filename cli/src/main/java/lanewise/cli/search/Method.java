package lanewise.cli.search;

import java.util.List;
import lanewise.cli.settings.Choice;
import lanewise.cli.settings.Choice.Alternative;
import lanewise.cli.settings.Key;
import lanewise.cli.settings.Section;
import lanewise.cli.settings.Types;

/** How a search chooses its trials. */
sealed interface Method {
  /** More trials than anybody waits for are a mistake, and would only take memory. */
  int MOST_TRIALS = 100_000;

  /** Every combination of the values. */
  record Grid() implements Method {}

  /**
   * Combinations that are drawn at random, each key by itself (Bergstra and Bengio, "Random search
   * for hyper-parameter optimization", 2012).
   *
   * @param trials how many
   */
  record RandomDraws(int trials) implements Method {}

  /**
   * Successive halving (Jamieson and Talwalkar, "Non-stochastic best arm identification and
   * hyperparameter optimization", 2016): many random trials of few epochs, and the best share of
   * them again, each from its beginning, with so many times the epochs, until the epochs are those
   * of the job.
   *
   * @param trials how many begin
   * @param factor one of so many goes on; at least 2
   */
  record Halving(int trials, int factor) implements Method {}

  /** The keys of a method. */
  static Choice<Method> choice() {
    return Choice.of(
        "method",
        List.of(
            new Alternative<>("random", RandomDraws.class, random()),
            new Alternative<>("grid", Grid.class, grid()),
            new Alternative<>("halving", Halving.class, halving())));
  }

  private static Section<RandomDraws> random() {
    var trials =
        Key.of(
                "trials",
                Types.whole(1, MOST_TRIALS),
                RandomDraws::trials,
                "How many combinations are drawn.")
            .withDefault(20);
    return Section.of(
        "Combinations drawn at random.",
        List.of(trials),
        values -> new RandomDraws(values.get(trials)));
  }

  private static Section<Grid> grid() {
    return Section.of("Every combination of the values.", List.of(), values -> new Grid());
  }

  private static Section<Halving> halving() {
    var trials =
        Key.of(
                "trials",
                Types.whole(1, MOST_TRIALS),
                Halving::trials,
                "How many combinations begin.")
            .withDefault(27);
    var factor =
        Key.of(
                "factor",
                Types.whole(2, 100),
                Halving::factor,
                "One of so many goes on, with so many times the epochs.")
            .withDefault(3);
    return Section.of(
        "Successive halving: many trials of few epochs, and the best again with more.",
        List.of(trials, factor),
        values -> new Halving(values.get(trials), values.get(factor)));
  }
}
