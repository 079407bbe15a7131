package lanewise.training;

import java.util.List;
import lanewise.training.averaging.WeightAveraging;
import lanewise.training.constraint.WeightConstraint;
import lanewise.training.gradient.GradientTransform;
import lanewise.training.optimizer.Optimizer;
import lanewise.training.schedule.Constant;
import lanewise.training.schedule.Schedule;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a trainer that change the weights.
 *
 * @param accumulation the number of batches of a step
 * @param averaging null where the weights themselves are validated
 */
record Updating(
    Optimizer optimizer,
    Schedule schedule,
    List<GradientTransform> transforms,
    List<WeightConstraint> constraints,
    int accumulation,
    @Nullable WeightAveraging averaging) {
  static Updating by(Optimizer optimizer) {
    return new Updating(optimizer, Constant.of(), List.of(), List.of(), 1, null);
  }

  Updating withSchedule(Schedule value) {
    return new Updating(optimizer, value, transforms, constraints, accumulation, averaging);
  }

  Updating withTransforms(List<GradientTransform> values) {
    return new Updating(optimizer, schedule, values, constraints, accumulation, averaging);
  }

  Updating withConstraints(List<WeightConstraint> values) {
    return new Updating(optimizer, schedule, transforms, values, accumulation, averaging);
  }

  Updating withAccumulation(int value) {
    return new Updating(optimizer, schedule, transforms, constraints, value, averaging);
  }

  Updating withAveraging(WeightAveraging value) {
    return new Updating(optimizer, schedule, transforms, constraints, accumulation, value);
  }
}
