package lanewise.training.metric;

import lanewise.layers.loss.Targets;

/**
 * The share of the rows whose class is among the k largest outputs. Among equal outputs those of
 * the lower classes come first, so that k = 1 is {@link Accuracy}; scikit-learn's {@code
 * top_k_accuracy_score} takes the higher classes first. A row with a NaN among its outputs is
 * wrong. If the rows have weights, the metric is the share of the total weight.
 *
 * @param k the number of outputs to look at, at least 1
 */
public record TopKAccuracy(int k) implements Metric {
  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public TopKAccuracy {
    if (k < 1) {
      throw new IllegalArgumentException("top-k accuracy: k is " + k + ": use at least 1");
    }
  }

  /** Returns {@code top-5} for a k of 5. */
  @Override
  public String name() {
    return "top-" + k;
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public Tally begin(int outputs) {
    return new Tally() {
      private double right;
      private double all;

      @Override
      public void add(int rows, float[] output, Targets targets) {
        int[] classes = MetricTargets.classes(name(), targets);
        for (int r = 0; r < rows; r++) {
          double weight = targets.weight(r);
          all += weight;
          right += before(output, r * outputs, outputs, classes[r]) < k ? weight : 0;
        }
      }

      @Override
      public double value() {
        return right / all;
      }
    };
  }

  /** Returns the number of outputs that come before that of a class; all if one is NaN. */
  private static int before(float[] output, int from, int outputs, int expected) {
    float own = output[from + expected];
    int before = 0;
    for (int c = 0; c < outputs; c++) {
      float other = output[from + c];
      if (Float.isNaN(other)) {
        return Integer.MAX_VALUE;
      }
      before += other > own || (other == own && c < expected) ? 1 : 0;
    }
    return before;
  }
}
