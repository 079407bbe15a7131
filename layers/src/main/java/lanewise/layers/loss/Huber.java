package lanewise.layers.loss;

/**
 * The Huber loss: quadratic near the target and linear far from it, so that outliers have a bounded
 * gradient.
 *
 * <pre>
 *   d = x - t
 *   l = d^2 / 2                    dl/dx = d                where |d| is up to delta
 *   l = delta (|d| - delta / 2)    dl/dx = delta sign(d)    elsewhere
 * </pre>
 *
 * <p>Targets: values, or class indices for one-hot rows. The mean is over rows and outputs. As
 * PyTorch's {@code HuberLoss}. Source: Huber, Robust Estimation of a Location Parameter, 1964.
 */
public final class Huber extends ElementwiseLoss {
  private final double delta;

  private Huber(double delta, Reduction reduction) {
    super("huber", reduction);
    if (!(delta > 0 && delta <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("huber: delta " + delta + " is not finite and above 0");
    }
    this.delta = delta;
  }

  /**
   * The loss with a delta of 1 and {@link Reduction#MEAN}.
   *
   * @return a new object
   */
  public static Huber of() {
    return new Huber(1, Reduction.MEAN);
  }

  /**
   * This loss with another delta.
   *
   * @param value the distance from which on the loss is linear, finite and above 0
   * @return a changed copy
   * @throws IllegalArgumentException if it is not
   */
  public Huber withDelta(double value) {
    return new Huber(value, reduction());
  }

  @Override
  public Huber withReduction(Reduction value) {
    return new Huber(delta, value);
  }

  /**
   * The distance from which on the loss is linear.
   *
   * @return above 0
   */
  public double delta() {
    return delta;
  }

  @Override
  void values(LossTile tile) {
    for (int i = 0; i < tile.n; i++) {
      double d = (double) tile.x[tile.xAt + i] - tile.t[tile.tAt + i];
      double near = Math.clamp(d, -delta, delta);
      tile.losses[i] = near * (d - near / 2);
      tile.gradients[tile.gradientsAt + i] = (float) near;
    }
  }

  @Override
  double value(double x, double t, int column) {
    double distance = Math.abs(x - t);
    return distance <= delta ? distance * distance / 2 : delta * (distance - delta / 2);
  }
}
