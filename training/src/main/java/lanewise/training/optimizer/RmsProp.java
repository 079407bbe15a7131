package lanewise.training.optimizer;

import lanewise.layers.Slot;
import lanewise.tensor.kernel.optimizer.OptimizerKernel;
import lanewise.tensor.kernel.optimizer.OptimizerVariants;
import lanewise.training.state.Memory;

/**
 * RMSprop (Tieleman and Hinton, "Lecture 6.5: RMSprop", 2012), as PyTorch's {@code RMSprop}:
 *
 * <pre>
 *   d = g + weightDecay w                      s = alpha s + (1 - alpha) d^2
 *   r = d / (sqrt(s) + epsilon)                w = w - rate r
 * </pre>
 *
 * <p>With momentum {@code v = momentum v + r} and {@code w = w - rate v}. Centred (Graves,
 * "Generating sequences with recurrent neural networks", 2013), the root is of the variance {@code
 * s - a^2} with {@code a = a + (1 - alpha) (d - a)}; where rounding makes it negative it counts as
 * 0, whereas PyTorch's weights become NaN. The memory is {@code square}, and if needed {@code
 * velocity} and {@code mean}, of one float a value each.
 *
 * @param learningRate the learning rate, above 0 (PyTorch's {@code lr})
 * @param alpha the share of the mean square that is kept, at least 0 and below 1
 * @param epsilon the summand that keeps the divisor away from 0, at least 0 (PyTorch's {@code eps})
 * @param momentum the share of the velocity that is kept, at least 0 (no momentum) and below 1
 * @param centered whether to divide by the deviation instead
 * @param weightDecay the coupled decay, at least 0 (PyTorch's {@code weight_decay})
 */
public record RmsProp(
    double learningRate,
    double alpha,
    double epsilon,
    double momentum,
    boolean centered,
    double weightDecay)
    implements ElementwiseOptimizer {
  private static final String SQUARE = "square";
  private static final String MEAN = "mean";
  private static final String VELOCITY = "velocity";

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public RmsProp {
    Settings.requireRate("rmsprop", learningRate);
    Settings.requireShare("rmsprop", "alpha", alpha);
    Settings.requireNotNegative("rmsprop", "epsilon", epsilon);
    Settings.requireShare("rmsprop", "momentum", momentum);
    Settings.requireNotNegative("rmsprop", "weight decay", weightDecay);
  }

  /**
   * Returns the optimizer with the usual settings: alpha 0.99, epsilon 1e-8, no momentum, not
   * centered, no decay.
   *
   * @param learningRate the learning rate, above 0, such as 0.01
   * @return the optimizer
   */
  public static RmsProp of(double learningRate) {
    return new RmsProp(learningRate, 0.99, 1e-8, 0, false, 0);
  }

  /**
   * Returns this optimizer with another learning rate.
   *
   * @param value above 0
   * @return a changed copy
   */
  public RmsProp withLearningRate(double value) {
    return new RmsProp(value, alpha, epsilon, momentum, centered, weightDecay);
  }

  /**
   * Returns this optimizer with another momentum.
   *
   * @param value at least 0 and below 1
   * @return a changed copy
   */
  public RmsProp withMomentum(double value) {
    return new RmsProp(learningRate, alpha, epsilon, value, centered, weightDecay);
  }

  /**
   * Returns this optimizer with a division by the deviation.
   *
   * @return a changed copy
   */
  public RmsProp withCentring() {
    return new RmsProp(learningRate, alpha, epsilon, momentum, true, weightDecay);
  }

  /**
   * Returns this optimizer with another coupled decay.
   *
   * @param value at least 0
   * @return a changed copy
   */
  public RmsProp withWeightDecay(double value) {
    return new RmsProp(learningRate, alpha, epsilon, momentum, centered, value);
  }

  @Override
  public Memory start(Slot slot) {
    Memory memory = Memory.none().withFloats(SQUARE, new float[slot.size()]);
    if (centered) {
      memory = memory.withFloats(MEAN, new float[slot.size()]);
    }
    return momentum == 0 ? memory : memory.withFloats(VELOCITY, new float[slot.size()]);
  }

  @Override
  public void update(
      long step, double rate, Slot slot, float[] gradient, Memory memory, int from, int to) {
    float[] w = slot.parameter().values();
    float[] s = memory.floats(SQUARE);
    OptimizerKernel kernel = OptimizerVariants.forSize(to - from);
    float decay = (float) weightDecay;
    float keep = (float) alpha;
    float share = (float) (1 - alpha);
    for (int at = from; at < to; at += OptimizerVariants.BLOCK) {
      int end = OptimizerVariants.end(at, to);
      if (centered) {
        float[] mean = memory.floats(MEAN);
        kernel.centredRms(at, end, w, gradient, s, mean, decay, keep, share, (float) epsilon);
      } else {
        kernel.rms(at, end, w, gradient, s, decay, keep, share, (float) epsilon);
      }
      // The block is still in the first cache.
      if (momentum == 0) {
        kernel.sgd(at, end, w, gradient, 0, (float) rate);
      } else {
        float[] v = memory.floats(VELOCITY);
        kernel.momentum(at, end, w, gradient, v, 0, (float) momentum, 1, (float) rate);
      }
    }
  }
}
