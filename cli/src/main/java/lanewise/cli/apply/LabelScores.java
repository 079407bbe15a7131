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
   * The figures of all labels, and those of each.
   *
   * @param columns the length of a line
   */
  static List<String> lines(MultiLabelReport report, int columns) {
    String all =
        String.format(
            Locale.ROOT,
            "%.2f%% right, all of a row in %,d of %,d rows, loss %.4f",
            100 * report.accuracy(),
            report.exact(),
            report.rows(),
            report.loss());
    List<String> lines = new ArrayList<>(FoldedText.lines(LabelledLine.of("Labels", all), columns));
    lines.add("");
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
    lines.addAll(table.lines(columns));
    return lines;
  }

  private static String share(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
  }

  static JsonObject object(MultiLabelReport report, String data) {
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
        .put("loss", JsonLine.number(report.loss()))
        .put("rows", report.rows())
        .put("data", data)
        .put("labels", new JsonArray(labels))
        .build();
  }
}
