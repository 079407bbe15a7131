package lanewise.layers.loss;

import java.util.Arrays;
import lanewise.tensor.kernel.elementwise.ElementwiseKernel;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.kernel.elementwise.UnaryOp;

/**
 * Cross-entropy of the softmax of logits against class indices or class probabilities.
 *
 * <pre>
 *   q_j = w_j ((1 - s) t_j + s / C)          t one-hot for an index; w class weights;
 *   p   = softmax(x)                         s label smoothing; C classes
 *   l   = -sum over j of q_j log(p_j)        dl/dx_j = p_j (sum of q) - q_j
 *   plain:  l = log(sum over j of exp(x_j)) - x_t        dl/dx = p - onehot(t)
 * </pre>
 *
 * <p>The row's maximum is subtracted before exp, so large logits do not overflow. Probabilities of
 * a row need not add up to 1.
 *
 * <p>For class indices, the mean divides by the sum of the rows' class weights and skips rows of
 * the ignored index (a mean of ignored rows alone is 0, with a gradient of 0). For class
 * probabilities it divides by the number of rows. Matches PyTorch's {@code CrossEntropyLoss}, which
 * ignores -100 by default, gives NaN for ignored rows alone, and does not check probabilities; this
 * class ignores no index by default, and where q_j is 0 a logit of minus infinity adds nothing
 * instead of NaN. Label smoothing: Szegedy et al., Rethinking the Inception Architecture, 2016.
 */
public final class SoftmaxCrossEntropy extends ReducedLoss {
  private static final ElementwiseKernel KERNEL = ElementwiseVariants.KERNEL;

  private final ClassRule rule;
  private final double smoothing;

  private SoftmaxCrossEntropy(ClassRule rule, double smoothing, Reduction reduction) {
    super(rule.name(), reduction);
    if (!(smoothing >= 0 && smoothing <= 1)) {
      throw new IllegalArgumentException(
          rule.name() + ": label smoothing " + smoothing + " is not from 0 to 1");
    }
    this.rule = rule;
    this.smoothing = smoothing;
  }

  /**
   * The plain loss with {@link Reduction#MEAN}.
   *
   * @return a new object
   */
  public static SoftmaxCrossEntropy of() {
    return new SoftmaxCrossEntropy(ClassRule.of("cross-entropy"), 0, Reduction.MEAN);
  }

  /**
   * This loss with a weight for each class.
   *
   * @param values one weight per class, finite and not below 0
   * @return a changed copy
   * @throws IllegalArgumentException if one is not such a number
   */
  public SoftmaxCrossEntropy withClassWeights(float... values) {
    return new SoftmaxCrossEntropy(rule.withWeights(values), smoothing, reduction());
  }

  /**
   * This loss without the rows of one index.
   *
   * @param value the index that marks a row without a class, such as -1
   * @return a changed copy
   */
  public SoftmaxCrossEntropy withIgnoredIndex(int value) {
    return new SoftmaxCrossEntropy(rule.withIgnored(value), smoothing, reduction());
  }

  /**
   * This loss with a share of each target spread evenly over all classes.
   *
   * @param value the share, 0 to 1
   * @return a changed copy
   * @throws IllegalArgumentException if it is out of range
   */
  public SoftmaxCrossEntropy withLabelSmoothing(double value) {
    return new SoftmaxCrossEntropy(rule, value, reduction());
  }

  @Override
  public SoftmaxCrossEntropy withReduction(Reduction value) {
    return new SoftmaxCrossEntropy(rule, smoothing, value);
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
    if (targets.areClasses()) {
      return rule.counted(row, size, targets.classes()[row]);
    }
    for (int j = 0; j < size; j++) {
      float t = targets.values()[row * size + j];
      if (!(t >= 0 && t <= 1)) {
        throw new IllegalArgumentException(
            name() + ": row " + row + ", value " + j + " has target " + t + ", not from 0 to 1");
      }
    }
    return 1;
  }

  @Override
  void compute(LossTile tile, Targets targets) {
    exponentials(tile);
    for (int r = 0; r < tile.rows; r++) {
      int row = tile.first + r;
      double max = tile.losses[r];
      int from = tile.gradientsAt + r * tile.size;
      double sum = 0;
      for (int j = from; j < from + tile.size; j++) {
        sum += tile.gradients[j];
      }
      double logSum = StrictMath.log(sum);
      if (targets.areClasses() && rule.ignores(targets.classes()[row])) {
        tile.losses[r] = 0;
        Arrays.fill(tile.gradients, from, from + tile.size, 0);
      } else if (targets.areClasses() && smoothing == 0) {
        int target = targets.classes()[row];
        double weight = rule.weight(target);
        tile.losses[r] = weight * (logSum + (max - tile.x[tile.xAt + r * tile.size + target]));
        double probability = tile.gradients[from + target] / sum;
        spread(tile, r, weight / sum);
        tile.gradients[from + target] = (float) (weight * (probability - 1));
      } else {
        tile.losses[r] = mixed(tile, r, targets, max, sum);
      }
    }
  }

  /** Sets the gradients to e^(x - max), and the losses to the maximum of each row. */
  private static void exponentials(LossTile tile) {
    for (int r = 0; r < tile.rows; r++) {
      int start = tile.xAt + r * tile.size;
      float max = Float.NEGATIVE_INFINITY;
      for (int j = start; j < start + tile.size; j++) {
        max = tile.x[j] > max ? tile.x[j] : max;
      }
      int to = tile.gradientsAt - tile.xAt;
      for (int j = start; j < start + tile.size; j++) {
        tile.gradients[to + j] = tile.x[j] - max;
      }
      tile.losses[r] = max;
    }
    float[] e = tile.gradients;
    KERNEL.unary(UnaryOp.EXP, tile.n, e, tile.gradientsAt, e, tile.gradientsAt);
  }

  /** Multiplies a row of gradients. */
  private static void spread(LossTile tile, int row, double factor) {
    float rounded = (float) factor;
    int from = tile.gradientsAt + row * tile.size;
    for (int j = from; j < from + tile.size; j++) {
      tile.gradients[j] *= rounded;
    }
  }

  /**
   * Returns a row's loss from its exponentials, for any target, and turns them into its gradient.
   */
  private double mixed(LossTile tile, int row, Targets targets, double max, double sum) {
    int from = tile.gradientsAt + row * tile.size;
    double logSum = StrictMath.log(sum);
    double mass = 0;
    double loss = 0;
    for (int j = 0; j < tile.size; j++) {
      double q = wanted(tile.first + row, j, tile.size, targets);
      mass += q;
      double part = q * (logSum + (max - tile.x[tile.xAt + row * tile.size + j]));
      loss += q == 0 ? 0 : part;
    }
    for (int j = 0; j < tile.size; j++) {
      double q = wanted(tile.first + row, j, tile.size, targets);
      tile.gradients[from + j] = (float) (tile.gradients[from + j] / sum * mass - q);
    }
    return loss;
  }

  /** Returns the smoothed target of a class, times its weight. */
  private double wanted(int row, int j, int size, Targets targets) {
    double t;
    if (targets.areClasses()) {
      t = j == targets.classes()[row] ? 1 : 0;
    } else {
      t = targets.values()[row * size + j];
    }
    return rule.weight(j) * ((1 - smoothing) * t + smoothing / size);
  }

  @Override
  double rowReference(int row, int size, double[] output, Targets targets) {
    if (targets.areClasses() && rule.ignores(targets.classes()[row])) {
      return 0;
    }
    double max = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < size; j++) {
      max = Math.max(max, output[row * size + j]);
    }
    double sum = 0;
    for (int j = 0; j < size; j++) {
      sum += Math.exp(output[row * size + j] - max);
    }
    double loss = 0;
    for (int j = 0; j < size; j++) {
      double q = wanted(row, j, size, targets);
      loss += q == 0 ? 0 : q * (Math.log(sum) + (max - output[row * size + j]));
    }
    return loss;
  }
}
