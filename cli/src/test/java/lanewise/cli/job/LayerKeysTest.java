package lanewise.cli.job;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.cli.job.NetworkSettings.LayerNetwork;
import lanewise.cli.settings.Type;
import lanewise.cli.settings.Yaml;
import lanewise.cli.settings.YamlText;
import lanewise.layers.Layer;
import lanewise.layers.file.LayerKinds;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonNumber;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonValue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The layers of job files are those of model files. */
@Tag("once")
final class LayerKeysTest {
  /** Settings that have no default, and sizes that would follow from the input. */
  private static final Map<String, String> NEEDED =
      Map.ofEntries(
          entry("dense", "in: 3, out: 4"),
          entry("embedding", "vocabulary: 5, dimension: 2"),
          entry("batch-norm", "channels: 3"),
          entry("prelu", "channels: 3"),
          entry("layer-norm", "shape: [3]"),
          entry("dropout", "rate: 0.2"),
          entry("alpha-dropout", "rate: 0.2"),
          entry("stochastic-depth", "rate: 0.2"),
          entry("gaussian-noise", "deviation: 0.3"),
          entry("reshape", "shape: [-1, 2]"),
          entry("narrow", "from: 1, to: 3"));

  static Stream<String> kinds() {
    return LayerKeys.choice().parts().stream().map(Type.Part::kind);
  }

  private static Job parse(String text) {
    return Job.section().read(Yaml.document(text, "job.yaml"), "");
  }

  private static LayerSettings layer(String settings) {
    Job job = parse("model: {layers: [{%s}]}".formatted(settings));
    return ((LayerNetwork) job.model()).layers().getFirst();
  }

  @Test
  void everyKindOfModelFilesIsDescribed() {
    assertThat(kinds()).containsExactlyInAnyOrderElementsOf(LayerKinds.standard().kinds());
  }

  /** What a job file may set is what a model file holds, under the same names. */
  @ParameterizedTest
  @MethodSource("kinds")
  void aLayerHasTheSettingsOfModelFiles(String kind) {
    String needed = NEEDED.getOrDefault(kind, "");
    // The size of the input is in model files only.
    String written = needed.replace("in: 3, ", "");
    LayerSettings settings = layer("kind: " + kind + (written.isEmpty() ? "" : ", " + written));
    Map<String, JsonValue> config = new HashMap<>(settings.config().members());
    if (kind.equals("dense")) {
      config.put("in", JsonNumber.of(3));
    }
    JsonObject.Builder complete = JsonObject.builder();
    config.forEach(complete::put);
    Layer layer = LayerKinds.standard().read(kind, JsonCursor.of(kind, complete.build()));
    Set<String> described =
        LayerKeys.choice().parts().stream()
            .filter(part -> part.kind().equals(kind))
            .flatMap(part -> part.section().keys().stream())
            .map(key -> key.name())
            .filter(name -> !name.equals("name") && !name.equals("inputs"))
            .collect(Collectors.toSet());
    if (kind.equals("dense")) {
      described.add("in");
    }
    assertThat(config.keySet()).isEqualTo(described);
    // Model files leave out a bias that is there.
    assertThat(described).containsAll(layer.config().members().keySet());
    layer
        .config()
        .members()
        .forEach((name, value) -> assertThat(config.get(name)).as(name).isEqualTo(value));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aLayerReadsItsOwnPrint(String kind) {
    String needed = NEEDED.getOrDefault(kind, "").replace("in: 3, ", "");
    String text =
        "model: {layers: [{kind: %s, name: a, inputs: [input, b]%s}]}"
            .formatted(kind, needed.isEmpty() ? "" : ", " + needed);
    Job job = parse(text);
    String print = YamlText.of(Job.section().write(job));
    assertThat(parse(print)).isEqualTo(job);
    assertThat(print).contains("kind: " + kind, "name: a", "inputs: [input, b]");
  }
}
