package lanewise.cli.report;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lanewise.layers.format.JsonCursor;

/** The sections about the predictions of a model, from evaluation.json. */
final class EvaluationSections {
  /** A table of more classes does not fit a page; the most frequent confusions are listed. */
  private static final int MOST_CLASSES = 25;

  private static final int SQUARE = 320;
  private static final double LEFT = 52;
  private static final double BOTTOM = 48;
  private static final double TOP = 10;

  private final Html html;
  private final JsonCursor evaluation;
  private final List<String> classes;

  EvaluationSections(Html html, JsonCursor evaluation) {
    this.html = html;
    this.evaluation = evaluation;
    this.classes =
        evaluation
            .find("classes")
            .map(names -> names.elements().stream().map(JsonCursor::asString).toList())
            .orElse(List.of());
  }

  void write() {
    html.open("section", "aria-labelledby", "predictions");
    html.leaf(
        "h2",
        "Predictions for the " + evaluation.get("part").asString() + " rows",
        "id",
        "predictions");
    html.leaf(
        "p",
        Figures.count(evaluation.get("rows").asLong()) + " rows that took no part in the training.",
        "class",
        "note");
    metrics();
    html.open("div", "class", "charts");
    evaluation.find("calibration").ifPresent(this::calibration);
    evaluation
        .find("residuals")
        .filter(list -> list.array().elements().size() > 1)
        .ifPresent(this::residuals);
    evaluation.find("importance").ifPresent(this::importance);
    html.close();
    evaluation.find("confusion").ifPresent(this::confusion);
    evaluation.find("perClass").ifPresent(lines -> scores("Classes", "class", lines));
    evaluation.find("perLabel").ifPresent(lines -> scores("Labels", "label", lines));
    evaluation.find("mistakes").ifPresent(this::mistakes);
    html.close();
  }

  private void metrics() {
    html.open("dl", "class", "tiles small");
    for (Map.Entry<String, JsonCursor> metric : evaluation.get("metrics").members().entrySet()) {
      double value = metric.getValue().isNull() ? Double.NaN : metric.getValue().asDouble();
      html.open("div").leaf("dt", metric.getKey());
      html.leaf("dd", Figures.metric(metric.getKey(), value)).close();
    }
    html.close();
  }

  private void beginFigure(String title, String note) {
    html.open("figure", "class", "chart").open("figcaption").leaf("h3", title);
    html.leaf("p", note, "class", "note").close();
  }

  private void beginSvg(String id, String title, String description, int width, int height) {
    html.open(
        "svg",
        "viewBox",
        "0 0 " + width + " " + height,
        "role",
        "img",
        "aria-labelledby",
        id + "-t " + id + "-d");
    html.leaf("title", title, "id", id + "-t").leaf("desc", description, "id", id + "-d");
  }

  private void axes(Axis x, Axis y, String xName, String yName) {
    for (double tick : y.ticks()) {
      String at = Figures.coordinate(y.at(tick));
      html.empty(
          "line", "x1", "" + x.from(), "y1", at, "x2", "" + x.to(), "y2", at, "class", "grid");
      html.leaf(
          "text",
          Figures.text(tick),
          "x",
          "" + (x.from() - 8),
          "y",
          Figures.coordinate(y.at(tick) + 4),
          "class",
          "end");
    }
    for (double tick : x.ticks()) {
      html.leaf(
          "text",
          Figures.text(tick),
          "x",
          Figures.coordinate(x.at(tick)),
          "y",
          Figures.coordinate(y.from() + 18),
          "class",
          "middle");
    }
    html.empty(
        "line",
        "x1",
        "" + x.from(),
        "y1",
        "" + y.from(),
        "x2",
        "" + x.to(),
        "y2",
        "" + y.from(),
        "class",
        "axis");
    html.leaf(
        "text",
        xName,
        "x",
        Figures.coordinate((x.from() + x.to()) / 2),
        "y",
        Figures.coordinate(y.from() + 40),
        "class",
        "middle");
    String middle = Figures.coordinate((y.from() + y.to()) / 2);
    html.leaf(
        "text",
        yName,
        "x",
        "12",
        "y",
        middle,
        "class",
        "middle",
        "transform",
        "rotate(-90 12 " + middle + ")");
  }

  private void beginTable(String summary, String... heads) {
    html.open("details").leaf("summary", summary).open("div", "class", "scroll").open("table");
    html.open("thead").open("tr");
    for (String head : heads) {
      html.leaf("th", head, "scope", "col");
    }
    html.close().close().open("tbody");
  }

  private void endTable() {
    html.close().close().close().close();
  }

  private static double number(JsonCursor from, String key) {
    return LoggedRun.number(from, key);
  }

  private void calibration(JsonCursor bins) {
    beginFigure(
        "Calibration",
        "How often a prediction of a given confidence is right. On the diagonal, confidence can be"
            + " taken at its word; below it the model is too sure.");
    Axis x = new Axis(0, 1, LEFT, SQUARE - 12, false);
    Axis y = new Axis(0, 1, SQUARE - BOTTOM, TOP, false);
    double ece = LoggedRun.number(evaluation, "metrics", "ece");
    beginSvg(
        "calibration",
        "Calibration curve",
        "The expected calibration error is " + Figures.text(ece) + ".",
        SQUARE,
        SQUARE);
    axes(x, y, "confidence", "share that is right");
    html.empty(
        "line",
        "x1",
        "" + x.from(),
        "y1",
        "" + y.from(),
        "x2",
        "" + x.to(),
        "y2",
        "" + y.to(),
        "class",
        "best");
    StringBuilder path = new StringBuilder();
    double largest =
        bins.elements().stream().mapToDouble(bin -> number(bin, "weight")).max().orElse(1);
    for (JsonCursor bin : bins.elements()) {
      if (number(bin, "weight") > 0) {
        path.append(path.isEmpty() ? 'M' : 'L')
            .append(Figures.coordinate(x.at(number(bin, "confidence"))))
            .append(' ')
            .append(Figures.coordinate(y.at(number(bin, "accuracy"))));
      }
    }
    html.empty("path", "d", path.toString(), "class", "line s1");
    for (JsonCursor bin : bins.elements()) {
      if (number(bin, "weight") > 0) {
        html.open(
            "circle",
            "cx",
            Figures.coordinate(x.at(number(bin, "confidence"))),
            "cy",
            Figures.coordinate(y.at(number(bin, "accuracy"))),
            "r",
            Figures.coordinate(3 + 6 * Math.sqrt(number(bin, "weight") / largest)),
            "class",
            "point s1");
        html.leaf(
            "title",
            "%s predictions of a confidence of %s: %s are right"
                .formatted(
                    Figures.text(number(bin, "weight")),
                    Figures.percent(number(bin, "confidence")),
                    Figures.percent(number(bin, "accuracy"))));
        html.close();
      }
    }
    html.close();
    beginTable("Table", "confidence", "predictions", "right");
    for (JsonCursor bin : bins.elements()) {
      if (number(bin, "weight") > 0) {
        html.open("tr").leaf("th", Figures.percent(number(bin, "confidence")), "scope", "row");
        html.leaf("td", Figures.text(number(bin, "weight")));
        html.leaf("td", Figures.percent(number(bin, "accuracy"))).close();
      }
    }
    endTable();
    html.close();
  }

  private void residuals(JsonCursor pairs) {
    beginFigure(
        "Residuals",
        "The target minus the prediction. A pattern, such as a curve or a funnel, is something that"
            + " the model has not learnt.");
    int width = 560;
    List<double[]> points = new ArrayList<>();
    double[] range = {
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY
    };
    for (JsonCursor pair : pairs.elements()) {
      if (!pair.at(0).isNull() && !pair.at(1).isNull()) {
        double predicted = pair.at(1).asDouble();
        double residual = pair.at(0).asDouble() - predicted;
        points.add(new double[] {predicted, residual});
        range[0] = Math.min(range[0], predicted);
        range[1] = Math.max(range[1], predicted);
        range[2] = Math.min(range[2], residual);
        range[3] = Math.max(range[3], residual);
      }
    }
    Axis x = Axis.linear(range[0], range[1], 66, width - 14);
    Axis y = Axis.linear(Math.min(range[2], 0), Math.max(range[3], 0), SQUARE - BOTTOM, TOP);
    beginSvg(
        "residuals",
        "Residual plot",
        "%s predictions from %s to %s; the residuals lie between %s and %s."
            .formatted(
                points.size(),
                Figures.text(range[0]),
                Figures.text(range[1]),
                Figures.text(range[2]),
                Figures.text(range[3])),
        width,
        SQUARE);
    axes(x, y, "prediction", "residual");
    String zero = Figures.coordinate(y.at(0));
    html.empty(
        "line", "x1", "" + x.from(), "y1", zero, "x2", "" + x.to(), "y2", zero, "class", "best");
    for (double[] point : points) {
      html.empty(
          "circle",
          "cx",
          Figures.coordinate(x.at(point[0])),
          "cy",
          Figures.coordinate(y.at(point[1])),
          "r",
          "2.5",
          "class",
          "dot s1");
    }
    html.close();
    List<double[]> largest = new ArrayList<>(points);
    largest.sort(Comparator.comparingDouble(point -> -Math.abs(point[1])));
    beginTable("Table of the largest residuals", "prediction", "target", "residual");
    for (double[] point : largest.subList(0, Math.min(30, largest.size()))) {
      html.open("tr").leaf("th", Figures.text(point[0]), "scope", "row");
      html.leaf("td", Figures.text(point[0] + point[1])).leaf("td", Figures.text(point[1])).close();
    }
    endTable();
    html.close();
  }

  private void importance(JsonCursor columns) {
    String metric = evaluation.get("importanceOf").asString();
    beginFigure(
        "Importance of the columns",
        "How much lower "
            + metric
            + " is when the values of a column are exchanged between rows."
            + " Columns that say the same share their importance.");
    List<JsonCursor> shown = columns.elements();
    shown = shown.subList(0, Math.min(30, shown.size()));
    double largest = shown.stream().mapToDouble(each -> number(each, "mean")).max().orElse(0);
    html.open("table", "class", "bars").open("thead").open("tr");
    html.leaf("th", "column", "scope", "col").leaf("th", "loss of " + metric, "scope", "col");
    html.leaf("th", "±", "scope", "col").close().close().open("tbody");
    for (JsonCursor each : shown) {
      double mean = number(each, "mean");
      double share = largest > 0 ? Math.clamp(mean / largest, 0, 1) : 0;
      html.open("tr").leaf("th", each.get("column").asString(), "scope", "row");
      html.open("td", "class", "bar", "style", String.format(Locale.ROOT, "--w:%.3f", share));
      html.leaf("span", Figures.text(mean)).close();
      html.leaf("td", Figures.text(number(each, "deviation"))).close();
    }
    html.close().close();
    if (columns.elements().size() > shown.size()) {
      html.leaf("p", "The other columns are less important.", "class", "note");
    }
    html.close();
  }

  private long count(JsonCursor confusion, int expected, int predicted) {
    return confusion.at(expected).at(predicted).asLong();
  }

  private void confusion(JsonCursor confusion) {
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
        cell(count(confusion, c, p), all, c == p);
      }
      html.close();
    }
    html.close().close().close().close();
  }

  private void cell(long count, long all, boolean isRight) {
    if (count == 0) {
      html.leaf("td", "·", "class", "none");
      return;
    }
    double share = (double) count / all;
    // Mistakes are few: their shade begins to be visible at one in a hundred.
    double shade = isRight ? 0.15 + 0.6 * share : Math.min(0.75, 0.15 + 1.5 * share);
    html.leaf(
        "td",
        Figures.count(count),
        "class",
        isRight ? "right" : "wrong",
        "style",
        String.format(Locale.ROOT, "--v:%.0f%%", 100 * shade));
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

  private void scores(String title, String name, JsonCursor lines) {
    html.open("figure", "class", "wide").open("figcaption").leaf("h3", title).close();
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (String head : List.of(name, "rows", "precision", "recall", "F1")) {
      html.leaf("th", head, "scope", "col");
    }
    html.close().close().open("tbody");
    for (int c = 0; c < classes.size(); c++) {
      JsonCursor line = lines.at(c);
      html.open("tr").leaf("th", classes.get(c), "scope", "row");
      html.leaf("td", Figures.count(line.get("rows").asLong()));
      for (String figure : List.of("precision", "recall", "f1")) {
        html.leaf("td", Figures.percent(number(line, figure)));
      }
      html.close();
    }
    html.close().close().close().close();
  }

  /** The pixels of a square picture. */
  private static byte[] pixels(JsonCursor picture, int side) {
    byte[] grey;
    try {
      grey = Base64.getDecoder().decode(picture.asString());
    } catch (IllegalArgumentException otherText) {
      throw picture.error("this is no picture (" + otherText.getMessage() + ")");
    }
    if (side < 1 || grey.length != (long) side * side) {
      throw picture.error("a picture of %s pixels is no square of %s".formatted(grey.length, side));
    }
    return grey;
  }

  private void mistakes(JsonCursor mistakes) {
    List<JsonCursor> list = mistakes.elements();
    if (list.isEmpty()) {
      return;
    }
    html.open("figure", "class", "wide").open("figcaption").leaf("h3", "Mistakes");
    html.leaf("p", "Those of which the model was surest.", "class", "note").close();
    if (list.getFirst().find("grey").isPresent()) {
      int side = evaluation.get("side").asInt();
      html.open("ul", "class", "pictures");
      for (JsonCursor mistake : list) {
        byte[] grey = pixels(mistake.get("grey"), side);
        String label = mistake.get("label").asString();
        String predicted = mistake.get("predicted").asString();
        html.open("li");
        html.empty(
            "img",
            "src",
            Png.dataUri(side, side, grey),
            "width",
            "72",
            "height",
            "72",
            "alt",
            "row %s, %s taken for %s".formatted(mistake.get("row").asInt(), label, predicted));
        html.open("span").text(label + " → ").leaf("strong", predicted).close();
        html.leaf("span", Figures.percent(number(mistake, "probability")), "class", "note").close();
      }
      html.close();
    } else {
      html.open("div", "class", "scroll").open("table").open("thead").open("tr");
      for (String head : List.of("row", "true class", "predicted", "confidence")) {
        html.leaf("th", head, "scope", "col");
      }
      html.close().close().open("tbody");
      for (JsonCursor mistake : list) {
        html.open("tr").leaf("th", Figures.count(mistake.get("row").asLong()), "scope", "row");
        html.leaf("td", mistake.get("label").asString());
        html.leaf("td", mistake.get("predicted").asString());
        html.leaf("td", Figures.percent(number(mistake, "probability"))).close();
      }
      html.close().close().close();
    }
    html.close();
  }
}
