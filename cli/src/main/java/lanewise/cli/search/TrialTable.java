package lanewise.cli.search;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.cli.output.FittedTable;
import lanewise.cli.output.JsonLine;
import lanewise.cli.search.TrialResult.Figure;
import lanewise.cli.settings.Schemas;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonValue;
import lanewise.tensor.io.AtomicFiles;
import lanewise.training.metric.Metrics;

/** The finished trials of a search, for people and for programs. */
final class TrialTable {
  private static final String PREFIX = "validation";
  private static final String DEVIATION = "Deviation";

  private final List<String> keys;
  private final String score;
  private final boolean higherIsBetter;
  private final SequencedMap<Trial, TrialResult> rows = new LinkedHashMap<>();

  /**
   * Of a search.
   *
   * @param keys the keys of the search
   * @param score the name of the metric by which trials are compared
   * @param higherIsBetter whether more of it is better
   */
  TrialTable(List<String> keys, String score, boolean higherIsBetter) {
    this.keys = List.copyOf(keys);
    this.score = score;
    this.higherIsBetter = higherIsBetter;
  }

  void add(Trial trial, TrialResult result) {
    rows.put(trial, result);
  }

  int size() {
    return rows.size();
  }

  /**
   * The best trial first, failed ones last; among trials of different length, only the longest can
   * be the best.
   */
  List<Map.Entry<Trial, TrialResult>> ranked() {
    List<Map.Entry<Trial, TrialResult>> all = new ArrayList<>(rows.entrySet());
    Comparator<Map.Entry<Trial, TrialResult>> longest =
        Comparator.comparingInt(
            row -> {
              Integer epochs = row.getKey().epochs();
              return epochs == null ? Integer.MIN_VALUE : -epochs;
            });
    all.sort(longest.thenComparingDouble(row -> badness(row.getValue())));
    return all;
  }

  private double badness(TrialResult result) {
    double mean = result.figure(score).map(Figure::mean).orElse(Double.NaN);
    return Double.isNaN(mean) ? Double.POSITIVE_INFINITY : higherIsBetter ? -mean : mean;
  }

  /** Whether a trial may be called the best. */
  boolean hasScore(TrialResult result) {
    return badness(result) < Double.POSITIVE_INFINITY;
  }

  /** One row as people read it. */
  String line(Trial trial, TrialResult result) {
    String figures =
        result.problem() == null
            ? result.figures().stream()
                .map(figure -> name(figure.name()) + " " + text(figure, result.folds()))
                .collect(Collectors.joining("  "))
            : "failed: " + result.problem();
    String values =
        keys.stream().map(key -> key + " " + trial.text(key)).collect(Collectors.joining("  "));
    return "%s  %s  %s".formatted(trial.name(), figures, values);
  }

  private static String name(String metric) {
    return "val " + (metric.equals("accuracy") ? "acc" : metric);
  }

  private static String text(Figure figure, int folds) {
    boolean percent = figure.name().endsWith("accuracy");
    double factor = percent ? 100 : 1;
    String pattern = percent ? "%.2f" : "%.4f";
    String mean = String.format(Locale.ROOT, pattern, factor * figure.mean());
    String spread =
        folds == 1 ? "" : String.format(Locale.ROOT, " +- " + pattern, factor * figure.deviation());
    return mean + spread + (percent ? "%" : "");
  }

  /** The names of the figures of all trials. */
  private SequencedSet<String> figures() {
    SequencedSet<String> names = new LinkedHashSet<>(List.of(Metrics.LOSS));
    rows.values().forEach(row -> row.figures().forEach(figure -> names.add(figure.name())));
    return names;
  }

  private boolean hasFolds() {
    return rows.values().stream().anyMatch(row -> row.folds() > 1);
  }

  /** All trials, the best first. */
  FittedTable text() {
    List<String> figures = List.copyOf(figures());
    Stream<String> names =
        Stream.concat(figures.stream().map(TrialTable::name), Stream.of("epochs"));
    FittedTable table =
        FittedTable.of(
            Stream.of(Stream.of("trial"), names, shortKeys().stream()).flatMap(s -> s).toList());
    for (Map.Entry<Trial, TrialResult> row : ranked()) {
      TrialResult result = row.getValue();
      List<String> cells = new ArrayList<>();
      cells.add(row.getKey().name());
      for (String figure : figures) {
        Optional<Figure> found = result.figure(figure);
        cells.add(found.map(each -> text(each, result.folds())).orElse("-"));
      }
      cells.add(result.problem() == null ? number(result.epochs()) : "failed");
      keys.forEach(key -> cells.add(row.getKey().text(key)));
      table.row(cells);
    }
    return table;
  }

  /** The last word of each key, by which a table is narrow; whole keys where two end alike. */
  private List<String> shortKeys() {
    List<String> words = keys.stream().map(key -> key.substring(key.lastIndexOf('.') + 1)).toList();
    return Set.copyOf(words).size() == words.size() ? words : List.copyOf(keys);
  }

  /** Epochs of several folds may have a fraction. */
  private static String number(double epochs) {
    return epochs == Math.rint(epochs)
        ? String.valueOf((long) epochs)
        : String.format(Locale.ROOT, "%.1f", epochs);
  }

  /** Writes all trials as CSV, in the order in which they were run. */
  void writeCsv(Path file) throws IOException {
    StringBuilder csv = new StringBuilder();
    boolean folds = hasFolds();
    List<String> figures = List.copyOf(figures());
    List<String> header = new ArrayList<>(List.of("trial"));
    for (String figure : figures) {
      header.add(JsonLine.metricKey(PREFIX, figure));
      if (folds) {
        header.add(JsonLine.metricKey(PREFIX, figure) + DEVIATION);
      }
    }
    header.addAll(List.of("epochs", "bestEpoch", "seconds"));
    header.addAll(keys);
    row(csv, header);
    rows.forEach(
        (trial, result) -> {
          List<String> cells = new ArrayList<>(List.of(trial.name()));
          for (String figure : figures) {
            Optional<Figure> found = result.figure(figure);
            cells.add(found.map(each -> String.valueOf(each.mean())).orElse(""));
            if (folds) {
              cells.add(found.map(each -> String.valueOf(each.deviation())).orElse(""));
            }
          }
          cells.add(number(result.epochs()));
          cells.add(number(result.bestEpoch()));
          cells.add(String.valueOf(result.seconds()));
          keys.forEach(key -> cells.add(trial.text(key)));
          row(csv, cells);
        });
    AtomicFiles.write(file, csv.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void row(StringBuilder csv, List<String> cells) {
    csv.append(cells.stream().map(TrialTable::quoted).collect(Collectors.joining(",")));
    csv.append('\n');
  }

  /** RFC 4180. */
  private static String quoted(String cell) {
    return cell.matches("[^\",\\r\\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }

  /** All trials, the best first, and which that is. */
  JsonObject json(Path folder) {
    List<JsonValue> trials = new ArrayList<>();
    SequencedSet<String> figures = figures();
    boolean folds = hasFolds();
    for (Map.Entry<Trial, TrialResult> row : ranked()) {
      TrialResult result = row.getValue();
      JsonObject.Builder values = JsonObject.builder();
      row.getKey().values().forEach((key, node) -> values.put(key, Schemas.json(node)));
      JsonObject.Builder trial =
          JsonObject.builder()
              .put("trial", row.getKey().name())
              .put("folder", folder.resolve(row.getKey().name()).toString())
              .put("values", values.build())
              .put("problem", JsonLine.text(result.problem()))
              .put("folds", result.folds());
      for (String name : figures) {
        Optional<Figure> figure = result.figure(name);
        String key = JsonLine.metricKey(PREFIX, name);
        trial.put(key, JsonLine.number(figure.map(Figure::mean).orElse(null)));
        if (folds) {
          trial.put(key + DEVIATION, JsonLine.number(figure.map(Figure::deviation).orElse(null)));
        }
      }
      trials.add(
          trial
              .put("epochs", JsonLine.number(result.epochs()))
              .put("bestEpoch", JsonLine.number(result.bestEpoch()))
              .put("seconds", JsonLine.number(result.seconds()))
              .put("model", JsonLine.text(result.model()))
              .build());
    }
    Map.Entry<Trial, TrialResult> first = ranked().getFirst();
    return JsonObject.builder()
        .put("best", JsonLine.text(hasScore(first.getValue()) ? first.getKey().name() : null))
        .put("bestBy", PREFIX + " " + score)
        .put("trials", new JsonArray(trials))
        .build();
  }
}
