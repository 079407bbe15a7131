package lanewise.cli.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import lanewise.cli.settings.Key;
import lanewise.cli.settings.Range;
import lanewise.cli.settings.Section;
import lanewise.cli.settings.Types;
import lanewise.training.constraint.MaxNorm;
import lanewise.training.constraint.WeightConstraint;
import lanewise.training.gradient.ClipByGlobalNorm;
import lanewise.training.gradient.ClipByNorm;
import lanewise.training.gradient.ClipByValue;
import lanewise.training.gradient.GradientTransform;
import lanewise.training.gradient.WeightPenalty;
import org.jspecify.annotations.Nullable;

/**
 * What keeps weights and gradients small.
 *
 * @param l1 the factor of the magnitudes of the weights in the penalty, at least 0
 * @param l2 the factor of half their squares, at least 0
 * @param maxNorm the bound of the norm of the weights that lead to each unit; null for none
 * @param clipValue the bound of each element of a gradient; null for none
 * @param clipNorm the bound of the norm of the gradient of each parameter; null for none
 * @param clipGlobalNorm the bound of the norm of all gradients together; null for none
 * @param norm the kind of norm that the two bounds before are about, above 0; infinity is the
 *     largest magnitude
 */
public record RegularizationSettings(
    double l1,
    double l2,
    @Nullable Double maxNorm,
    @Nullable Double clipValue,
    @Nullable Double clipNorm,
    @Nullable Double clipGlobalNorm,
    double norm) {

  /** The transforms of the gradients: first the penalty, then what clips, narrow before wide. */
  public List<GradientTransform> transforms() {
    List<GradientTransform> transforms = new ArrayList<>();
    if (l1 > 0 || l2 > 0) {
      transforms.add(new WeightPenalty(l1, l2));
    }
    if (clipValue != null) {
      transforms.add(new ClipByValue(clipValue));
    }
    if (clipNorm != null) {
      transforms.add(new ClipByNorm(clipNorm, norm));
    }
    if (clipGlobalNorm != null) {
      transforms.add(new ClipByGlobalNorm(clipGlobalNorm, norm));
    }
    return transforms;
  }

  /** The constraints of the weights. */
  public List<WeightConstraint> constraints() {
    return maxNorm == null ? List.of() : List.of(new MaxNorm(maxNorm));
  }

  static Section<RegularizationSettings> section() {
    var l1 =
        factor(
            "l1",
            RegularizationSettings::l1,
            "The factor of the magnitudes of the weights in the penalty; with l2 an elastic net.");
    var l2 =
        factor(
            "l2",
            RegularizationSettings::l2,
            "The factor of half the squares of the weights in the penalty.");
    var maxNorm =
        bound(
            "max-norm",
            RegularizationSettings::maxNorm,
            "The bound of the norm of the weights that lead to each unit.");
    var clipValue =
        bound(
            "clip-value",
            RegularizationSettings::clipValue,
            "The bound of each element of a gradient.");
    var clipNorm =
        bound(
            "clip-norm",
            RegularizationSettings::clipNorm,
            "The bound of the norm of the gradient of each parameter.");
    var clipGlobalNorm =
        bound(
            "clip-global-norm",
            RegularizationSettings::clipGlobalNorm,
            "The bound of the norm of all gradients together.");
    Key<RegularizationSettings, Optional<Double>> norm =
        Key.<RegularizationSettings, Double>optional(
                "norm",
                Types.orWord("max", Types.real(Range.above(0), 2)),
                settings -> Double.isInfinite(settings.norm) ? null : Double.valueOf(settings.norm),
                "The norm of clip-norm and clip-global-norm: 2 is the Euclidean one, max the"
                    + " largest magnitude.")
            .withDefault(Optional.of(2.0));
    return Section.of(
        "What keeps weights and gradients small.",
        List.of(l1, l2, maxNorm, clipValue, clipNorm, clipGlobalNorm, norm),
        values ->
            new RegularizationSettings(
                values.get(l1),
                values.get(l2),
                values.get(maxNorm).orElse(null),
                values.get(clipValue).orElse(null),
                values.get(clipNorm).orElse(null),
                values.get(clipGlobalNorm).orElse(null),
                values.get(norm).orElse(Double.POSITIVE_INFINITY)));
  }

  private static Key<RegularizationSettings, Double> factor(
      String name, Function<RegularizationSettings, Double> getter, String meaning) {
    return Key.of(name, Types.real(Range.from(0), 0.0001), getter, meaning).withDefault(0.0);
  }

  private static Key<RegularizationSettings, Optional<Double>> bound(
      String name, Key.NullableGetter<RegularizationSettings, Double> getter, String meaning) {
    return Key.optional(name, Types.optional(Types.real(Range.above(0), 1)), getter, meaning);
  }
}
