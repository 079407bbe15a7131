package lanewise.cli.report;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import lanewise.cli.output.ClassScores;
import lanewise.cli.output.JsonLine;
import lanewise.layers.Model;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonValue;
import lanewise.layers.loss.MeanAbsoluteError;
import lanewise.layers.loss.Targets;
import lanewise.tensor.Workers;
import lanewise.training.Evaluation;
import lanewise.training.MultiLabelReport;
import lanewise.training.PermutationImportance;
import lanewise.training.data.RowFormat;
import lanewise.training.data.Samples;
import lanewise.training.metric.Accuracy;
import lanewise.training.metric.BalancedAccuracy;
import lanewise.training.metric.CalibrationError;
import lanewise.training.metric.ConfusionMatrix;
import lanewise.training.metric.F1;
import lanewise.training.metric.LabelAccuracy;
import lanewise.training.metric.LogLoss;
import lanewise.training.metric.MeanLoss;
import lanewise.training.metric.Metric;
import lanewise.training.metric.PrAuc;
import lanewise.training.metric.R2;
import lanewise.training.metric.ReliabilityCurve;
import lanewise.training.metric.Rmse;
import lanewise.training.metric.RocAuc;
import lanewise.training.metric.Tally;

/**
 * Computes what the report shows of a model's predictions for rows that took no part in training.
 *
 * @param model the model, which gives a logit for each class or label, or values
 * @param rows the rows, scaled as the model expects them
 * @param unscaled the same rows as they were read, of which the pictures are made
 * @param part what the rows are, such as {@code test}
 * @param classes the names of the classes, or of labels that do not exclude each other; empty for
 *     values
 * @param columns the columns whose importance is measured; empty for none
 * @param isImage whether a row is a square picture
 * @param unit the factor from the model's values to those of the data, and the value of its 0
 */
public record RunEvaluation(
    Model model,
    Samples rows,
    Samples unscaled,
    String part,
    List<String> classes,
    List<PermutationImportance.Column> columns,
    boolean isImage,
    Unit unit) {
  private static final int BINS = 10;
  private static final int MOST_MISTAKES = 24;
  private static final int MOST_RESIDUALS = 1_000;
  private static final int REPETITIONS = 5;

  /**
   * What turns the values of a model into those of the data.
   *
   * @param scale the factor
   * @param offset the summand
   */
  public record Unit(double scale, double offset) {
    /** Changes nothing. */
    public static final Unit NONE = new Unit(1, 0);

    double of(double value) {
      return value * scale + offset;
    }
  }

  /** Computes the figures. */
  public JsonObject compute(Workers workers) {
    JsonObject.Builder json = JsonObject.builder().put("part", part).put("rows", rows.rows());
    if (rows.format().kind() == RowFormat.Kind.CLASS) {
      classes(json, workers);
    } else if (!classes.isEmpty()) {
      labels(json, workers);
    } else {
      values(json, workers);
    }
    return json.build();
  }

  private static JsonObject metrics(List<Metric> metrics, List<Tally> tallies) {
    JsonObject.Builder object = JsonObject.builder();
    for (int i = 0; i < metrics.size(); i++) {
      object.put(metrics.get(i).name(), JsonLine.number(tallies.get(i).value()));
    }
    return object.build();
  }

  private List<Tally> begin(List<Metric> metrics) {
    int outputs = model.outputShape().size();
    return metrics.stream().map(metric -> metric.begin(outputs)).toList();
  }

  private void classes(JsonObject.Builder json, Workers workers) {
    List<Metric> metrics =
        List.of(
            Accuracy.of(),
            BalancedAccuracy.of(),
            F1.of(),
            RocAuc.of(),
            PrAuc.of(),
            LogLoss.of(),
            CalibrationError.of());
    List<Tally> tallies = begin(metrics);
    ConfusionMatrix confusion = ConfusionMatrix.of(classes.size());
    ReliabilityCurve curve =
        new CalibrationError(BINS, CalibrationError.of().outputs()).begin(classes.size());
    Mistakes mistakes = new Mistakes(classes.size());
    List<Tally> all = new ArrayList<>(tallies);
    all.addAll(List.of(confusion, curve, mistakes));
    Evaluation.tally(model, rows, workers, all.toArray(Tally[]::new));
    json.put("metrics", metrics(metrics, tallies));
    json.put("classes", JsonLine.texts(classes));
    json.put("confusion", confusion(confusion));
    json.put("perClass", perClass(confusion));
    json.put("calibration", calibration(curve));
    mistakes(json, mistakes);
    importance(json, Accuracy.of(), workers);
  }

  private void labels(JsonObject.Builder json, Workers workers) {
    MultiLabelReport report = MultiLabelReport.of(model, classes, rows, workers);
    LabelAccuracy accuracy = LabelAccuracy.of();
    json.put(
        "metrics",
        JsonObject.builder()
            .put(accuracy.name(), JsonLine.number(report.accuracy()))
            .put("all-labels-accuracy", JsonLine.number((double) report.exact() / report.rows()))
            .put("log-loss", JsonLine.number(report.loss()))
            .build());
    json.put("classes", JsonLine.texts(classes));
    List<JsonValue> lines = new ArrayList<>();
    for (MultiLabelReport.Counts each : report.labels()) {
      lines.add(scores(each.positives(), each.precision(), each.recall(), each.f1()));
    }
    json.put("perLabel", new JsonArray(lines));
    importance(json, accuracy, workers);
  }

  private static JsonObject scores(long rows, double precision, double recall, double f1) {
    return JsonObject.builder()
        .put("rows", rows)
        .put("precision", JsonLine.number(precision))
        .put("recall", JsonLine.number(recall))
        .put("f1", JsonLine.number(f1))
        .build();
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

  private static JsonArray perClass(ConfusionMatrix confusion) {
    List<JsonValue> lines = new ArrayList<>();
    for (int c = 0; c < confusion.classes(); c++) {
      ClassScores scores = ClassScores.of(confusion, c);
      lines.add(scores(scores.rows(), scores.precision(), scores.recall(), scores.f1()));
    }
    return new JsonArray(lines);
  }

  private static JsonArray calibration(ReliabilityCurve curve) {
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

  /** A row whose class was not the prediction. */
  private record Mistake(int row, int expected, int predicted, double probability) {}

  /** Keeps the mistakes of which the model was surest. */
  private static final class Mistakes implements Tally {
    private final int classes;
    private final PriorityQueue<Mistake> surest =
        new PriorityQueue<>(
            Comparator.comparingDouble(Mistake::probability)
                .thenComparing(Comparator.comparingInt(Mistake::row).reversed()));
    private int row;

    Mistakes(int classes) {
      this.classes = classes;
    }

    @Override
    public void add(int rows, float[] output, Targets targets) {
      for (int r = 0; r < rows; r++, row++) {
        int best = 0;
        for (int c = 1; c < classes; c++) {
          best = output[r * classes + c] > output[r * classes + best] ? c : best;
        }
        if (best != targets.classes()[r]) {
          double sum = 0;
          for (int c = 0; c < classes; c++) {
            sum += Math.exp((double) output[r * classes + c] - output[r * classes + best]);
          }
          surest.add(new Mistake(row, targets.classes()[r], best, 1 / sum));
          if (surest.size() > MOST_MISTAKES) {
            surest.poll();
          }
        }
      }
    }

    List<Mistake> list() {
      return surest.stream()
          .sorted(
              Comparator.comparingDouble(Mistake::probability)
                  .reversed()
                  .thenComparingInt(Mistake::row))
          .toList();
    }

    @Override
    public double value() {
      return surest.size();
    }
  }

  private void mistakes(JsonObject.Builder json, Mistakes mistakes) {
    int features = unscaled.format().features().size();
    int side = (int) Math.round(Math.sqrt(features));
    float[] values = new float[features];
    Targets target = unscaled.format().newTargets(1);
    float[] range = isImage ? range() : new float[2];
    List<JsonValue> list = new ArrayList<>();
    for (Mistake mistake : mistakes.list()) {
      JsonObject.Builder object =
          JsonObject.builder()
              .put("row", mistake.row)
              .put("label", classes.get(mistake.expected))
              .put("predicted", classes.get(mistake.predicted))
              .put("probability", mistake.probability);
      if (isImage) {
        unscaled.gather(new int[] {mistake.row}, 0, 1, values, target);
        object.put("grey", Base64.getEncoder().encodeToString(grey(values, range)));
      }
      list.add(object.build());
    }
    if (isImage) {
      json.put("side", side);
    }
    json.put("mistakes", new JsonArray(list));
  }

  /** The smallest and the largest value of all rows: black and white. */
  private float[] range() {
    int features = unscaled.format().features().size();
    float[] values = new float[features];
    Targets target = unscaled.format().newTargets(1);
    float[] range = {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    for (int row = 0; row < unscaled.rows(); row++) {
      unscaled.gather(new int[] {row}, 0, 1, values, target);
      for (float value : values) {
        range[0] = Math.min(range[0], value);
        range[1] = Math.max(range[1], value);
      }
    }
    return range;
  }

  private static byte[] grey(float[] values, float[] range) {
    byte[] grey = new byte[values.length];
    for (int i = 0; i < grey.length; i++) {
      float width = Math.max(range[1] - range[0], Float.MIN_NORMAL);
      grey[i] = (byte) Math.round(255 * (values[i] - range[0]) / width);
    }
    return grey;
  }

  private void values(JsonObject.Builder json, Workers workers) {
    Metric mae = MeanLoss.of("mae", MeanAbsoluteError.of());
    List<Metric> metrics = List.of(R2.of(), Rmse.of(), mae);
    List<Tally> tallies = begin(metrics);
    Residuals residuals = new Residuals(rows.rows());
    List<Tally> all = new ArrayList<>(tallies);
    if (model.outputShape().size() == 1) {
      all.add(residuals);
    }
    Evaluation.tally(model, rows, workers, all.toArray(Tally[]::new));
    json.put(
        "metrics",
        JsonObject.builder()
            .put("r2", JsonLine.number(tallies.get(0).value()))
            .put("rmse", JsonLine.number(tallies.get(1).value() * Math.abs(unit.scale())))
            .put("mae", JsonLine.number(tallies.get(2).value() * Math.abs(unit.scale())))
            .build());
    json.put("residuals", new JsonArray(residuals.pairs));
    importance(json, R2.of(), workers);
  }

  /** Keeps every n-th target and prediction, so that a plot has no more points than it can show. */
  private final class Residuals implements Tally {
    private final int stride;
    private final List<JsonValue> pairs = new ArrayList<>();
    private int row;

    Residuals(int rows) {
      this.stride = (rows + MOST_RESIDUALS - 1) / MOST_RESIDUALS;
    }

    @Override
    public void add(int count, float[] output, Targets targets) {
      for (int r = 0; r < count; r++, row++) {
        if (row % stride == 0) {
          pairs.add(
              JsonArray.of(
                  JsonLine.number(unit.of(targets.values()[r])),
                  JsonLine.number(unit.of(output[r]))));
        }
      }
    }

    @Override
    public double value() {
      return pairs.size();
    }
  }

  private void importance(JsonObject.Builder json, Metric metric, Workers workers) {
    if (columns.isEmpty()) {
      return;
    }
    List<PermutationImportance> found =
        PermutationImportance.of(model, rows, columns, metric, REPETITIONS, 1, workers);
    List<Integer> order =
        IntStream.range(0, found.size())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -found.get(i).mean()))
            .toList();
    List<JsonValue> list = new ArrayList<>();
    for (int i : order) {
      list.add(
          JsonObject.builder()
              .put("column", found.get(i).column())
              .put("mean", JsonLine.number(found.get(i).mean()))
              .put("deviation", JsonLine.number(found.get(i).deviation()))
              .build());
    }
    json.put("importanceOf", metric.name());
    json.put("importance", new JsonArray(list));
  }
}
