package lanewise.cli.settings;

import lanewise.cli.output.Phrases;
import lanewise.cli.session.InputException;

/** Values that take the place of those in a file. */
public final class Overrides {
  private Overrides() {}

  /**
   * Settings with one value replaced. Mappings on the way to it are made where there are none.
   *
   * @param settings the settings
   * @param path the keys that lead to the value, with dots between; an item of a list by its
   *     number, from 0
   * @param value the value
   * @throws InputException if a key on the way has a value that is no mapping, or the path has more
   *     keys than a file may have levels
   */
  public static Node.Mapping set(Node.Mapping settings, String path, Node value) {
    if (path.chars().filter(c -> c == '.').count() >= Yaml.MOST_DEPTH) {
      throw new InputException(
          value.origin().describe(Phrases.excerpt(path), "")
              + ": more than %s keys lead to the value".formatted(Yaml.MOST_DEPTH));
    }
    return (Node.Mapping) set(settings, path, 0, value);
  }

  private static Node set(Node node, String path, int at, Node value) {
    int dot = path.indexOf('.', at);
    String name = dot < 0 ? path.substring(at) : path.substring(at, dot);
    if (name.isEmpty()) {
      throw value.error(path, "write keys with dots between, such as optimizer.rate");
    }
    return switch (node) {
      case Node.Sequence list -> setItem(list, name, path, dot, value);
      case Node.Mapping mapping -> setKey(mapping, name, path, dot, value);
      // A word in place of a mapping names its kind.
      case Node.Scalar word ->
          setKey(Node.Mapping.empty(word.origin()).with(Choice.KIND, word), name, path, dot, value);
    };
  }

  private static Node setKey(Node.Mapping mapping, String name, String path, int dot, Node value) {
    if (dot < 0) {
      return mapping.with(name, value);
    }
    Node.Entry below = mapping.entries().get(name);
    Node inner = below == null ? Node.Mapping.empty(value.origin()) : below.value();
    return mapping.with(name, set(inner, path, dot + 1, value));
  }

  private static Node setItem(Node.Sequence list, String name, String path, int dot, Node value) {
    int count = list.items().size();
    int index = name.matches("\\d{1,6}") ? Integer.parseInt(name) : count;
    if (index >= count) {
      throw value.error(path, "%s is no number from 0 to %s".formatted(name, count - 1));
    }
    Node item = list.items().get(index);
    return list.with(index, dot < 0 ? value : set(item, path, dot + 1, value));
  }
}
