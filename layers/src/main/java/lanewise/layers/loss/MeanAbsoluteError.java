package lanewise.layers.loss;

/**
 * The absolute distance from the target, also called L1 loss.
 *
 * <pre>
 *   l = |x - t|        dl/dx = sign(x - t), 0 at x = t
 * </pre>
 *
 * <p>Targets: values, or class indices for one-hot rows. The mean is over rows and outputs. As
 * PyTorch's {@code L1Loss}.
 */
public final class MeanAbsoluteError extends ElementwiseLoss {
  private MeanAbsoluteError(Reduction reduction) {
    super("mean absolute error", reduction);
  }

  /**
   * The loss with {@link Reduction#MEAN}.
   *
   * @return a new object
   */
  public static MeanAbsoluteError of() {
    return new MeanAbsoluteError(Reduction.MEAN);
  }

  @Override
  public MeanAbsoluteError withReduction(Reduction value) {
    return new MeanAbsoluteError(value);
  }

  @Override
  void values(LossTile tile) {
    for (int i = 0; i < tile.n; i++) {
      double d = (double) tile.x[tile.xAt + i] - tile.t[tile.tAt + i];
      tile.losses[i] = Math.abs(d);
      tile.gradients[tile.gradientsAt + i] = (float) Math.signum(d);
    }
  }

  @Override
  double value(double x, double t, int column) {
    return Math.abs(x - t);
  }
}
