package lanewise.cli.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lanewise.cli.settings.Choice;
import lanewise.cli.settings.Key;
import lanewise.cli.settings.Node;
import lanewise.cli.settings.Origin;
import lanewise.cli.settings.Overrides;
import lanewise.cli.settings.Section;
import lanewise.cli.settings.Type;
import lanewise.cli.settings.YamlText;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonString;
import lanewise.layers.format.JsonValue;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options of the command line that stand for keys of a job. They are made of the description of
 * the keys; their values replace those of a job file.
 */
final class JobOptions {
  /** Help shows these options before the others, which have order -1. */
  private static final int MOST_OPTIONS = 1000;

  /** The labels of values that may be files, which shells complete. */
  private static final Set<String> FILES = Set.of("DATA", "FOLDER", "PART");

  /** The path of the key by the name of its option. */
  private final Map<String, String> paths = new LinkedHashMap<>();

  /** The values that were given, by the name of the option. */
  private final Map<String, String> values = new LinkedHashMap<>();

  /** Adds an option to a command for each key that has one. */
  void addTo(CommandSpec command, Section<?> section) {
    add(command, section, "", "");
  }

  private void add(CommandSpec command, Section<?> section, String path, String kind) {
    for (Key<?, ?> key : section.keys()) {
      String full = path.isEmpty() ? key.name() : path + "." + key.name();
      Key.CommandOption option = key.option();
      if (option != null && paths.putIfAbsent(option.name(), full) == null) {
        command.addOption(option(key, option, kind));
      }
      for (Type.Part part : key.type().parts()) {
        add(command, part.section(), full, part.kind());
      }
    }
  }

  private OptionSpec option(Key<?, ?> key, Key.CommandOption option, String kind) {
    String text = description(key, kind);
    return OptionSpec.builder(option.name())
        .order(paths.size() - MOST_OPTIONS)
        .paramLabel(option.label())
        .type(FILES.contains(option.label()) ? Path.class : String.class)
        .completionCandidates(candidates(key.type().schema()))
        .description(text.replace("%", "%%"))
        .setter(
            new ISetter() {
              @Override
              public <T> T set(T value) {
                if (value == null) {
                  values.remove(option.name());
                } else {
                  values.put(option.name(), value.toString());
                }
                return value;
              }
            })
        .build();
  }

  /** The words that a value may be, for completion; null where it may be anything. */
  private static @Nullable Iterable<String> candidates(JsonObject schema) {
    Set<String> words = new LinkedHashSet<>();
    addWords(schema, words);
    return words.size() < 2 ? null : words;
  }

  private static void addWords(JsonObject schema, Set<String> words) {
    schema
        .members()
        .forEach(
            (name, value) -> {
              if (value instanceof JsonArray list && name.equals("enum")) {
                list.elements().forEach(each -> addWord(each, words));
              } else if (name.equals("const")) {
                addWord(value, words);
              } else if (value instanceof JsonArray list && name.equals("anyOf")) {
                for (JsonValue each : list.elements()) {
                  if (each instanceof JsonObject one) {
                    addWords(one, words);
                  }
                }
              }
            });
  }

  private static void addWord(JsonValue value, Set<String> words) {
    if (value instanceof JsonString word) {
      words.add(word.value());
    }
  }

  /** The meaning with the default, which may be that of one kind of several. */
  private static String description(Key<?, ?> key, String kind) {
    if (key.type() instanceof Choice<?> choice) {
      return withoutStop(key.meaning()) + ": " + String.join(", ", choice.kinds()) + ".";
    }
    Node fallback = key.defaultNode();
    if (fallback == null || fallback.text().equals("null") || typed(fallback).isEmpty()) {
      return key.meaning();
    }
    String of = kind.isEmpty() ? "" : " for " + kind;
    return "%s (%s%s).".formatted(withoutStop(key.meaning()), typed(fallback), of);
  }

  private static String withoutStop(String sentence) {
    return sentence.substring(0, sentence.length() - 1);
  }

  /** A value as it is typed in an option: the items of a list with commas between. */
  private static String typed(Node value) {
    return value instanceof Node.Sequence list
        ? list.items().stream().map(YamlText::line).collect(Collectors.joining(","))
        : YamlText.line(value);
  }

  /** Whether the option of a key was given. */
  boolean isGiven(String path) {
    return values.keySet().stream().anyMatch(option -> path.equals(paths.get(option)));
  }

  /** These settings with the values that were given on the command line. */
  Node.Mapping over(Node.Mapping settings) {
    Node.Mapping result = settings;
    for (Map.Entry<String, String> path : paths.entrySet()) { // a kind comes before its keys
      String given = values.get(path.getKey());
      if (given != null) {
        Origin origin = new Origin.Option(path.getKey());
        result = Overrides.set(result, path.getValue(), new Node.Scalar(given, false, origin));
      }
    }
    return result;
  }
}
