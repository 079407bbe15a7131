package lanewise.cli.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.function.Function;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonNumber;
import lanewise.layers.format.JsonString;
import lanewise.layers.format.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What a run has left, as it was read from its folder.
 *
 * @param folder the folder
 * @param epochs the lines of metrics.jsonl, at least one
 * @param run the content of run.json, or null
 * @param evaluation the content of evaluation.json, or null
 */
record LoggedRun(
    Path folder,
    List<JsonCursor> epochs,
    @Nullable JsonCursor run,
    @Nullable JsonCursor evaluation) {
  /** The name of the run: that of its folder. */
  String name() {
    return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
  }

  int[] epochNumbers() {
    return epochs.stream().mapToInt(line -> line.get("epoch").asInt()).toArray();
  }

  /** Returns a figure of every epoch; NaN where there is none. */
  double[] series(String... path) {
    return epochs.stream().mapToDouble(line -> number(line, path)).toArray();
  }

  /** Returns a number below a value; NaN if it is null or missing. */
  static double number(@Nullable JsonCursor from, String... path) {
    JsonCursor at = from;
    for (String key : path) {
      at = at == null || at.isNull() ? null : at.find(key).orElse(null);
    }
    return at == null || at.isNull() ? Double.NaN : at.asDouble();
  }

  /** Returns the number of the best epoch: the last that was the best when it ended. */
  int bestEpoch() {
    int best = 0;
    for (JsonCursor line : epochs) {
      best = line.get("best").asBoolean() ? line.get("epoch").asInt() : best;
    }
    return best;
  }

  /** Returns the line of the best epoch. */
  JsonCursor best() {
    for (JsonCursor line : epochs) {
      if (line.get("epoch").asInt() == bestEpoch()) {
        return line;
      }
    }
    return epochs.getLast();
  }

  /** Returns the names of the metrics beside the loss. */
  SequencedSet<String> metrics() {
    SequencedSet<String> names =
        new LinkedHashSet<>(epochs.getLast().get("validation").members().keySet());
    names.remove("rows");
    names.remove("loss");
    return names;
  }

  /** Returns the names of the members of an object that every epoch has. */
  List<String> names(String object) {
    return List.copyOf(epochs.getLast().get(object).members().sequencedKeySet());
  }

  /** Returns an object of run.json as texts; empty if there is none. */
  SequencedMap<String, String> facts(String object) {
    SequencedMap<String, String> facts = new LinkedHashMap<>();
    if (run != null) {
      run.find(object)
          .ifPresent(
              found ->
                  found.members().forEach((key, value) -> facts.put(key, text(value.value()))));
    }
    return facts;
  }

  private static String text(JsonValue value) {
    return switch (value) {
      case JsonString string -> string.value();
      case JsonNumber number -> number.text();
      default -> Json.write(value);
    };
  }

  /** Returns a text of run.json, or null. */
  @Nullable String text(String key) {
    return run == null ? null : run.find(key).map(found -> text(found.value())).orElse(null);
  }

  /**
   * Something that the training doctor found.
   *
   * @param first the first epoch
   * @param last the last epoch
   * @param sentence the sentence of the last epoch
   */
  record Finding(int first, int last, String sentence) {}

  /** Returns the findings of all epochs; those that differ only in their figures are one. */
  List<Finding> findings() {
    SequencedMap<String, Finding> findings = new LinkedHashMap<>();
    Function<String, String> kind = sentence -> sentence.replaceAll("[0-9.,%]+", "#");
    for (JsonCursor line : epochs) {
      int epoch = line.get("epoch").asInt();
      for (JsonCursor each : line.get("findings").elements()) {
        String sentence = each.asString();
        findings.merge(
            kind.apply(sentence),
            new Finding(epoch, epoch, sentence),
            (before, now) -> new Finding(before.first, epoch, sentence));
      }
    }
    return new ArrayList<>(findings.values());
  }

  double seconds() {
    double sum = 0;
    for (double seconds : series("seconds")) {
      sum += seconds;
    }
    return sum;
  }
}
