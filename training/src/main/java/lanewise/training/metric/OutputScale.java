package lanewise.training.metric;

/**
 * The meaning of a model's outputs, for the metrics that need probabilities.
 *
 * <p>The computations use {@link StrictMath}, so metrics have the same bits on every machine.
 */
public enum OutputScale {
  /**
   * Logits: the probabilities are their softmax for classes, and their sigmoid for labels. These
   * are the outputs for {@link lanewise.layers.loss.SoftmaxCrossEntropy} and {@link
   * lanewise.layers.loss.BinaryCrossEntropyWithLogits}. Logarithms of probabilities are logits too.
   */
  LOGITS,
  /** Probabilities, such as the outputs of a softmax or sigmoid layer. */
  PROBABILITIES;

  /** The distance from 0 and 1 to which probabilities are clipped: the spacing of floats at 1. */
  private static final double EPSILON = Math.ulp(1f);

  /** Sets the logarithms of the probabilities of all classes of a row. */
  void logProbabilities(float[] output, int from, int classes, double[] to) {
    if (this == PROBABILITIES) {
      for (int c = 0; c < classes; c++) {
        to[c] = StrictMath.log(output[from + c]);
      }
      return;
    }
    int best = 0;
    for (int c = 1; c < classes; c++) {
      best = output[from + c] > output[from + best] ? c : best;
    }
    double max = output[from + best];
    double others = 0;
    for (int c = 0; c < classes; c++) {
      to[c] = output[from + c] - max;
      others += c == best ? 0 : StrictMath.exp(to[c]);
    }
    // The largest logit is left out of the sum: the logarithm keeps its digits where others is
    // small.
    double logSum = StrictMath.log1p(others);
    for (int c = 0; c < classes; c++) {
      to[c] = c == best && !Double.isNaN(max) ? -logSum : to[c] - logSum;
    }
  }

  /** Returns minus the logarithm of a probability, given that logarithm. */
  double loss(double logProbability) {
    if (this == LOGITS || Double.isNaN(logProbability)) {
      return 0 - logProbability;
    }
    return -Math.clamp(logProbability, StrictMath.log(EPSILON), StrictMath.log1p(-EPSILON));
  }

  /** Returns the logarithm of the probability that a label has the given value. */
  double logProbability(float output, boolean set) {
    if (this == PROBABILITIES) {
      return StrictMath.log(set ? output : 1.0 - output);
    }
    double x = set ? output : -output;
    return Math.min(x, 0) - StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  /** Returns the probability that a label is set. */
  double probability(float output) {
    return this == PROBABILITIES ? output : StrictMath.exp(logProbability(output, true));
  }

  /** Returns whether a label is predicted as set: its probability is above one half. */
  boolean predictsSet(float output) {
    return output > (this == PROBABILITIES ? 0.5f : 0);
  }
}
