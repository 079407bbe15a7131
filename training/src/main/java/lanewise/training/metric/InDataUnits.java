package lanewise.training.metric;

import lanewise.layers.loss.Targets;
import lanewise.layers.preprocessing.TargetScaler;

/**
 * A metric of numbers in the units of the data, for a model that learns and predicts scaled
 * numbers. The metric sees outputs and targets as {@link TargetScaler#restore} restores them:
 *
 * <pre>
 *   y_t = scaled_t * deviation_t + mean_t
 * </pre>
 *
 * <p>So a mean absolute error is one of prices or lengths, and not one of standard deviations. If a
 * row has several targets, each has its own unit, and the metric combines them as it always does.
 * The name, the weights of rows and the effect of a NaN are those of the metric.
 *
 * @param metric the metric of the restored numbers
 * @param scaler the scaler by which the targets were scaled
 */
public record InDataUnits(Metric metric, TargetScaler scaler) implements Metric {
  @Override
  public String name() {
    return metric.name();
  }

  @Override
  public boolean higherIsBetter() {
    return metric.higherIsBetter();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the scaler is for another number of targets
   */
  @Override
  public Tally begin(int outputs) {
    if (outputs != scaler.size()) {
      throw new IllegalArgumentException(
          "%s: the model has %s outputs, but the scaler is for %s targets"
              .formatted(name(), outputs, scaler.size()));
    }
    return tally(metric.begin(outputs), scaler);
  }

  /**
   * Returns a tally that restores outputs and targets before another sees them.
   *
   * @param inner sees the numbers in the units of the data, in arrays that are written again for
   *     the next rows; the weights of the rows are the same
   * @param scaler the scaler by which the targets were scaled
   * @return a tally with the value of the other
   */
  public static Tally tally(Tally inner, TargetScaler scaler) {
    return new Restoring(inner, scaler);
  }

  private static final class Restoring implements Tally {
    private final Tally inner;
    private final TargetScaler scaler;
    private float[] output = new float[0];
    private float[] actual = output;

    Restoring(Tally inner, TargetScaler scaler) {
      this.inner = inner;
      this.scaler = scaler;
    }

    @Override
    public void add(int rows, float[] scaled, Targets targets) {
      float[] values = MetricTargets.values("in data units", targets);
      int width = scaler.size();
      if (output.length < rows * width) {
        output = new float[rows * width];
        actual = new float[rows * width];
      }
      scaler.restore(rows, scaled, 0, output, 0);
      scaler.restore(rows, values, 0, actual, 0);
      Targets restored = Targets.ofValues(actual);
      inner.add(
          rows, output, targets.areWeighted() ? restored.withWeights(targets.weights()) : restored);
    }

    @Override
    public double value() {
      return inner.value();
    }
  }
}
