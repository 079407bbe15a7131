package lanewise.cli.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import lanewise.cli.output.JsonLine;
import lanewise.layers.Model;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonValue;
import lanewise.tensor.Workers;
import lanewise.training.PermutationImportance;
import lanewise.training.data.Samples;
import lanewise.training.metric.Metric;

/**
 * The columns whose importance is measured.
 *
 * @param columns the columns; empty for none
 * @param leftOut the number of columns that are too many to be measured, or 0
 */
public record ColumnImportance(List<PermutationImportance.Column> columns, int leftOut) {
  /** The importance of more columns would take longer to measure than the training. */
  static final int MOST = 64;

  private static final int REPETITIONS = 5;

  /** Measures nothing, such as pixels. */
  public static final ColumnImportance NONE = new ColumnImportance(List.of(), 0);

  /** Copies the list. */
  public ColumnImportance {
    columns = List.copyOf(columns);
  }

  /** These columns, unless there are too many. */
  public static ColumnImportance of(List<PermutationImportance.Column> columns) {
    return columns.size() > MOST
        ? new ColumnImportance(List.of(), columns.size())
        : new ColumnImportance(columns, 0);
  }

  /** Adds the importances from the highest on, or how many columns are left out. */
  void addTo(JsonObject.Builder json, Model model, Samples rows, Metric metric, Workers workers) {
    if (leftOut > 0) {
      json.put("importanceLeftOut", leftOut);
    }
    if (columns.isEmpty()) {
      return;
    }
    List<PermutationImportance> found =
        PermutationImportance.of(model, rows, columns, metric, REPETITIONS, 1, workers);
    List<Integer> order =
        IntStream.range(0, found.size())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -found.get(i).mean()))
            .toList();
    List<JsonValue> list = new ArrayList<>();
    for (int i : order) {
      list.add(
          JsonObject.builder()
              .put("column", found.get(i).column())
              .put("mean", JsonLine.number(found.get(i).mean()))
              .put("deviation", JsonLine.number(found.get(i).deviation()))
              .build());
    }
    json.put("importanceOf", metric.name());
    json.put("importance", new JsonArray(list));
  }
}
