package lanewise.bench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The pictures of a page besides the ratios. Colours go by library, or by family of kernels. */
final class Charts {
  private static final double WIDTH = 840;
  private static final double NAMES = 280;
  private static final double ROW = 20;
  private static final int COLOURS = 8;
  private static final List<String> FAMILIES =
      List.of("gemm", "gemv", "elementwise", "reduce", "transpose", "optimizer");
  private static final List<String> CURVE = List.of("p50", "p90", "p99", "p999", "p9999");
  private static final List<String> CURVE_NAMES = List.of("50", "90", "99", "99.9", "99.99");

  private Charts() {}

  private static String colour(int index) {
    return "c" + index % COLOURS;
  }

  private static int family(Line line) {
    return Math.max(0, FAMILIES.indexOf(line.text("variant").replaceFirst("-.*", "")));
  }

  /** The colour of each library, in the order in which they come. */
  private static Map<String, Integer> colours(List<Line> lines) {
    Map<String, Integer> colours = new LinkedHashMap<>();
    lines.forEach(line -> colours.putIfAbsent(line.text("competitor"), colours.size()));
    return colours;
  }

  private static String legend(Iterable<String> names) {
    StringBuilder html = new StringBuilder("<p class=\"legend\">");
    int index = 0;
    for (String name : names) {
      html.append("<span class=\"key ")
          .append(colour(index++))
          .append("\"></span>")
          .append(Page.escape(name))
          .append(' ');
    }
    return html.append("</p>\n").toString();
  }

  /**
   * The roofline: kernels below the lines of bandwidth and the peaks, one thread, and what share of
   * its own bound each reaches.
   */
  static String roofline(List<Line> results) {
    List<Line> one = results.stream().filter(line -> line.number("threads") == 1).toList();
    List<Line> peaks =
        one.stream()
            .filter(line -> line.machine() && line.text("case").equals("multiply-add"))
            .toList();
    List<Line> kernels = one.stream().filter(Line::ours).toList();
    if (peaks.isEmpty()) {
      return "";
    }
    Line peak = peaks.getFirst();
    List<Line> reads =
        one.stream()
            .filter(line -> line.machine() && line.text("case").startsWith("read "))
            .filter(line -> line.text("variant").equals(peak.text("variant")))
            .toList();
    return roofs(peaks, reads, kernels) + legend(FAMILIES) + shares(kernels);
  }

  private static String roofs(List<Line> peaks, List<Line> reads, List<Line> kernels) {
    double height = 430;
    double left = 130;
    double right = WIDTH - 40;
    double bottom = height - 40;
    double ceiling = 22;
    double lowX = 1.0 / 32;
    double highX = 512;
    double top = peaks.getFirst().number("median");
    double highY = 2 * top;
    double lowY = 0.2;
    Svg svg = new Svg("roofline", WIDTH, height);
    for (double x = lowX; x <= highX; x *= 4) {
      double at = Svg.log(x, lowX, highX, left, right);
      svg.line("grid", at, ceiling, at, bottom);
      svg.text("tick", at, bottom + 16, x < 1 ? "1/" + Math.round(1 / x) : "" + Math.round(x));
    }
    for (double y = 1; y <= highY; y *= 10) {
      double at = Svg.log(y, lowY, highY, bottom, ceiling);
      svg.line("grid", left, at, right, at);
      svg.text("start", right + 6, at + 4, "" + Math.round(y));
    }
    svg.text("tick", (left + right) / 2, height - 6, "operations per byte");
    svg.text("start", right - 20, 12, "GFLOP/s");
    for (Line each : peaks) {
      double speed = each.number("median");
      double at = Svg.log(speed, lowY, highY, bottom, ceiling);
      double begin = highX;
      for (Line read : reads) {
        begin = Math.min(begin, speed / read.number("median"));
      }
      svg.line("roof", Svg.log(Math.max(lowX, begin), lowX, highX, left, right), at, right, at);
      svg.value(right - 150, at - 5, speed, "at " + each.text("variant"));
    }
    double label = -ROW;
    for (Line read : reads) {
      double speed = read.number("median");
      double from = Math.max(lowX, lowY / speed);
      double to = Math.min(highX, top / speed);
      double begin = Svg.log(from * speed, lowY, highY, bottom, ceiling);
      svg.line(
          "roof",
          Svg.log(from, lowX, highX, left, right),
          begin,
          Svg.log(to, lowX, highX, left, right),
          Svg.log(top, lowY, highY, bottom, ceiling));
      label = Math.max(begin + 4, label + 14);
      svg.text("name", 62, label, read.text("case").replace("read ", ""));
      svg.value(66, label, speed, "");
    }
    svg.text("start", 4, 12, "GB/s read");
    for (Line kernel : kernels) {
      double x = kernel.number("intensity");
      if (!Double.isNaN(x)) {
        svg.dot(
            colour(family(kernel)),
            Svg.log(Math.min(x, highX), lowX, highX, left, right),
            Svg.log(Math.max(lowY, kernel.number("median")), lowY, highY, bottom, ceiling),
            kernel.text("case"));
      }
    }
    return svg.end();
  }

  private static String shares(List<Line> kernels) {
    List<Line> sorted =
        kernels.stream()
            .sorted(Comparator.comparingDouble(line -> line.number("shareOfBound")))
            .toList();
    Svg svg = new Svg("share of its own bound", WIDTH, ROW * sorted.size() + 10);
    double y = 4;
    double scale = (WIDTH - NAMES - 130) / 1.5;
    svg.line("one", NAMES + scale, 0, NAMES + scale, ROW * sorted.size() + 4);
    for (Line kernel : sorted) {
      double share = kernel.number("shareOfBound");
      double width = scale * Math.min(1.5, share);
      svg.text("name", NAMES - 8, y + 13, kernel.text("case"));
      svg.bar(colour(family(kernel)), NAMES, y + 3, width, ROW - 7);
      svg.value(NAMES + width + 6, y + 13, share, "");
      y += ROW;
    }
    return "<p>The part of its own bound that each kernel reaches: 1 is the line.</p>\n"
        + svg.end();
  }

  /** One bar a library's way, from the best to the worst, of a figure or the median. */
  static String bars(List<Line> results, String figure, String words) {
    Map<String, Integer> colours = colours(results);
    Map<String, List<Line>> cases = new LinkedHashMap<>();
    for (Line line : results) {
      if (!Double.isNaN(line.number(figure))) {
        cases.computeIfAbsent(line.caseKey(), _ -> new ArrayList<>()).add(line);
      }
    }
    StringBuilder html = new StringBuilder();
    cases.forEach(
        (name, lines) -> {
          boolean rate = figure.equals("median") && lines.getFirst().flag("higherIsBetter");
          Comparator<Line> order = Comparator.comparingDouble(line -> line.number(figure));
          List<Line> sorted = lines.stream().sorted(rate ? order.reversed() : order).toList();
          double largest = lines.stream().mapToDouble(line -> line.number(figure)).max().orElse(1);
          Svg svg = new Svg(name + ", " + words, WIDTH, ROW * sorted.size() + 10);
          double y = 4;
          for (Line line : sorted) {
            double value = line.number(figure);
            double width = (WIDTH - NAMES - 130) * value / largest;
            svg.text(
                "name", NAMES - 8, y + 13, line.text("competitor") + ", " + line.text("variant"));
            svg.bar(
                colour(colours.getOrDefault(line.text("competitor"), 0)),
                NAMES,
                y + 3,
                width,
                ROW - 7);
            svg.value(NAMES + width + 6, y + 13, value, "");
            y += ROW;
          }
          html.append("<h3>").append(Page.escape(name + ": " + words)).append("</h3>\n");
          html.append(svg.end());
        });
    return html.toString();
  }

  /** Where calls are timed one by one: the way from the median to the 99.9th percentile. */
  static String percentiles(List<Line> results) {
    List<Line> timed = results.stream().filter(line -> !Double.isNaN(line.number("p999"))).toList();
    if (timed.isEmpty()) {
      return "";
    }
    Map<String, Integer> colours = colours(timed);
    double low = timed.stream().mapToDouble(line -> line.number("p50")).min().orElse(1) / 1.2;
    double high = timed.stream().mapToDouble(line -> line.number("p999")).max().orElse(1) * 1.2;
    double height = ROW * timed.size() + 30;
    Svg svg = new Svg("latency percentiles", WIDTH, height);
    double left = NAMES + 100;
    double right = WIDTH - 90;
    for (double tick = Math.pow(10, Math.ceil(Math.log10(low))); tick <= high; tick *= 10) {
      double at = Svg.log(tick, low, high, left, right);
      svg.line("grid", at, 0, at, height - 24);
      svg.text("tick", at, height - 10, Page.plain(tick));
    }
    double y = 4;
    for (Line line : timed) {
      String style = colour(colours.getOrDefault(line.text("competitor"), 0));
      svg.text(
          "name",
          left - 8,
          y + 13,
          line.caseKey() + ", " + line.text("competitor") + ", " + line.text("variant"));
      double from = Svg.log(line.number("p50"), low, high, left, right);
      double to = Svg.log(line.number("p999"), low, high, left, right);
      svg.line("curve " + style, from, y + 9, to, y + 9);
      svg.dot(style, from, y + 9, "p50");
      svg.dot(style, Svg.log(line.number("p99"), low, high, left, right), y + 9, "p99");
      svg.dot(style, to, y + 9, "p99.9");
      svg.value(to + 8, y + 13, line.number("p999"), line.text("unit"));
      y += ROW;
    }
    return "<p>Calls timed one by one: median, 99th and 99.9th percentile.</p>\n" + svg.end();
  }

  /** A curve of percentiles for each library, a panel for each rate of requests. */
  static String curves(List<Line> results) {
    if (results.isEmpty()) {
      return "";
    }
    Map<String, Integer> colours = colours(results);
    double low = results.stream().mapToDouble(line -> line.number("p50")).min().orElse(1) / 1.5;
    double high = results.stream().mapToDouble(line -> line.number("p9999")).max().orElse(1) * 1.5;
    Set<String> cases = new LinkedHashSet<>();
    results.forEach(line -> cases.add(line.text("case")));
    double panel = 270;
    double height = 200;
    int columns = 3;
    Svg svg = new Svg("latency under load", WIDTH, height * Math.ceilDiv(cases.size(), columns));
    int index = 0;
    for (String name : cases) {
      double left = index % columns * (panel + 10) + 40;
      double right = left + panel - 50;
      double top = Math.floorDiv(index, columns) * height + 24;
      double bottom = top + height - 60;
      svg.text("start", left, top - 8, name);
      for (double tick = Math.pow(10, Math.ceil(Math.log10(low))); tick <= high; tick *= 10) {
        double at = Svg.log(tick, low, high, bottom, top);
        svg.line("grid", left, at, right, at);
        if (index % columns == 0) {
          svg.text("tick", left - 20, at + 4, milliseconds(tick));
        }
      }
      for (int i = 0; i < CURVE.size(); i++) {
        svg.text("tick", x(i, left, right), bottom + 14, CURVE_NAMES.get(i));
      }
      for (Line line : results) {
        if (line.text("case").equals(name)) {
          String style = "curve " + colour(colours.getOrDefault(line.text("competitor"), 0));
          for (int i = 0; i + 1 < CURVE.size(); i++) {
            svg.line(
                style,
                x(i, left, right),
                Svg.log(line.number(CURVE.get(i)), low, high, bottom, top),
                x(i + 1, left, right),
                Svg.log(line.number(CURVE.get(i + 1)), low, high, bottom, top));
          }
        }
      }
      index++;
    }
    return "<p>From when a request was due to its answer: percentiles, for each rate; milliseconds"
        + " on a logarithmic scale.</p>\n"
        + legend(colours.keySet())
        + svg.end();
  }

  private static double x(int point, double left, double right) {
    return left + (right - left) * point / (CURVE.size() - 1);
  }

  private static String milliseconds(double micros) {
    double value = micros / 1000;
    return value >= 1 ? Long.toString(Math.round(value)) : Double.toString(value);
  }
}
