package lanewise.training.gradient;

import java.util.List;
import lanewise.layers.Parameter;
import lanewise.layers.Slot;
import lanewise.tensor.kernel.optimizer.OptimizerKernel;
import lanewise.tensor.kernel.optimizer.OptimizerVariants;
import lanewise.training.state.Memory;

/**
 * Adds to the gradients those of a penalty on the size of the weights: L1 (lasso), L2 (ridge), or
 * both (Zou and Hastie, "Regularization and variable selection via the elastic net", 2005):
 *
 * <pre>
 *   penalty = l1 sum of |w| + l2 / 2 sum of w^2        g = g + l1 sign(w) + l2 w
 * </pre>
 *
 * <p>Only parameters of the kind weight are penalized, not biases and scales. Losses are reported
 * without the penalty. With plain gradient descent, L2 is the same as coupled weight decay; with
 * Adam, decoupled decay ({@link lanewise.training.optimizer.AdamW}) works better. Keras's {@code
 * l2(c)} is l2 = 2 c.
 *
 * @param l1 the factor of the magnitudes, at least 0; the sign of 0 is 0
 * @param l2 the factor of half the squares, at least 0
 */
public record WeightPenalty(double l1, double l2) implements GradientTransform {
  /**
   * Checks the factors.
   *
   * @throws IllegalArgumentException if one is not a finite number from 0 on, or both are 0
   */
  public WeightPenalty {
    if (!(l1 >= 0 && l2 >= 0 && l1 + l2 > 0 && l1 + l2 < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "weight penalty: l1 %s and l2 %s: use finite numbers from 0 on, not both 0"
              .formatted(l1, l2));
    }
  }

  /**
   * Returns the penalty on magnitudes, which draws many weights to 0.
   *
   * @param factor the factor, above 0
   * @return the transform
   */
  public static WeightPenalty l1(double factor) {
    return new WeightPenalty(factor, 0);
  }

  /**
   * Returns the penalty on squares.
   *
   * @param factor the factor of half the squares, above 0
   * @return the transform
   */
  public static WeightPenalty l2(double factor) {
    return new WeightPenalty(0, factor);
  }

  /**
   * Returns the penalty on magnitudes and squares.
   *
   * @param l1 the factor of the magnitudes, at least 0
   * @param l2 the factor of half the squares, at least 0
   * @return the transform
   */
  public static WeightPenalty elasticNet(double l1, double l2) {
    return new WeightPenalty(l1, l2);
  }

  /**
   * Returns the penalty itself, by which a loss with it would be larger.
   *
   * @param slots the parameters
   * @return the sum over all that are weights
   */
  public double value(List<Slot> slots) {
    double magnitudes = 0;
    double squares = 0;
    for (Slot slot : slots) {
      if (slot.parameter().kind() == Parameter.Kind.WEIGHT) {
        for (float w : slot.parameter().values()) {
          magnitudes += Math.abs(w);
          squares += (double) w * w;
        }
      }
    }
    return l1 * magnitudes + l2 / 2 * squares;
  }

  @Override
  public void apply(List<Slot> slots, List<float[]> gradients, Memory memory) {
    for (int i = 0; i < slots.size(); i++) {
      Parameter parameter = slots.get(i).parameter();
      if (parameter.kind() == Parameter.Kind.WEIGHT) {
        float[] w = parameter.values();
        OptimizerKernel kernel = OptimizerVariants.forSize(w.length);
        for (int from = 0; from < w.length; from += OptimizerVariants.BLOCK) {
          int to = OptimizerVariants.end(from, w.length);
          kernel.elasticNet(from, to, w, gradients.get(i), (float) l1, (float) l2);
        }
      }
    }
  }
}
