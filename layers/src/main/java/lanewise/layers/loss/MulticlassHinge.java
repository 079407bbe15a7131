package lanewise.layers.loss;

/**
 * The hinge of multiclass support vector machines: every wrong class should be a margin below the
 * right one.
 *
 * <pre>
 *   z_j = max(0, margin - x_t + x_j) for j != t        t the class, w its weight, C classes
 *   l   = w_t / C  sum over j != t of z_j^power
 *   dl/dx_j = w_t / C  (1, or 2 z_j with power 2) where z_j is above 0
 *   dl/dx_t = minus the sum of the others
 * </pre>
 *
 * <p>Targets: class indices. The mean is over the rows and does not divide by class weights. As
 * PyTorch's {@code MultiMarginLoss}, except that an output of NaN gives a loss of NaN: PyTorch
 * ignores it. Without the division by C, which follows PyTorch, it is the loss of Weston and
 * Watkins, Multi-Class Support Vector Machines, 1998.
 */
public final class MulticlassHinge extends ReducedLoss {
  private static final String NAME = "multiclass hinge";

  private final double margin;
  private final int power;
  private final ClassRule rule;

  private MulticlassHinge(double margin, int power, ClassRule rule, Reduction reduction) {
    super(NAME, reduction);
    check(NAME, margin, power);
    this.margin = margin;
    this.power = power;
    this.rule = rule;
  }

  /** Refuses a margin that is not finite and powers other than 1 and 2. */
  static void check(String name, double margin, int power) {
    if (!Double.isFinite(margin)) {
      throw new IllegalArgumentException(name + ": margin " + margin + " is not finite");
    }
    if (power != 1 && power != 2) {
      throw new IllegalArgumentException(name + ": power " + power + " is not 1 or 2");
    }
  }

  /**
   * The loss with a margin of 1, power 1 and {@link Reduction#MEAN}.
   *
   * @return a new object
   */
  public static MulticlassHinge of() {
    return new MulticlassHinge(1, 1, ClassRule.of(NAME), Reduction.MEAN);
  }

  /**
   * This loss with another margin.
   *
   * @param value the distance by which the other classes must be below the right one for a loss of
   *     0; finite
   * @return a changed copy
   * @throws IllegalArgumentException if it is not finite
   */
  public MulticlassHinge withMargin(double value) {
    return new MulticlassHinge(value, power, rule, reduction());
  }

  /**
   * This loss with another power.
   *
   * @param value 1 or 2
   * @return a changed copy
   * @throws IllegalArgumentException if it is neither
   */
  public MulticlassHinge withPower(int value) {
    return new MulticlassHinge(margin, value, rule, reduction());
  }

  /**
   * This loss with a weight for each class.
   *
   * @param values one weight per class, finite and not below 0
   * @return a changed copy
   * @throws IllegalArgumentException if one is not such a number
   */
  public MulticlassHinge withClassWeights(float... values) {
    return new MulticlassHinge(margin, power, rule.withWeights(values), reduction());
  }

  @Override
  public MulticlassHinge withReduction(Reduction value) {
    return new MulticlassHinge(margin, power, rule, value);
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
    ClassRule.check(NAME, row, size, targets.classes()[row]);
    return 1;
  }

  @Override
  void compute(LossTile tile, Targets targets) {
    for (int r = 0; r < tile.rows; r++) {
      int target = targets.classes()[tile.first + r];
      tile.losses[r] = row(tile, r * tile.size, target, rule.weight(target) / tile.size);
    }
  }

  private double row(LossTile tile, int start, int target, double factor) {
    double right = margin - tile.x[tile.xAt + start + target];
    double loss = 0;
    double pull = 0;
    for (int j = 0; j < tile.size; j++) {
      double z = j == target ? 0 : Math.max(0, right + tile.x[tile.xAt + start + j]);
      loss += power == 2 ? z * z : z;
      double slope = power == 2 ? 2 * z : 1;
      double gradient = z == 0 ? 0 : factor * slope;
      pull += gradient;
      tile.gradients[tile.gradientsAt + start + j] = (float) gradient;
    }
    tile.gradients[tile.gradientsAt + start + target] = (float) -pull;
    return factor * loss;
  }

  @Override
  double rowReference(int row, int size, double[] output, Targets targets) {
    int target = targets.classes()[row];
    double sum = 0;
    for (int j = 0; j < size; j++) {
      double gap = margin - output[row * size + target] + output[row * size + j];
      sum += j == target ? 0 : Math.pow(Math.max(0, gap), power);
    }
    return rule.weight(target) * sum / size;
  }
}
