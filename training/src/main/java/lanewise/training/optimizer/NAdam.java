package lanewise.training.optimizer;

import lanewise.layers.Slot;
import lanewise.training.state.Memory;

/**
 * Adam with Nesterov momentum (Dozat, "Incorporating Nesterov momentum into Adam", 2016), as
 * PyTorch's {@code NAdam}. With t the number of the step:
 *
 * <pre>
 *   d = g + weightDecay w                      or, decoupled, d = g and w = (1 - rate weightDecay) w
 *   mu(t) = beta1 (1 - 0.96^(t momentumDecay) / 2)
 *   m = m + (1 - beta1) (d - m)                v = beta2 v + (1 - beta2) d^2
 *   P = mu(1) mu(2) ... mu(t)
 *   w = w - rate ((1 - mu(t)) / (1 - P) d + mu(t + 1) / (1 - P mu(t + 1)) m)
 *           / (sqrt(v / (1 - beta2^t)) + epsilon)
 * </pre>
 *
 * <p>This is the P of PyTorch 2; version 1 multiplied the second one by mu(t) twice. The memory is
 * {@code mean} and {@code square}, of one float a value each, and {@code momentum-product}, which
 * is P.
 *
 * @param learningRate the learning rate, above 0 (PyTorch's {@code lr})
 * @param beta1 the share of the mean that is kept, at least 0 and below 1
 * @param beta2 the share of the mean square that is kept, at least 0 and below 1
 * @param epsilon the summand that keeps the divisor away from 0, at least 0 (PyTorch's {@code eps})
 * @param momentumDecay how fast the momentum grows to beta1, at least 0 (PyTorch's {@code
 *     momentum_decay})
 * @param weightDecay the decay, at least 0 (PyTorch's {@code weight_decay})
 * @param decoupled whether the decay is decoupled (PyTorch's {@code decoupled_weight_decay})
 */
public record NAdam(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    double momentumDecay,
    double weightDecay,
    boolean decoupled)
    implements ElementwiseOptimizer {
  private static final String PRODUCT = "momentum-product";
  private static final double LOG_096 = StrictMath.log(0.96);

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public NAdam {
    Settings.requireRate("nadam", learningRate);
    AdamUpdate.requireMeans("nadam", beta1, beta2, epsilon);
    Settings.requireNotNegative("nadam", "momentum decay", momentumDecay);
    Settings.requireNotNegative("nadam", "weight decay", weightDecay);
  }

  /**
   * Returns the optimizer with the usual settings: betas 0.9 and 0.999, epsilon 1e-8, momentum
   * decay 0.004, no weight decay.
   *
   * @param learningRate the learning rate, above 0, such as 0.002
   * @return the optimizer
   */
  public static NAdam of(double learningRate) {
    return new NAdam(learningRate, 0.9, 0.999, 1e-8, 0.004, 0, false);
  }

  /**
   * Returns this optimizer with another learning rate.
   *
   * @param value above 0
   * @return a changed copy
   */
  public NAdam withLearningRate(double value) {
    return new NAdam(value, beta1, beta2, epsilon, momentumDecay, weightDecay, decoupled);
  }

  /**
   * Returns this optimizer with another coupled decay.
   *
   * @param value at least 0
   * @return a changed copy
   */
  public NAdam withWeightDecay(double value) {
    return new NAdam(learningRate, beta1, beta2, epsilon, momentumDecay, value, false);
  }

  /**
   * Returns this optimizer with another decoupled decay.
   *
   * @param value at least 0
   * @return a changed copy
   */
  public NAdam withDecoupledWeightDecay(double value) {
    return new NAdam(learningRate, beta1, beta2, epsilon, momentumDecay, value, true);
  }

  @Override
  public Memory start(Slot slot) {
    return AdamUpdate.start(slot, false).withDoubles(PRODUCT, 1);
  }

  @Override
  public void begin(long step, Memory memory) {
    memory.doubles(PRODUCT)[0] *= momentum(step);
  }

  @Override
  public void update(
      long step, double rate, Slot slot, float[] gradient, Memory memory, int from, int to) {
    double now = momentum(step);
    double next = momentum(step + 1);
    double product = memory.doubles(PRODUCT)[0];
    AdamUpdate.update(
        step,
        slot,
        gradient,
        memory,
        beta1,
        beta2,
        epsilon,
        decoupled ? 0 : weightDecay,
        decoupled ? 1 - rate * weightDecay : 1,
        -rate * (1 - now) / (1 - product),
        -rate * next / (1 - product * next),
        from,
        to);
  }

  private double momentum(long step) {
    return beta1 * (1 - 0.5 * StrictMath.exp(step * momentumDecay * LOG_096));
  }
}
