package lanewise.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lanewise.bench.compare.Unit;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonNumber;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonString;
import lanewise.layers.format.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Appends to a file of results, one JSON object a line: the environment first, then the results.
 * The page and the guard read them.
 *
 * @param work of all lines
 * @param threads of a call
 * @param file that is appended to, or null to write nothing
 */
public record Results(String work, int threads, @Nullable Path file) {
  /**
   * Where it is measured.
   *
   * @throws IOException if the file cannot be written
   */
  public void environment(JsonObject environment) throws IOException {
    append(JsonObject.builder().put("work", work).put("environment", environment));
  }

  /**
   * Who was not measured, and why.
   *
   * @throws IOException if the file cannot be written
   */
  public void absent(String name, String competitor, String reason) throws IOException {
    append(
        JsonObject.builder()
            .put("work", work)
            .put("case", name)
            .put("competitor", competitor)
            .put("absent", reason));
  }

  /**
   * A result.
   *
   * @param nanos of a call
   * @param figures what else was measured, by the names of members
   * @throws IOException if the file cannot be written
   */
  public void result(
      String name,
      String competitor,
      String variant,
      Unit unit,
      Estimate nanos,
      Map<String, Double> figures)
      throws IOException {
    result(name, competitor, variant, unit, nanos, figures, Optional.empty());
  }

  /**
   * A result beside others of the same case.
   *
   * @param bestPeer the library to which the ratios among the figures are
   * @throws IOException if the file cannot be written
   */
  public void result(
      String name,
      String competitor,
      String variant,
      Unit unit,
      Estimate nanos,
      Map<String, Double> figures,
      Optional<String> bestPeer)
      throws IOException {
    double a = unit.of(nanos.low());
    double b = unit.of(nanos.high());
    JsonObject.Builder line =
        JsonObject.builder()
            .put("work", work)
            .put("case", name)
            .put("competitor", competitor)
            .put("variant", variant)
            .put("threads", threads)
            .put("unit", unit.name())
            .put("higherIsBetter", unit.higherIsBetter())
            .put("median", unit.of(nanos.median()))
            .put("low", Math.min(a, b))
            .put("high", Math.max(a, b))
            .put("spread", nanos.spread())
            .put("forks", numbers(nanos.forks().stream().map(unit::of).toList()))
            .put("forksDisagree", nanos.split());
    figures.forEach((figure, value) -> line.put(figure, value));
    bestPeer.ifPresent(peer -> line.put("bestPeer", peer));
    append(line);
  }

  /**
   * What was found of somebody in a case, which is no time.
   *
   * @param verdict in a word or two
   * @param rest what it rests on
   * @throws IOException if the file cannot be written
   */
  public void verdict(
      String name, String competitor, String variant, String verdict, JsonObject rest)
      throws IOException {
    JsonObject.Builder line =
        JsonObject.builder()
            .put("work", work)
            .put("case", name)
            .put("competitor", competitor)
            .put("variant", variant)
            .put("threads", threads)
            .put("verdict", verdict);
    rest.members().forEach(line::put);
    append(line);
  }

  /** An array of texts. */
  public static JsonArray texts(List<String> texts) {
    return new JsonArray(texts.stream().<JsonValue>map(JsonString::new).toList());
  }

  private static JsonArray numbers(List<Double> values) {
    return new JsonArray(values.stream().<JsonValue>map(JsonNumber::of).toList());
  }

  private void append(JsonObject.Builder line) throws IOException {
    if (file != null) {
      Files.writeString(
          file,
          Json.write(line.build()) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }
}
