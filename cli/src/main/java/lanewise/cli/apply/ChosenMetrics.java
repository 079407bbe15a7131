package lanewise.cli.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import lanewise.cli.metric.TaskMetrics;
import lanewise.cli.metric.TrainedLoss;
import lanewise.cli.output.JsonLine;
import lanewise.cli.output.LabelledLine;
import lanewise.cli.output.MetricText;
import lanewise.cli.session.InputException;
import lanewise.layers.file.Task;
import lanewise.layers.format.JsonObject;
import lanewise.layers.predictor.Predictor;
import lanewise.training.metric.Metric;
import lanewise.training.metric.MetricValue;
import lanewise.training.metric.Metrics;
import lanewise.training.metric.Tally;

/** The metrics that {@code --metric} names, of one evaluation. */
final class ChosenMetrics {
  private final List<Metric> metrics = new ArrayList<>();
  private final List<Tally> tallies = new ArrayList<>();

  /** The loss that the metric of this name means. */
  private final TrainedLoss loss;

  /**
   * Begins the evaluation.
   *
   * @param names those of the metrics; one that comes twice counts once
   * @throws InputException if a metric does not exist, or does not suit the task
   */
  ChosenMetrics(Predictor predictor, List<String> names) {
    Task task = Objects.requireNonNull(predictor.saved().task());
    loss = TrainedLoss.of(predictor.provenance(), task);
    TaskMetrics known = new TaskMetrics(task, loss.loss());
    for (String name : names.stream().distinct().toList()) {
      Metric metric = known.find(name);
      metrics.add(metric);
      tallies.add(metric.begin(task.names().size()));
    }
  }

  /** What has to see the rows. */
  Tally[] tallies() {
    return tallies.toArray(Tally[]::new);
  }

  private List<MetricValue> values() {
    List<MetricValue> values = new ArrayList<>();
    for (int i = 0; i < metrics.size(); i++) {
      values.add(new MetricValue(metrics.get(i).name(), tallies.get(i).value()));
    }
    return values;
  }

  /** A line for each; the figures stand below one another. */
  List<String> lines() {
    int column = metrics.stream().mapToInt(metric -> metric.name().length() + 2).max().orElse(0);
    return values().stream()
        .map(
            metric ->
                LabelledLine.of(metric.name(), text(metric), Math.max(column, LabelledLine.COLUMN)))
        .toList();
  }

  private String text(MetricValue metric) {
    String figure = MetricText.of(metric);
    return metric.name().equals(Metrics.LOSS) ? figure + ", " + loss.description() : figure;
  }

  /** Adds an object of them, if there are any, and says which loss is meant if it is asked for. */
  JsonObject addTo(JsonObject.Builder object) {
    if (!metrics.isEmpty()) {
      JsonObject.Builder figures = JsonObject.builder();
      values().forEach(metric -> figures.put(metric.name(), JsonLine.number(metric.value())));
      object.put("metrics", figures.build());
      if (metrics.stream().anyMatch(metric -> metric.name().equals(Metrics.LOSS))) {
        object.put("lossMeaning", loss.description());
      }
    }
    return object.build();
  }
}
