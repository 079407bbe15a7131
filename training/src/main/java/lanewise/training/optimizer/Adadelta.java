package lanewise.training.optimizer;

import lanewise.layers.Slot;
import lanewise.tensor.kernel.optimizer.OptimizerKernel;
import lanewise.tensor.kernel.optimizer.OptimizerVariants;
import lanewise.training.state.Memory;

/**
 * Adadelta (Zeiler, "ADADELTA: an adaptive learning rate method", 2012), as PyTorch's {@code
 * Adadelta}:
 *
 * <pre>
 *   d = g + weightDecay w                      s = rho s + (1 - rho) d^2
 *   delta = sqrt(x + epsilon) / sqrt(s + epsilon) d
 *   x = rho x + (1 - rho) delta^2              w = w - rate delta
 * </pre>
 *
 * <p>The memory is {@code square} (s) and {@code delta-square} (x), of one float a value each.
 *
 * @param learningRate the learning rate, above 0, usually 1 (PyTorch's {@code lr})
 * @param rho the share of the mean squares that is kept, at least 0 and below 1
 * @param epsilon the summand in both roots, at least 0 (PyTorch's {@code eps})
 * @param weightDecay the coupled decay, at least 0 (PyTorch's {@code weight_decay})
 */
public record Adadelta(double learningRate, double rho, double epsilon, double weightDecay)
    implements ElementwiseOptimizer {
  private static final String SQUARE = "square";
  private static final String DELTA_SQUARE = "delta-square";

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public Adadelta {
    Settings.requireRate("adadelta", learningRate);
    Settings.requireShare("adadelta", "rho", rho);
    Settings.requireNotNegative("adadelta", "epsilon", epsilon);
    Settings.requireNotNegative("adadelta", "weight decay", weightDecay);
  }

  /**
   * Returns the optimizer with the usual settings: rho 0.9, epsilon 1e-6, no decay.
   *
   * @param learningRate the learning rate, above 0, usually 1
   * @return the optimizer
   */
  public static Adadelta of(double learningRate) {
    return new Adadelta(learningRate, 0.9, 1e-6, 0);
  }

  /**
   * Returns this optimizer with another learning rate.
   *
   * @param value above 0
   * @return a changed copy
   */
  public Adadelta withLearningRate(double value) {
    return new Adadelta(value, rho, epsilon, weightDecay);
  }

  /**
   * Returns this optimizer with another coupled decay.
   *
   * @param value at least 0
   * @return a changed copy
   */
  public Adadelta withWeightDecay(double value) {
    return new Adadelta(learningRate, rho, epsilon, value);
  }

  @Override
  public Memory start(Slot slot) {
    return Memory.none()
        .withFloats(SQUARE, new float[slot.size()])
        .withFloats(DELTA_SQUARE, new float[slot.size()]);
  }

  @Override
  public void update(
      long step, double rate, Slot slot, float[] gradient, Memory memory, int from, int to) {
    float[] w = slot.parameter().values();
    float[] s = memory.floats(SQUARE);
    float[] x = memory.floats(DELTA_SQUARE);
    OptimizerKernel kernel = OptimizerVariants.forSize(to - from);
    for (int at = from; at < to; at += OptimizerVariants.BLOCK) {
      kernel.adadelta(
          at,
          OptimizerVariants.end(at, to),
          w,
          gradient,
          s,
          x,
          (float) weightDecay,
          (float) rho,
          (float) (1 - rho),
          (float) epsilon,
          (float) rate);
    }
  }
}
