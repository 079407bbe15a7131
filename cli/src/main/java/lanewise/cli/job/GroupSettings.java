package lanewise.cli.job;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import lanewise.cli.settings.Key;
import lanewise.cli.settings.Range;
import lanewise.cli.settings.Section;
import lanewise.cli.settings.Types;
import lanewise.training.optimizer.Adadelta;
import lanewise.training.optimizer.Adagrad;
import lanewise.training.optimizer.Adam;
import lanewise.training.optimizer.AdamW;
import lanewise.training.optimizer.Lion;
import lanewise.training.optimizer.NAdam;
import lanewise.training.optimizer.Optimizer;
import lanewise.training.optimizer.ParameterGroups;
import lanewise.training.optimizer.RmsProp;
import lanewise.training.optimizer.Sgd;
import org.jspecify.annotations.Nullable;

/**
 * How the optimizer treats a group of parameters.
 *
 * @param rateFactor what the learning rate is multiplied by; 0 leaves the parameters as they are
 * @param weightDecay the weight decay in place of the optimizer's, or null for the same
 */
public record GroupSettings(double rateFactor, @Nullable Double weightDecay) {
  /**
   * Returns an optimizer that treats groups of parameters apart.
   *
   * @param optimizer the optimizer of all others
   * @param groups the groups by a pattern of their parameters' names; of several that match a name
   *     the last decides
   */
  static Optimizer over(Optimizer optimizer, SequencedMap<String, GroupSettings> groups) {
    if (groups.isEmpty()) {
      return optimizer;
    }
    ParameterGroups all = ParameterGroups.of(optimizer);
    for (Map.Entry<String, GroupSettings> each : groups.entrySet()) {
      String pattern = each.getKey();
      GroupSettings group = each.getValue();
      all =
          group.rateFactor == 0 ? all.frozen(pattern) : all.with(pattern, group.changed(optimizer));
    }
    return all;
  }

  private Optimizer changed(Optimizer optimizer) {
    double rate = optimizer.learningRate() * rateFactor;
    Optimizer paced =
        switch (optimizer) {
          case Sgd sgd -> sgd.withLearningRate(rate);
          case Adam adam -> adam.withLearningRate(rate);
          case AdamW adamW -> adamW.withLearningRate(rate);
          case NAdam nAdam -> nAdam.withLearningRate(rate);
          case RmsProp rmsProp -> rmsProp.withLearningRate(rate);
          case Adagrad adagrad -> adagrad.withLearningRate(rate);
          case Adadelta adadelta -> adadelta.withLearningRate(rate);
          case Lion lion -> lion.withLearningRate(rate);
          default -> throw unknown(optimizer);
        };
    return weightDecay == null ? paced : decayed(paced, weightDecay);
  }

  private static Optimizer decayed(Optimizer optimizer, double decay) {
    return switch (optimizer) {
      case Sgd sgd -> sgd.withWeightDecay(decay);
      case Adam adam -> adam.withWeightDecay(decay);
      case AdamW adamW -> adamW.withWeightDecay(decay);
      case NAdam nAdam ->
          nAdam.decoupled() ? nAdam.withDecoupledWeightDecay(decay) : nAdam.withWeightDecay(decay);
      case RmsProp rmsProp -> rmsProp.withWeightDecay(decay);
      case Adagrad adagrad -> adagrad.withWeightDecay(decay);
      case Adadelta adadelta -> adadelta.withWeightDecay(decay);
      case Lion lion -> lion.withWeightDecay(decay);
      default -> throw unknown(optimizer);
    };
  }

  private static IllegalArgumentException unknown(Optimizer optimizer) {
    return new IllegalArgumentException("groups: no settings of " + optimizer);
  }

  static Section<GroupSettings> section() {
    var rateFactor =
        Key.of(
                "rate-factor",
                Types.real(Range.from(0), 0.1),
                GroupSettings::rateFactor,
                "What the learning rate is multiplied by; 0 leaves the parameters as they are.")
            .withDefault(1.0);
    var weightDecay =
        Key.optional(
            "weight-decay",
            Types.optional(Types.real(Range.from(0), 0.01)),
            GroupSettings::weightDecay,
            "The weight decay in place of the optimizer's.");
    return Section.of(
        "How the optimizer treats some parameters.",
        List.of(rateFactor, weightDecay),
        values -> new GroupSettings(values.get(rateFactor), values.get(weightDecay).orElse(null)));
  }
}
