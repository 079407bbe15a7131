package lanewise.cli.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonException;
import lanewise.layers.format.JsonSize;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.predictor.Predictor;
import lanewise.layers.preprocessing.Column;
import lanewise.layers.preprocessing.ColumnTransformer;
import lanewise.tensor.io.ReadLimitException;
import lanewise.tensor.io.ReadLimits;

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
  public static SequencedMap<String, String> of(DataSource source) {
    SequencedMap<String, String> facts = new LinkedHashMap<>();
    facts.put(DATA, source.name());
    List<String> labels = source.labels();
    if (labels.size() == 1) {
      facts.put(LABEL, labels.getFirst());
    }
    return facts;
  }

  /** The columns that held the labels in training; none if there were no columns. */
  public static List<String> labels(Predictor model) {
    if (!(model instanceof Classifier) && model.columns() != null) {
      return model.saved().labels();
    }
    String label = model.provenance().get(LABEL);
    return label == null ? List.of() : List.of(label);
  }

  /** The names of the columns that the model takes, in order; empty where they do not matter. */
  public static List<String> features(Predictor model) {
    ColumnTransformer columns = model.columns();
    if (columns != null) {
      return columns.columns().stream().map(Column::name).toList();
    }
    String names = model.provenance().get(FEATURES);
    if (names == null) {
      return List.of();
    }
    try {
      ReadLimits.defaults().requireJson("", FEATURES, JsonSize.of(names), names.length());
      return JsonCursor.of(FEATURES, Json.parse(names)).elements().stream()
          .map(JsonCursor::asString)
          .toList();
    } catch (JsonException | ReadLimitException otherMeaning) {
      return List.of();
    }
  }
}
