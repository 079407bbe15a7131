package lanewise.layers.loss;

/**
 * The squared distance from the target.
 *
 * <pre>
 *   l = (x - t)^2        dl/dx = 2 (x - t)
 * </pre>
 *
 * <p>Targets: values, or class indices for one-hot rows. The mean is over rows and outputs. As
 * PyTorch's {@code MSELoss}; squares do not overflow before they are added up.
 */
public final class MeanSquaredError extends ElementwiseLoss {
  private MeanSquaredError(Reduction reduction) {
    super("mean squared error", reduction);
  }

  /**
   * The loss with {@link Reduction#MEAN}.
   *
   * @return a new object
   */
  public static MeanSquaredError of() {
    return new MeanSquaredError(Reduction.MEAN);
  }

  @Override
  public MeanSquaredError withReduction(Reduction value) {
    return new MeanSquaredError(value);
  }

  @Override
  void values(LossTile tile) {
    for (int i = 0; i < tile.n; i++) {
      double d = (double) tile.x[tile.xAt + i] - tile.t[tile.tAt + i];
      tile.losses[i] = d * d;
      tile.gradients[tile.gradientsAt + i] = (float) (2 * d);
    }
  }

  @Override
  double value(double x, double t, int column) {
    return (x - t) * (x - t);
  }
}
