package lanewise.cli.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import lanewise.cli.data.PreparedData;
import lanewise.cli.job.Job;
import lanewise.cli.output.ClassScores;
import lanewise.cli.output.JsonLine;
import lanewise.cli.output.MetricText;
import lanewise.cli.output.RegressionLines;
import lanewise.layers.Model;
import lanewise.layers.file.Task;
import lanewise.tensor.Workers;
import lanewise.training.ClassificationReport;
import lanewise.training.MultiLabelReport;
import lanewise.training.RegressionReport;
import lanewise.training.metric.MeanLoss;
import lanewise.training.metric.Metric;
import lanewise.training.metric.MetricValue;
import lanewise.training.metric.Tally;

/**
 * How good a model is on the rows that took no part in its training.
 *
 * @param lines a name and a sentence each, for people
 * @param values the figures by the names that programs read
 */
record TestFigures(List<List<String>> lines, SequencedMap<String, Double> values) {
  /** The usual figures, the loss of the job, and the metric which the job has chosen. */
  static TestFigures of(Model model, Job job, PreparedData data, Workers workers) {
    int outputs = model.outputShape().size();
    Metric chosen = Training.chosen(job, data).orElse(null);
    Tally loss = MeanLoss.of(Training.loss(job, data)).begin(outputs);
    Tally[] beside =
        chosen == null ? new Tally[] {loss} : new Tally[] {loss, chosen.begin(outputs)};
    TestFigures usual =
        switch (data.task()) {
          case Task.Classification task ->
              of(
                  task,
                  data,
                  ClassificationReport.ofScaled(model, data.test(), workers, beside),
                  loss.value());
          case Task.Regression task ->
              of(RegressionReport.of(model, task, data.test(), workers, beside), loss.value());
          case Task.MultiLabel task ->
              of(
                  MultiLabelReport.of(model, task.names(), data.test(), workers, beside),
                  loss.value());
        };
    if (chosen == null) {
      return usual;
    }
    boolean isMean = data.task() instanceof Task.Regression && data.outputCount() > 1;
    return usual.with(
        new MetricValue(chosen.name(), beside[1].value()), isMean ? ", the mean of:" : "");
  }

  /**
   * These and another, unless it is one of them.
   *
   * @param what is said behind the figure
   */
  private TestFigures with(MetricValue metric, String what) {
    String key = JsonLine.metricKey("test", metric.name());
    if (values.containsKey(key)) {
      return this;
    }
    List<List<String>> allLines = new ArrayList<>();
    allLines.add(List.of("Test " + metric.name(), MetricText.of(metric) + what));
    allLines.addAll(lines);
    SequencedMap<String, Double> allValues = new LinkedHashMap<>(values);
    allValues.put(key, metric.value());
    return new TestFigures(allLines, allValues);
  }

  private static String withLoss(String figure, double loss) {
    return figure + String.format(Locale.ROOT, ", loss %.4f", loss);
  }

  private static TestFigures of(
      Task.Classification task, PreparedData data, ClassificationReport report, double loss) {
    SequencedMap<String, Double> values = new LinkedHashMap<>();
    values.put("testAccuracy", report.accuracy());
    values.put("testLoss", loss);
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("Test accuracy", withLoss(ClassScores.accuracy(report), loss)));
    if (ClassScores.areImbalanced(data.classCounts())) {
      values.put("testBalancedAccuracy", report.balancedAccuracy());
      lines.add(
          List.of(
              "Balanced",
              String.format(
                  Locale.ROOT,
                  "%.2f%%, the mean of the recalls:",
                  100 * report.balancedAccuracy())));
      for (String recall : ClassScores.recalls(task.names(), report.confusion())) {
        lines.add(List.of("", recall));
      }
    }
    return new TestFigures(lines, values);
  }

  private static TestFigures of(RegressionReport report, double loss) {
    SequencedMap<String, Double> values = new LinkedHashMap<>();
    List<List<String>> lines = new ArrayList<>();
    for (RegressionReport.Figures each : report.figures()) {
      String suffix = report.figures().size() == 1 ? "" : "." + each.name();
      values.put("testMae" + suffix, each.meanAbsoluteError());
      values.put("testRmse" + suffix, each.rootMeanSquaredError());
      values.put("testR2" + suffix, each.r2());
    }
    values.put("testLoss", loss);
    for (String line : RegressionLines.of(report)) {
      lines.add(List.of(lines.isEmpty() ? "Test" : "", line));
    }
    return new TestFigures(lines, values);
  }

  private static TestFigures of(MultiLabelReport report, double loss) {
    SequencedMap<String, Double> values = new LinkedHashMap<>();
    values.put("testLabelAccuracy", report.accuracy());
    values.put("testExact", report.exactShare());
    values.put("testLoss", loss);
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("Test labels", withLoss(ClassScores.labels(report), loss)));
    for (MultiLabelReport.Counts each : report.labels()) {
      lines.add(
          List.of(
              "",
              String.format(
                  Locale.ROOT,
                  "%s: recall %s, precision %s",
                  ClassScores.shortened(each.name()),
                  ClassScores.shareOf(each.found(), each.positives()),
                  ClassScores.shareOf(each.found(), each.given()))));
    }
    return new TestFigures(lines, values);
  }
}
