package lanewise.cli.apply;

import java.util.ArrayList;
import java.util.List;
import lanewise.cli.metric.TaskMetrics;
import lanewise.cli.output.JsonLine;
import lanewise.cli.output.LabelledLine;
import lanewise.cli.output.MetricText;
import lanewise.cli.session.InputException;
import lanewise.layers.file.Task;
import lanewise.layers.format.JsonObject;
import lanewise.training.metric.Metric;
import lanewise.training.metric.MetricValue;
import lanewise.training.metric.Tally;

/** The metrics that {@code --metric} names, of one evaluation. */
final class ChosenMetrics {
  private final List<Metric> metrics = new ArrayList<>();
  private final List<Tally> tallies = new ArrayList<>();

  /**
   * Begins the evaluation.
   *
   * @param names those of the metrics; one that comes twice counts once
   * @throws InputException if a metric does not exist, or does not suit the task
   */
  ChosenMetrics(Task task, List<String> names) {
    TaskMetrics known = TaskMetrics.of(task);
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
                LabelledLine.of(
                    metric.name(), MetricText.of(metric), Math.max(column, LabelledLine.COLUMN)))
        .toList();
  }

  /** Adds an object of them, if there are any. */
  JsonObject addTo(JsonObject.Builder object) {
    if (!metrics.isEmpty()) {
      JsonObject.Builder figures = JsonObject.builder();
      values().forEach(metric -> figures.put(metric.name(), JsonLine.number(metric.value())));
      object.put("metrics", figures.build());
    }
    return object.build();
  }
}
