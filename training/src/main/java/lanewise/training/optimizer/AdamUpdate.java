package lanewise.training.optimizer;

import lanewise.layers.Slot;
import lanewise.tensor.kernel.optimizer.OptimizerKernel;
import lanewise.tensor.kernel.optimizer.OptimizerVariants;
import lanewise.training.internal.Functions;
import lanewise.training.state.Memory;

/** What Adam, AdamW and NAdam have in common: the memory of two means and the loop of an update. */
final class AdamUpdate {
  private static final String MEAN = "mean";
  private static final String SQUARE = "square";
  private static final String LARGEST = "largest-square";

  private AdamUpdate() {}

  static void requireMeans(String optimizer, double beta1, double beta2, double epsilon) {
    Settings.requireShare(optimizer, "beta1", beta1);
    Settings.requireShare(optimizer, "beta2", beta2);
    Settings.requireNotNegative(optimizer, "epsilon", epsilon);
  }

  static Memory start(Slot slot, boolean amsgrad) {
    Memory memory =
        Memory.none()
            .withFloats(MEAN, new float[slot.size()])
            .withFloats(SQUARE, new float[slot.size()]);
    return amsgrad ? memory.withFloats(LARGEST, new float[slot.size()]) : memory;
  }

  /** Returns 1 - beta^step, by which a mean that began at 0 is divided. */
  static double correction(double beta, long step) {
    return 1 - Functions.power(beta, step);
  }

  /** The update of Adam and AdamW. */
  static void update(
      long step,
      double rate,
      Slot slot,
      float[] gradient,
      Memory memory,
      double beta1,
      double beta2,
      double epsilon,
      double coupledDecay,
      double decoupledDecay,
      boolean amsgrad,
      int from,
      int to) {
    double ofMoment = -rate / correction(beta1, step);
    double keep = 1 - rate * decoupledDecay;
    if (!amsgrad) {
      update(
          step,
          slot,
          gradient,
          memory,
          beta1,
          beta2,
          epsilon,
          coupledDecay,
          keep,
          0,
          ofMoment,
          from,
          to);
      return;
    }
    float[] w = slot.parameter().values();
    float[] m = memory.floats(MEAN);
    float[] v = memory.floats(SQUARE);
    float[] largest = memory.floats(LARGEST);
    OptimizerKernel kernel = OptimizerVariants.forSize(to - from);
    float root = (float) (1 / Math.sqrt(correction(beta2, step)));
    for (int at = from; at < to; at += OptimizerVariants.BLOCK) {
      kernel.amsgrad(
          at,
          OptimizerVariants.end(at, to),
          w,
          gradient,
          m,
          v,
          largest,
          (float) coupledDecay,
          (float) keep,
          (float) (1 - beta1),
          (float) beta2,
          (float) (1 - beta2),
          root,
          (float) epsilon,
          (float) ofMoment);
    }
  }

  /**
   * Moves both means and takes a step.
   *
   * @param keep what decoupled decay leaves of a weight
   * @param ofGradient the factor of the gradient in the step, with its sign
   * @param ofMoment the factor of its mean in the step, with its sign
   */
  static void update(
      long step,
      Slot slot,
      float[] gradient,
      Memory memory,
      double beta1,
      double beta2,
      double epsilon,
      double coupledDecay,
      double keep,
      double ofGradient,
      double ofMoment,
      int from,
      int to) {
    float[] w = slot.parameter().values();
    float[] m = memory.floats(MEAN);
    float[] v = memory.floats(SQUARE);
    OptimizerKernel kernel = OptimizerVariants.forSize(to - from);
    float root = (float) (1 / Math.sqrt(correction(beta2, step)));
    for (int at = from; at < to; at += OptimizerVariants.BLOCK) {
      kernel.adam(
          at,
          OptimizerVariants.end(at, to),
          w,
          gradient,
          m,
          v,
          (float) coupledDecay,
          (float) keep,
          (float) (1 - beta1),
          (float) beta2,
          (float) (1 - beta2),
          root,
          (float) epsilon,
          (float) ofGradient,
          (float) ofMoment);
    }
  }
}
