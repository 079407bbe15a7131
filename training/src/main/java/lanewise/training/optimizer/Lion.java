package lanewise.training.optimizer;

import lanewise.layers.Slot;
import lanewise.tensor.kernel.optimizer.OptimizerKernel;
import lanewise.tensor.kernel.optimizer.OptimizerVariants;
import lanewise.training.state.Memory;

/**
 * Lion (Chen et al., "Symbolic discovery of optimization algorithms", 2023), as Optax's {@code
 * lion}; PyTorch has none:
 *
 * <pre>
 *   w = (1 - rate weightDecay) w - rate sign(m + (1 - beta1) (g - m))
 *   m = m + (1 - beta2) (g - m)
 * </pre>
 *
 * <p>Every step has the length of the rate, so rates are 3 to 10 times as small as for {@link
 * AdamW} and decays as many times as large. The sign of 0 is 0; a gradient that is NaN makes the
 * weight NaN, so that it is noticed. The memory is {@code mean}, one float a value.
 *
 * @param learningRate the learning rate, above 0
 * @param beta1 the share of the mean in the direction of a step, at least 0 and below 1
 * @param beta2 the share of the mean that is kept, at least 0 and below 1
 * @param weightDecay the decoupled decay, at least 0
 */
public record Lion(double learningRate, double beta1, double beta2, double weightDecay)
    implements ElementwiseOptimizer {
  private static final String MEAN = "mean";

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public Lion {
    Settings.requireRate("lion", learningRate);
    Settings.requireShare("lion", "beta1", beta1);
    Settings.requireShare("lion", "beta2", beta2);
    Settings.requireNotNegative("lion", "weight decay", weightDecay);
  }

  /**
   * Returns the optimizer with the usual settings: betas 0.9 and 0.99, no decay.
   *
   * @param learningRate the learning rate, above 0, such as 0.0001
   * @return the optimizer
   */
  public static Lion of(double learningRate) {
    return new Lion(learningRate, 0.9, 0.99, 0);
  }

  /**
   * Returns this optimizer with another learning rate.
   *
   * @param value above 0
   * @return a changed copy
   */
  public Lion withLearningRate(double value) {
    return new Lion(value, beta1, beta2, weightDecay);
  }

  /**
   * Returns this optimizer with another decoupled decay.
   *
   * @param value at least 0
   * @return a changed copy
   */
  public Lion withWeightDecay(double value) {
    return new Lion(learningRate, beta1, beta2, value);
  }

  @Override
  public Memory start(Slot slot) {
    return Memory.none().withFloats(MEAN, new float[slot.size()]);
  }

  @Override
  public void update(
      long step, double rate, Slot slot, float[] gradient, Memory memory, int from, int to) {
    float[] w = slot.parameter().values();
    float[] m = memory.floats(MEAN);
    OptimizerKernel kernel = OptimizerVariants.forSize(to - from);
    for (int at = from; at < to; at += OptimizerVariants.BLOCK) {
      kernel.lion(
          at,
          OptimizerVariants.end(at, to),
          w,
          gradient,
          m,
          (float) (1 - rate * weightDecay),
          (float) (1 - beta1),
          (float) (1 - beta2),
          (float) rate);
    }
  }
}
