package lanewise.bench.stream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import lanewise.bench.machine.Slices;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonException;

/**
 * What a training has printed.
 *
 * @param rowsPerSecond the median of its settled epochs
 * @param accuracy on the test rows
 * @param weights the digest of the weights
 */
record TrainRun(double rowsPerSecond, double accuracy, String weights) {
  /** The first epochs wait for the compiler. */
  static final int FIRST_SETTLED = 3;

  /**
   * Reads lines of JSON: one an epoch, and the result.
   *
   * @throws IOException if they are none of a training with so many epochs
   */
  static TrainRun of(List<String> lines) throws IOException {
    List<Double> settled = new ArrayList<>();
    try {
      for (String line : lines.subList(0, Math.max(0, lines.size() - 1))) {
        JsonCursor epoch = JsonCursor.of("epoch", Json.parse(line));
        if (epoch.get("epoch").asInt() >= FIRST_SETTLED) {
          settled.add(epoch.get("rowsPerSecond").asDouble());
        }
      }
      if (settled.isEmpty()) {
        throw new IOException(
            "the training printed no epoch from the %sth on".formatted(FIRST_SETTLED));
      }
      JsonCursor result = JsonCursor.of("result", Json.parse(lines.getLast()));
      return new TrainRun(
          Slices.median(settled.stream().mapToDouble(Double::doubleValue).toArray()),
          result.get("testAccuracy").asDouble(),
          result.get("weightsSha256").asString());
    } catch (JsonException other) {
      throw new IOException("the training printed something else: " + other.getMessage(), other);
    }
  }
}
