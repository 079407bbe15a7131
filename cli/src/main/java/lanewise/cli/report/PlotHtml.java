package lanewise.cli.report;

/** What plots and tables of predictions have in common. */
final class PlotHtml {
  static final int SQUARE = 320;
  static final double LEFT = 52;
  static final double BOTTOM = 48;
  static final double TOP = 10;

  private final Html html;

  PlotHtml(Html html) {
    this.html = html;
  }

  /** Begins a figure with its caption. */
  void beginFigure(String title, String note) {
    html.open("figure", "class", "chart").open("figcaption").leaf("h3", title);
    html.leaf("p", note, "class", "note").close();
  }

  /** Begins a drawing, which says what it shows. */
  void beginSvg(String id, String title, String description, int width, int height) {
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

  /** Draws two axes and their grid. */
  void axes(Axis x, Axis y, String xName, String yName) {
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
        "16",
        "y",
        middle,
        "class",
        "middle",
        "transform",
        "rotate(-90 16 " + middle + ")");
  }

  /** Begins a table that is folded away. */
  void beginTable(String summary, String... heads) {
    html.open("details").leaf("summary", summary).open("div", "class", "scroll").open("table");
    html.open("thead").open("tr");
    for (String head : heads) {
      html.leaf("th", head, "scope", "col");
    }
    html.close().close().open("tbody");
  }

  /** Ends it. */
  void endTable() {
    html.close().close().close().close();
  }
}
