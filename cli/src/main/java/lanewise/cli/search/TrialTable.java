package lanewise.cli.search;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.cli.output.JsonLine;
import lanewise.cli.settings.Schemas;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonValue;
import lanewise.tensor.io.AtomicFiles;

/** The finished trials of a search, for people and for programs. */
final class TrialTable {
  private final List<String> keys;
  private final SequencedMap<Trial, TrialResult> rows = new LinkedHashMap<>();

  TrialTable(List<String> keys) {
    this.keys = List.copyOf(keys);
  }

  void add(Trial trial, TrialResult result) {
    rows.put(trial, result);
  }

  int size() {
    return rows.size();
  }

  /** The best trial first; among trials of different length, only the longest can be the best. */
  List<Map.Entry<Trial, TrialResult>> ranked() {
    List<Map.Entry<Trial, TrialResult>> all = new ArrayList<>(rows.entrySet());
    Comparator<Map.Entry<Trial, TrialResult>> longest =
        Comparator.comparingInt(
            row -> {
              Integer epochs = row.getKey().epochs();
              return epochs == null ? Integer.MIN_VALUE : -epochs;
            });
    all.sort(longest.thenComparing(Map.Entry.comparingByValue(TrialResult.BEST_FIRST)));
    return all;
  }

  /** One row as people read it. */
  String line(Trial trial, TrialResult result) {
    String figures =
        result.loss() == null
            ? "failed: " + result.problem()
            : String.format(
                Locale.ROOT,
                "val loss %.4f  val acc %6.2f%%",
                result.loss(),
                100 * (result.accuracy() == null ? Double.NaN : result.accuracy()));
    String values =
        keys.stream().map(key -> key + " " + trial.text(key)).collect(Collectors.joining("  "));
    return "%s  %s  %s".formatted(trial.name(), figures, values);
  }

  /** All trials, the best first, in columns. */
  String text() {
    List<List<String>> table = new ArrayList<>();
    table.add(
        Stream.concat(Stream.of("trial", "val loss", "val acc", "epochs"), keys.stream()).toList());
    for (Map.Entry<Trial, TrialResult> row : ranked()) {
      TrialResult result = row.getValue();
      List<String> cells = new ArrayList<>();
      cells.add(row.getKey().name());
      cells.add(format("%.4f", result.loss()));
      cells.add(
          format(
              "%.2f%%",
              result.accuracy() == null ? null : Double.valueOf(100 * result.accuracy())));
      cells.add(result.loss() == null ? "failed" : String.valueOf(result.epochs()));
      keys.forEach(key -> cells.add(row.getKey().text(key)));
      table.add(cells);
    }
    int[] widths = new int[table.getFirst().size()];
    for (List<String> cells : table) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], cells.get(c).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> cells : table) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < widths.length; c++) {
        line.append(cells.get(c)).repeat(' ', widths[c] - cells.get(c).length() + 2);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static String format(String pattern, @org.jspecify.annotations.Nullable Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, pattern, value);
  }

  /** Writes all trials as CSV, in the order in which they were run. */
  void writeCsv(Path file) throws IOException {
    StringBuilder csv = new StringBuilder();
    List<String> header =
        List.of("trial", "validationLoss", "validationAccuracy", "epochs", "bestEpoch", "seconds");
    row(csv, Stream.concat(header.stream(), keys.stream()).toList());
    rows.forEach(
        (trial, result) -> {
          List<String> cells = new ArrayList<>();
          cells.add(trial.name());
          cells.add(result.loss() == null ? "" : String.valueOf(result.loss()));
          cells.add(result.accuracy() == null ? "" : String.valueOf(result.accuracy()));
          cells.add(String.valueOf(result.epochs()));
          cells.add(String.valueOf(result.bestEpoch()));
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
    for (Map.Entry<Trial, TrialResult> row : ranked()) {
      JsonObject.Builder values = JsonObject.builder();
      row.getKey().values().forEach((key, node) -> values.put(key, Schemas.json(node)));
      JsonObject.Builder trial =
          JsonObject.builder()
              .put("trial", row.getKey().name())
              .put("folder", folder.resolve(row.getKey().name()).toString())
              .put("values", values.build());
      row.getValue().json().members().forEach(trial::put);
      trials.add(trial.build());
    }
    boolean found = ranked().stream().anyMatch(row -> row.getValue().loss() != null);
    return JsonObject.builder()
        .put("best", JsonLine.text(found ? ranked().getFirst().getKey().name() : null))
        .put("trials", new JsonArray(trials))
        .build();
  }
}
