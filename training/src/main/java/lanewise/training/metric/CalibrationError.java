package lanewise.training.metric;

/**
 * The expected calibration error: the mean distance between the confidence of the predictions and
 * their accuracy, in bins of equal width (Naeini et al., 2015; Guo et al., On Calibration of Modern
 * Neural Networks, 2017).
 *
 * <pre>
 *   ECE = sum over bins of (weight of the bin / total weight) |accuracy - mean confidence|
 * </pre>
 *
 * <p>The confidence of a row is its largest probability, and its accuracy is whether that is its
 * class. For labels of 0 and 1, the confidence is the probability that a label is set, and the
 * accuracy whether it is. A bin includes its upper end. A NaN gives NaN. Rows count by their
 * weights. {@link #begin} returns a {@link ReliabilityCurve} with the bins.
 *
 * @param bins the number of bins, at least 1
 * @param outputs the meaning of the model's outputs
 */
public record CalibrationError(int bins, OutputScale outputs) implements Metric {
  /**
   * Checks the number of bins.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public CalibrationError {
    if (bins < 1) {
      throw new IllegalArgumentException(
          "calibration error: " + bins + " bins: use at least 1, such as 15");
    }
  }

  /**
   * Returns the metric with 15 bins of a model that gives logits.
   *
   * @return the metric {@code ece}
   */
  public static CalibrationError of() {
    return new CalibrationError(15, OutputScale.LOGITS);
  }

  @Override
  public String name() {
    return "ece";
  }

  @Override
  public boolean higherIsBetter() {
    return false;
  }

  @Override
  public ReliabilityCurve begin(int width) {
    return new ReliabilityCurve(this, width);
  }
}
