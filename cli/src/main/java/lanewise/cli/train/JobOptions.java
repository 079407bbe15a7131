package lanewise.cli.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import lanewise.cli.settings.Choice;
import lanewise.cli.settings.Key;
import lanewise.cli.settings.Node;
import lanewise.cli.settings.Origin;
import lanewise.cli.settings.Overrides;
import lanewise.cli.settings.Section;
import lanewise.cli.settings.Type;
import lanewise.cli.settings.YamlText;
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
        .type(String.class)
        .description(text.replace("%", "%%"))
        .setter(
            new ISetter() {
              @Override
              public <T> T set(T value) {
                if (value instanceof String given) {
                  values.put(option.name(), given);
                } else {
                  values.remove(option.name());
                }
                return value;
              }
            })
        .build();
  }

  /** The meaning with the default, which may be that of one kind of several. */
  private static String description(Key<?, ?> key, String kind) {
    if (key.type() instanceof Choice<?> choice) {
      return withoutStop(key.meaning()) + ": " + String.join(", ", choice.kinds()) + ".";
    }
    Node fallback = key.defaultNode();
    if (fallback == null || fallback.text().equals("null")) {
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
