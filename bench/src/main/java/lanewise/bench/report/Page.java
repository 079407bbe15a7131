package lanewise.bench.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lanewise.bench.command.Command;
import lanewise.bench.command.Words;

/**
 * {@code bench/report}: one self-contained page of results: where they were measured, for each work
 * a chart of our ratio to the best peer by case with whiskers, {@link Charts} of what else the work
 * tells, and a table of all results. Cases that a peer wins come first. Every number on it is one
 * of the files', rounded to four digits.
 */
public final class Page {
  /** The command. */
  public static final Command COMMAND = new Command("report", Page::run);

  private static final Map<String, String> FIGURES = new LinkedHashMap<>();

  static {
    FIGURES.put("ratioToBestPeer", "to the best peer");
    FIGURES.put("shareOfPeak", "share of peak");
    FIGURES.put("shareOfBound", "share of bound");
    FIGURES.put("bound", "bound");
    FIGURES.put("gigabytes", "GB/s");
    FIGURES.put("intensity", "FLOP/byte");
    FIGURES.put("accuracy", "accuracy");
    FIGURES.put("answered", "answered/s");
    FIGURES.put("p50", "p50");
    FIGURES.put("p90", "p90");
    FIGURES.put("p99", "p99");
    FIGURES.put("p999", "p99.9");
    FIGURES.put("p9999", "p99.99");
    FIGURES.put("residentMegabytes", "resident MB");
    FIGURES.put("peakMegabytes", "peak MB");
    FIGURES.put("jarMegabytes", "jars MB");
    FIGURES.put("bytesPerCall", "bytes a call");
  }

  private final List<Line> lines;
  private final StringBuilder html = new StringBuilder();

  private Page(List<Line> lines) {
    this.lines = lines;
  }

  private static int run(Words words) throws IOException {
    Optional<String> out = words.value("-o");
    List<Path> files = words.rest(Integer.MAX_VALUE).stream().map(Path::of).toList();
    if (files.isEmpty() || out.isEmpty()) {
      throw new IllegalArgumentException("name files of results, and -o PAGE.html; see --help");
    }
    Path page = Path.of(out.get());
    for (Path file : files) {
      if (Files.exists(page) && Files.exists(file) && Files.isSameFile(page, file)) {
        throw new IllegalArgumentException("-o: %s has the results".formatted(page));
      }
    }
    Files.writeString(page, of(Line.read(files)));
    return 0;
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
    List<String> works = lines.stream().map(line -> line.text("work")).distinct().toList();
    html.append("<nav>\n");
    for (String work : works) {
      html.append("<a href=\"#%s\">%s</a>%n".formatted(escape(work), escape(work)));
    }
    html.append("</nav>\n");
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
      StringBuilder words = new StringBuilder();
      for (String key :
          List.of("processor", "processors", "os", "vectors", "jdk", "options", "commit")) {
        String text =
            key.equals("processors") ? count(environment, key, "processor") : environment.text(key);
        if (!text.isEmpty()) {
          words.append("<span>").append(escape(text)).append("</span>\n");
        }
      }
      if (!environment.text("note").isEmpty()) {
        words.append("<strong>").append(escape(environment.text("note"))).append("</strong>\n");
      }
      if (!words.isEmpty() && told.add(words.toString())) {
        html.append("<p class=\"environment\">").append(words).append("</p>\n");
      }
    }
  }

  private void work(String work, List<Line> all) {
    List<Line> results = all.stream().filter(Line::result).toList();
    html.append("<section id=\"").append(escape(work)).append("\">\n");
    element("h2", "", work);
    all.stream().map(line -> new Line(line.environment())).forEach(this::run);
    planned(all);
    String verdicts = Verdicts.of(all);
    html.append(verdicts);
    List<Line> best = verdicts.isEmpty() ? best(results) : List.of();
    if (!best.isEmpty()) {
      long lost = best.stream().filter(line -> line.number("ratioToBestPeer") < 1).count();
      element(
          "p",
          lost > 0 ? "count lost" : "count",
          "%s of %s cases lost%s"
              .formatted(
                  lost,
                  best.size(),
                  lost > 0 ? ": a peer is faster than our best way there." : "."));
      element(
          "p",
          "about",
          "A bar is the time of the best peer divided by ours; a whisker joins the ends of both"
              + " 95% intervals.");
      html.append(Charts.ratios(best));
    }
    html.append(
        switch (work) {
          case "roofline" -> Charts.roofline(results);
          case "serve" -> Charts.curves(results);
          case "mlp" -> Charts.percentiles(results);
          case "training" -> Charts.bars(results, "median", "rows a second");
          case "startup" ->
              Charts.bars(results, "median", "milliseconds to the first prediction")
                  + Charts.bars(results, "residentMegabytes", "resident megabytes");
          default -> "";
        });
    if (!results.isEmpty()) {
      table(results.stream().sorted(Comparator.comparing(line -> !first(work, line))).toList());
    }
    all.stream().filter(Line::absent).forEach(this::absent);
    html.append("</section>\n");
  }

  /** A count in words, empty if it is not known. */
  private static String count(Line environment, String key, String unit) {
    double count = environment.number(key);
    return Double.isNaN(count) ? "" : plain(count) + " " + unit + (count == 1 ? "" : "s");
  }

  /** When a work was measured, and on what of the machine. */
  private void run(Line environment) {
    String date = environment.text("date");
    if (date.isEmpty()) {
      return;
    }
    StringBuilder words = new StringBuilder(date);
    String threads = count(environment, "threads", "thread");
    if (!threads.isEmpty()) {
      words.append("; ").append(threads).append(" a call");
    }
    if (environment.json().get("cores") != null) {
      String cores = environment.text("cores");
      words.append(cores.isEmpty() ? "; not pinned" : "; pinned to processor " + cores);
    }
    double forks = environment.number("forks");
    if (!Double.isNaN(forks)) {
      words
          .append(environment.flag("quick") ? "; with --quick" : "; without --quick")
          .append("; each figure from ")
          .append(forks == 1 ? "1 process" : plain(forks) + " processes");
    }
    if (!environment.text("openblas").isEmpty()) {
      words.append("; OpenBLAS's kernels for ").append(environment.text("openblas"));
    }
    element("p", "environment", words.toString());
  }

  /** What was begun and is not there: a measurement that was interrupted looks like a short one. */
  private void planned(List<Line> all) {
    Set<String> planned = new LinkedHashSet<>();
    all.forEach(line -> planned.addAll(new Line(line.environment()).texts("cases")));
    Set<String> missing = new LinkedHashSet<>(planned);
    all.stream()
        .filter(line -> line.result() || line.absent())
        .forEach(line -> missing.remove(line.text("case")));
    if (all.stream().noneMatch(line -> line.result() || line.verdict())) {
      element("p", "count lost", "Begun, nothing measured.");
    } else if (!missing.isEmpty()) {
      element(
          "p",
          "count lost",
          "%s of %s cases measured; not: %s"
              .formatted(
                  planned.size() - missing.size(), planned.size(), String.join("; ", missing)));
    }
  }

  private void absent(Line line) {
    element(
        "p",
        "absent",
        "%s, %s was not measured: %s"
            .formatted(line.text("case"), line.text("competitor"), line.text("absent")));
  }

  /** Whether a result belongs to the beginning of its table: not what only the roof is made of. */
  private static boolean first(String work, Line line) {
    return !work.equals("roofline") || line.ours();
  }

  /** Our best way in each case that a peer does too, what we lose first. */
  private static List<Line> best(List<Line> results) {
    Comparator<Line> ratio = Comparator.comparingDouble(line -> line.number("ratioToBestPeer"));
    Map<String, Line> best = new LinkedHashMap<>();
    results.stream()
        .filter(line -> !Double.isNaN(line.number("ratioToBestPeer")))
        .sorted(ratio.reversed())
        .forEach(line -> best.putIfAbsent(line.caseKey(), line));
    return best.values().stream().sorted(ratio).toList();
  }

  private void table(List<Line> results) {
    List<String> figures =
        FIGURES.keySet().stream()
            .filter(figure -> results.stream().anyMatch(line -> !Double.isNaN(line.number(figure))))
            .toList();
    html.append("<div class=\"wide\"><table><thead><tr>");
    for (String head : List.of("case", "library", "way", "median", "95% interval", "unit")) {
      element("th", "", head);
    }
    boolean lab = results.getFirst().text("work").equals("lab");
    for (String figure : figures) {
      String head = FIGURES.getOrDefault(figure, "");
      element("th", "", lab && figure.equals("ratioToBestPeer") ? "yours, time by ours" : head);
    }
    html.append("</tr></thead><tbody>\n");
    for (Line line : results) {
      html.append(line.ours() ? "<tr class=\"ours\">" : "<tr>");
      element("td", "", line.caseKey());
      element("td", "", line.text("competitor") + whose(line));
      element("td", "", line.text("variant"));
      number(line.number("median"));
      html.append("<td class=\"number\">[<data>")
          .append(plain(line.number("low")))
          .append("</data>, <data>")
          .append(plain(line.number("high")))
          .append("</data>]")
          .append(line.flag("forksDisagree") ? " forks disagree" : "")
          .append("</td>");
      element("td", "", line.text("unit"));
      figures.forEach(figure -> number(line.number(figure)));
      html.append("</tr>\n");
    }
    html.append("</tbody></table></div>\n");
  }

  /** Who is who where a tile of somebody's own was examined. */
  private static String whose(Line line) {
    if (!line.text("work").equals("lab") || line.machine()) {
      return "";
    }
    return line.ours() ? " (ours)" : " (yours)";
  }

  private void number(double value) {
    html.append(cell(value));
  }

  /** A cell of a table, empty for NaN. */
  static String cell(double value) {
    return Double.isNaN(value)
        ? "<td></td>"
        : "<td class=\"number\"><data>" + plain(value) + "</data></td>";
  }

  /** Four digits that tell something, or all before the point; nine behind it at most. */
  public static String plain(double value) {
    double size = Math.abs(value);
    int digits =
        size == Math.rint(size) ? 0 : Math.clamp(3 - (int) Math.floor(Math.log10(size)), 0, 9);
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  private void element(String name, String style, String text) {
    String attribute = style.isEmpty() ? "" : " class=\"" + style + "\"";
    html.append("<%s%s>%s</%s>%n".formatted(name, attribute, escape(text), name));
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
