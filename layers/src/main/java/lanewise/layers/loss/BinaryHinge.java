package lanewise.layers.loss;

/**
 * The hinge of support vector machines for two classes, -1 and 1.
 *
 * <pre>
 *   h = max(0, margin - t x)
 *   l = h          dl/dx = -t        where h is above 0, else 0
 *   l = h^2        dl/dx = -2 t h    with power 2
 * </pre>
 *
 * <p>Targets: values that are -1 or 1, or class indices, which stand for rows of 1 at the class and
 * -1 elsewhere (one against the rest). The mean is over rows and outputs. PyTorch has no such loss;
 * with power 1 and 2 it is Keras's {@code Hinge} and {@code SquaredHinge}, which take targets of 0
 * for -1. An output of NaN gives a loss of NaN.
 */
public final class BinaryHinge extends ElementwiseLoss {
  private final double margin;
  private final int power;

  private BinaryHinge(double margin, int power, Reduction reduction) {
    super("binary hinge", reduction);
    MulticlassHinge.check("binary hinge", margin, power);
    this.margin = margin;
    this.power = power;
  }

  /**
   * The loss with a margin of 1, power 1 and {@link Reduction#MEAN}.
   *
   * @return a new object
   */
  public static BinaryHinge of() {
    return new BinaryHinge(1, 1, Reduction.MEAN);
  }

  /**
   * This loss with another margin.
   *
   * @param value the value that t x must reach for a loss of 0; finite
   * @return a changed copy
   * @throws IllegalArgumentException if it is not finite
   */
  public BinaryHinge withMargin(double value) {
    return new BinaryHinge(value, power, reduction());
  }

  /**
   * This loss with another power.
   *
   * @param value 1 or 2
   * @return a changed copy
   * @throws IllegalArgumentException if it is neither
   */
  public BinaryHinge withPower(int value) {
    return new BinaryHinge(margin, value, reduction());
  }

  @Override
  public BinaryHinge withReduction(Reduction value) {
    return new BinaryHinge(margin, power, value);
  }

  @Override
  float offClass() {
    return -1;
  }

  @Override
  void values(LossTile tile) {
    for (int i = 0; i < tile.n; i++) {
      float t = tile.t[tile.tAt + i];
      if (Math.abs(t) != 1) {
        throw wrongTarget(tile, i, "-1 or 1");
      }
      double h = Math.max(0, margin - (double) t * tile.x[tile.xAt + i]);
      double slope = power == 2 ? 2 * h : 1;
      tile.losses[i] = power == 2 ? h * h : h;
      tile.gradients[tile.gradientsAt + i] = h == 0 ? 0 : (float) (-t * slope);
    }
  }

  @Override
  double value(double x, double t, int column) {
    return Math.pow(Math.max(0, margin - t * x), power);
  }
}
