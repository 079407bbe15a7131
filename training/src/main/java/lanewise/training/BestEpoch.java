package lanewise.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lanewise.training.metric.Metric;
import lanewise.training.metric.MetricValue;
import lanewise.training.state.Memory;

/**
 * The best epoch of a run so far and its weights, which are the initial weights until there is a
 * best epoch.
 */
final class BestEpoch {
  private static final int EPOCH = 0;
  private static final int SINCE = 1;
  private static final int SELECTED = 0;
  private static final int ROWS = 1;
  private static final int LOSS = 2;
  private static final int METRICS = 3;

  private final Metric selection;
  private final EarlyStopping rule;
  private final List<Metric> metrics;

  /** The weights of the model itself. */
  private final Memory weights;

  private final Memory best;

  /** The number of the best epoch, or 0, and the number of epochs since. */
  private final long[] epochs = new long[2];

  /** The figures of the best epoch: the value of the selecting metric, then its validation. */
  private final double[] figures;

  BestEpoch(Metric selection, EarlyStopping rule, List<Metric> metrics, Memory weights) {
    this.selection = selection;
    this.rule = rule;
    this.metrics = metrics;
    this.weights = weights;
    this.best = weights.copy();
    this.figures = new double[METRICS + metrics.size()];
    Arrays.fill(figures, Double.NaN);
    figures[ROWS] = 0;
  }

  /**
   * Takes the figures of an epoch, and its weights if the epoch is the best so far.
   *
   * @param selected the value of the metric that selects the best epoch
   * @return whether the epoch is the best so far
   */
  boolean offer(int epoch, double selected, Evaluation validation) {
    if (epochs[EPOCH] > 0 && !isBetter(selected, figures[SELECTED])) {
      epochs[SINCE] += epoch > rule.warmUp() ? 1 : 0;
      return false;
    }
    epochs[EPOCH] = epoch;
    epochs[SINCE] = 0;
    figures[SELECTED] = selected;
    figures[ROWS] = validation.rows();
    figures[LOSS] = validation.loss();
    for (int i = 0; i < metrics.size(); i++) {
      figures[METRICS + i] = validation.metrics().get(i).value();
    }
    best.set(weights);
    return true;
  }

  private boolean isBetter(double value, double before) {
    if (Double.isNaN(before)) {
      return !Double.isNaN(value);
    }
    // An epoch that reaches the target ends the run, so its weights must be kept.
    double minDelta = reaches(value) ? 0 : rule.minDelta();
    return selection.higherIsBetter() ? value > before + minDelta : value < before - minDelta;
  }

  private boolean reaches(double value) {
    Double target = rule.target();
    return target != null && (selection.higherIsBetter() ? value >= target : value <= target);
  }

  /** Returns whether the best epoch is good enough. */
  boolean targetIsReached() {
    return epochs[EPOCH] > 0 && reaches(figures[SELECTED]);
  }

  boolean patienceIsOver() {
    return epochs[SINCE] >= rule.patience();
  }

  /** Returns the number of the best epoch, from 1, or 0 before the first validation. */
  int epoch() {
    return (int) epochs[EPOCH];
  }

  Evaluation validation() {
    List<MetricValue> values = new ArrayList<>();
    for (int i = 0; i < metrics.size(); i++) {
      values.add(new MetricValue(metrics.get(i).name(), figures[METRICS + i]));
    }
    return new Evaluation((int) figures[ROWS], figures[LOSS], values);
  }

  /** Copies the best weights to the model. */
  void restore() {
    weights.set(best);
  }

  Memory memory() {
    return Memory.none()
        .withLongs("epochs", epochs)
        .withDoubles("figures", figures)
        .withPart("weights", best);
  }
}
