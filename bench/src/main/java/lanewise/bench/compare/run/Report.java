package lanewise.bench.compare.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import lanewise.bench.compare.Unit;
import lanewise.bench.report.Estimate;
import lanewise.bench.report.Page;
import lanewise.bench.report.Results;
import lanewise.layers.format.JsonObject;
import org.jspecify.annotations.Nullable;

/** Tables on stdout, and a file of result lines: the environment first, then a line a result. */
final class Report {
  private static final Set<String> INTERVAL = Set.of("ratioLow", "ratioHigh");

  private final Results lines;
  private final Map<String, List<Double>> ratios = new LinkedHashMap<>();
  private final List<String> absent = new ArrayList<>();

  Report(String work, int threads, @Nullable Path json) {
    this.lines = new Results(work, threads, json);
  }

  void environment(JsonObject environment) throws IOException {
    lines.environment(environment);
  }

  void absent(String name, Library library, String way, IOException reason) throws IOException {
    absent.add("%s, %s%s: %s".formatted(name, library.name(), way, reason.getMessage()));
    lines.absent(name, library.name(), String.valueOf(reason.getMessage()));
  }

  /** A case's table, and its lines. */
  void results(String name, Unit unit, List<Result> results) throws IOException {
    Optional<Result> bestPeer = Result.bestPeer(results);
    double machine = unit.higherIsBetter() ? Result.machine(results) : Double.NaN;
    System.out.printf("%n%s (%s)%n", name, unit.name());
    for (Result result : results) {
      Map<String, Double> figures = new LinkedHashMap<>(result.figures());
      if (result.library().ours()) {
        bestPeer.ifPresent(peer -> figures.putAll(result.nanos().ratiosTo(peer.nanos())));
        figures.put("shareOfPeak", machine / result.nanos().median());
        figures.values().removeIf(value -> Double.isNaN(value));
        addRatios(name, result, results);
      }
      System.out.println(row(unit, result, figures));
      lines.result(
          name,
          result.library().name(),
          result.way(),
          unit,
          result.nanos(),
          figures,
          bestPeer.filter(_ -> result.library().ours()).map(peer -> peer.library().name()));
    }
  }

  private static String row(Unit unit, Result result, Map<String, Double> figures) {
    Estimate nanos = result.nanos();
    double a = unit.of(nanos.low());
    double b = unit.of(nanos.high());
    StringBuilder row =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "  %-15s %-30s %s  [%s, %s]",
                result.library().name(),
                result.way(),
                pad(Page.plain(unit.of(nanos.median())), 9),
                Page.plain(Math.min(a, b)),
                Page.plain(Math.max(a, b))));
    figures.forEach(
        (figure, value) -> {
          if (!INTERVAL.contains(figure)
              && (result.library().ours() || !figure.equals("bytesPerCall"))) {
            row.append("  ").append(told(figure, value));
          }
        });
    if (result.saturated()) {
      row.append("  saturated");
    }
    if (nanos.split()) {
      String forks =
          nanos.forks().stream().map(unit::of).map(Page::plain).collect(Collectors.joining(" "));
      row.append("  forks disagree: ").append(forks);
    }
    return row.toString();
  }

  private static String told(String figure, double value) {
    return switch (figure) {
      case "ratioToBestPeer" -> String.format(Locale.ROOT, "%.2fx the best peer", value);
      case "shareOfPeak" -> String.format(Locale.ROOT, "%.0f%% of peak", 100 * value);
      case "bytesPerCall" -> Page.plain(value) + " B a call";
      case "offered" -> Page.plain(value) + "/s offered";
      case "answered" -> Page.plain(value) + "/s answered";
      case "p999" -> "p99.9 " + Page.plain(value);
      case "p9999" -> "p99.99 " + Page.plain(value);
      case "accuracy" -> String.format(Locale.ROOT, "accuracy %.2f%%", 100 * value);
      case "residentMegabytes" -> "resident " + Page.plain(value) + " MB";
      case "peakMegabytes" -> "peak " + Page.plain(value) + " MB";
      case "jarMegabytes" -> "jars " + Page.plain(value) + " MB";
      default -> figure + " " + Page.plain(value);
    };
  }

  private static String pad(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }

  /** Cases that differ in size only have the name up to its last word in common. */
  private void addRatios(String name, Result ours, List<Result> results) {
    String group = name.replaceFirst(" [^ ]*$", "") + ", " + ours.way() + ", to ";
    Map<String, Double> best = new LinkedHashMap<>();
    for (Result peer : results) {
      if (peer.peer()) {
        best.merge(peer.library().name(), peer.nanos().median(), Math::min);
        best.merge("the best peer", peer.nanos().median(), Math::min);
      }
    }
    best.forEach((peer, nanos) -> ratio(group + peer, nanos / ours.nanos().median()));
  }

  private void ratio(String name, double ratio) {
    ratios.computeIfAbsent(name, _ -> new ArrayList<>()).add(ratio);
  }

  /** The means of the ratios over cases, and who could not be measured. */
  void end() {
    ratios.values().removeIf(values -> values.size() == 1);
    if (!ratios.isEmpty()) {
      System.out.println("\nTimes of the peers divided by ours (above 1: ours is faster)");
    }
    ratios.forEach(
        (name, values) ->
            System.out.printf(
                Locale.ROOT,
                "  %-60s %2d cases, geometric mean %.2f, smallest %.2f%n",
                name,
                values.size(),
                Math.exp(values.stream().mapToDouble(Math::log).average().orElse(Double.NaN)),
                Collections.min(values)));
    if (!absent.isEmpty()) {
      System.out.println("\nNot measured:");
      absent.forEach(line -> System.out.println("  " + line));
    }
  }
}
