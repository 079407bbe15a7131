package lanewise.training.metric;

import lanewise.layers.loss.Targets;

/**
 * The mean of minus the logarithm of the probability that the model gives to what is true, also
 * called cross-entropy or negative log-likelihood.
 *
 * <p>For labels of 0 and 1 it is the mean over rows and labels. The loss of a training may have
 * class weights, smoothing or another form; this metric does not change with them. Probabilities
 * are clipped at 1.19e-7 and 1 minus it, as scikit-learn's {@code log_loss} clips floats; logits
 * are not, and their loss is computed without overflow or rounding to 0. A NaN gives NaN. Rows
 * count by their weights, and rows of weight 0 not at all.
 *
 * @param outputs the meaning of the model's outputs
 */
public record LogLoss(OutputScale outputs) implements Metric {
  /**
   * Returns the metric of a model that gives logits.
   *
   * @return the metric {@code log-loss}
   */
  public static LogLoss of() {
    return new LogLoss(OutputScale.LOGITS);
  }

  @Override
  public String name() {
    return "log-loss";
  }

  @Override
  public boolean higherIsBetter() {
    return false;
  }

  @Override
  public Tally begin(int width) {
    double[] logs = new double[width];
    return new Tally() {
      private double sum;
      private double all;

      @Override
      public void add(int rows, float[] output, Targets targets) {
        for (int r = 0; r < rows; r++) {
          double weight = targets.weight(r);
          if (weight > 0) {
            all += weight;
            sum +=
                weight
                    * (targets.areClasses()
                        ? ofClass(r, output, targets.classes()[r])
                        : ofLabels(r, output, targets.values()));
          }
        }
      }

      private double ofClass(int row, float[] output, int expected) {
        outputs.logProbabilities(output, row * width, width, logs);
        return outputs.loss(logs[expected]);
      }

      private double ofLabels(int row, float[] output, float[] labels) {
        double loss = 0;
        for (int i = row * width; i < (row + 1) * width; i++) {
          boolean set = MetricTargets.isSet(name(), labels[i]);
          loss += outputs.loss(outputs.logProbability(output[i], set));
        }
        return loss / width;
      }

      @Override
      public double value() {
        return sum / all;
      }
    };
  }
}
