package lanewise.training;

import java.util.ArrayList;
import java.util.List;
import lanewise.layers.Model;
import lanewise.layers.loss.Loss;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Workers;
import lanewise.training.data.RowSource;
import lanewise.training.metric.MeanLoss;
import lanewise.training.metric.Metric;
import lanewise.training.metric.MetricValue;
import lanewise.training.metric.Tally;

/**
 * The loss and the metrics of a model on some rows.
 *
 * @param rows the number of rows
 * @param loss the mean loss over the rows, whatever the reduction of the loss
 * @param metrics the values of the metrics in the requested order
 */
public record Evaluation(int rows, double loss, List<MetricValue> metrics) {
  /** Copies the list. */
  public Evaluation {
    metrics = List.copyOf(metrics);
  }

  /**
   * Evaluates a model.
   *
   * @param model the model to evaluate
   * @param loss the loss that compares its outputs with the targets of the rows
   * @param source the rows, scaled as the model expects them
   * @param workers the threads to use
   * @param metrics the metrics to compute in addition to the loss
   * @return the figures, which are the same for every number of threads
   * @throws ShapeException if the model and the rows do not fit
   */
  public static Evaluation of(
      Model model, Loss loss, RowSource source, Workers workers, Metric... metrics) {
    Evaluator evaluator = Evaluator.of(model, source, workers);
    Tally mean = evaluator.begin(MeanLoss.of(loss));
    List<Tally> tallies = new ArrayList<>();
    for (Metric metric : metrics) {
      tallies.add(evaluator.begin(metric));
    }
    tallies.add(mean);
    evaluator.run(source, tallies, () -> false, pass -> {});
    List<MetricValue> values = new ArrayList<>();
    for (int i = 0; i < metrics.length; i++) {
      values.add(new MetricValue(metrics[i].name(), tallies.get(i).value()));
    }
    return new Evaluation(source.rows(), mean.value(), values);
  }

  /**
   * Passes the outputs of a model for some rows to tallies, in the order of the rows. This is for
   * more than one figure: a {@link lanewise.training.metric.ConfusionMatrix}, or a tally of your
   * own that keeps outputs.
   *
   * @param model the model to evaluate
   * @param source the rows, scaled as the model expects them
   * @param workers the threads to use
   * @param tallies the tallies, which receive every batch in this order
   * @throws ShapeException if the model and the rows do not fit
   */
  public static void tally(Model model, RowSource source, Workers workers, Tally... tallies) {
    Evaluator.of(model, source, workers).run(source, List.of(tallies), () -> false, pass -> {});
  }

  /**
   * Returns the value of a metric.
   *
   * @param metric the name of the metric
   * @return the figure
   * @throws IllegalArgumentException if the metric was not requested
   */
  public double value(String metric) {
    for (MetricValue each : metrics) {
      if (each.name().equals(metric)) {
        return each.value();
      }
    }
    throw new IllegalArgumentException(
        "evaluation: there is no metric %s; there are %s"
            .formatted(metric, metrics.stream().map(MetricValue::name).toList()));
  }
}
