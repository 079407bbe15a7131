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
import lanewise.training.metric.MeanLoss;
import lanewise.training.metric.Metric;
import lanewise.training.metric.MetricValue;
import lanewise.training.metric.Metrics;
import lanewise.training.metric.Tally;

/** The loss of a model, and the metrics that {@code --metric} names, of one evaluation. */
final class ChosenMetrics {
  private final List<Metric> metrics = new ArrayList<>();
  private final List<Tally> tallies = new ArrayList<>();

  /** The loss that is meant. */
  private final TrainedLoss loss;

  private final Tally lossOfRows;

  /**
   * Begins the evaluation.
   *
   * @param names those of the metrics; one that comes twice counts once
   * @throws InputException if a metric does not exist, or does not suit the task
   */
  ChosenMetrics(Predictor predictor, List<String> names) {
    Task task = Objects.requireNonNull(predictor.saved().task());
    loss = TrainedLoss.of(predictor.provenance(), task);
    lossOfRows = MeanLoss.of(loss.loss()).begin(task.names().size());
    TaskMetrics known = new TaskMetrics(task, loss.loss());
    for (String name : names.stream().distinct().toList()) {
      Metric metric = known.find(name);
      metrics.add(metric);
      tallies.add(metric.begin(task.names().size()));
    }
  }

  /** What has to see the rows. */
  Tally[] tallies() {
    List<Tally> all = new ArrayList<>(tallies);
    all.add(lossOfRows);
    return all.toArray(Tally[]::new);
  }

  private List<MetricValue> values() {
    List<MetricValue> values = new ArrayList<>();
    for (int i = 0; i < metrics.size(); i++) {
      values.add(new MetricValue(metrics.get(i).name(), tallies.get(i).value()));
    }
    return values;
  }

  private boolean hasLoss() {
    return metrics.stream().anyMatch(metric -> metric.name().equals(Metrics.LOSS));
  }

  /** The loss and which one it is, then a line for each metric; their figures are aligned. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (!hasLoss()) {
      MetricValue value = new MetricValue(Metrics.LOSS, lossOfRows.value());
      lines.add(LabelledLine.of("Loss", text(value)));
    }
    int column = metrics.stream().mapToInt(metric -> metric.name().length() + 2).max().orElse(0);
    for (MetricValue metric : values()) {
      lines.add(
          LabelledLine.of(metric.name(), text(metric), Math.max(column, LabelledLine.COLUMN)));
    }
    return lines;
  }

  private String text(MetricValue metric) {
    String figure = MetricText.of(metric);
    return metric.name().equals(Metrics.LOSS) ? figure + ", " + loss.description() : figure;
  }

  /** Adds the loss and which one it is, and an object of the metrics, if there are any. */
  JsonObject addTo(JsonObject.Builder object) {
    object.put("loss", JsonLine.number(lossOfRows.value())).put("lossMeaning", loss.description());
    if (!metrics.isEmpty()) {
      JsonObject.Builder figures = JsonObject.builder();
      values().forEach(metric -> figures.put(metric.name(), JsonLine.number(metric.value())));
      object.put("metrics", figures.build());
    }
    return object.build();
  }
}
