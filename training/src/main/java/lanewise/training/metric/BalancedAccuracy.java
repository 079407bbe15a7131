package lanewise.training.metric;

import lanewise.layers.loss.Targets;

/**
 * The mean of the recalls of all classes, so that a rare class counts as much as a frequent one.
 * Matches scikit-learn's {@code balanced_accuracy_score}: a class without rows is left out.
 *
 * <p>The predicted class is the largest output, the first of them among equals; a row with a NaN
 * among its outputs is wrong. If the targets are labels of 0 and 1, the metric is the mean over the
 * labels of the balanced accuracy between 0 and 1, with a label predicted where its logit is above
 * 0. Rows count by their weights, and rows of weight 0 not at all.
 */
public final class BalancedAccuracy implements Metric {
  private static final BalancedAccuracy METRIC = new BalancedAccuracy();

  private BalancedAccuracy() {}

  /**
   * Returns the metric {@code balanced-accuracy}.
   *
   * @return the only instance
   */
  public static BalancedAccuracy of() {
    return METRIC;
  }

  @Override
  public String name() {
    return "balanced-accuracy";
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public Tally begin(int outputs) {
    ClassCounts counts = new ClassCounts(name(), OutputScale.LOGITS, outputs);
    return new Tally() {
      @Override
      public void add(int rows, float[] output, Targets targets) {
        counts.add(rows, output, targets);
      }

      @Override
      public double value() {
        return counts.areLabels ? ofLabels(counts) : ofClasses(counts);
      }
    };
  }

  private static double ofClasses(ClassCounts counts) {
    double sum = 0;
    int classes = 0;
    for (int c = 0; c < counts.actual.length; c++) {
      if (counts.actual[c] > 0) {
        sum += counts.right[c] / counts.actual[c];
        classes++;
      }
    }
    return sum / classes;
  }

  private static double ofLabels(ClassCounts counts) {
    double sum = 0;
    for (int c = 0; c < counts.actual.length; c++) {
      double set = counts.actual[c];
      double notSet = counts.total - set;
      double whereSet = counts.right[c] / set;
      double whereNot = (notSet - (counts.predicted[c] - counts.right[c])) / notSet;
      if (set == 0 || notSet == 0) {
        sum += set == 0 ? whereNot : whereSet;
      } else {
        sum += (whereSet + whereNot) / 2;
      }
    }
    return sum / counts.actual.length;
  }
}
