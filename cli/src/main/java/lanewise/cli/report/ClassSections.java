package lanewise.cli.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import lanewise.layers.format.JsonCursor;

/** The figures of classes that exclude each other: what was taken for what. */
final class ClassSections {
  /** A table of more classes does not fit a page; the most frequent confusions are listed. */
  private static final int MOST_CLASSES = 25;

  private final Html html;
  private final List<String> classes;

  ClassSections(Html html, List<String> classes) {
    this.html = html;
    this.classes = classes;
  }

  private long count(JsonCursor confusion, int expected, int predicted) {
    return confusion.at(expected).at(predicted).asLong();
  }

  void confusion(JsonCursor confusion) {
    html.open("figure", "class", "wide").open("figcaption").leaf("h3", "Confusion");
    if (classes.size() > MOST_CLASSES) {
      html.leaf("p", "The most frequent confusions.", "class", "note").close();
      pairs(confusion);
      html.close();
      return;
    }
    html.leaf(
            "p",
            "A row for each true class, a column for each prediction: blue is right, orange is"
                + " wrong; the shade is the share of the true class.",
            "class",
            "note")
        .close();
    html.open("div", "class", "scroll").open("table", "class", "confusion");
    html.open("thead").open("tr").leaf("th", "true \\ predicted", "scope", "col");
    classes.forEach(name -> html.leaf("th", name, "scope", "col"));
    html.close().close().open("tbody");
    for (int c = 0; c < classes.size(); c++) {
      long all = 0;
      for (int p = 0; p < classes.size(); p++) {
        all += count(confusion, c, p);
      }
      html.open("tr").leaf("th", classes.get(c), "scope", "row");
      for (int p = 0; p < classes.size(); p++) {
        ConfusionCell.write(html, count(confusion, c, p), all, c == p);
      }
      html.close();
    }
    html.close().close().close().close();
  }

  /** Two classes, and how often one was taken for the other. */
  private record Pair(int expected, int predicted, long count) {}

  private void pairs(JsonCursor confusion) {
    List<Pair> pairs = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      for (int p = 0; p < classes.size(); p++) {
        if (c != p && count(confusion, c, p) > 0) {
          pairs.add(new Pair(c, p, count(confusion, c, p)));
        }
      }
    }
    pairs.sort(Comparator.comparingLong(pair -> -pair.count));
    html.open("table").open("thead").open("tr").leaf("th", "true class", "scope", "col");
    html.leaf("th", "predicted", "scope", "col").leaf("th", "rows", "scope", "col");
    html.close().close().open("tbody");
    for (Pair pair : pairs.subList(0, Math.min(MOST_CLASSES, pairs.size()))) {
      html.open("tr").leaf("th", classes.get(pair.expected), "scope", "row");
      html.leaf("td", classes.get(pair.predicted)).leaf("td", Figures.count(pair.count)).close();
    }
    html.close().close();
  }

  void scores(JsonCursor lines) {
    html.open("figure", "class", "wide").open("figcaption").leaf("h3", "Classes").close();
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (String head : List.of("class", "rows", "precision", "recall", "F1", "AUC", "PR AUC")) {
      html.leaf("th", head, "scope", "col");
    }
    html.close().close().open("tbody");
    for (int c = 0; c < classes.size(); c++) {
      JsonCursor line = lines.at(c);
      html.open("tr").leaf("th", classes.get(c), "scope", "row");
      html.leaf("td", Figures.count(line.get("rows").asLong()));
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
