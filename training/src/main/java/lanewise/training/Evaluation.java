package lanewise.training;

import java.util.ArrayList;
import java.util.List;
import lanewise.layers.Model;
import lanewise.layers.loss.Loss;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Workers;
import lanewise.training.data.Samples;
import lanewise.training.metric.MeanLoss;
import lanewise.training.metric.Metric;
import lanewise.training.metric.MetricValue;
import lanewise.training.metric.Tally;

/**
 * How good a model is on some rows.
 *
 * @param rows how many were looked at
 * @param loss the mean loss over the rows, whatever the loss's reduction
 * @param metrics what each metric gave, in the order asked for
 */
public record Evaluation(int rows, double loss, List<MetricValue> metrics) {
  /** Copies the list. */
  public Evaluation {
    metrics = List.copyOf(metrics);
  }

  /**
   * Evaluates a model.
   *
   * @param model any
   * @param loss of its outputs against the targets of the rows
   * @param samples the rows, scaled as the model wants them
   * @param workers the threads to use
   * @param metrics the figures wanted besides the loss
   * @return the figures, the same for every number of threads
   * @throws ShapeException if the model and the rows do not fit
   */
  public static Evaluation of(
      Model model, Loss loss, Samples samples, Workers workers, Metric... metrics) {
    Evaluator evaluator = new Evaluator(model, samples, workers);
    Tally mean = evaluator.begin(MeanLoss.of(loss));
    List<Tally> tallies = new ArrayList<>();
    for (Metric metric : metrics) {
      tallies.add(evaluator.begin(metric));
    }
    tallies.add(mean);
    evaluator.run(tallies);
    List<MetricValue> values = new ArrayList<>();
    for (int i = 0; i < metrics.length; i++) {
      values.add(new MetricValue(metrics[i].name(), tallies.get(i).value()));
    }
    return new Evaluation(samples.rows(), mean.value(), values);
  }

  /**
   * What a metric gave.
   *
   * @param metric its name
   * @return the figure
   * @throws IllegalArgumentException if it was not asked for
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
