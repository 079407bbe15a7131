package lanewise.bench.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * {@code bench/report}: one self-contained page of results: where they were measured, for each work
 * a chart of our ratio to the best peer by case with whiskers, {@link Charts} of what else the work
 * tells, and a table of all results. Cases that a peer wins come first.
 */
public final class Page {
  private static final Map<String, String> FIGURES = new LinkedHashMap<>();

  static {
    FIGURES.put("answered", "answered/s");
    FIGURES.put("p50", "p50");
    FIGURES.put("p90", "p90");
    FIGURES.put("p99", "p99");
    FIGURES.put("p999", "p99.9");
    FIGURES.put("p9999", "p99.99");
    FIGURES.put("gigabytes", "GB/s");
    FIGURES.put("intensity", "FLOP/byte");
    FIGURES.put("bound", "bound");
    FIGURES.put("shareOfBound", "share of bound");
    FIGURES.put("accuracy", "accuracy");
    FIGURES.put("residentMegabytes", "resident MB");
    FIGURES.put("jarMegabytes", "jars MB");
    FIGURES.put("shareOfPeak", "share of peak");
    FIGURES.put("bytesPerCall", "bytes a call");
  }

  private final List<Line> lines;
  private final StringBuilder html = new StringBuilder();

  private Page(List<Line> lines) {
    this.lines = lines;
  }

  /**
   * Writes a page.
   *
   * @param args files of results, and {@code -o PAGE.html}
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    List<String> words = new ArrayList<>(Arrays.asList(args));
    int at = words.indexOf("-o");
    if (at < 0 || at + 1 == words.size() || words.size() < 3) {
      System.err.println("usage: bench/report RESULTS.jsonl... -o PAGE.html");
      System.exit(2);
    }
    Path page = Path.of(words.remove(at + 1));
    words.remove(at);
    Files.writeString(page, of(Line.read(words.stream().map(Path::of).toList())));
  }

  /** The page of some lines. */
  static String of(List<Line> lines) throws IOException {
    return new Page(lines).write();
  }

  private String write() throws IOException {
    html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width\">\n")
        .append("<title>Lanewise beside other libraries</title>\n<style>\n")
        .append(resource("page.css"))
        .append("</style></head><body>\n<h1>Lanewise beside other libraries</h1>\n");
    environments();
    Set<String> works = new LinkedHashSet<>();
    lines.stream().filter(Line::result).forEach(line -> works.add(line.text("work")));
    for (String work : works) {
      work(work, lines.stream().filter(line -> line.text("work").equals(work)).toList());
    }
    html.append("<script>\n").append(resource("page.js")).append("</script></body></html>\n");
    return html.toString();
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is missing beside " + Page.class.getName());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void environments() {
    Set<String> told = new LinkedHashSet<>();
    for (Line line : lines) {
      Line environment = new Line(line.environment());
      if (environment.json().members().isEmpty()) {
        continue;
      }
      List<String> words = new ArrayList<>();
      for (String key : List.of("processor", "os", "jdk", "options", "commit")) {
        if (!environment.text(key).isEmpty()) {
          words.add(environment.text(key));
        }
      }
      String date = environment.text("date");
      told.add(date.substring(0, Math.min(10, date.length())) + ": " + String.join("; ", words));
    }
    told.forEach(text -> element("p", "environment", text));
  }

  private void work(String work, List<Line> all) {
    List<Line> results = all.stream().filter(Line::result).toList();
    html.append("<section id=\"").append(escape(work)).append("\">\n");
    element("h2", "", work);
    List<Row> rows = rows(results);
    long lost = rows.stream().filter(row -> row.ratio < 1).count();
    if (!rows.isEmpty()) {
      element(
          "p",
          lost > 0 ? "lost" : "",
          "%d of %d cases: a peer is faster than our best way. A bar is the time of the best peer divided by ours."
              .formatted(lost, rows.size()));
      chart(rows);
    }
    html.append(
        switch (work) {
          case "roofline" -> Charts.roofline(results);
          case "serve" -> Charts.curves(results);
          case "mlp" -> Charts.percentiles(results);
          case "training" -> Charts.bars(results, "median", "rows/s");
          case "startup" ->
              Charts.bars(results, "median", "milliseconds to the first prediction")
                  + Charts.bars(results, "residentMegabytes", "resident megabytes");
          default -> "";
        });
    table(results.stream().sorted(Comparator.comparing(line -> !first(work, line))).toList());
    all.stream()
        .filter(Line::absent)
        .forEach(
            line ->
                element(
                    "p",
                    "absent",
                    "%s, %s was not measured: %s"
                        .formatted(
                            line.text("case"), line.text("competitor"), line.text("absent"))));
    html.append("</section>\n");
  }

  /** Whether a result belongs to the beginning of its table: not what only the roof is made of. */
  private static boolean first(String work, Line line) {
    return !work.equals("roofline") || line.ours();
  }

  /** Our best way in a case against the best peer's, with the ends of both intervals. */
  private record Row(String name, String peer, double ratio, double low, double high) {}

  private static List<Row> rows(List<Line> results) {
    Map<String, List<Line>> cases = new LinkedHashMap<>();
    for (Line line : results) {
      cases.computeIfAbsent(line.caseKey(), _ -> new ArrayList<>()).add(line);
    }
    List<Row> rows = new ArrayList<>();
    cases.forEach(
        (name, lines) -> {
          Comparator<Line> slowest = Comparator.comparingDouble(line -> line.ratioTo(lines.get(0)));
          lines.stream()
              .filter(Line::ours)
              .max(slowest)
              .ifPresent(
                  ours ->
                      lines.stream()
                          .filter(line -> !line.ours() && !line.machine())
                          .max(slowest)
                          .ifPresent(peer -> rows.add(row(name, ours, peer))));
        });
    rows.sort(Comparator.comparingDouble(Row::ratio));
    return rows;
  }

  private static Row row(String name, Line ours, Line peer) {
    boolean rate = ours.flag("higherIsBetter");
    double low =
        rate ? ours.number("low") / peer.number("high") : peer.number("low") / ours.number("high");
    double high =
        rate ? ours.number("high") / peer.number("low") : peer.number("high") / ours.number("low");
    return new Row(name, peer.text("competitor"), ours.ratioTo(peer), low, high);
  }

  /** Bars on a logarithmic scale around 1. */
  private void chart(List<Row> rows) {
    double largest = 2;
    for (Row row : rows) {
      largest = Math.max(largest, Math.max(row.high, 1 / row.low));
    }
    double half = Math.log(largest);
    int height = 22 * rows.size() + 26;
    html.append("<svg viewBox=\"0 0 840 ").append(height).append("\" role=\"img\">\n");
    for (double tick : new double[] {0.01, 0.1, 0.2, 0.5, 1, 2, 5, 10, 100, 1000}) {
      if (Math.abs(Math.log(tick)) <= half) {
        String x = number(x(tick, half));
        html.append(
            "<line class=\"%s\" x1=\"%s\" x2=\"%s\" y1=\"4\" y2=\"%d\"/><text x=\"%s\" y=\"%d\" class=\"tick\">%s</text>%n"
                .formatted(
                    tick == 1 ? "one" : "grid",
                    x,
                    x,
                    height - 20,
                    x,
                    height - 6,
                    Double.toString(tick).replaceFirst("\\.0$", "")));
      }
    }
    int y = 4;
    for (Row row : rows) {
      double from = Math.min(x(1, half), x(row.ratio, half));
      double to = Math.max(x(1, half), x(row.ratio, half));
      html.append(
          "<text x=\"232\" y=\"%d\" class=\"name\">%s</text><rect class=\"%s\" x=\"%s\" y=\"%d\" width=\"%s\" height=\"12\"/><line class=\"whisker\" x1=\"%s\" x2=\"%s\" y1=\"%d\" y2=\"%d\"/><text x=\"640\" y=\"%d\" class=\"value\">%s %s</text>%n"
              .formatted(
                  y + 14,
                  escape(row.name),
                  row.ratio < 1 ? "lost" : "won",
                  number(from),
                  y + 4,
                  number(to - from),
                  number(x(row.low, half)),
                  number(x(row.high, half)),
                  y + 10,
                  y + 10,
                  y + 14,
                  String.format(Locale.ROOT, "%.2f", row.ratio),
                  escape(row.peer)));
      y += 22;
    }
    html.append("</svg>\n");
  }

  private static double x(double ratio, double half) {
    return 240 + 390 * (Math.log(ratio) + half) / (2 * half);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private void table(List<Line> results) {
    List<String> figures =
        FIGURES.keySet().stream()
            .filter(figure -> results.stream().anyMatch(line -> !Double.isNaN(line.number(figure))))
            .toList();
    html.append("<div class=\"wide\"><table><thead><tr>");
    for (String head : List.of("case", "library", "way", "median", "95% interval", "unit")) {
      html.append("<th>").append(head).append("</th>");
    }
    figures.forEach(
        figure -> html.append("<th>").append(FIGURES.getOrDefault(figure, "")).append("</th>"));
    html.append("</tr></thead><tbody>\n");
    for (Line line : results) {
      html.append(line.ours() ? "<tr class=\"ours\">" : "<tr>");
      for (String key : List.of("competitor", "variant")) {
        if (key.equals("competitor")) {
          cell(line.caseKey());
        }
        cell(line.text(key));
      }
      numberCell(line.number("median"));
      html.append("<td class=\"number\">[<data>")
          .append(plain(line.number("low")))
          .append("</data>, <data>")
          .append(plain(line.number("high")))
          .append("</data>]")
          .append(line.flag("forksDisagree") ? " forks disagree" : "")
          .append("</td>");
      cell(line.text("unit"));
      figures.forEach(figure -> numberCell(line.number(figure)));
      html.append("</tr>\n");
    }
    html.append("</tbody></table></div>\n");
  }

  private void cell(String text) {
    html.append("<td>").append(escape(text)).append("</td>");
  }

  private void numberCell(double value) {
    if (Double.isNaN(value)) {
      html.append("<td></td>");
    } else {
      html.append("<td class=\"number\"><data>").append(plain(value)).append("</data></td>");
    }
  }

  /** Four digits, or all before the point. */
  static String plain(double value) {
    double size = Math.abs(value);
    int digits = size >= 1000 || size == Math.rint(size) ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  private void element(String name, String style, String text) {
    html.append('<').append(name);
    if (!style.isEmpty()) {
      html.append(" class=\"").append(style).append('"');
    }
    html.append('>').append(escape(text)).append("</").append(name).append(">\n");
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
