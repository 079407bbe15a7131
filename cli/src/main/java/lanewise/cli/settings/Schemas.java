package lanewise.cli.settings;

import java.util.ArrayList;
import java.util.List;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonBoolean;
import lanewise.layers.format.JsonException;
import lanewise.layers.format.JsonNull;
import lanewise.layers.format.JsonNumber;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonString;
import lanewise.layers.format.JsonValue;

/** Descriptions in the words of JSON Schema, draft 7, which editors know best. */
public final class Schemas {
  private Schemas() {}

  /** The schema of a whole file. */
  public static JsonObject ofFile(String title, Section<?> section) {
    JsonObject.Builder schema =
        JsonObject.builder()
            .put("$schema", "http://json-schema.org/draft-07/schema#")
            .put("title", title);
    section.schema().members().forEach(schema::put);
    return schema.build();
  }

  static <R> JsonObject ofSection(List<Key<R, ?>> keys, String meaning) {
    return object(keys, meaning, JsonObject.builder(), List.of());
  }

  static <R> JsonObject ofChoice(
      List<Choice.Alternative<? extends R>> alternatives, boolean required) {
    List<JsonValue> any = new ArrayList<>();
    List<String> words = new ArrayList<>();
    for (Choice.Alternative<? extends R> each : alternatives) {
      words.add(each.word());
    }
    any.add(Types.typed("string").put("enum", Types.strings(words)).build());
    for (Choice.Alternative<? extends R> each : alternatives) {
      any.add(ofAlternative(each, !required && any.size() == 1)); // the first after the words
    }
    return JsonObject.builder().put("anyOf", new JsonArray(any)).build();
  }

  private static <S> JsonObject ofAlternative(Choice.Alternative<S> each, boolean byDefault) {
    JsonObject kind = JsonObject.builder().put("const", each.word()).build();
    return object(
        each.section().keys(),
        each.section().meaning(),
        JsonObject.builder().put(Choice.KIND, kind),
        byDefault ? List.of() : List.of(Choice.KIND));
  }

  private static <R> JsonObject object(
      List<Key<R, ?>> keys,
      String meaning,
      JsonObject.Builder properties,
      List<String> alsoRequired) {
    List<String> required = new ArrayList<>(alsoRequired);
    for (Key<R, ?> key : keys) {
      properties.put(key.name(), ofKey(key));
      if (key.isRequired()) {
        required.add(key.name());
      }
    }
    JsonObject.Builder schema =
        Types.typed("object")
            .put("description", meaning)
            .put("properties", properties.build())
            .put("additionalProperties", false);
    return required.isEmpty()
        ? schema.build()
        : schema.put("required", Types.strings(required)).build();
  }

  private static JsonObject ofKey(Key<?, ?> key) {
    JsonObject type = key.type().schema();
    JsonObject.Builder schema = JsonObject.builder().put("description", key.meaning());
    type.members()
        .forEach(
            (name, value) -> {
              if (!name.equals("description")) {
                schema.put(name, value);
              }
            });
    Node fallback = key.defaultNode();
    return fallback == null ? schema.build() : schema.put("default", json(fallback)).build();
  }

  /** What was written, as JSON. */
  public static JsonValue json(Node node) {
    return switch (node) {
      case Node.Scalar scalar -> json(scalar);
      case Node.Sequence sequence ->
          new JsonArray(sequence.items().stream().map(Schemas::json).toList());
      case Node.Mapping mapping -> {
        JsonObject.Builder object = JsonObject.builder();
        mapping.entries().forEach((key, entry) -> object.put(key, json(entry.value())));
        yield object.build();
      }
    };
  }

  private static JsonValue json(Node.Scalar scalar) {
    String text = scalar.text();
    if (scalar.quoted()) {
      return new JsonString(text);
    }
    if (scalar.isMissing()) {
      return new JsonNull();
    }
    if (text.equals("true") || text.equals("false")) {
      return new JsonBoolean(text.equals("true"));
    }
    try {
      return new JsonNumber(text);
    } catch (JsonException word) {
      return new JsonString(text);
    }
  }
}
