package lanewise.cli.report;

import java.util.List;
import lanewise.layers.format.JsonCursor;

/** The figures of labels that do not exclude each other: for each, what was found and missed. */
final class LabelSections {
  private final Html html;
  private final List<String> labels;

  LabelSections(Html html, List<String> labels) {
    this.html = html;
    this.labels = labels;
  }

  /**
   * Writes the confusion of each label and its figures.
   *
   * @param rows the number of all rows
   */
  void table(JsonCursor lines, long rows) {
    html.open("figure", "class", "wide").open("figcaption").leaf("h3", "Labels");
    html.leaf(
            "p",
            "Rows that have a label: it is found or missed. Rows that do not: it is given wrongly"
                + " or rightly left out. Blue is right, orange is wrong; the shade is the share of"
                + " the rows that have it, or do not.",
            "class",
            "note")
        .close();
    html.open("div", "class", "scroll").open("table", "class", "confusion");
    html.open("thead").open("tr");
    for (String head :
        List.of(
            "label",
            "found",
            "missed",
            "wrongly given",
            "left out",
            "precision",
            "recall",
            "F1",
            "AUC",
            "PR AUC")) {
      html.leaf("th", head, "scope", "col");
    }
    html.close().close().open("tbody");
    for (int l = 0; l < labels.size(); l++) {
      JsonCursor line = lines.at(l);
      long positives = line.get("rows").asLong();
      long found = line.get("found").asLong();
      long wrong = line.get("given").asLong() - found;
      html.open("tr").leaf("th", labels.get(l), "scope", "row");
      ConfusionCell.write(html, found, positives, true);
      ConfusionCell.write(html, positives - found, positives, false);
      ConfusionCell.write(html, wrong, rows - positives, false);
      ConfusionCell.write(html, rows - positives - wrong, rows - positives, true);
      for (String figure : List.of("precision", "recall", "f1")) {
        html.leaf("td", Figures.percent(LoggedRun.number(line, figure)));
      }
      html.leaf("td", Figures.text(LoggedRun.number(line, "auc")));
      html.leaf("td", Figures.text(LoggedRun.number(line, "pr-auc")));
      html.close();
    }
    html.close().close().close().close();
  }
}
