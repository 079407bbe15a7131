package lanewise.training.metric;

import lanewise.layers.loss.Targets;

/**
 * The root of the mean squared error, in the unit of the targets. If a row has several target
 * values, it is the mean over the values of their roots, as in scikit-learn's {@code
 * root_mean_squared_error}. A NaN gives NaN. Rows count by their weights, and rows of weight 0 not
 * at all.
 */
public final class Rmse implements Metric {
  private static final Rmse METRIC = new Rmse();

  private Rmse() {}

  /**
   * Returns the metric {@code rmse}.
   *
   * @return the only instance
   */
  public static Rmse of() {
    return METRIC;
  }

  @Override
  public String name() {
    return "rmse";
  }

  @Override
  public boolean higherIsBetter() {
    return false;
  }

  @Override
  public Tally begin(int outputs) {
    double[] squares = new double[outputs];
    return new Tally() {
      private double all;

      @Override
      public void add(int rows, float[] output, Targets targets) {
        float[] values = MetricTargets.values(name(), targets);
        for (int r = 0; r < rows; r++) {
          double weight = targets.weight(r);
          for (int c = 0; c < outputs && weight > 0; c++) {
            double error = (double) output[r * outputs + c] - values[r * outputs + c];
            squares[c] += weight * error * error;
          }
          all += weight;
        }
      }

      @Override
      public double value() {
        double sum = 0;
        for (double square : squares) {
          sum += Math.sqrt(square / all);
        }
        return sum / outputs;
      }
    };
  }
}
