package lanewise.cli.report;

import java.util.ArrayList;
import java.util.List;
import lanewise.cli.output.JsonLine;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonValue;
import lanewise.layers.loss.Targets;
import lanewise.tensor.Workers;
import lanewise.training.MultiLabelReport;
import lanewise.training.metric.CalibrationError;
import lanewise.training.metric.ClassAreas;
import lanewise.training.metric.F1;
import lanewise.training.metric.LabelAccuracy;
import lanewise.training.metric.LogLoss;
import lanewise.training.metric.Metric;
import lanewise.training.metric.PrAuc;
import lanewise.training.metric.ReliabilityCurve;
import lanewise.training.metric.RocAuc;
import lanewise.training.metric.Tally;

/** What evaluation.json has of labels that do not exclude each other. */
final class LabelEvaluation {
  private final RunEvaluation run;
  private final List<String> labels;

  LabelEvaluation(RunEvaluation run, List<String> labels) {
    this.run = run;
    this.labels = labels;
  }

  void addTo(JsonObject.Builder json, Workers workers) {
    int outputs = labels.size();
    List<Metric> metrics =
        run.withChosen(
            List.of(
                LabelAccuracy.of(),
                F1.of(),
                RocAuc.of(),
                PrAuc.of(),
                LogLoss.of(),
                CalibrationError.of()));
    List<Tally> tallies = run.begin(metrics);
    ClassAreas roc = RocAuc.of().begin(outputs);
    ClassAreas precision = PrAuc.of().begin(outputs);
    ReliabilityCurve curve =
        new CalibrationError(RunEvaluation.BINS, CalibrationError.of().outputs()).begin(outputs);
    Mistakes mistakes = new Mistakes(outputs);
    List<Tally> all = new ArrayList<>(tallies);
    all.addAll(List.of(roc, precision, curve, mistakes));
    MultiLabelReport report =
        MultiLabelReport.of(
            run.model(), labels, run.rows().scaled(), workers, all.toArray(Tally[]::new));
    JsonObject.Builder figures = JsonObject.builder();
    RunEvaluation.metrics(metrics, tallies).members().forEach(figures::put);
    figures.put("all-labels-accuracy", JsonLine.number(report.exactShare()));
    json.put("metrics", figures.build());
    json.put("classes", JsonLine.texts(labels));
    List<JsonValue> lines = new ArrayList<>();
    for (MultiLabelReport.Counts each : report.labels()) {
      int label = lines.size();
      lines.add(
          JsonObject.builder()
              .put("rows", each.positives())
              .put("given", each.given())
              .put("found", each.found())
              .put("precision", JsonLine.number(each.precision()))
              .put("recall", JsonLine.number(each.recall()))
              .put("f1", JsonLine.number(each.f1()))
              .put("auc", JsonLine.number(roc.ofClass(label)))
              .put("pr-auc", JsonLine.number(precision.ofClass(label)))
              .build());
    }
    json.put("perLabel", new JsonArray(lines));
    json.put("calibration", RunEvaluation.calibration(curve));
    addMistakes(json, mistakes.surest);
    run.addImportance(json, LabelAccuracy.of(), workers);
  }

  private void addMistakes(JsonObject.Builder json, Surest mistakes) {
    Pictures pictures = Pictures.of(run.rows());
    if (pictures != null) {
      json.put("picture", pictures.format());
    }
    List<JsonValue> list = new ArrayList<>();
    for (Surest.Mistake mistake : mistakes.list()) {
      boolean given = mistake.predicted() == 1;
      JsonObject.Builder object =
          JsonObject.builder()
              .put("row", mistake.row())
              .put("label", labels.get(mistake.truth()))
              .put("given", given)
              .put(
                  "probability",
                  JsonLine.number(given ? mistake.confidence() : 1 - mistake.confidence()));
      if (pictures != null) {
        object.put("pixels", pictures.pixels(mistake.row()));
      }
      list.add(object.build());
    }
    json.put("labelMistakes", new JsonArray(list));
  }

  /** Finds labels that are given wrongly or missed. */
  private static final class Mistakes implements Tally {
    private final Surest surest = new Surest();
    private final int outputs;
    private int row;

    Mistakes(int outputs) {
      this.outputs = outputs;
    }

    @Override
    public void add(int rows, float[] output, Targets targets) {
      for (int r = 0; r < rows; r++, row++) {
        for (int l = 0; l < outputs; l++) {
          double logit = output[r * outputs + l];
          boolean given = logit >= 0;
          if (given != (targets.values()[r * outputs + l] == 1)) {
            double confidence = 1 / (1 + Math.exp(-Math.abs(logit)));
            surest.add(new Surest.Mistake(row, l, given ? 1 : 0, confidence));
          }
        }
      }
    }

    @Override
    public double value() {
      return surest.size();
    }
  }
}
