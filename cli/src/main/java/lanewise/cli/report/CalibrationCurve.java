package lanewise.cli.report;

import lanewise.layers.format.JsonCursor;

/** How far the probabilities of a model can be taken at their word. */
final class CalibrationCurve {
  private final Html html;
  private final PlotHtml plot;
  private final Kind kind;

  /** What the probabilities are of. */
  enum Kind {
    /** That the class which was predicted is right. */
    CLASSES(
        "How often a prediction of a given confidence is right. On the diagonal, confidence can be"
            + " taken at its word; below it the model is too sure.",
        "confidence",
        "share that is right",
        "right",
        "%s predictions of a confidence of %s: %s are right"),
    /** That a label is there. */
    LABELS(
        "How often a label is there that is given a certain probability. On the diagonal, a"
            + " probability can be taken at its word.",
        "probability",
        "share that is there",
        "there",
        "%s labels of a probability of %s: %s are there");

    private final String note;
    private final String confidence;
    private final String share;
    private final String right;
    private final String point;

    Kind(String note, String confidence, String share, String right, String point) {
      this.note = note;
      this.confidence = confidence;
      this.share = share;
      this.right = right;
      this.point = point;
    }
  }

  CalibrationCurve(Html html, Kind kind) {
    this.html = html;
    this.plot = new PlotHtml(html);
    this.kind = kind;
  }

  /**
   * Writes the figure.
   *
   * @param bins the bins of evaluation.json
   * @param ece the expected calibration error
   */
  void write(JsonCursor bins, double ece) {
    plot.beginFigure("Calibration", kind.note);
    Axis x = new Axis(0, 1, PlotHtml.LEFT, PlotHtml.SQUARE - 12, false);
    Axis y = new Axis(0, 1, PlotHtml.SQUARE - PlotHtml.BOTTOM, PlotHtml.TOP, false);
    plot.beginSvg(
        "calibration",
        "Calibration curve",
        "The expected calibration error is " + Figures.text(ece) + ".",
        PlotHtml.SQUARE,
        PlotHtml.SQUARE);
    plot.axes(x, y, kind.confidence, kind.share);
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
        bins.elements().stream()
            .mapToDouble(bin -> LoggedRun.number(bin, "weight"))
            .max()
            .orElse(1);
    for (JsonCursor bin : bins.elements()) {
      if (LoggedRun.number(bin, "weight") > 0) {
        path.append(path.isEmpty() ? 'M' : 'L')
            .append(Figures.coordinate(x.at(LoggedRun.number(bin, "confidence"))))
            .append(' ')
            .append(Figures.coordinate(y.at(LoggedRun.number(bin, "accuracy"))));
      }
    }
    html.empty("path", "d", path.toString(), "class", "line s1");
    for (JsonCursor bin : bins.elements()) {
      if (LoggedRun.number(bin, "weight") > 0) {
        html.open(
            "circle",
            "cx",
            Figures.coordinate(x.at(LoggedRun.number(bin, "confidence"))),
            "cy",
            Figures.coordinate(y.at(LoggedRun.number(bin, "accuracy"))),
            "r",
            Figures.coordinate(3 + 6 * Math.sqrt(LoggedRun.number(bin, "weight") / largest)),
            "class",
            "point s1");
        html.leaf(
            "title",
            kind.point.formatted(
                Figures.text(LoggedRun.number(bin, "weight")),
                Figures.percent(LoggedRun.number(bin, "confidence")),
                Figures.percent(LoggedRun.number(bin, "accuracy"))));
        html.close();
      }
    }
    html.close();
    plot.beginTable("Table", kind.confidence, "predictions", kind.right);
    for (JsonCursor bin : bins.elements()) {
      if (LoggedRun.number(bin, "weight") > 0) {
        html.open("tr")
            .leaf("th", Figures.percent(LoggedRun.number(bin, "confidence")), "scope", "row");
        html.leaf("td", Figures.text(LoggedRun.number(bin, "weight")));
        html.leaf("td", Figures.percent(LoggedRun.number(bin, "accuracy"))).close();
      }
    }
    plot.endTable();
    html.close();
  }
}
