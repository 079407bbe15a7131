package lanewise.training.metric;

import lanewise.layers.internal.ArgMax;
import lanewise.layers.loss.Targets;

/**
 * The share of the rows, from 0 to 1, whose largest output is that of their class. Among equal
 * outputs the first counts, and a row with a NaN among its outputs is wrong. If the rows have
 * weights, the metric is the share of the total weight.
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
        int[] classes = classes(name(), targets);
        for (int r = 0; r < rows; r++) {
          double weight = targets.weight(r);
          all += weight;
          right += isRight(output, r * outputs, outputs, classes[r]) ? weight : 0;
        }
      }

      @Override
      public double value() {
        return right / all;
      }
    };
  }

  static int[] classes(String metric, Targets targets) {
    if (!targets.areClasses()) {
      throw new IllegalArgumentException(
          metric
              + ": the targets are values, not classes; use a metric of values, such as MeanLoss");
    }
    return targets.classes();
  }

  private static boolean isRight(float[] output, int from, int outputs, int expected) {
    int best = ArgMax.of(output, from, outputs);
    return best == expected && !Float.isNaN(output[from + best]);
  }
}
