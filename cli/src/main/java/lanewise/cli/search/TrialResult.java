package lanewise.cli.search;

import java.util.Comparator;
import lanewise.cli.output.JsonLine;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What came of a trial.
 *
 * @param problem the sentence of a training that failed, or null
 * @param loss the validation loss of the best epoch; null where training failed
 * @param accuracy the validation accuracy of that epoch; null where training failed
 * @param epochs how many epochs were trained
 * @param bestEpoch the epoch whose weights were kept
 * @param seconds how long it took
 * @param model the model file, or null
 */
record TrialResult(
    @Nullable String problem,
    @Nullable Double loss,
    @Nullable Double accuracy,
    int epochs,
    int bestEpoch,
    double seconds,
    @Nullable String model) {
  /** The best first: the lowest loss; failed trials last. */
  static final Comparator<TrialResult> BEST_FIRST =
      Comparator.comparingDouble(
          result -> result.loss == null ? Double.POSITIVE_INFINITY : result.loss);

  static TrialResult failed(String problem) {
    return new TrialResult(problem, null, null, 0, 0, 0, null);
  }

  JsonObject json() {
    return JsonObject.builder()
        .put("problem", JsonLine.text(problem))
        .put("validationLoss", JsonLine.number(loss))
        .put("validationAccuracy", JsonLine.number(accuracy))
        .put("epochs", epochs)
        .put("bestEpoch", bestEpoch)
        .put("seconds", JsonLine.number(seconds))
        .put("model", JsonLine.text(model))
        .build();
  }

  static TrialResult read(JsonCursor json) {
    return new TrialResult(
        text(json.get("problem")),
        number(json.get("validationLoss")),
        number(json.get("validationAccuracy")),
        json.get("epochs").asInt(),
        json.get("bestEpoch").asInt(),
        json.get("seconds").asDouble(),
        text(json.get("model")));
  }

  private static @Nullable String text(JsonCursor json) {
    return json.isNull() ? null : json.asString();
  }

  private static @Nullable Double number(JsonCursor json) {
    return json.isNull() ? null : json.asDouble();
  }
}
