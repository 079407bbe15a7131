package lanewise.cli.report;

import java.util.ArrayList;
import java.util.List;
import lanewise.cli.output.JsonLine;
import lanewise.layers.file.Task;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonValue;
import lanewise.layers.loss.Targets;
import lanewise.tensor.Workers;
import lanewise.training.RegressionReport;
import lanewise.training.metric.InDataUnits;
import lanewise.training.metric.Metric;
import lanewise.training.metric.R2;
import lanewise.training.metric.Tally;

/**
 * What evaluation.json has of predicted numbers, in the units of the data: the figures and some
 * residuals of each. What combines several numbers is what has no unit.
 */
final class ValueEvaluation {
  /** A plot shows no more points than these; of several numbers, all plots together. */
  private static final int MOST_POINTS = 1_000;

  private static final int FEWEST_POINTS = 200;

  private final RunEvaluation run;
  private final Task.Regression task;

  ValueEvaluation(RunEvaluation run, Task.Regression task) {
    this.run = run;
    this.task = task;
  }

  void addTo(JsonObject.Builder json, Workers workers) {
    List<Metric> metrics = run.withChosen(List.of(R2.of()));
    List<Tally> tallies = run.begin(metrics);
    int points = Math.max(FEWEST_POINTS, MOST_POINTS / task.names().size());
    int stride = Math.ceilDiv(run.rows().scaled().rows(), points);
    Residuals residuals = new Residuals(task.names().size(), stride);
    List<Tally> all = new ArrayList<>(tallies);
    all.add(InDataUnits.tally(residuals, task.scaler()));
    RegressionReport report =
        RegressionReport.of(
            run.model(), task, run.rows().scaled(), workers, all.toArray(Tally[]::new));
    JsonObject.Builder figures = JsonObject.builder();
    JsonObject common = RunEvaluation.metrics(metrics, tallies);
    common.members().forEach(figures::put);
    if (report.figures().size() == 1) {
      RegressionReport.Figures only = report.figures().getFirst();
      putUnlessThere(figures, common, "rmse", only.rootMeanSquaredError());
      putUnlessThere(figures, common, "mae", only.meanAbsoluteError());
    }
    json.put("metrics", figures.build());
    List<JsonValue> targets = new ArrayList<>();
    for (RegressionReport.Figures each : report.figures()) {
      targets.add(
          JsonObject.builder()
              .put("name", each.name())
              .put("r2", JsonLine.number(each.r2()))
              .put("rmse", JsonLine.number(each.rootMeanSquaredError()))
              .put("mae", JsonLine.number(each.meanAbsoluteError()))
              .put("residuals", new JsonArray(residuals.pairs.get(targets.size())))
              .build());
    }
    json.put("targets", new JsonArray(targets));
    run.addImportance(json, R2.of(), workers);
  }

  private static void putUnlessThere(
      JsonObject.Builder to, JsonObject there, String name, double value) {
    if (!there.members().containsKey(name)) {
      to.put(name, JsonLine.number(value));
    }
  }

  /** Keeps every n-th target and prediction, so that a plot has no more points than it can show. */
  private static final class Residuals implements Tally {
    private final int stride;
    private final List<List<JsonValue>> pairs = new ArrayList<>();
    private int row;

    Residuals(int targets, int stride) {
      this.stride = stride;
      for (int t = 0; t < targets; t++) {
        pairs.add(new ArrayList<>());
      }
    }

    @Override
    public void add(int count, float[] predicted, Targets targets) {
      int width = pairs.size();
      for (int r = 0; r < count; r++, row++) {
        for (int t = 0; t < width && row % stride == 0; t++) {
          pairs
              .get(t)
              .add(
                  JsonArray.of(
                      JsonLine.number(targets.values()[r * width + t]),
                      JsonLine.number(predicted[r * width + t])));
        }
      }
    }

    @Override
    public double value() {
      return row;
    }
  }
}
