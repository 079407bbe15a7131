package lanewise.layers.loss;

/**
 * Half the squared Euclidean distance of a row from its target: the first cost in introductory
 * books, for the outputs of a sigmoid layer.
 *
 * <pre>
 *   l = 1/2 (a - y)^2        dl/da = a - y
 *   loss = mean over rows of  1/2 ||a - y||^2
 * </pre>
 *
 * <p>Targets: values, or class indices for one-hot rows. On saturated sigmoids it learns slowly;
 * {@link BinaryCrossEntropy} with {@link Reduction#BATCH_MEAN} is the cross-entropy cost of the
 * same books, which does not. Half of PyTorch's {@code MSELoss}, summed over the outputs. Source:
 * Nielsen, Neural Networks and Deep Learning, 2015, chapter 1.
 */
public final class QuadraticCost extends ElementwiseLoss {
  private QuadraticCost(Reduction reduction) {
    super("quadratic cost", reduction);
  }

  /**
   * The loss with {@link Reduction#BATCH_MEAN}.
   *
   * @return a new object
   */
  public static QuadraticCost of() {
    return new QuadraticCost(Reduction.BATCH_MEAN);
  }

  @Override
  public QuadraticCost withReduction(Reduction value) {
    return new QuadraticCost(value);
  }

  @Override
  void values(LossTile tile) {
    for (int i = 0; i < tile.n; i++) {
      double d = (double) tile.x[tile.xAt + i] - tile.t[tile.tAt + i];
      tile.losses[i] = 0.5 * d * d;
      tile.gradients[tile.gradientsAt + i] = (float) d;
    }
  }

  @Override
  double value(double x, double t, int column) {
    return (x - t) * (x - t) / 2;
  }
}
