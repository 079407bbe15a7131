package lanewise.cli.report;

import java.util.ArrayList;
import java.util.List;
import lanewise.cli.output.JsonLine;
import lanewise.layers.Model;
import lanewise.layers.file.Task;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonValue;
import lanewise.tensor.Workers;
import lanewise.training.metric.Metric;
import lanewise.training.metric.ReliabilityCurve;
import lanewise.training.metric.Tally;
import org.jspecify.annotations.Nullable;

/**
 * Computes what the report shows of a model's predictions for rows that took no part in training.
 *
 * @param model the model, which gives a logit for each class or label, or scaled numbers
 * @param task what is predicted
 * @param rows the rows
 * @param importance the columns whose importance is measured
 * @param chosen the metric that selected the best epoch, which comes first; null for the loss
 */
public record RunEvaluation(
    Model model,
    Task task,
    EvaluatedRows rows,
    ColumnImportance importance,
    @Nullable Metric chosen) {
  /** The bins of a calibration curve. */
  static final int BINS = 10;

  /** Computes the figures. */
  public JsonObject compute(Workers workers) {
    JsonObject.Builder json =
        JsonObject.builder().put("part", rows.part()).put("rows", rows.scaled().rows());
    switch (task) {
      case Task.Classification classes ->
          new ClassEvaluation(this, classes.names()).addTo(json, workers);
      case Task.MultiLabel labels -> new LabelEvaluation(this, labels.names()).addTo(json, workers);
      case Task.Regression numbers -> new ValueEvaluation(this, numbers).addTo(json, workers);
    }
    return json.build();
  }

  /** The chosen metric and others, each once. */
  List<Metric> withChosen(List<Metric> others) {
    List<Metric> metrics = new ArrayList<>();
    if (chosen != null) {
      metrics.add(chosen);
    }
    for (Metric other : others) {
      if (chosen == null || !chosen.name().equals(other.name())) {
        metrics.add(other);
      }
    }
    return metrics;
  }

  List<Tally> begin(List<Metric> metrics) {
    int outputs = model.outputShape().size();
    return metrics.stream().map(metric -> metric.begin(outputs)).toList();
  }

  static JsonObject metrics(List<Metric> metrics, List<Tally> tallies) {
    JsonObject.Builder object = JsonObject.builder();
    for (int i = 0; i < metrics.size(); i++) {
      object.put(metrics.get(i).name(), JsonLine.number(tallies.get(i).value()));
    }
    return object.build();
  }

  static JsonArray calibration(ReliabilityCurve curve) {
    List<JsonValue> bins = new ArrayList<>();
    for (int bin = 0; bin < curve.bins(); bin++) {
      bins.add(
          JsonObject.builder()
              .put("weight", curve.weight(bin))
              .put("confidence", JsonLine.number(curve.confidence(bin)))
              .put("accuracy", JsonLine.number(curve.accuracy(bin)))
              .build());
    }
    return new JsonArray(bins);
  }

  void addImportance(JsonObject.Builder json, Metric metric, Workers workers) {
    importance.addTo(json, model, rows.scaled(), metric, workers);
  }
}
