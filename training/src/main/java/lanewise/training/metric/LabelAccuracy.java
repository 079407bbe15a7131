package lanewise.training.metric;

import lanewise.layers.loss.Targets;

/**
 * The share of the labels of all rows that are predicted correctly: 1 minus the Hamming loss. A
 * label is predicted as 1 where its logit is above 0, and a NaN is wrong. Rows count by their
 * weights. The targets must be labels of 0 and 1.
 */
public final class LabelAccuracy implements Metric {
  private static final LabelAccuracy METRIC = new LabelAccuracy();

  private LabelAccuracy() {}

  /**
   * Returns the metric {@code label-accuracy}.
   *
   * @return the only instance
   */
  public static LabelAccuracy of() {
    return METRIC;
  }

  @Override
  public String name() {
    return "label-accuracy";
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
        float[] labels = MetricTargets.values(name(), targets);
        for (int r = 0; r < rows; r++) {
          double weight = targets.weight(r);
          all += weight * outputs;
          right += weight * LabelAccuracy.right(name(), r, outputs, output, labels);
        }
      }

      @Override
      public double value() {
        return right / all;
      }
    };
  }

  /** Returns the number of correct labels of a row. */
  static int right(String metric, int row, int outputs, float[] output, float[] labels) {
    int right = 0;
    for (int i = row * outputs; i < (row + 1) * outputs; i++) {
      boolean set = MetricTargets.isSet(metric, labels[i]);
      boolean given = OutputScale.LOGITS.predictsSet(output[i]);
      right += set == given && !Float.isNaN(output[i]) ? 1 : 0;
    }
    return right;
  }
}
