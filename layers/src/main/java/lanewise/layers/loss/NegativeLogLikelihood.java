package lanewise.layers.loss;

import java.util.Arrays;

/**
 * The negative log-probability that the model gives the right class. The model gives
 * log-probabilities, as a logSoftmax does; {@link SoftmaxCrossEntropy} takes logits.
 *
 * <pre>
 *   l = -w_t x_t        dl/dx_t = -w_t, dl/dx_j = 0 elsewhere        t the class, w its weight
 * </pre>
 *
 * <p>Targets: class indices. The mean divides by the sum of the rows' class weights and skips rows
 * of the ignored index; a mean of ignored rows alone is 0, with a gradient of 0. Matches PyTorch's
 * {@code NLLLoss}, which ignores -100 by default, and gives NaN for ignored rows alone; this class
 * ignores no index by default.
 */
public final class NegativeLogLikelihood extends ReducedLoss {
  private final ClassRule rule;

  private NegativeLogLikelihood(ClassRule rule, Reduction reduction) {
    super(rule.name(), reduction);
    this.rule = rule;
  }

  /**
   * The loss with {@link Reduction#MEAN}.
   *
   * @return a new object
   */
  public static NegativeLogLikelihood of() {
    return new NegativeLogLikelihood(ClassRule.of("negative log-likelihood"), Reduction.MEAN);
  }

  /**
   * This loss with a weight for each class.
   *
   * @param values one weight per class, finite and not below 0
   * @return a changed copy
   * @throws IllegalArgumentException if one is not such a number
   */
  public NegativeLogLikelihood withClassWeights(float... values) {
    return new NegativeLogLikelihood(rule.withWeights(values), reduction());
  }

  /**
   * This loss without the rows of one index.
   *
   * @param value the index that marks a row without a class, such as -1
   * @return a changed copy
   */
  public NegativeLogLikelihood withIgnoredIndex(int value) {
    return new NegativeLogLikelihood(rule.withIgnored(value), reduction());
  }

  @Override
  public NegativeLogLikelihood withReduction(Reduction value) {
    return new NegativeLogLikelihood(rule, value);
  }

  @Override
  public int lossesPerRow(int size) {
    return 1;
  }

  @Override
  void checkSize(int size) {
    rule.checkSize(size);
  }

  @Override
  double mass(int row, int size, Targets targets) {
    return rule.counted(row, size, targets.classes()[row]);
  }

  @Override
  void compute(LossTile tile, Targets targets) {
    Arrays.fill(tile.gradients, tile.gradientsAt, tile.gradientsAt + tile.n, 0);
    for (int r = 0; r < tile.rows; r++) {
      int target = targets.classes()[tile.first + r];
      tile.losses[r] = 0;
      if (!rule.ignores(target)) {
        double weight = rule.weight(target);
        int at = r * tile.size + target;
        tile.losses[r] = -weight * tile.x[tile.xAt + at];
        tile.gradients[tile.gradientsAt + at] = (float) -weight;
      }
    }
  }

  @Override
  double rowReference(int row, int size, double[] output, Targets targets) {
    int target = targets.classes()[row];
    return rule.ignores(target) ? 0 : -rule.weight(target) * output[row * size + target];
  }
}
