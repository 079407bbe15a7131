package lanewise.training.optimizer;

import lanewise.layers.Slot;
import lanewise.tensor.kernel.optimizer.OptimizerKernel;
import lanewise.tensor.kernel.optimizer.OptimizerVariants;
import lanewise.training.state.Memory;

/**
 * Stochastic gradient descent with classical momentum (Polyak, 1964) or Nesterov's (Sutskever et
 * al., "On the importance of initialization and momentum in deep learning", 2013), as PyTorch's
 * {@code SGD}:
 *
 * <pre>
 *   d = g + weightDecay w
 *   v = momentum v + (1 - dampening) d         in the first step v = d
 *   w = w - rate v                             with Nesterov w = w - rate (d + momentum v)
 * </pre>
 *
 * <p>Without momentum w = w - rate d, and nothing is remembered; with momentum it is {@code
 * velocity}, one float a value.
 *
 * @param learningRate the learning rate, above 0 (PyTorch's {@code lr})
 * @param momentum the share of the velocity that is kept, at least 0 (no momentum) and below 1
 * @param dampening the share of a gradient that does not enter the velocity, at least 0 and below 1
 * @param nesterov whether to step from where the velocity would lead; needs momentum and no
 *     dampening
 * @param weightDecay the coupled decay, at least 0 (PyTorch's {@code weight_decay})
 */
public record Sgd(
    double learningRate, double momentum, double dampening, boolean nesterov, double weightDecay)
    implements ElementwiseOptimizer {
  private static final String VELOCITY = "velocity";

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public Sgd {
    Settings.requireRate("sgd", learningRate);
    Settings.requireShare("sgd", "momentum", momentum);
    Settings.requireShare("sgd", "dampening", dampening);
    Settings.requireNotNegative("sgd", "weight decay", weightDecay);
    if (nesterov && (momentum == 0 || dampening != 0)) {
      throw new IllegalArgumentException(
          "sgd: nesterov with momentum %s and dampening %s: use momentum above 0 and no dampening"
              .formatted(momentum, dampening));
    }
  }

  /**
   * Returns the optimizer with classical momentum and no decay.
   *
   * @param learningRate the learning rate, above 0
   * @param momentum the momentum, at least 0 (no momentum) and below 1
   */
  public Sgd(double learningRate, double momentum) {
    this(learningRate, momentum, 0, false, 0);
  }

  /**
   * Returns this optimizer with another learning rate.
   *
   * @param value above 0
   * @return a changed copy
   */
  public Sgd withLearningRate(double value) {
    return new Sgd(value, momentum, dampening, nesterov, weightDecay);
  }

  /**
   * Returns this optimizer with another dampening.
   *
   * @param value at least 0 and below 1
   * @return a changed copy
   */
  public Sgd withDampening(double value) {
    return new Sgd(learningRate, momentum, value, nesterov, weightDecay);
  }

  /**
   * Returns this optimizer with Nesterov's momentum.
   *
   * @return a changed copy
   */
  public Sgd withNesterov() {
    return new Sgd(learningRate, momentum, dampening, true, weightDecay);
  }

  /**
   * Returns this optimizer with another coupled decay.
   *
   * @param value at least 0
   * @return a changed copy
   */
  public Sgd withWeightDecay(double value) {
    return new Sgd(learningRate, momentum, dampening, nesterov, value);
  }

  @Override
  public Memory start(Slot slot) {
    return momentum == 0
        ? Memory.none()
        : Memory.none().withFloats(VELOCITY, new float[slot.size()]);
  }

  @Override
  public void update(
      long step, double rate, Slot slot, float[] gradient, Memory memory, int from, int to) {
    float[] w = slot.parameter().values();
    OptimizerKernel kernel = OptimizerVariants.forSize(to - from);
    float decay = (float) weightDecay;
    if (momentum == 0) {
      for (int at = from; at < to; at += OptimizerVariants.BLOCK) {
        kernel.sgd(at, OptimizerVariants.end(at, to), w, gradient, decay, (float) rate);
      }
      return;
    }
    float[] v = memory.floats(VELOCITY);
    float share = step == 1 ? 1 : (float) (1 - dampening);
    for (int at = from; at < to; at += OptimizerVariants.BLOCK) {
      int end = OptimizerVariants.end(at, to);
      if (nesterov) {
        kernel.nesterov(at, end, w, gradient, v, decay, (float) momentum, share, (float) rate);
      } else {
        kernel.momentum(at, end, w, gradient, v, decay, (float) momentum, share, (float) rate);
      }
    }
  }
}
