package lanewise.layers.loss;

import lanewise.tensor.kernel.elementwise.ElementwiseKernel;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.kernel.elementwise.UnaryOp;

/**
 * The Kullback-Leibler divergence of the model's distribution from the target's. The model gives
 * log-probabilities, as a logSoftmax does.
 *
 * <pre>
 *   l = t (log(t) - x)        dl/dx = -t                 l = 0 where t = 0
 *   l = e^t (t - x)           dl/dx = -e^t               for targets that are logarithms
 * </pre>
 *
 * <p>Targets: probabilities (not below 0; rows need not add up to 1), class indices for one-hot
 * rows, or log-probabilities. {@link Reduction#BATCH_MEAN}, the default, gives the divergence as
 * defined; {@link Reduction#MEAN} also divides by the number of outputs, as PyTorch's default does.
 *
 * <p>Matches PyTorch's {@code KLDivLoss}, except that a target of 0 gives 0 whatever the output is:
 * PyTorch gives NaN where the output is minus infinity.
 */
public final class KlDivergence extends ElementwiseLoss {
  private static final ElementwiseKernel KERNEL = ElementwiseVariants.KERNEL;

  private final boolean logTargets;

  private KlDivergence(boolean logTargets, Reduction reduction) {
    super("kl divergence", reduction);
    this.logTargets = logTargets;
  }

  /**
   * The loss against probabilities with {@link Reduction#BATCH_MEAN}.
   *
   * @return a new object
   */
  public static KlDivergence of() {
    return new KlDivergence(false, Reduction.BATCH_MEAN);
  }

  /**
   * This loss against targets that are logarithms of probabilities.
   *
   * @return a changed copy
   */
  public KlDivergence withLogTargets() {
    return new KlDivergence(true, reduction());
  }

  @Override
  public KlDivergence withReduction(Reduction value) {
    return new KlDivergence(logTargets, value);
  }

  @Override
  boolean takesClasses() {
    return !logTargets;
  }

  @Override
  void values(LossTile tile) {
    if (logTargets) {
      logarithms(tile);
    } else {
      probabilities(tile);
    }
  }

  private void probabilities(LossTile tile) {
    float[] work = tile.gradients;
    int at = tile.gradientsAt;
    KERNEL.unary(UnaryOp.LOG, tile.n, tile.t, tile.tAt, work, at);
    for (int i = 0; i < tile.n; i++) {
      float t = tile.t[tile.tAt + i];
      if (!(t >= 0)) {
        throw wrongTarget(tile, i, "a probability");
      }
      tile.losses[i] = t == 0 ? 0 : t * ((double) work[at + i] - tile.x[tile.xAt + i]);
      work[at + i] = 0 - t;
    }
  }

  private static void logarithms(LossTile tile) {
    float[] work = tile.gradients;
    int at = tile.gradientsAt;
    KERNEL.unary(UnaryOp.EXP, tile.n, tile.t, tile.tAt, work, at);
    for (int i = 0; i < tile.n; i++) {
      float p = work[at + i];
      tile.losses[i] = p == 0 ? 0 : p * ((double) tile.t[tile.tAt + i] - tile.x[tile.xAt + i]);
      work[at + i] = 0 - p;
    }
  }

  @Override
  double value(double x, double t, int column) {
    double p = logTargets ? Math.exp(t) : t;
    return p == 0 ? 0 : p * ((logTargets ? t : Math.log(t)) - x);
  }
}
