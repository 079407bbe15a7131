package lanewise.cli.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lanewise.cli.output.ClassScores;
import lanewise.cli.output.JsonLine;
import lanewise.cli.output.LabelledLine;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonValue;
import lanewise.training.MultiLabelReport;

/** How often labels that do not exclude each other are right: as text and as an object. */
final class LabelScores {
  private LabelScores() {}

  static List<String> lines(MultiLabelReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(
        LabelledLine.of(
            "Labels",
            String.format(
                Locale.ROOT,
                "%.2f%% right, all of a row in %,d of %,d rows, loss %.4f",
                100 * report.accuracy(),
                report.exact(),
                report.rows(),
                report.loss())));
    lines.add("");
    lines.add(
        String.format(Locale.ROOT, "%-24s  precision  recall      f1  %9s", "label", "rows with"));
    for (MultiLabelReport.Counts each : report.labels()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-24s  %9s  %6s  %6s  %,9d",
              ClassScores.shortened(each.name()),
              share(each.precision()),
              share(each.recall()),
              share(each.f1()),
              each.positives()));
    }
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
