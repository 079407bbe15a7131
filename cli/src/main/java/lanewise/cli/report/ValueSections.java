package lanewise.cli.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import lanewise.layers.format.JsonCursor;

/** The figures and residuals of predicted numbers. */
final class ValueSections {
  /** More plots than these make a page that nobody reads to its end. */
  private static final int MOST_PLOTS = 12;

  private final Html html;
  private final PlotHtml plot;

  ValueSections(Html html) {
    this.html = html;
    this.plot = new PlotHtml(html);
  }

  /** A residual plot of each number, of the first ones if there are many. */
  void plots(JsonCursor targets) {
    List<JsonCursor> all = targets.elements();
    for (int t = 0; t < Math.min(MOST_PLOTS, all.size()); t++) {
      JsonCursor pairs = all.get(t).get("residuals");
      if (pairs.array().elements().size() > 1) {
        String name = all.size() == 1 ? "" : all.get(t).get("name").asString();
        residuals("residuals-" + (t + 1), name, pairs);
      }
    }
  }

  /** A line for each of several numbers. */
  void table(JsonCursor targets) {
    List<JsonCursor> all = targets.elements();
    if (all.size() == 1) {
      return;
    }
    html.open("figure", "class", "wide").open("figcaption").leaf("h3", "Numbers");
    html.leaf(
        "p",
        "The errors are in the units of the data; the figures above are means over the numbers."
            + (all.size() > MOST_PLOTS
                ? " The first %s have a plot; lanewise evaluate --residuals writes all."
                    .formatted(MOST_PLOTS)
                : ""),
        "class",
        "note");
    html.close();
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (String head : List.of("number", "R2", "RMSE", "MAE")) {
      html.leaf("th", head, "scope", "col");
    }
    html.close().close().open("tbody");
    for (JsonCursor each : all) {
      html.open("tr").leaf("th", each.get("name").asString(), "scope", "row");
      for (String figure : List.of("r2", "rmse", "mae")) {
        html.leaf("td", Figures.text(LoggedRun.number(each, figure)));
      }
      html.close();
    }
    html.close().close().close().close();
  }

  private void residuals(String id, String name, JsonCursor pairs) {
    String title = name.isEmpty() ? "Residuals" : "Residuals of " + name;
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
    if (points.isEmpty()) {
      return;
    }
    plot.beginFigure(
        title,
        "The target minus the prediction. A pattern, such as a curve or a funnel, is something that"
            + " the model has not learnt.");
    Axis x = Axis.linear(range[0], range[1], 84, width - 30);
    Axis y =
        Axis.linear(
            Math.min(range[2], 0),
            Math.max(range[3], 0),
            PlotHtml.SQUARE - PlotHtml.BOTTOM,
            PlotHtml.TOP);
    plot.beginSvg(
        id,
        title,
        "%s predictions from %s to %s; the residuals lie between %s and %s."
            .formatted(
                points.size(),
                Figures.text(range[0]),
                Figures.text(range[1]),
                Figures.text(range[2]),
                Figures.text(range[3])),
        width,
        PlotHtml.SQUARE);
    plot.axes(x, y, "prediction", "residual");
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
    plot.beginTable("Table of the largest residuals", "prediction", "target", "residual");
    for (double[] point : largest.subList(0, Math.min(30, largest.size()))) {
      html.open("tr").leaf("th", Figures.text(point[0]), "scope", "row");
      html.leaf("td", Figures.text(point[0] + point[1])).leaf("td", Figures.text(point[1])).close();
    }
    plot.endTable();
    html.close();
  }
}
