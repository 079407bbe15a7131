package lanewise.training.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.loss.MeanSquaredError;
import lanewise.layers.loss.Targets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The metrics agree with scikit-learn's; make_sklearn_json.py beside the file has made the figures.
 */
final class ScikitLearnTest {
  /** The figures are of doubles on both sides, and means of fewer than a thousand terms. */
  private static final double DOUBLES = 1e-12;

  /** The losses of values are computed in floats. */
  private static final double FLOATS = 2e-7;

  static List<JsonCursor> cases() throws IOException {
    try (InputStream in = ScikitLearnTest.class.getResourceAsStream("sklearn.json")) {
      byte[] bytes = Objects.requireNonNull(in).readAllBytes();
      JsonCursor file = JsonCursor.of("sklearn.json", Json.parse(bytes));
      assertThat(file.get("scikit-learn").asString()).isNotEmpty();
      return file.get("cases").elements();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agrees(JsonCursor given) {
    int outputs = given.get("outputs").asInt();
    float[] output = floats(given.get("output"));
    int rows = output.length / outputs;
    Targets targets = targets(given);
    Map<String, JsonCursor> expected = given.get("expected").members();
    assertThat(expected).hasSizeGreaterThan(3);
    expected.forEach(
        (name, value) -> {
          Metric metric = Metrics.byName(name, MeanSquaredError.of());
          Tally tally = metric.begin(outputs);
          tally.add(rows, output, targets);
          double bound = metric instanceof MeanLoss ? FLOATS : DOUBLES;
          assertThat(tally.value())
              .as("%s: %s", given.get("name").asString(), name)
              .isCloseTo(value.asDouble(), within(bound * Math.max(1, Math.abs(value.asDouble()))));
        });
  }

  private static Targets targets(JsonCursor given) {
    Targets targets;
    if (given.get("targets").asString().equals("classes")) {
      List<JsonCursor> classes = given.get("target").elements();
      targets = Targets.ofClasses(classes.stream().mapToInt(JsonCursor::asInt).toArray());
    } else {
      targets = Targets.ofValues(floats(given.get("target")));
    }
    JsonCursor weights = given.get("weights");
    return weights.isNull() ? targets : targets.withWeights(floats(weights));
  }

  private static float[] floats(JsonCursor numbers) {
    List<JsonCursor> elements = numbers.elements();
    float[] floats = new float[elements.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = elements.get(i).asFloat();
    }
    return floats;
  }
}
