package lanewise.training.optimizer;

import java.util.Arrays;
import lanewise.layers.Slot;
import lanewise.tensor.kernel.optimizer.OptimizerKernel;
import lanewise.tensor.kernel.optimizer.OptimizerVariants;
import lanewise.training.state.Memory;

/**
 * Adagrad (Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and
 * stochastic optimization", 2011), as PyTorch's {@code Adagrad}. With t the number of the step:
 *
 * <pre>
 *   d = g + weightDecay w                      s = s + d^2
 *   w = w - rate / (1 + (t - 1) rateDecay) d / (sqrt(s) + epsilon)
 * </pre>
 *
 * <p>The memory is {@code squares}, one float a value.
 *
 * @param learningRate the learning rate, above 0 (PyTorch's {@code lr})
 * @param rateDecay how fast the rate falls with the steps, at least 0 (PyTorch's {@code lr_decay})
 * @param initialSquares what the sums of squares begin with, at least 0 (PyTorch's {@code
 *     initial_accumulator_value})
 * @param epsilon the summand that keeps the divisor away from 0, at least 0 (PyTorch's {@code eps})
 * @param weightDecay the coupled decay, at least 0 (PyTorch's {@code weight_decay})
 */
public record Adagrad(
    double learningRate,
    double rateDecay,
    double initialSquares,
    double epsilon,
    double weightDecay)
    implements ElementwiseOptimizer {
  private static final String SQUARES = "squares";

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public Adagrad {
    Settings.requireRate("adagrad", learningRate);
    Settings.requireNotNegative("adagrad", "rate decay", rateDecay);
    Settings.requireNotNegative("adagrad", "initial squares", initialSquares);
    Settings.requireNotNegative("adagrad", "epsilon", epsilon);
    Settings.requireNotNegative("adagrad", "weight decay", weightDecay);
  }

  /**
   * Returns the optimizer with the usual settings: epsilon 1e-10, sums of squares from 0 on, no
   * decay.
   *
   * @param learningRate the learning rate, above 0, such as 0.01
   * @return the optimizer
   */
  public static Adagrad of(double learningRate) {
    return new Adagrad(learningRate, 0, 0, 1e-10, 0);
  }

  /**
   * Returns this optimizer with another learning rate.
   *
   * @param value above 0
   * @return a changed copy
   */
  public Adagrad withLearningRate(double value) {
    return new Adagrad(value, rateDecay, initialSquares, epsilon, weightDecay);
  }

  /**
   * Returns this optimizer with another coupled decay.
   *
   * @param value at least 0
   * @return a changed copy
   */
  public Adagrad withWeightDecay(double value) {
    return new Adagrad(learningRate, rateDecay, initialSquares, epsilon, value);
  }

  @Override
  public Memory start(Slot slot) {
    float[] squares = new float[slot.size()];
    Arrays.fill(squares, (float) initialSquares);
    return Memory.none().withFloats(SQUARES, squares);
  }

  @Override
  public void update(
      long step, double rate, Slot slot, float[] gradient, Memory memory, int from, int to) {
    float[] w = slot.parameter().values();
    float[] s = memory.floats(SQUARES);
    OptimizerKernel kernel = OptimizerVariants.forSize(to - from);
    float decayed = (float) (rate / (1 + (step - 1) * rateDecay));
    for (int at = from; at < to; at += OptimizerVariants.BLOCK) {
      int end = OptimizerVariants.end(at, to);
      kernel.rms(at, end, w, gradient, s, (float) weightDecay, 1, 1, (float) epsilon);
      kernel.sgd(at, end, w, gradient, 0, decayed); // the block is still in the first cache
    }
  }
}
