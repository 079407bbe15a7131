package lanewise.bench.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What {@code bench/lab} found of a tile of somebody's own: of each width a verdict with its
 * reasons, how the tile stands beside ours in each product, and a table of what the verdicts rest
 * on.
 */
final class Verdicts {
  private static final Map<String, String> FACTS = new LinkedHashMap<>();
  private static final Map<String, String> CODE = new LinkedHashMap<>();

  static {
    FACTS.put("rows", "rows");
    FACTS.put("columns", "columns");
    FACTS.put("ourRows", "rows of ours");
    FACTS.put("ourColumns", "columns of ours");
    FACTS.put("contractCases", "cases kept");
    FACTS.put("bytesPerCall", "bytes a call");
    FACTS.put("warmUpMillis", "warm-up, ms");
    FACTS.put("warmUpProducts", "warm-up, products");
    CODE.put("instructions", "instructions");
    CODE.put("multiplyAdds", "multiply-adds");
    CODE.put("scalarMultiplyAdds", "scalar multiply-adds");
    CODE.put("indexChecks", "index checks");
    CODE.put("otherExits", "other exits");
    CODE.put("spills", "spills");
    CODE.put("calls", "calls");
  }

  private Verdicts() {}

  /** The beginning of the section, tile by tile; empty where no verdict is among the lines. */
  static String of(List<Line> lines) {
    Map<String, List<Line>> tiles =
        lines.stream()
            .filter(Line::verdict)
            .collect(
                Collectors.groupingBy(
                    line -> line.text("competitor"), LinkedHashMap::new, Collectors.toList()));
    if (tiles.isEmpty()) {
      return "";
    }
    StringBuilder html =
        new StringBuilder(
            "<p class=\"about\">Yours is the tile that was examined, ours the one that Lanewise"
                + " uses at the same width.</p>\n");
    tiles.forEach((tile, verdicts) -> html.append(tile(tile, verdicts)));
    return html.toString();
  }

  private static String tile(String tile, List<Line> verdicts) {
    List<Line> products = verdicts.stream().filter(Verdicts::product).toList();
    List<Line> widths = verdicts.stream().filter(line -> !product(line)).toList();
    StringBuilder html = new StringBuilder("<h3>" + Page.escape(tile) + "</h3>\n");
    widths.forEach(line -> html.append(verdict(line)));
    if (!products.isEmpty()) {
      html.append(counts(products));
      html.append(
          "<p class=\"about\">A bar is the time of ours divided by that of yours: right of the"
              + " line yours is faster. A whisker joins the ends of both 95% intervals; where it"
              + " crosses the line, or touches it, the difference is within noise.</p>\n");
      html.append(Charts.standings(products));
    }
    return html.append(facts(widths)).toString();
  }

  private static boolean product(Line verdict) {
    return !Double.isNaN(verdict.number("ratio"));
  }

  private static String verdict(Line line) {
    String verdict = line.text("verdict");
    String reasons = line.texts("reasons").stream().collect(Collectors.joining("; "));
    String ours = line.text("ours").isEmpty() ? "" : " (ours: " + line.text("ours") + ")";
    return "<p class=\"%s\"><strong>At %s: %s</strong>%s%s</p>%n"
        .formatted(
            verdict.equals("sound") ? "won" : "lost",
            Page.escape(line.text("variant")),
            Page.escape(verdict),
            reasons.isEmpty() ? "" : ": " + Page.escape(reasons),
            Page.escape(ours));
  }

  private static String counts(List<Line> products) {
    Map<String, Long> counts =
        products.stream()
            .collect(Collectors.groupingBy(line -> line.text("verdict"), Collectors.counting()));
    return ("<p class=\"count\">Of %s products yours is faster in %s, slower in %s,"
            + " within noise in %s.</p>%n")
        .formatted(
            products.size(),
            counts.getOrDefault("faster", 0L),
            counts.getOrDefault("slower", 0L),
            counts.getOrDefault("within noise", 0L));
  }

  /** The contract, the warm-up, and what a turn of the hot loops is made of, width by width. */
  private static String facts(List<Line> widths) {
    StringBuilder html = new StringBuilder("<div class=\"wide\"><table><thead><tr><th></th>");
    for (Line line : widths) {
      html.append("<th>").append(Page.escape(line.text("variant"))).append("</th>");
    }
    html.append("</tr></thead><tbody>\n");
    FACTS.forEach((fact, name) -> html.append(row(name, widths, fact, "")));
    for (String who : List.of("yours", "ours")) {
      CODE.forEach(
          (fact, name) -> html.append(row("hot loop of " + who + ": " + name, widths, fact, who)));
    }
    return html.append("</tbody></table></div>\n").toString();
  }

  /**
   * A fact of each width, of the code of yours or ours where one is named; empty where no width has
   * it.
   */
  private static String row(String name, List<Line> widths, String fact, String who) {
    StringBuilder html = new StringBuilder("<tr><td>" + name + "</td>");
    boolean known = false;
    for (Line line : widths) {
      double number = (who.isEmpty() ? line : new Line(line.object(who + "Code"))).number(fact);
      known |= !Double.isNaN(number);
      boolean late = fact.startsWith("warmUp") && line.flag("warmUpLate");
      html.append(Page.cell(number).replace("</data>", late ? "</data> or more" : "</data>"));
    }
    return known ? html.append("</tr>\n").toString() : "";
  }
}
