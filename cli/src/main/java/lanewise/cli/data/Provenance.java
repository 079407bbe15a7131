package lanewise.cli.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonException;
import lanewise.layers.format.JsonString;
import lanewise.layers.format.JsonValue;
import lanewise.layers.predictor.Classifier;
import org.jspecify.annotations.Nullable;

/**
 * The facts about its origin that a model file holds. Nothing in them depends on time or place: the
 * same training writes the same bytes.
 */
public final class Provenance {
  public static final String DATA = "data";
  private static final String LABEL = "label";
  private static final String FEATURES = "features";

  private Provenance() {}

  /** The facts about the data. */
  public static SequencedMap<String, String> of(DataSource source, List<String> featureNames) {
    SequencedMap<String, String> facts = new LinkedHashMap<>();
    facts.put(DATA, source.name());
    String label = source.label();
    if (label != null) {
      facts.put(LABEL, label);
      List<JsonValue> names = featureNames.stream().<JsonValue>map(JsonString::new).toList();
      facts.put(FEATURES, Json.write(new JsonArray(names)));
    }
    return facts;
  }

  /** The column that held the labels in training, or null where there was none. */
  public static @Nullable String label(Classifier model) {
    return model.provenance().get(LABEL);
  }

  /** The names of the columns that the model takes, in order; empty where they do not matter. */
  public static List<String> features(Classifier model) {
    String names = model.provenance().get(FEATURES);
    if (names == null) {
      return List.of();
    }
    try {
      return JsonCursor.of(FEATURES, Json.parse(names)).elements().stream()
          .map(JsonCursor::asString)
          .toList();
    } catch (JsonException otherMeaning) {
      return List.of();
    }
  }
}
