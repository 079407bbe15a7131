package lanewise.cli.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import lanewise.cli.output.ClassScores;
import lanewise.cli.output.ConfusionTable;
import lanewise.cli.output.FoldedText;
import lanewise.cli.output.JsonLine;
import lanewise.cli.output.LabelledLine;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonValue;
import lanewise.training.ClassificationReport;
import lanewise.training.metric.ConfusionMatrix;

/** How often classes are told apart rightly: as text and as an object. */
final class ClassFigures {
  private ClassFigures() {}

  /**
   * The figures of all classes.
   *
   * @param columns the length of a line
   */
  static List<String> summary(ClassificationReport report, int columns) {
    ConfusionMatrix confusion = report.confusion();
    List<String> lines = new ArrayList<>();
    lines.add(LabelledLine.of("Accuracy", ClassScores.accuracy(report)));
    List<Integer> rows =
        IntStream.range(0, confusion.classes())
            .map(c -> ClassScores.of(confusion, c).rows())
            .boxed()
            .toList();
    if (ClassScores.areImbalanced(rows)) {
      String text =
          String.format(
              Locale.ROOT, "%.2f%%, the mean of the recalls", 100 * report.balancedAccuracy());
      lines.add(LabelledLine.of("Balanced", text));
    }
    return lines.stream().flatMap(line -> FoldedText.lines(line, columns).stream()).toList();
  }

  /**
   * The figures of each class, and how often each was taken for which.
   *
   * @param columns the length of a line
   */
  static List<String> tables(List<String> labels, ClassificationReport report, int columns) {
    List<String> lines = new ArrayList<>(ClassScores.table(labels, report.confusion(), columns));
    lines.add("");
    String title = "Confusion (rows: true class, columns: predicted)";
    lines.addAll(FoldedText.lines(title, columns));
    lines.addAll(ConfusionTable.lines(labels, report.confusion(), columns));
    return lines;
  }

  static JsonObject.Builder object(List<String> labels, ClassificationReport report, String data) {
    ConfusionMatrix confusion = report.confusion();
    List<JsonValue> rows = new ArrayList<>();
    List<JsonValue> classes = new ArrayList<>();
    for (int c = 0; c < labels.size(); c++) {
      long[] counts = new long[labels.size()];
      for (int p = 0; p < counts.length; p++) {
        counts[p] = confusion.count(c, p);
      }
      rows.add(JsonArray.of(counts));
      ClassScores scores = ClassScores.of(confusion, c);
      classes.add(
          JsonObject.builder()
              .put("label", labels.get(c))
              .put("rows", scores.rows())
              .put("precision", JsonLine.number(scores.precision()))
              .put("recall", JsonLine.number(scores.recall()))
              .put("f1", JsonLine.number(scores.f1()))
              .build());
    }
    return JsonObject.builder()
        .put("accuracy", JsonLine.number(report.accuracy()))
        .put("balancedAccuracy", JsonLine.number(report.balancedAccuracy()))
        .put("rows", report.rows())
        .put("right", confusion.right())
        .put("data", data)
        .put("classes", new JsonArray(classes))
        .put("confusion", new JsonArray(rows));
  }
}
