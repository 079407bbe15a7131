package lanewise.training.optimizer;

import lanewise.layers.Slot;
import lanewise.training.state.Memory;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, "Decoupled weight decay regularization",
 * 2019), as PyTorch's {@code AdamW}. With t the number of the step:
 *
 * <pre>
 *   m = m + (1 - beta1) (g - m)                v = beta2 v + (1 - beta2) g^2
 *   w = (1 - rate weightDecay) w - rate / (1 - beta1^t) m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon)
 * </pre>
 *
 * <p>The decay does not enter the means, so it acts on every weight alike. AMSGrad and the memory
 * are as in {@link Adam}.
 *
 * @param learningRate the learning rate, above 0 (PyTorch's {@code lr})
 * @param beta1 the share of the mean that is kept, at least 0 and below 1
 * @param beta2 the share of the mean square that is kept, at least 0 and below 1
 * @param epsilon the summand that keeps the divisor away from 0, at least 0 (PyTorch's {@code eps})
 * @param weightDecay the decoupled decay, at least 0 (PyTorch's {@code weight_decay})
 * @param amsgrad whether to divide by the largest mean square so far
 */
public record AdamW(
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
  public AdamW {
    Settings.requireRate("adamw", learningRate);
    AdamUpdate.requireMeans("adamw", beta1, beta2, epsilon);
    Settings.requireNotNegative("adamw", "weight decay", weightDecay);
  }

  /**
   * Returns the optimizer with the usual settings: betas 0.9 and 0.999, epsilon 1e-8, decay 0.01.
   *
   * @param learningRate the learning rate, above 0, such as 0.001
   * @return the optimizer
   */
  public static AdamW of(double learningRate) {
    return new AdamW(learningRate, 0.9, 0.999, 1e-8, 0.01, false);
  }

  /**
   * Returns this optimizer with another learning rate.
   *
   * @param value above 0
   * @return a changed copy
   */
  public AdamW withLearningRate(double value) {
    return new AdamW(value, beta1, beta2, epsilon, weightDecay, amsgrad);
  }

  /**
   * Returns this optimizer with other means.
   *
   * @param first the share of the mean that is kept
   * @param second the share of the mean square that is kept
   * @return a changed copy
   */
  public AdamW withBetas(double first, double second) {
    return new AdamW(learningRate, first, second, epsilon, weightDecay, amsgrad);
  }

  /**
   * Returns this optimizer with another epsilon.
   *
   * @param value at least 0
   * @return a changed copy
   */
  public AdamW withEpsilon(double value) {
    return new AdamW(learningRate, beta1, beta2, value, weightDecay, amsgrad);
  }

  /**
   * Returns this optimizer with another decoupled decay.
   *
   * @param value at least 0
   * @return a changed copy
   */
  public AdamW withWeightDecay(double value) {
    return new AdamW(learningRate, beta1, beta2, epsilon, value, amsgrad);
  }

  /**
   * Returns this optimizer with AMSGrad.
   *
   * @return a changed copy
   */
  public AdamW withAmsgrad() {
    return new AdamW(learningRate, beta1, beta2, epsilon, weightDecay, true);
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
        0,
        weightDecay,
        amsgrad,
        from,
        to);
  }
}
