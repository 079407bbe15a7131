package lanewise.cli.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lanewise.cli.output.ClassScores;
import lanewise.cli.output.FittedTable;
import lanewise.cli.output.FoldedText;
import lanewise.cli.output.JsonLine;
import lanewise.cli.output.LabelledLine;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonValue;
import lanewise.training.MultiLabelReport;

/** How often labels that do not exclude each other are right: as text and as an object. */
final class LabelScores {
  private LabelScores() {}

  /**
   * The figures of all labels.
   *
   * @param columns the length of a line
   */
  static List<String> summary(MultiLabelReport report, int columns) {
    return FoldedText.lines(LabelledLine.of("Labels", ClassScores.labels(report)), columns);
  }

  /**
   * The figures of each label.
   *
   * @param columns the length of a line
   */
  static List<String> table(MultiLabelReport report, int columns) {
    FittedTable table =
        FittedTable.of(List.of("label", "precision", "recall", "f1", "rows with"))
            .toTheRight(1, 2, 3, 4);
    for (MultiLabelReport.Counts each : report.labels()) {
      table.row(
          List.of(
              ClassScores.shortened(each.name()),
              share(each.precision()),
              share(each.recall()),
              share(each.f1()),
              String.format(Locale.ROOT, "%,d", each.positives())));
    }
    return table.lines(columns);
  }

  private static String share(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
  }

  static JsonObject.Builder object(MultiLabelReport report, String data) {
    List<JsonValue> labels = new ArrayList<>();
    for (MultiLabelReport.Counts each : report.labels()) {
      labels.add(
          JsonObject.builder()
              .put("label", each.name())
              .put("rows", each.positives())
              .put("precision", JsonLine.number(each.precision()))
              .put("recall", JsonLine.number(each.recall()))
              .put("f1", JsonLine.number(each.f1()))
              .build());
    }
    return JsonObject.builder()
        .put("labelAccuracy", JsonLine.number(report.accuracy()))
        .put("exact", report.exact())
        .put("rows", report.rows())
        .put("data", data)
        .put("labels", new JsonArray(labels));
  }
}
