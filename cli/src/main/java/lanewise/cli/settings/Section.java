package lanewise.cli.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import lanewise.cli.output.Phrases;
import lanewise.cli.output.Spelling;
import lanewise.cli.session.InputException;
import lanewise.layers.format.JsonObject;

/**
 * A mapping whose keys are known: the description from which it is read, written and documented.
 *
 * @param <R> the value in the program
 */
public final class Section<R> implements Type<R> {
  private final String meaning;
  private final List<Key<R, ?>> keys;
  private final Function<Values, R> constructor;

  private Section(String meaning, List<Key<R, ?>> keys, Function<Values, R> constructor) {
    this.meaning = meaning;
    this.keys = keys;
    this.constructor = constructor;
  }

  /**
   * Describes a section.
   *
   * @param meaning what the section sets, in one sentence
   * @param keys the keys, in the order in which they are documented
   * @param constructor makes the value; an IllegalArgumentException that it throws becomes an error
   *     about the section
   */
  public static <R> Section<R> of(
      String meaning, List<Key<R, ?>> keys, Function<Values, R> constructor) {
    return new Section<>(meaning, List.copyOf(keys), constructor);
  }

  /** What the section sets, in one sentence. */
  public String meaning() {
    return meaning;
  }

  /** The keys, in the order in which they are documented. */
  public List<Key<R, ?>> keys() {
    return keys;
  }

  @Override
  public R read(Node node, String path) {
    if (!(node instanceof Node.Mapping mapping)) {
      throw node.error(
          path, "this takes a mapping with the keys " + String.join(", ", names(keys)));
    }
    checkKeys(mapping, path, names(keys));
    Values values = new Values(mapping, path);
    for (Key<R, ?> key : keys) {
      readKey(key, mapping, path, values);
    }
    try {
      return constructor.apply(values);
    } catch (IllegalArgumentException wrong) {
      throw new InputException(
          mapping.origin().describe(path, "") + ": " + wrong.getMessage(), wrong);
    }
  }

  private static <T> void readKey(Key<?, T> key, Node.Mapping mapping, String path, Values values) {
    String full = join(path, key.name());
    Node.Entry entry = mapping.entries().get(key.name());
    if (entry != null) {
      values.put(key, key.type().read(entry.value(), full));
    } else if (key.fallback() != null) {
      values.put(key, key.fallback());
    } else if (key.group()) {
      values.put(key, key.type().read(Node.Mapping.empty(mapping.origin()), full));
    } else {
      throw mapping.error(path, "the key " + key.name() + " is missing");
    }
  }

  /** Refuses keys that are not known, and names the one that may be meant. */
  static void checkKeys(Node.Mapping mapping, String path, List<String> known) {
    for (String name : mapping.entries().keySet()) {
      if (!known.contains(name)) {
        String full = join(path, Phrases.excerpt(name));
        String meant = Spelling.nearest(name, known);
        throw new InputException(
            "%s: there is no key %s; %s"
                .formatted(
                    mapping.entries().get(name).origin().place(full),
                    full,
                    meant != null
                        ? "is " + join(path, meant) + " meant?"
                        : "the keys are " + String.join(", ", known)));
      }
    }
  }

  static List<String> names(List<? extends Key<?, ?>> keys) {
    List<String> names = new ArrayList<>();
    for (Key<?, ?> key : keys) {
      names.add(key.name());
    }
    return names;
  }

  static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  @Override
  public Node.Mapping write(R value) {
    SequencedMap<String, Node.Entry> entries = new LinkedHashMap<>();
    Origin program = new Origin.Program();
    for (Key<R, ?> key : keys) {
      if (key.isWritten(value)) {
        entries.put(key.name(), new Node.Entry(program, key.write(value)));
      }
    }
    return new Node.Mapping(entries, program);
  }

  @Override
  public JsonObject schema() {
    return Schemas.ofSection(keys, meaning);
  }

  @Override
  public String words() {
    return "a mapping";
  }

  @Override
  public List<Part> parts() {
    return List.of(new Part("", this));
  }
}
