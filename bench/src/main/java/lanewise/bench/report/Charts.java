package lanewise.bench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import lanewise.bench.compare.Serving;
import lanewise.bench.report.Svg.Axis;

/** The pictures of a page. Colours go by library, or by family of kernels. */
final class Charts {
  private static final double WIDTH = 840;
  private static final double NAMES = 290;
  private static final double ROW = 20;
  private static final int COLOURS = 8;
  private static final List<String> FAMILIES =
      List.of("gemm", "gemv", "elementwise", "reduce", "transpose", "optimizer");

  /** The percentiles of a curve, by their figures. */
  private static final Map<String, String> CURVE = new LinkedHashMap<>();

  static {
    CURVE.put("p50", "50");
    CURVE.put("p90", "90");
    CURVE.put("p99", "99");
    CURVE.put("p999", "99.9");
    CURVE.put("p9999", "99.99");
  }

  private Charts() {}

  /** The colour of each name, in the order in which they come. */
  private record Colours(List<String> names) {
    static Colours of(List<Line> lines) {
      return new Colours(lines.stream().map(line -> line.text("competitor")).distinct().toList());
    }

    String of(String name) {
      return "c" + Math.max(0, names.indexOf(name)) % COLOURS;
    }

    String of(Line line) {
      return of(line.text("competitor"));
    }

    String legend() {
      return names.stream()
          .map(name -> "<span class=\"key %s\"></span>%s ".formatted(of(name), Page.escape(name)))
          .collect(Collectors.joining("", "<p class=\"legend\">", "</p>\n"));
    }
  }

  private static String way(Line line) {
    return line.text("competitor") + ", " + line.text("variant");
  }

  private static String about(String text) {
    return "<p class=\"about\">" + text + "</p>\n";
  }

  private static DoubleStream numbers(List<Line> lines, String figure) {
    return lines.stream()
        .mapToDouble(line -> line.number(figure))
        .filter(value -> !Double.isNaN(value));
  }

  private static double least(List<Line> lines, String figure) {
    return numbers(lines, figure).min().orElse(1);
  }

  private static double most(List<Line> lines, String figure) {
    return numbers(lines, figure).max().orElse(1);
  }

  /** Lines of a grid at the powers of a base, on an axis across or up. */
  private static void grid(
      Svg svg, Axis axis, double base, Function<Double, String> name, double from, double to) {
    boolean across = axis.to() > axis.from();
    double first = Math.ceil(Math.log(axis.low()) / Math.log(base) - 1e-9);
    for (double value = Math.pow(base, first); value <= 1.001 * axis.high(); value *= base) {
      double at = axis.at(value);
      String text = name.apply(value);
      if (across) {
        svg.line("grid", at, from, at, to);
        svg.text("tick", at, to + 16, text);
      } else {
        svg.line("grid", from, at, to, at);
        svg.text("tick", from - 22, at + 4, text);
      }
    }
  }

  /** A power of ten, as short as it can be. */
  private static String power(double value) {
    return value < 1 ? Double.toString(value) : Long.toString(Math.round(value));
  }

  private static String tick(double value) {
    return value < 1 ? "1/" + Math.round(1 / value) : Long.toString(Math.round(value));
  }

  /** Our best way in each case against the best peer's; a case lost is left of the line. */
  static String ratios(List<Line> best) {
    return ratios(
        best,
        "the time of the best peer divided by ours",
        "ratioToBestPeer",
        line -> line.number("ratioToBestPeer") < 1 ? "lost" : "won",
        line -> line.text("bestPeer"));
  }

  /** A tile of somebody's own against ours in each product. */
  static String standings(List<Line> products) {
    return ratios(
        products,
        "the time of our tile divided by yours",
        "ratio",
        line ->
            switch (line.text("verdict")) {
              case "faster" -> "won";
              case "slower" -> "lost";
              default -> "c7";
            },
        line -> line.text("verdict"));
  }

  private static String ratios(
      List<Line> lines,
      String label,
      String figure,
      Function<Line, String> style,
      Function<Line, String> words) {
    double largest =
        lines.stream()
            .mapToDouble(line -> Math.max(line.number("ratioHigh"), 1 / line.number("ratioLow")))
            .max()
            .orElse(1);
    double high = Math.max(2, largest);
    double height = ROW * lines.size() + 26;
    Axis axis = new Axis(1 / high, high, NAMES, WIDTH - 190);
    Svg svg = new Svg(label, WIDTH, height);
    grid(svg, axis, high > 100 ? 10 : 2, Charts::tick, 2, height - 22);
    svg.line("one", axis.at(1), 2, axis.at(1), height - 22);
    double y = 12;
    for (Line line : lines) {
      double ratio = line.number(figure);
      svg.text("name", NAMES - 8, y + 4, line.caseKey());
      svg.bar(style.apply(line), axis.at(1), axis.at(ratio), y, ratio);
      svg.span("whisker", axis, y, line.number("ratioLow"), line.number("ratioHigh"));
      svg.value(WIDTH - 182, y + 4, ratio, words.apply(line));
      y += ROW;
    }
    return svg.end();
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
    List<Line> reads =
        one.stream()
            .filter(line -> line.machine() && line.text("case").startsWith("read "))
            .filter(
                line ->
                    !peaks.isEmpty()
                        && line.text("variant").equals(peaks.getFirst().text("variant")))
            .toList();
    List<Line> kernels = one.stream().filter(Line::ours).toList();
    Colours families = new Colours(FAMILIES);
    // Where only some kernels were measured there is no roof.
    return (peaks.isEmpty() ? "" : roofs(peaks, reads, kernels, families))
        + (kernels.isEmpty() ? "" : families.legend() + shares(kernels, families));
  }

  private static String family(Line kernel) {
    return kernel.text("variant").replaceFirst("-.*", "");
  }

  private static String roofs(
      List<Line> peaks, List<Line> reads, List<Line> kernels, Colours families) {
    double height = 440;
    double top = peaks.getFirst().number("median");
    Axis across = new Axis(1.0 / 32, 512, 140, WIDTH - 126);
    Axis up = new Axis(0.2, 2 * top, height - 44, 22);
    Svg svg = new Svg("roofline", WIDTH, height);
    grid(svg, across, 4, Charts::tick, up.to(), up.from());
    svg.text("about", 420, height - 6, "operations per byte");
    grid(svg, up, 10, Charts::tick, across.from(), across.to());
    svg.text("start", across.from() - 36, 12, "GFLOP/s");
    for (Line peak : peaks) {
      double speed = peak.number("median");
      double fastest = most(reads, "median");
      double ridge = reads.isEmpty() ? across.low() : speed / fastest;
      svg.line("roof", across.at(ridge), up.at(speed), across.to(), up.at(speed));
      svg.value(across.to() + 6, up.at(speed) + 4, speed, "at " + peak.text("variant"));
    }
    double label = 0;
    for (Line read : reads) {
      double speed = read.number("median");
      double from = Math.max(across.low(), up.low() / speed);
      double to = Math.min(across.high(), top / speed);
      svg.line("roof", across.at(from), up.at(from * speed), across.at(to), up.at(to * speed));
      label = Math.max(up.at(from * speed) + 4, label + 15);
      svg.text("name", 54, label, read.text("case").replace("read ", ""));
      svg.value(58, label, speed, "");
    }
    svg.text("start", 4, 12, "GB/s read");
    for (Line kernel : kernels) {
      double intensity = kernel.number("intensity");
      if (!Double.isNaN(intensity)) {
        String style = families.of(family(kernel));
        svg.dot(style, across, intensity, up, kernel.number("median"), kernel.text("case"));
      }
    }
    return svg.end();
  }

  private static String shares(List<Line> kernels, Colours families) {
    List<Line> sorted =
        kernels.stream()
            .sorted(Comparator.comparingDouble(line -> line.number("shareOfBound")))
            .toList();
    double most = Math.max(most(kernels, "shareOfBound"), most(kernels, "shareHigh"));
    double scale = (WIDTH - NAMES - 110) / Math.max(1, most);
    double height = ROW * sorted.size() + 6;
    Svg svg = new Svg("share of its own bound", WIDTH, height);
    svg.line("one", NAMES + scale, 0, NAMES + scale, height);
    double y = 12;
    for (Line kernel : sorted) {
      double share = kernel.number("shareOfBound");
      svg.text("name", NAMES - 8, y + 4, kernel.text("case"));
      svg.bar(families.of(family(kernel)), NAMES, NAMES + scale * share, y, share);
      double low = kernel.number("shareLow");
      double high = kernel.number("shareHigh");
      if (!Double.isNaN(low)) {
        svg.span("whisker", NAMES + scale * low, NAMES + scale * high, y, low, high);
      }
      svg.value(WIDTH - 80, y + 4, share, "");
      y += ROW;
    }
    return about("The part of its own bound that each kernel reaches; the line is all of it.")
        + tooLow(sorted)
        + svg.end();
  }

  /** The kernels that reach more than all of their bound, by more than the interval. */
  private static String tooLow(List<Line> kernels) {
    String names =
        kernels.stream()
            .filter(kernel -> kernel.number("shareLow") > 1)
            .map(kernel -> kernel.text("case"))
            .collect(Collectors.joining("; "));
    return names.isEmpty()
        ? ""
        : "<p class=\"count lost\">The bound was measured too low of: %s.</p>\n"
            .formatted(Page.escape(names));
  }

  /** Of each case one bar a library's way, from the best to the worst, of a figure. */
  static String bars(List<Line> results, String figure, String words) {
    Colours colours = Colours.of(results);
    Map<String, List<Line>> cases =
        results.stream()
            .filter(line -> !Double.isNaN(line.number(figure)))
            .collect(Collectors.groupingBy(Line::caseKey, LinkedHashMap::new, Collectors.toList()));
    StringBuilder html = new StringBuilder();
    cases.forEach(
        (name, lines) -> {
          boolean rate = figure.equals("median") && lines.getFirst().flag("higherIsBetter");
          ToDoubleFunction<Line> order = line -> (rate ? -1 : 1) * line.number(figure);
          List<Line> sorted = new ArrayList<>(lines);
          sorted.sort(Comparator.comparingDouble(order));
          double scale = (WIDTH - NAMES - 130) / most(lines, figure);
          Svg svg = new Svg(name + ", " + words, WIDTH, ROW * sorted.size() + 6);
          double y = 12;
          for (Line line : sorted) {
            double value = line.number(figure);
            svg.text("name", NAMES - 8, y + 4, way(line));
            svg.bar(colours.of(line), NAMES, NAMES + scale * value, y, value);
            svg.value(NAMES + scale * value + 6, y + 4, value, "");
            y += ROW;
          }
          html.append("<h3>").append(Page.escape(name)).append("</h3>\n").append(about(words));
          html.append(svg.end());
        });
    return html.toString();
  }

  /** Where calls are timed one by one: the way from the median to the 99.9th percentile. */
  static String percentiles(List<Line> results) {
    List<Line> timed = results.stream().filter(line -> !Double.isNaN(line.number("p99"))).toList();
    if (timed.isEmpty()) {
      return "";
    }
    Colours colours = Colours.of(timed);
    StringBuilder html =
        new StringBuilder(
            about(
                "Calls timed one by one, from the median over the 99th percentile to the 99.9th"
                    + " where calls were enough; microseconds on a logarithmic scale."));
    for (String name : timed.stream().map(Line::caseKey).distinct().toList()) {
      List<Line> lines = timed.stream().filter(line -> line.caseKey().equals(name)).toList();
      double height = ROW * lines.size() + 24;
      double most = Math.max(most(lines, "p99"), most(lines, "p999"));
      Axis axis = new Axis(least(lines, "p50") / 1.2, most * 1.2, NAMES, WIDTH - 70);
      Svg svg = new Svg(name + ", latency percentiles", WIDTH, height);
      grid(svg, axis, 10, Charts::power, 2, height - 20);
      double y = 12;
      for (Line line : lines) {
        String colour = colours.of(line);
        double p99 = line.number("p99");
        double last = Double.isNaN(line.number("p999")) ? p99 : line.number("p999");
        svg.text("name", axis.from() - 8, y + 4, way(line));
        svg.span("thick " + colour, axis, y, line.number("p50"), p99);
        svg.span("thin " + colour, axis, y, p99, last);
        svg.value(axis.at(last) + 6, y + 4, last, "");
        y += ROW;
      }
      html.append("<h3>").append(Page.escape(name)).append("</h3>\n").append(svg.end());
    }
    return html.toString();
  }

  /** A curve of percentiles for each library, a panel for each rate of requests. */
  static String curves(List<Line> results) {
    Colours colours = Colours.of(results);
    List<String> figures = List.copyOf(CURVE.keySet());
    double most = figures.stream().mapToDouble(figure -> most(results, figure)).max().orElse(1);
    Axis up = new Axis(least(results, "p50") / 1.5, most * 1.5, 140, 22);
    StringBuilder html = new StringBuilder("<div class=\"panels\">\n");
    for (String name : results.stream().map(Line::caseKey).distinct().toList()) {
      Svg svg = new Svg(name, 270, 164);
      svg.text("start", 44, 12, name);
      grid(svg, up, 10, micros -> power(micros / 1000), 44, 258);
      for (int i = 0; i < figures.size(); i++) {
        svg.text("tick", x(i), 156, CURVE.getOrDefault(figures.get(i), ""));
      }
      for (Line line : results) {
        for (int i = 1; i < figures.size() && line.caseKey().equals(name); i++) {
          double before = line.number(figures.get(i - 1));
          double next = line.number(figures.get(i));
          if (!Double.isNaN(next)) {
            String style = colours.of(line) + (saturated(line) ? " saturated" : "");
            svg.curve(style, up, x(i - 1), before, x(i), next);
          }
        }
      }
      html.append(svg.end());
    }
    return about(
            "From when a request was due to its answer: percentiles, for each rate, as far as the"
                + " number of requests tells; milliseconds on a logarithmic scale. A request that"
                + " has no answer a second after the last was due counts as if it had one then, so"
                + " the curves of a service that does not keep up, which are dashed, lie too low."
                + " The client runs on the same processors, neither is pinned.")
        + colours.legend()
        + html.append("</div>\n")
        + saturation(results, colours);
  }

  private static boolean saturated(Line line) {
    return Serving.saturated(line.number("offered"), line.number("answered"));
  }

  /** The most requests that each library answered in a second. */
  private static String saturation(List<Line> results, Colours colours) {
    double scale = (WIDTH - NAMES - 200) / most(results, "answered");
    Svg svg = new Svg("requests answered in a second", WIDTH, ROW * colours.names().size() + 6);
    double y = 12;
    for (String name : colours.names()) {
      Line most =
          results.stream()
              .filter(line -> line.text("competitor").equals(name))
              .max(Comparator.comparingDouble(line -> line.number("answered")))
              .orElseThrow();
      boolean found =
          results.stream()
              .anyMatch(line -> line.text("competitor").equals(name) && saturated(line));
      double answered = most.number("answered");
      svg.text("name", NAMES - 8, y + 4, name);
      svg.bar(colours.of(most), NAMES, NAMES + scale * answered, y, answered);
      svg.value(NAMES + scale * answered + 6, y + 4, answered, found ? "" : "and not saturated");
      y += ROW;
    }
    return "<h3>saturation</h3>\n"
        + about(
            "The most requests that were answered in a second. Rates double until a service answers"
                + " less than 95% of what is due while it is due: it is saturated, and is asked no"
                + " faster.")
        + svg.end();
  }

  private static double x(int point) {
    return 52 + 198.0 * point / (CURVE.size() - 1);
  }
}
