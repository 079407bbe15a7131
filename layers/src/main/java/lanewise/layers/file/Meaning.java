package lanewise.layers.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import lanewise.layers.Model;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonNumber;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonValue;
import lanewise.layers.preprocessing.Column;
import lanewise.layers.preprocessing.ColumnTransformer;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.layers.preprocessing.FeatureTransform;
import lanewise.layers.preprocessing.TargetScaler;

/**
 * The part of a model file that says what goes in and what comes out:
 *
 * <pre>{@code
 * "task":"regress",
 * "columns":[{"name":"age","type":"number","fill":38.0,"indicator":true},
 *            {"name":"member","type":"boolean","fill":false,"indicator":false},
 *            {"name":"city","type":"category","values":["Bern","Rome"],"encoding":"one-hot",
 *             "fill":"Rome","indicator":false}],
 * "missing":["-","unknown"],
 * "scaler":{"mean":[…],"scale":[…]},
 * "labels":["price"],
 * "targets":{"mean":[…],"deviation":[…]},
 * "provenance":{"data":"houses",…}
 * }</pre>
 *
 * <p>Without {@code task} the model is a classifier; {@code targets} belong to a regressor; without
 * {@code columns} a row has a number for each feature; {@code missing} are further texts that mean
 * a missing value, if there are any. What is read takes memory in proportion to the text.
 */
final class Meaning {
  static final List<String> KEYS =
      List.of("task", "columns", "missing", "scaler", "labels", "targets", "provenance");

  private static final String MULTILABEL = "multilabel";
  private static final String REGRESS = "regress";

  private Meaning() {}

  static void describe(
      FeatureTransform transform,
      Task task,
      SequencedMap<String, String> provenance,
      JsonObject.Builder to) {
    switch (task) {
      case Task.Classification _ -> {}
      case Task.MultiLabel _ -> to.put("task", MULTILABEL);
      case Task.Regression _ -> to.put("task", REGRESS);
    }
    FeatureScaler scaler =
        switch (transform) {
          case FeatureScaler only -> only;
          case ColumnTransformer table -> {
            to.put("columns", columns(table.columns()));
            if (!table.missing().isEmpty()) {
              to.put("missing", ModelFile.texts(List.copyOf(table.missing())));
            }
            yield table.scaler();
          }
        };
    JsonObject.Builder numbers = JsonObject.builder().put("mean", numbers(scaler.mean()));
    to.put("scaler", numbers.put("scale", numbers(scaler.scale())).build());
    to.put("labels", ModelFile.texts(task.names()));
    if (task instanceof Task.Regression regression) {
      TargetScaler targets = regression.scaler();
      JsonObject.Builder scaling = JsonObject.builder().put("mean", numbers(targets.mean()));
      to.put("targets", scaling.put("deviation", numbers(targets.deviation())).build());
    }
    JsonObject.Builder facts = JsonObject.builder();
    provenance.forEach(facts::put);
    to.put("provenance", facts.build());
  }

  private static JsonArray columns(List<Column> columns) {
    List<JsonValue> described = new ArrayList<>();
    for (Column column : columns) {
      JsonObject.Builder one = JsonObject.builder().put("name", column.name());
      switch (column) {
        case Column.Numeric numeric -> one.put("type", "number").put("fill", numeric.fill());
        case Column.Bool bool -> one.put("type", "boolean").put("fill", bool.fill());
        case Column.Categorical categorical ->
            one.put("type", "category")
                .put("values", ModelFile.texts(categorical.values()))
                .put("encoding", categorical.encoding().word())
                .put("fill", categorical.fill());
      }
      described.add(one.put("indicator", column.indicator()).build());
    }
    return new JsonArray(described);
  }

  private static JsonArray numbers(float[] values) {
    List<JsonValue> numbers = new ArrayList<>();
    for (float value : values) {
      numbers.add(JsonNumber.of(value));
    }
    return new JsonArray(numbers);
  }

  /** Reads what belongs to the model, if anything does. */
  static SavedModel read(JsonCursor root, Model model) {
    if (root.find("labels").isEmpty()) {
      for (String part : KEYS) {
        if (root.find(part).isPresent()) {
          throw root.get(part).error("is there, but the labels of the outputs are missing");
        }
      }
      return SavedModel.of(model);
    }
    SequencedMap<String, String> provenance = new LinkedHashMap<>();
    for (Map.Entry<String, JsonCursor> fact : root.get("provenance").members().entrySet()) {
      provenance.put(fact.getKey(), fact.getValue().asString());
    }
    return new SavedModel(model, transform(root), task(root), provenance);
  }

  private static FeatureTransform transform(JsonCursor root) {
    JsonCursor scaler = root.get("scaler");
    scaler.requireKeys("mean", "scale");
    FeatureScaler scaling =
        FeatureScaler.of(floats(scaler.get("mean")), floats(scaler.get("scale")));
    if (root.find("columns").isEmpty()) {
      if (root.find("missing").isPresent()) {
        throw root.get("missing").error("is there, but the model has no columns");
      }
      return scaling;
    }
    List<Column> columns = new ArrayList<>();
    for (JsonCursor column : root.get("columns").elements()) {
      columns.add(column(column));
    }
    ColumnTransformer table = ColumnTransformer.of(columns, scaling);
    return root.find("missing").isEmpty()
        ? table
        : table.withMissing(ModelFile.strings(root.get("missing")));
  }

  private static Column column(JsonCursor column) {
    String type = column.get("type").asString();
    String name = column.get("name").asString();
    boolean indicator = column.get("indicator").asBoolean();
    JsonCursor fill = column.get("fill");
    return switch (type) {
      case "number" -> {
        column.requireKeys("name", "type", "fill", "indicator");
        yield new Column.Numeric(name, fill.asFloat(), indicator);
      }
      case "boolean" -> {
        column.requireKeys("name", "type", "fill", "indicator");
        yield new Column.Bool(name, fill.asBoolean(), indicator);
      }
      case "category" -> {
        column.requireKeys("name", "type", "values", "encoding", "fill", "indicator");
        List<String> values = ModelFile.strings(column.get("values"));
        Column.Encoding encoding = encoding(column.get("encoding"));
        yield new Column.Categorical(name, values, encoding, fill.asString(), indicator);
      }
      default ->
          throw column
              .get("type")
              .error("\"" + type + "\" is not known; known are number, boolean, category");
    };
  }

  private static Column.Encoding encoding(JsonCursor word) {
    for (Column.Encoding encoding : Column.Encoding.values()) {
      if (encoding.word().equals(word.asString())) {
        return encoding;
      }
    }
    throw word.error("\"" + word.asString() + "\" is not known; known are one-hot, index");
  }

  private static Task task(JsonCursor root) {
    List<String> names = ModelFile.strings(root.get("labels"));
    String word = root.find("task").isEmpty() ? "" : root.get("task").asString();
    Task task =
        switch (word) {
          case "" -> new Task.Classification(names);
          case MULTILABEL -> new Task.MultiLabel(names);
          case REGRESS -> new Task.Regression(names, targets(root.get("targets")));
          default ->
              throw root.get("task")
                  .error("\"" + word + "\" is not known; known are " + MULTILABEL + ", " + REGRESS);
        };
    if (!(task instanceof Task.Regression) && root.find("targets").isPresent()) {
      throw root.get("targets").error("is there, but the model is no regressor");
    }
    return task;
  }

  private static TargetScaler targets(JsonCursor targets) {
    targets.requireKeys("mean", "deviation");
    return TargetScaler.of(floats(targets.get("mean")), floats(targets.get("deviation")));
  }

  private static float[] floats(JsonCursor numbers) {
    List<JsonCursor> elements = numbers.elements();
    float[] values = new float[elements.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = elements.get(i).asFloat();
    }
    return values;
  }
}
