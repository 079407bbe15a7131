package lanewise.cli.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import lanewise.cli.settings.Choice;
import lanewise.cli.settings.Choice.Alternative;
import lanewise.cli.settings.Key;
import lanewise.cli.settings.Range;
import lanewise.cli.settings.Section;
import lanewise.cli.settings.Type;
import lanewise.cli.settings.Types;
import lanewise.training.initialization.Distribution;
import lanewise.training.initialization.Filled;
import lanewise.training.initialization.Initialization;
import lanewise.training.initialization.Initializer;
import lanewise.training.initialization.Normal;
import lanewise.training.initialization.Orthogonal;
import lanewise.training.initialization.TruncatedNormal;
import lanewise.training.initialization.Uniform;
import lanewise.training.initialization.VarianceScaling;
import org.jspecify.annotations.Nullable;

/**
 * The initial values of the weights.
 *
 * @param weights the initializer of all weights; null for the one that suits the activation
 * @param named other initializers, by a pattern of the parameters' names
 */
public record InitializationSettings(
    @Nullable Initializer weights, SequencedMap<String, Initializer> named) {

  /**
   * Returns the initialization of a network.
   *
   * @param suitable the initializer that suits the network
   */
  public Initialization of(Initializer suitable) {
    Initialization initialization = Initialization.of(weights == null ? suitable : weights);
    for (Map.Entry<String, Initializer> each : named.entrySet()) {
      initialization = initialization.with(each.getKey(), each.getValue());
    }
    return initialization;
  }

  static Section<InitializationSettings> section() {
    Type<Initializer> initializer = Types.lazily(InitializationSettings::choice);
    Key<InitializationSettings, Optional<Initializer>> weights =
        Key.optional(
            "weights",
            Types.orWord("auto", initializer),
            InitializationSettings::weights,
            "The initializer of all weights; auto is the one that suits the activation.");
    Key<InitializationSettings, SequencedMap<String, Initializer>> named =
        Key.of(
                "named",
                Types.mapOf(initializer),
                InitializationSettings::named,
                "Other initializers by a pattern of the parameters' names, such as dense-2.*.")
            .withDefault(new LinkedHashMap<>())
            .quietly();
    return Section.of(
        "The initial values of the weights.",
        List.of(weights, named),
        values -> new InitializationSettings(values.get(weights).orElse(null), values.get(named)));
  }

  /** The kinds of initializers and their keys. */
  static Choice<Initializer> choice() {
    List<Alternative<? extends Initializer>> kinds = new ArrayList<>();
    for (Distribution distribution : Distribution.values()) {
      String suffix = distribution.name().toLowerCase(Locale.ROOT).replace('_', '-');
      kinds.add(scaled("he-" + suffix, "Variance 2 / fan-in.", VarianceScaling.he(distribution)));
      kinds.add(
          scaled(
              "glorot-" + suffix,
              "Variance 2 / (fan-in + fan-out).",
              VarianceScaling.glorot(distribution)));
      kinds.add(
          scaled("lecun-" + suffix, "Variance 1 / fan-in.", VarianceScaling.lecun(distribution)));
    }
    kinds.add(new Alternative<>("orthogonal", Orthogonal.class, orthogonal()));
    kinds.add(new Alternative<>("normal", Normal.class, normal()));
    kinds.add(new Alternative<>("truncated-normal", TruncatedNormal.class, truncated()));
    kinds.add(new Alternative<>("uniform", Uniform.class, uniform()));
    kinds.add(
        new Alternative<>(
            "zeros",
            Filled.class,
            Section.of("0 everywhere.", List.of(), values -> new Filled(0)),
            filled -> filled.value() == 0));
    kinds.add(new Alternative<>("constant", Filled.class, constant()));
    return Choice.ofRequired("initializer", kinds);
  }

  private static Alternative<VarianceScaling> scaled(
      String word, String meaning, VarianceScaling value) {
    Section<VarianceScaling> section = Section.of(meaning, List.of(), values -> value);
    return new Alternative<>(word, VarianceScaling.class, section, value::equals);
  }

  private static Section<Orthogonal> orthogonal() {
    Key<Orthogonal, Double> gain =
        Key.of("gain", Types.real(Range.above(0), 1), Orthogonal::gain, "The length of the rows.")
            .withDefault(1.0);
    return Section.of(
        "Orthonormal rows or columns.", List.of(gain), values -> new Orthogonal(values.get(gain)));
  }

  private static Section<Normal> normal() {
    Key<Normal, Double> mean =
        Key.of("mean", Types.real(Range.finite(), 0), Normal::mean, "The mean.").withDefault(0.0);
    Key<Normal, Double> deviation =
        Key.of(
            "deviation",
            Types.real(Range.from(0), 0.01),
            Normal::standardDeviation,
            "The standard deviation.");
    return Section.of(
        "A normal distribution.",
        List.of(mean, deviation),
        values -> new Normal(values.get(mean), values.get(deviation)));
  }

  private static Section<TruncatedNormal> truncated() {
    Key<TruncatedNormal, Double> mean =
        Key.of("mean", Types.real(Range.finite(), 0), TruncatedNormal::mean, "The mean.")
            .withDefault(0.0);
    Key<TruncatedNormal, Double> deviation =
        Key.of(
            "deviation",
            Types.real(Range.above(0), 0.01),
            TruncatedNormal::standardDeviation,
            "The standard deviation before values are cut off.");
    Key<TruncatedNormal, Double> low =
        Key.of("low", Types.real(Range.finite(), -2), TruncatedNormal::low, "The smallest value.");
    Key<TruncatedNormal, Double> high =
        Key.of("high", Types.real(Range.finite(), 2), TruncatedNormal::high, "The largest value.");
    return Section.of(
        "A normal distribution without its ends.",
        List.of(mean, deviation, low, high),
        values ->
            new TruncatedNormal(
                values.get(mean), values.get(deviation), values.get(low), values.get(high)));
  }

  private static Section<Uniform> uniform() {
    Key<Uniform, Double> low =
        Key.of("low", Types.real(Range.finite(), -0.1), Uniform::low, "The smallest value.");
    Key<Uniform, Double> high =
        Key.of("high", Types.real(Range.finite(), 0.1), Uniform::high, "The largest value.");
    return Section.of(
        "A uniform distribution.",
        List.of(low, high),
        values -> new Uniform(values.get(low), values.get(high)));
  }

  private static Section<Filled> constant() {
    Key<Filled, Double> value =
        Key.of("value", Types.real(Range.finite(), 0), Filled::value, "The value.");
    return Section.of(
        "One value everywhere.", List.of(value), values -> new Filled(values.get(value)));
  }
}
