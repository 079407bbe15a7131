package lanewise.training.metric;

import lanewise.layers.internal.ArgMax;
import lanewise.layers.loss.Targets;

/** What the metrics have in common when they read targets and outputs. */
final class MetricTargets {
  private MetricTargets() {}

  /** Returns the classes, or rejects targets that are values. */
  static int[] classes(String metric, Targets targets) {
    if (!targets.areClasses()) {
      throw new IllegalArgumentException(
          metric + ": the targets are values, not classes; use a metric of values, such as r2");
    }
    return targets.classes();
  }

  /** Returns the values, or rejects targets that are classes. */
  static float[] values(String metric, Targets targets) {
    if (targets.areClasses()) {
      throw new IllegalArgumentException(
          metric
              + ": the targets are classes, not values; use a metric of classes, such as accuracy");
    }
    return targets.values();
  }

  /** Returns whether a label is set, or rejects a target that is no label. */
  static boolean isSet(String metric, float target) {
    if (target != 0 && target != 1) {
      throw new IllegalArgumentException(
          "%s: a target is %s, but labels are 0 or 1; use a metric of values, such as r2"
              .formatted(metric, target));
    }
    return target == 1;
  }

  /**
   * Returns the class with the largest output, the first of them among equals, or -1 if an output
   * is NaN.
   */
  static int predicted(float[] output, int from, int outputs) {
    int best = ArgMax.of(output, from, outputs);
    return Float.isNaN(output[from + best]) ? -1 : best;
  }
}
