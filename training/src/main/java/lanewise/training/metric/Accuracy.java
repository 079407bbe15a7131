package lanewise.training.metric;

import lanewise.layers.loss.Targets;

/**
 * The share of the rows, from 0 to 1, whose largest output is that of their class. Among equal
 * outputs the first counts, and a row with a NaN among its outputs is wrong. If the rows have
 * weights, the metric is the share of the total weight.
 *
 * <p>If the targets are labels of 0 and 1, a row is right if all its labels are, with a label
 * predicted where its logit is above 0; scikit-learn's {@code accuracy_score} counts in the same
 * way. {@link LabelAccuracy} is the share of the labels.
 */
public final class Accuracy implements Metric {
  private static final Accuracy METRIC = new Accuracy();

  private Accuracy() {}

  /**
   * Returns the metric {@code accuracy}.
   *
   * @return the only instance
   */
  public static Accuracy of() {
    return METRIC;
  }

  @Override
  public String name() {
    return "accuracy";
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
        for (int r = 0; r < rows; r++) {
          double weight = targets.weight(r);
          all += weight;
          boolean isRight =
              targets.areClasses()
                  ? MetricTargets.predicted(output, r * outputs, outputs) == targets.classes()[r]
                  : LabelAccuracy.right(name(), r, outputs, output, targets.values()) == outputs;
          right += isRight ? weight : 0;
        }
      }

      @Override
      public double value() {
        return right / all;
      }
    };
  }
}
