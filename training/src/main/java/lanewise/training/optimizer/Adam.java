package lanewise.training.optimizer;

import lanewise.layers.Slot;
import lanewise.training.state.Memory;

/**
 * Adam (Kingma and Ba, "Adam: a method for stochastic optimization", 2015), as PyTorch's {@code
 * Adam}. With t the number of the step:
 *
 * <pre>
 *   d = g + weightDecay w
 *   m = m + (1 - beta1) (d - m)                v = beta2 v + (1 - beta2) d^2
 *   w = w - rate / (1 - beta1^t) m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon)
 * </pre>
 *
 * <p>With AMSGrad (Reddi, Kale and Kumar, "On the convergence of Adam and beyond", 2018) the root
 * is of the largest v so far. The memory is {@code mean} and {@code square}, and with AMSGrad
 * {@code largest-square}, of one float a value each. For decoupled decay see {@link AdamW}.
 *
 * @param learningRate the learning rate, above 0 (PyTorch's {@code lr})
 * @param beta1 the share of the mean that is kept, at least 0 and below 1
 * @param beta2 the share of the mean square that is kept, at least 0 and below 1
 * @param epsilon the summand that keeps the divisor away from 0, at least 0 (PyTorch's {@code eps})
 * @param weightDecay the coupled decay, at least 0 (PyTorch's {@code weight_decay})
 * @param amsgrad whether to divide by the largest mean square so far
 */
public record Adam(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    boolean amsgrad)
    implements ElementwiseOptimizer {
  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public Adam {
    Settings.requireRate("adam", learningRate);
    AdamUpdate.requireMeans("adam", beta1, beta2, epsilon);
    Settings.requireNotNegative("adam", "weight decay", weightDecay);
  }

  /**
   * Returns the optimizer with the usual settings: betas 0.9 and 0.999, epsilon 1e-8, no decay.
   *
   * @param learningRate the learning rate, above 0, such as 0.001
   * @return the optimizer
   */
  public static Adam of(double learningRate) {
    return new Adam(learningRate, 0.9, 0.999, 1e-8, 0, false);
  }

  /**
   * Returns this optimizer with another learning rate.
   *
   * @param value above 0
   * @return a changed copy
   */
  public Adam withLearningRate(double value) {
    return new Adam(value, beta1, beta2, epsilon, weightDecay, amsgrad);
  }

  /**
   * Returns this optimizer with other means.
   *
   * @param first the share of the mean that is kept
   * @param second the share of the mean square that is kept
   * @return a changed copy
   */
  public Adam withBetas(double first, double second) {
    return new Adam(learningRate, first, second, epsilon, weightDecay, amsgrad);
  }

  /**
   * Returns this optimizer with another epsilon.
   *
   * @param value at least 0
   * @return a changed copy
   */
  public Adam withEpsilon(double value) {
    return new Adam(learningRate, beta1, beta2, value, weightDecay, amsgrad);
  }

  /**
   * Returns this optimizer with another coupled decay.
   *
   * @param value at least 0
   * @return a changed copy
   */
  public Adam withWeightDecay(double value) {
    return new Adam(learningRate, beta1, beta2, epsilon, value, amsgrad);
  }

  /**
   * Returns this optimizer with AMSGrad.
   *
   * @return a changed copy
   */
  public Adam withAmsgrad() {
    return new Adam(learningRate, beta1, beta2, epsilon, weightDecay, true);
  }

  @Override
  public Memory start(Slot slot) {
    return AdamUpdate.start(slot, amsgrad);
  }

  @Override
  public void update(
      long step, double rate, Slot slot, float[] gradient, Memory memory, int from, int to) {
    AdamUpdate.update(
        step,
        rate,
        slot,
        gradient,
        memory,
        beta1,
        beta2,
        epsilon,
        weightDecay,
        0,
        amsgrad,
        from,
        to);
  }
}
