package lanewise.cli.report;

import java.util.ArrayList;
import java.util.List;
import lanewise.cli.output.ClassScores;
import lanewise.cli.output.JsonLine;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonValue;
import lanewise.layers.loss.Targets;
import lanewise.tensor.Workers;
import lanewise.training.Evaluation;
import lanewise.training.metric.Accuracy;
import lanewise.training.metric.BalancedAccuracy;
import lanewise.training.metric.CalibrationError;
import lanewise.training.metric.ClassAreas;
import lanewise.training.metric.ConfusionMatrix;
import lanewise.training.metric.F1;
import lanewise.training.metric.LogLoss;
import lanewise.training.metric.Metric;
import lanewise.training.metric.PrAuc;
import lanewise.training.metric.ReliabilityCurve;
import lanewise.training.metric.RocAuc;
import lanewise.training.metric.Tally;
import lanewise.training.metric.TopKAccuracy;

/** What evaluation.json has of classes that exclude each other. */
final class ClassEvaluation {
  /** Of fewer classes, one of the five most probable ones is nearly always right. */
  private static final int CLASSES_OF_TOP_FIVE = 10;

  private final RunEvaluation run;
  private final List<String> classes;

  ClassEvaluation(RunEvaluation run, List<String> classes) {
    this.run = run;
    this.classes = classes;
  }

  void addTo(JsonObject.Builder json, Workers workers) {
    int outputs = run.model().outputShape().size();
    List<Metric> metrics = run.withChosen(usual());
    List<Tally> tallies = run.begin(metrics);
    ConfusionMatrix confusion = ConfusionMatrix.of(outputs);
    ClassAreas roc = RocAuc.of().begin(outputs);
    ClassAreas precision = PrAuc.of().begin(outputs);
    ReliabilityCurve curve =
        new CalibrationError(RunEvaluation.BINS, CalibrationError.of().outputs()).begin(outputs);
    Mistakes mistakes = new Mistakes(outputs);
    List<Tally> all = new ArrayList<>(tallies);
    all.addAll(List.of(confusion, roc, precision, curve, mistakes));
    Evaluation.tally(run.model(), run.rows().scaled(), workers, all.toArray(Tally[]::new));
    json.put("metrics", RunEvaluation.metrics(metrics, tallies));
    json.put("classes", JsonLine.texts(classes));
    json.put("confusion", confusion(confusion));
    List<JsonValue> lines = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      ClassScores scores = ClassScores.of(confusion, c);
      lines.add(
          JsonObject.builder()
              .put("rows", scores.rows())
              .put("precision", JsonLine.number(scores.precision()))
              .put("recall", JsonLine.number(scores.recall()))
              .put("f1", JsonLine.number(scores.f1()))
              .put("auc", JsonLine.number(roc.ofClass(c)))
              .put("pr-auc", JsonLine.number(precision.ofClass(c)))
              .build());
    }
    json.put("perClass", new JsonArray(lines));
    json.put("calibration", RunEvaluation.calibration(curve));
    addMistakes(json, mistakes.surest);
    run.addImportance(json, Accuracy.of(), workers);
  }

  private List<Metric> usual() {
    List<Metric> usual =
        new ArrayList<>(
            List.of(
                Accuracy.of(),
                BalancedAccuracy.of(),
                F1.of(),
                RocAuc.of(),
                PrAuc.of(),
                LogLoss.of(),
                CalibrationError.of()));
    if (classes.size() >= CLASSES_OF_TOP_FIVE) {
      usual.add(1, new TopKAccuracy(5));
    }
    return usual;
  }

  private static JsonArray confusion(ConfusionMatrix confusion) {
    List<JsonValue> lines = new ArrayList<>();
    for (int c = 0; c < confusion.classes(); c++) {
      long[] counts = new long[confusion.classes()];
      for (int p = 0; p < counts.length; p++) {
        counts[p] = confusion.count(c, p);
      }
      lines.add(JsonArray.of(counts));
    }
    return new JsonArray(lines);
  }

  private void addMistakes(JsonObject.Builder json, Surest mistakes) {
    Pictures pictures = Pictures.of(run.rows());
    if (pictures != null) {
      json.put("picture", pictures.format());
    }
    List<JsonValue> list = new ArrayList<>();
    for (Surest.Mistake mistake : mistakes.list()) {
      JsonObject.Builder object =
          JsonObject.builder()
              .put("row", mistake.row())
              .put("label", classes.get(mistake.truth()))
              .put("predicted", classes.get(mistake.predicted()))
              .put("probability", JsonLine.number(mistake.confidence()));
      if (pictures != null) {
        object.put("pixels", pictures.pixels(mistake.row()));
      }
      list.add(object.build());
    }
    json.put("mistakes", new JsonArray(list));
  }

  /** Finds the rows whose class was not the prediction. */
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
        int best = 0;
        for (int c = 1; c < outputs; c++) {
          best = output[r * outputs + c] > output[r * outputs + best] ? c : best;
        }
        if (best != targets.classes()[r]) {
          double sum = 0;
          for (int c = 0; c < outputs; c++) {
            sum += Math.exp((double) output[r * outputs + c] - output[r * outputs + best]);
          }
          surest.add(new Surest.Mistake(row, targets.classes()[r], best, 1 / sum));
        }
      }
    }

    @Override
    public double value() {
      return surest.size();
    }
  }
}
