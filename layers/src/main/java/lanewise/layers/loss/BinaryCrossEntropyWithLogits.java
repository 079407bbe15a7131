package lanewise.layers.loss;

import lanewise.tensor.kernel.elementwise.ElementwiseKernel;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.kernel.elementwise.UnaryOp;
import org.jspecify.annotations.Nullable;

/**
 * Cross-entropy of the sigmoid of logits against probabilities, each output on its own: for two
 * classes, and for labels that do not exclude each other.
 *
 * <pre>
 *   s = sigmoid(x)       p = positive weight of the column, 1 unless set
 *   l     = -p t log(s) - (1 - t) log(1 - s)
 *         = (1 - t) x + (1 + (p - 1) t) log(1 + e^-x)
 *   dl/dx = (1 - t) s - p t (1 - s)
 * </pre>
 *
 * <p>Targets: values from 0 to 1, or class indices for one-hot rows (one against the rest). The
 * mean is over rows and outputs. Finite logits of any size do not overflow; infinite ones give the
 * value of the second formula. Matches PyTorch's {@code BCEWithLogitsLoss}, which does not check
 * targets.
 */
public final class BinaryCrossEntropyWithLogits extends ElementwiseLoss {
  private static final ElementwiseKernel KERNEL = ElementwiseVariants.KERNEL;

  private final float @Nullable [] positiveWeights;

  private BinaryCrossEntropyWithLogits(float @Nullable [] positiveWeights, Reduction reduction) {
    super("binary cross-entropy with logits", reduction);
    this.positiveWeights = positiveWeights;
  }

  /**
   * The loss without positive weights and with {@link Reduction#MEAN}.
   *
   * @return a new object
   */
  public static BinaryCrossEntropyWithLogits of() {
    return new BinaryCrossEntropyWithLogits(null, Reduction.MEAN);
  }

  /**
   * This loss with a weight for the positive part of each output: with a weight above 1, a missed
   * positive costs more. A mean does not divide by these weights.
   *
   * @param values one weight per output, or a single one for all; finite and not below 0
   * @return a changed copy
   * @throws IllegalArgumentException if there is no weight or one is not such a number
   */
  public BinaryCrossEntropyWithLogits withPositiveWeights(float... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException(name() + ": no positive weights");
    }
    float[] copy = values.clone();
    for (float value : copy) {
      if (!(value >= 0 && value <= Float.MAX_VALUE)) {
        throw new IllegalArgumentException(
            name() + ": positive weight " + value + " is not a finite number of at least 0");
      }
    }
    return new BinaryCrossEntropyWithLogits(copy, reduction());
  }

  @Override
  public BinaryCrossEntropyWithLogits withReduction(Reduction value) {
    return new BinaryCrossEntropyWithLogits(positiveWeights, value);
  }

  @Override
  void checkSize(int size) {
    if (positiveWeights != null && positiveWeights.length != 1 && positiveWeights.length != size) {
      throw new IllegalArgumentException(
          name() + ": " + positiveWeights.length + " positive weights for " + size + " outputs");
    }
  }

  private double positiveWeight(int column) {
    if (positiveWeights == null) {
      return 1;
    }
    return positiveWeights[positiveWeights.length == 1 ? 0 : column];
  }

  @Override
  void values(LossTile tile) {
    float[] work = tile.gradients;
    int at = tile.gradientsAt;
    for (int i = 0; i < tile.n; i++) {
      work[at + i] = -Math.abs(tile.x[tile.xAt + i]);
    }
    KERNEL.unary(UnaryOp.EXP, tile.n, work, at, work, at);
    KERNEL.unary(UnaryOp.LOG1P, tile.n, work, at, work, at);
    for (int i = 0; i < tile.n; i++) {
      double x = tile.x[tile.xAt + i];
      double t = tile.t[tile.tAt + i];
      if (!(t >= 0 && t <= 1)) {
        throw wrongTarget(tile, i, "from 0 to 1");
      }
      double factor = 1 + (positiveWeight(i % tile.size) - 1) * t;
      // Computes log(1 + e^-x) in two parts: the large one may cancel, the small one must not be
      // lost.
      tile.losses[i] = (1 - t) * x + factor * Math.max(-x, 0) + factor * work[at + i];
    }
    KERNEL.unary(UnaryOp.SIGMOID, tile.n, tile.x, tile.xAt, work, at);
    for (int i = 0; i < tile.n; i++) {
      double t = tile.t[tile.tAt + i];
      double s = work[at + i];
      work[at + i] = (float) ((1 - t) * s - positiveWeight(i % tile.size) * t * (1 - s));
    }
  }

  @Override
  double value(double x, double t, int column) {
    double softplus = Math.max(-x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    return (1 - t) * x + (1 + (positiveWeight(column) - 1) * t) * softplus;
  }
}
