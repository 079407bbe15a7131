package lanewise.cli.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A chart of figures over the epochs, with a legend above it and a table behind it.
 *
 * @param id the name of the chart in the document
 * @param title what it shows
 * @param note a sentence below the title, or null
 * @param lines the lines
 * @param logarithmic whether small and large figures are spaced by their logarithms
 * @param bestEpoch the epoch to mark, or 0
 * @param format how a figure is written
 */
record LineChart(
    String id,
    String title,
    @Nullable String note,
    List<Line> lines,
    boolean logarithmic,
    int bestEpoch,
    Format format) {
  private static final double WIDTH = 560;
  private static final double HEIGHT = 290;
  private static final double LEFT = 78;
  private static final double RIGHT = 14;
  private static final double TOP = 12;
  private static final double BOTTOM = 46;

  /** More rows than these do not help a reader of a table. */
  private static final int MOST_ROWS = 120;

  /** More points than these are too close for a pointer. */
  private static final int MOST_POINTS = 150;

  /** A logarithmic axis is used only if one figure is so many times another. */
  private static final double MANY_TIMES = 10;

  /** Writes a figure. */
  interface Format {
    String of(double value);
  }

  /**
   * How a line is drawn.
   *
   * @param color the number of its colour, from 1 to {@link #COLORS}
   * @param dashes the number of its pattern, from 0 for none, so that it can be told from others
   *     without colours
   */
  record Stroke(int color, int dashes) {
    private static final int COLORS = 6;
    private static final int PATTERNS = 4;

    /** As many lines as can be told apart. */
    static final int ALL = COLORS * PATTERNS;

    /** The stroke of one of many lines, from 0: those of one colour have different patterns. */
    static Stroke of(int line) {
      int round = line / COLORS;
      return new Stroke(line % COLORS + 1, (line % COLORS + round) % PATTERNS);
    }

    static Stroke solid(int color) {
      return new Stroke(color, 0);
    }

    static Stroke dashed(int color) {
      return new Stroke(color, 1);
    }

    private String style() {
      return "line s" + color + (dashes == 0 ? "" : " dashes" + dashes);
    }
  }

  /**
   * A line.
   *
   * @param name its name in the legend
   * @param stroke how it is drawn
   * @param points a figure for each epoch
   */
  record Line(String name, Stroke stroke, List<Point> points) {
    static Line of(String name, Stroke stroke, int[] epochs, double[] values) {
      List<Point> points = new ArrayList<>();
      for (int i = 0; i < epochs.length; i++) {
        points.add(new Point(epochs[i], values[i]));
      }
      return new Line(name, stroke, points);
    }

    boolean hasValues() {
      return points.stream().anyMatch(Point::isShown);
    }
  }

  /**
   * A figure of an epoch.
   *
   * @param epoch the number of the epoch
   * @param value the figure; NaN if there is none
   */
  record Point(int epoch, double value) {
    boolean isShown() {
      return Double.isFinite(value);
    }
  }

  void write(Html html) {
    List<Line> shown = lines.stream().filter(Line::hasValues).toList();
    if (shown.isEmpty()) {
      return;
    }
    html.open("figure", "class", "chart");
    html.open("figcaption").leaf("h3", title);
    if (note != null) {
      html.leaf("p", note, "class", "note");
    }
    html.close();
    if (shown.size() > 1 || !title.toLowerCase(Locale.ROOT).contains(shown.getFirst().name)) {
      legend(html, shown);
    }
    svg(html, shown);
    table(html, shown);
    html.close();
  }

  private static void legend(Html html, List<Line> shown) {
    html.open("ul", "class", "legend");
    for (Line line : shown) {
      html.open("li");
      html.open(
          "svg", "viewBox", "0 0 28 10", "width", "28", "height", "10", "aria-hidden", "true");
      html.empty("line", "x1", "1", "y1", "5", "x2", "27", "y2", "5", "class", line.stroke.style());
      html.close().text(line.name).close();
    }
    html.close();
  }

  private void svg(Html html, List<Line> shown) {
    List<Point> all = shown.stream().flatMap(line -> line.points.stream()).toList();
    DoubleSummaryStatistics range =
        all.stream().filter(Point::isShown).mapToDouble(Point::value).summaryStatistics();
    IntSummaryStatistics epochs = all.stream().mapToInt(Point::epoch).summaryStatistics();
    boolean logs =
        logarithmic && range.getMin() > 0 && range.getMax() > MANY_TIMES * range.getMin();
    double bottom = HEIGHT - BOTTOM;
    Axis y =
        logs
            ? Axis.logarithmic(range.getMin(), range.getMax(), bottom, TOP)
            : Axis.linear(range.getMin(), range.getMax(), bottom, TOP);
    Axis x = Axis.counts(epochs.getMin(), epochs.getMax(), LEFT, WIDTH - RIGHT);
    html.open(
        "svg",
        "viewBox",
        "0 0 " + (int) WIDTH + " " + (int) HEIGHT,
        "role",
        "img",
        "aria-labelledby",
        id + "-t " + id + "-d");
    html.leaf("title", title, "id", id + "-t");
    html.leaf("desc", description(shown), "id", id + "-d");
    grid(html, x, y);
    if (bestEpoch > 0 && bestEpoch <= epochs.getMax()) {
      String at = Figures.coordinate(x.at(bestEpoch));
      html.open("line", "x1", at, "y1", "" + TOP, "x2", at, "y2", "" + bottom, "class", "best");
      html.leaf("title", "best epoch: " + bestEpoch).close();
    }
    for (Line line : shown) {
      html.empty("path", "d", path(line, x, y), "class", line.stroke.style());
    }
    for (Line line : shown) {
      points(html, line, x, y);
    }
    html.close();
  }

  private void grid(Html html, Axis x, Axis y) {
    double right = WIDTH - RIGHT;
    double bottom = HEIGHT - BOTTOM;
    for (double tick : y.ticks()) {
      String at = Figures.coordinate(y.at(tick));
      html.empty("line", "x1", "" + LEFT, "y1", at, "x2", "" + right, "y2", at, "class", "grid");
      String below = Figures.coordinate(y.at(tick) + 4);
      html.leaf("text", tick(tick), "x", "" + (LEFT - 8), "y", below, "class", "end");
    }
    for (double tick : x.wholeTicks()) {
      String at = Figures.coordinate(x.at(tick));
      String below = Figures.coordinate(bottom + 18);
      html.leaf("text", "" + (int) tick, "x", at, "y", below, "class", "middle");
    }
    html.empty(
        "line",
        "x1",
        "" + LEFT,
        "y1",
        "" + bottom,
        "x2",
        "" + right,
        "y2",
        "" + bottom,
        "class",
        "axis");
    String middle = Figures.coordinate((LEFT + right) / 2);
    html.leaf("text", "epoch", "x", middle, "y", "" + (HEIGHT - 6), "class", "middle");
  }

  /** Returns a figure at an axis, where a percentage needs no digits that are 0. */
  private String tick(double value) {
    return format.of(value).replaceFirst("\\.?0+%$", "%");
  }

  /** A figure that is missing interrupts the line. */
  private static String path(Line line, Axis x, Axis y) {
    StringBuilder path = new StringBuilder();
    boolean draws = false;
    for (Point point : line.points) {
      if (point.isShown()) {
        path.append(draws ? 'L' : 'M')
            .append(Figures.coordinate(x.at(point.epoch)))
            .append(' ')
            .append(Figures.coordinate(y.at(point.value)));
      }
      draws = point.isShown();
    }
    return path.toString();
  }

  /** Points that say their figures to a pointer. A line of one epoch is only a point. */
  private void points(Html html, Line line, Axis x, Axis y) {
    if (line.points.size() > MOST_POINTS) {
      return;
    }
    String radius = line.points.size() == 1 ? "4" : "2.2";
    for (Point point : line.points) {
      if (point.isShown()) {
        html.open(
            "circle",
            "cx",
            Figures.coordinate(x.at(point.epoch)),
            "cy",
            Figures.coordinate(y.at(point.value)),
            "r",
            radius,
            "class",
            "point s" + line.stroke.color);
        html.leaf(
            "title", "epoch %s: %s %s".formatted(point.epoch, line.name, format.of(point.value)));
        html.close();
      }
    }
  }

  private String description(List<Line> shown) {
    List<String> parts = new ArrayList<>();
    for (Line line : shown) {
      Point first = line.points.getFirst();
      Point last = line.points.getLast();
      parts.add(
          "%s: %s in epoch %s, %s in epoch %s"
              .formatted(
                  line.name,
                  format.of(first.value),
                  first.epoch,
                  format.of(last.value),
                  last.epoch));
    }
    return String.join("; ", parts) + ". The table below has the figures.";
  }

  private void table(Html html, List<Line> shown) {
    html.open("details").leaf("summary", "Table");
    html.open("div", "class", "scroll").open("table");
    html.open("thead").open("tr").leaf("th", "epoch", "scope", "col");
    shown.forEach(line -> html.leaf("th", line.name, "scope", "col"));
    html.close().close().open("tbody");
    Line longest = Collections.max(shown, Comparator.comparingInt(line -> line.points.size()));
    int stride = (longest.points.size() + MOST_ROWS - 1) / MOST_ROWS;
    for (int i = 0; i < longest.points.size(); i += stride) {
      html.open("tr").leaf("th", "" + longest.points.get(i).epoch, "scope", "row");
      for (Line line : shown) {
        html.leaf("td", i < line.points.size() ? format.of(line.points.get(i).value) : "");
      }
      html.close();
    }
    html.close().close().close().close();
  }
}
