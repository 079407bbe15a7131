package lanewise.bench.report;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonBoolean;
import lanewise.layers.format.JsonException;
import lanewise.layers.format.JsonNumber;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonString;

/**
 * A line that {@code bench/compare --json} wrote: an environment, a result, or who is absent.
 *
 * @param json all that it says
 */
public record Line(JsonObject json) {
  /**
   * The lines of files, in their order.
   *
   * @throws IOException if one cannot be read, or is no file of such lines
   */
  public static List<Line> read(List<Path> files) throws IOException {
    List<Line> lines = new ArrayList<>();
    for (Path file : files) {
      int number = 0;
      for (String text : lines(file)) {
        number++;
        lines.add(new Line(parse(file, number, text)));
      }
    }
    return lines;
  }

  private static List<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file);
    } catch (CharacterCodingException e) {
      throw new IOException("%s is no text in UTF-8".formatted(file), e);
    }
  }

  private static JsonObject parse(Path file, int number, String text) throws IOException {
    try {
      if (Json.parse(text) instanceof JsonObject object && object.get("work") != null) {
        return object;
      }
    } catch (JsonException e) {
      throw new IOException("%s, line %s: %s".formatted(file, number, e.getMessage()), e);
    }
    throw new IOException("%s, line %s is no result of bench/compare".formatted(file, number));
  }

  /** Whether it is a result. */
  public boolean result() {
    return json.get("median") != null;
  }

  /** Whether it says what was found of somebody, which is no time. */
  boolean verdict() {
    return json.get("verdict") != null;
  }

  boolean absent() {
    return json.get("absent") != null;
  }

  boolean ours() {
    return text("competitor").equals("lanewise");
  }

  boolean machine() {
    return text("competitor").equals("machine");
  }

  /** A text, or an empty one if there is none. */
  public String text(String key) {
    return json.get(key) instanceof JsonString string ? string.value() : "";
  }

  /** A number, or NaN if there is none. */
  double number(String key) {
    return json.get(key) instanceof JsonNumber number ? number.asDouble() : Double.NaN;
  }

  /** An array of numbers, empty if there is none. */
  public double[] numbers(String key) {
    return json.get(key) instanceof JsonArray array
        ? array.elements().stream()
            .mapToDouble(each -> each instanceof JsonNumber number ? number.asDouble() : Double.NaN)
            .toArray()
        : new double[0];
  }

  /** An array of texts, empty if there is none. */
  List<String> texts(String key) {
    return json.get(key) instanceof JsonArray array
        ? array.elements().stream()
            .map(each -> each instanceof JsonString text ? text.value() : "")
            .toList()
        : List.of();
  }

  boolean flag(String key) {
    return json.get(key) instanceof JsonBoolean flag && flag.value();
  }

  /** The environment, empty if this is a result. */
  JsonObject environment() {
    return object("environment");
  }

  /** An object, empty if there is none. */
  JsonObject object(String key) {
    return json.get(key) instanceof JsonObject object ? object : JsonObject.builder().build();
  }

  /** The case with its threads. */
  String caseKey() {
    long threads = Math.round(number("threads"));
    return text("case") + (threads > 1 ? ", %s threads".formatted(threads) : "");
  }
}
