package lanewise.training.metric;

import lanewise.layers.loss.Targets;

/**
 * The coefficient of determination: the share of the variance of the targets that the model
 * explains.
 *
 * <pre>
 *   R2 = 1 - sum of (t - y)^2 / sum of (t - mean of t)^2
 * </pre>
 *
 * <p>It is 1 for a perfect model, 0 for one that always gives the mean, and negative for a worse
 * one. If a row has several target values, it is the mean over the values. If all targets are
 * equal, it is 1 for a perfect model and 0 otherwise. All this is as in scikit-learn's {@code
 * r2_score}. It is NaN for fewer than two rows, and if an output is NaN. Rows count by their
 * weights, and rows of weight 0 not at all.
 *
 * <p>The sums are of distances from the first target, in double precision, so that targets far from
 * 0 lose no digits.
 */
public final class R2 implements Metric {
  private static final R2 METRIC = new R2();

  private R2() {}

  /**
   * Returns the metric {@code r2}.
   *
   * @return the only instance
   */
  public static R2 of() {
    return METRIC;
  }

  @Override
  public String name() {
    return "r2";
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public Tally begin(int outputs) {
    return new Sums(outputs);
  }

  private static final class Sums implements Tally {
    private final double[] first;
    private final double[] sums;
    private final double[] squares;
    private final double[] errors;
    private double all;
    private long counted;

    Sums(int outputs) {
      this.first = new double[outputs];
      this.sums = new double[outputs];
      this.squares = new double[outputs];
      this.errors = new double[outputs];
    }

    @Override
    public void add(int rows, float[] output, Targets targets) {
      float[] values = MetricTargets.values("r2", targets);
      for (int r = 0; r < rows; r++) {
        double weight = targets.weight(r);
        if (weight > 0) {
          addRow(r * first.length, weight, output, values);
        }
      }
    }

    private void addRow(int from, double weight, float[] output, float[] values) {
      for (int c = 0; c < first.length; c++) {
        double target = values[from + c];
        if (counted == 0) {
          first[c] = target;
        }
        double distance = target - first[c];
        double error = target - output[from + c];
        sums[c] += weight * distance;
        squares[c] += weight * distance * distance;
        errors[c] += weight * error * error;
      }
      all += weight;
      counted++;
    }

    @Override
    public double value() {
      if (counted < 2) {
        return Double.NaN;
      }
      double sum = 0;
      for (int c = 0; c < first.length; c++) {
        double variation = squares[c] - sums[c] * sums[c] / all;
        if (variation > 0 || Double.isNaN(errors[c])) {
          sum += 1 - errors[c] / variation;
        } else {
          sum += errors[c] == 0 ? 1 : 0;
        }
      }
      return sum / first.length;
    }
  }
}
