package lanewise.cli.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import lanewise.cli.data.PreparedData;
import lanewise.cli.output.ClassScores;
import lanewise.cli.output.RegressionLines;
import lanewise.layers.Model;
import lanewise.layers.file.Task;
import lanewise.tensor.Workers;
import lanewise.training.ClassificationReport;
import lanewise.training.MultiLabelReport;
import lanewise.training.RegressionReport;

/**
 * How good a model is on the rows that took no part in its training.
 *
 * @param lines a name and a sentence each, for people
 * @param values the figures by the names that programs read
 */
record TestFigures(List<List<String>> lines, SequencedMap<String, Double> values) {
  static TestFigures of(Model model, PreparedData data, Workers workers) {
    return switch (data.task()) {
      case Task.Classification task ->
          of(task, data, ClassificationReport.ofScaled(model, data.test(), workers));
      case Task.Regression task -> of(RegressionReport.of(model, task, data.test(), workers));
      case Task.MultiLabel task ->
          of(MultiLabelReport.of(model, task.names(), data.test(), workers));
    };
  }

  private static TestFigures of(
      Task.Classification task, PreparedData data, ClassificationReport report) {
    SequencedMap<String, Double> values = new LinkedHashMap<>();
    values.put("testAccuracy", report.accuracy());
    values.put("testLoss", report.loss());
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("Test accuracy", ClassScores.accuracy(report)));
    if (ClassScores.areImbalanced(data.classCounts())) {
      double balanced = ClassScores.balancedAccuracy(report.confusion());
      values.put("testBalancedAccuracy", balanced);
      lines.add(
          List.of(
              "Balanced",
              String.format(Locale.ROOT, "%.2f%%, the mean of the recalls:", 100 * balanced)));
      for (String recall : ClassScores.recalls(task.names(), report.confusion())) {
        lines.add(List.of("", recall));
      }
    }
    return new TestFigures(lines, values);
  }

  private static TestFigures of(RegressionReport report) {
    SequencedMap<String, Double> values = new LinkedHashMap<>();
    List<List<String>> lines = new ArrayList<>();
    for (RegressionReport.Figures each : report.figures()) {
      String suffix = report.figures().size() == 1 ? "" : "." + each.name();
      values.put("testMae" + suffix, each.meanAbsoluteError());
      values.put("testRmse" + suffix, each.rootMeanSquaredError());
      values.put("testR2" + suffix, each.r2());
    }
    for (String line : RegressionLines.of(report)) {
      lines.add(List.of(lines.isEmpty() ? "Test" : "", line));
    }
    return new TestFigures(lines, values);
  }

  private static TestFigures of(MultiLabelReport report) {
    SequencedMap<String, Double> values = new LinkedHashMap<>();
    values.put("testLabelAccuracy", report.accuracy());
    values.put("testExact", (double) report.exact() / report.rows());
    values.put("testLoss", report.loss());
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of(
            "Test labels",
            String.format(
                Locale.ROOT,
                "%.2f%% right, all of a row in %,d of %,d rows, loss %.4f",
                100 * report.accuracy(),
                report.exact(),
                report.rows(),
                report.loss())));
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
