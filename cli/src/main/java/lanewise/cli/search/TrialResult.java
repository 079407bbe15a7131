package lanewise.cli.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lanewise.cli.output.JsonLine;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What came of a trial. Of several folds, the figures are means.
 *
 * @param problem the sentence of a training that failed, or null
 * @param figures the validation loss and metrics of the best epoch; empty where training failed
 * @param folds the number of trainings
 * @param epochs how many epochs were trained
 * @param bestEpoch the epoch whose weights were kept
 * @param seconds how long all trainings took
 * @param model the model file; null where training failed, and where there is one for each fold
 */
record TrialResult(
    @Nullable String problem,
    List<Figure> figures,
    int folds,
    double epochs,
    double bestEpoch,
    double seconds,
    @Nullable String model) {
  /**
   * A figure of the validation rows.
   *
   * @param name {@code loss}, or the name of a metric
   * @param mean the figure, or its mean over the folds
   * @param deviation the standard deviation over the folds, k - 1 in the denominator; 0 for one
   */
  record Figure(String name, double mean, double deviation) {
    static Figure of(String name, double... values) {
      double mean = 0;
      for (double value : values) {
        mean += value / values.length;
      }
      double squares = 0;
      for (double value : values) {
        squares += (value - mean) * (value - mean);
      }
      return new Figure(
          name, mean, values.length == 1 ? 0 : Math.sqrt(squares / (values.length - 1)));
    }

    private JsonObject json() {
      return JsonObject.builder()
          .put("name", name)
          .put("mean", JsonLine.number(mean))
          .put("deviation", JsonLine.number(deviation))
          .build();
    }

    private static Figure read(JsonCursor json) {
      return new Figure(
          json.get("name").asString(), number(json.get("mean")), number(json.get("deviation")));
    }
  }

  TrialResult {
    figures = List.copyOf(figures);
  }

  static TrialResult failed(String problem, int folds) {
    return new TrialResult(problem, List.of(), folds, 0, 0, 0, null);
  }

  /** The means over folds, none of which failed. */
  static TrialResult mean(List<TrialResult> folds) {
    List<Figure> figures = new ArrayList<>();
    for (Figure each : folds.getFirst().figures) {
      figures.add(
          Figure.of(
              each.name,
              folds.stream()
                  .mapToDouble(fold -> fold.figure(each.name).orElseThrow().mean)
                  .toArray()));
    }
    return new TrialResult(
        null,
        figures,
        folds.size(),
        folds.stream().mapToDouble(TrialResult::epochs).average().orElseThrow(),
        folds.stream().mapToDouble(TrialResult::bestEpoch).average().orElseThrow(),
        folds.stream().mapToDouble(TrialResult::seconds).sum(),
        null);
  }

  /** The figure of a name; empty where training failed. */
  Optional<Figure> figure(String name) {
    return figures.stream().filter(each -> each.name.equals(name)).findFirst();
  }

  JsonObject json() {
    List<JsonValue> all = new ArrayList<>();
    figures.forEach(figure -> all.add(figure.json()));
    return JsonObject.builder()
        .put("problem", JsonLine.text(problem))
        .put("figures", new JsonArray(all))
        .put("folds", folds)
        .put("epochs", JsonLine.number(epochs))
        .put("bestEpoch", JsonLine.number(bestEpoch))
        .put("seconds", JsonLine.number(seconds))
        .put("model", JsonLine.text(model))
        .build();
  }

  static TrialResult read(JsonCursor json) {
    return new TrialResult(
        text(json.get("problem")),
        json.get("figures").elements().stream().map(Figure::read).toList(),
        json.get("folds").asInt(),
        json.get("epochs").asDouble(),
        json.get("bestEpoch").asDouble(),
        json.get("seconds").asDouble(),
        text(json.get("model")));
  }

  private static @Nullable String text(JsonCursor json) {
    return json.isNull() ? null : json.asString();
  }

  /** JSON has no NaN. */
  private static double number(JsonCursor json) {
    return json.isNull() ? Double.NaN : json.asDouble();
  }
}
