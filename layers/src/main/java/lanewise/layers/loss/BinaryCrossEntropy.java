package lanewise.layers.loss;

import lanewise.tensor.kernel.elementwise.ElementwiseKernel;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.kernel.elementwise.UnaryOp;

/**
 * Cross-entropy of probabilities, such as the outputs of a sigmoid layer, each on its own.
 *
 * <pre>
 *   l     = -t max(log(a), -100) - (1 - t) max(log(1 - a), -100)
 *   dl/da = (a - t) / max(a (1 - a), 1e-12)
 * </pre>
 *
 * <p>Targets: values from 0 to 1, or class indices for one-hot rows. The mean is over rows and
 * outputs; with {@link Reduction#BATCH_MEAN} this is the cross-entropy cost that introductory books
 * put on sigmoid outputs. If a model can give logits, {@link BinaryCrossEntropyWithLogits} is the
 * better choice: it keeps its gradient where a sigmoid is rounded to 0 or 1.
 *
 * <p>Matches PyTorch's {@code BCELoss}, including clamps. Both refuse an output outside 0 to 1;
 * here an output of NaN gives a loss of NaN, and targets are checked too.
 */
public final class BinaryCrossEntropy extends ElementwiseLoss {
  private static final ElementwiseKernel KERNEL = ElementwiseVariants.KERNEL;
  private static final double LOWEST_LOG = -100;
  private static final double LOWEST_SLOPE = 1e-12;

  private BinaryCrossEntropy(Reduction reduction) {
    super("binary cross-entropy", reduction);
  }

  /**
   * The loss with {@link Reduction#MEAN}.
   *
   * @return a new object
   */
  public static BinaryCrossEntropy of() {
    return new BinaryCrossEntropy(Reduction.MEAN);
  }

  @Override
  public BinaryCrossEntropy withReduction(Reduction value) {
    return new BinaryCrossEntropy(value);
  }

  @Override
  void values(LossTile tile) {
    float[] work = tile.gradients;
    int at = tile.gradientsAt;
    check(tile);
    KERNEL.unary(UnaryOp.LOG, tile.n, tile.x, tile.xAt, work, at);
    for (int i = 0; i < tile.n; i++) {
      tile.losses[i] = -tile.t[tile.tAt + i] * Math.max(work[at + i], LOWEST_LOG);
      work[at + i] = -tile.x[tile.xAt + i];
    }
    KERNEL.unary(UnaryOp.LOG1P, tile.n, work, at, work, at);
    for (int i = 0; i < tile.n; i++) {
      double a = tile.x[tile.xAt + i];
      double t = tile.t[tile.tAt + i];
      tile.losses[i] -= (1 - t) * Math.max(work[at + i], LOWEST_LOG);
      work[at + i] = (float) ((a - t) / Math.max(a * (1 - a), LOWEST_SLOPE));
    }
  }

  private void check(LossTile tile) {
    for (int i = 0; i < tile.n; i++) {
      float a = tile.x[tile.xAt + i];
      if (a < 0 || a > 1) {
        throw new IllegalArgumentException(
            name() + ": " + tile.place(i) + ": output " + a + " is not a probability");
      }
      float t = tile.t[tile.tAt + i];
      if (!(t >= 0 && t <= 1)) {
        throw wrongTarget(tile, i, "from 0 to 1");
      }
    }
  }

  @Override
  double value(double x, double t, int column) {
    return -t * Math.max(Math.log(x), LOWEST_LOG) - (1 - t) * Math.max(Math.log1p(-x), LOWEST_LOG);
  }
}
