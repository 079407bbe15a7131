package lanewise.training.metric;

import java.util.Objects;
import lanewise.layers.loss.Targets;

/**
 * How often predictions of a given confidence are right, in bins of confidence: the content of a
 * reliability diagram. Its value is the expected calibration error; see {@link CalibrationError}.
 */
public final class ReliabilityCurve implements Tally {
  private final CalibrationError settings;
  private final int width;
  private final double[] logs;
  private final double[] weights;
  private final double[] confidences;
  private final double[] right;
  private double total;
  private boolean isNaN;

  ReliabilityCurve(CalibrationError settings, int width) {
    this.settings = settings;
    this.width = width;
    this.logs = new double[width];
    this.weights = new double[settings.bins()];
    this.confidences = new double[settings.bins()];
    this.right = new double[settings.bins()];
  }

  @Override
  public void add(int rows, float[] output, Targets targets) {
    for (int r = 0; r < rows; r++) {
      double weight = targets.weight(r);
      if (weight == 0) {
        continue;
      }
      if (targets.areClasses()) {
        addClass(r, weight, output, targets.classes()[r]);
      } else {
        addLabels(r, weight, output, targets.values());
      }
    }
  }

  private void addClass(int row, double weight, float[] output, int expected) {
    int best = MetricTargets.predicted(output, row * width, width);
    if (best < 0) {
      isNaN = true;
      return;
    }
    settings.outputs().logProbabilities(output, row * width, width, logs);
    add(weight, StrictMath.exp(logs[best]), best == expected);
  }

  private void addLabels(int row, double weight, float[] output, float[] labels) {
    for (int i = row * width; i < (row + 1) * width; i++) {
      boolean set = MetricTargets.isSet(settings.name(), labels[i]);
      add(weight, settings.outputs().probability(output[i]), set);
    }
  }

  private void add(double weight, double confidence, boolean isRight) {
    if (Double.isNaN(confidence)) {
      isNaN = true;
      return;
    }
    int bin = Math.clamp((int) Math.ceil(confidence * weights.length) - 1, 0, weights.length - 1);
    total += weight;
    weights[bin] += weight;
    confidences[bin] += weight * confidence;
    right[bin] += isRight ? weight : 0;
  }

  /**
   * Returns the number of bins, which divide the range from 0 to 1 evenly.
   *
   * @return at least 1
   */
  public int bins() {
    return weights.length;
  }

  /**
   * Returns the weight of the predictions in a bin, which is their number if rows have no weights.
   *
   * @param bin the bin, from 0
   * @return 0 if the bin is empty
   * @throws IndexOutOfBoundsException if there is no such bin
   */
  public double weight(int bin) {
    return weights[Objects.checkIndex(bin, weights.length)];
  }

  /**
   * Returns the mean confidence of the predictions in a bin.
   *
   * @param bin the bin, from 0
   * @return from 0 to 1; NaN if the bin is empty
   * @throws IndexOutOfBoundsException if there is no such bin
   */
  public double confidence(int bin) {
    return confidences[Objects.checkIndex(bin, weights.length)] / weights[bin];
  }

  /**
   * Returns the share of the predictions in a bin that are right.
   *
   * @param bin the bin, from 0
   * @return from 0 to 1; NaN if the bin is empty
   * @throws IndexOutOfBoundsException if there is no such bin
   */
  public double accuracy(int bin) {
    return right[Objects.checkIndex(bin, weights.length)] / weights[bin];
  }

  /**
   * Returns the expected calibration error.
   *
   * @return from 0 to 1; NaN without rows, or if an output is NaN
   */
  @Override
  public double value() {
    double sum = 0;
    for (int bin = 0; bin < weights.length; bin++) {
      sum += Math.abs(right[bin] - confidences[bin]);
    }
    return isNaN ? Double.NaN : sum / total;
  }
}
