package lanewise.cli.settings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import lanewise.cli.session.InputException;

/** Settings as they were written, before it is known what they mean. Immutable. */
public sealed interface Node {
  /** Where this was written. */
  Origin origin();

  /** The value as it was typed, or empty where it is not a single word. */
  default String text() {
    return "";
  }

  /**
   * An error about this value.
   *
   * @param path the keys that lead to it, with dots between
   * @param advice what to write instead
   */
  default InputException error(String path, String advice) {
    return new InputException(origin().describe(path, text()) + ": " + advice);
  }

  /**
   * One word, number or text.
   *
   * @param text the text, without quotes
   * @param quoted whether it was written in quotes, so that it can be no number
   * @param origin where it was written
   */
  record Scalar(String text, boolean quoted, Origin origin) implements Node {
    /** Whether no value was written, as in {@code key:} or {@code key: null}. */
    boolean isMissing() {
      return !quoted
          && !(origin instanceof Origin.Option)
          && (text.isEmpty() || text.equals("null") || text.equals("~"));
    }
  }

  /**
   * A list.
   *
   * @param items the items, in order
   * @param origin where it was written
   */
  record Sequence(List<Node> items, Origin origin) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }

    /** This list with another item. */
    Sequence with(int index, Node item) {
      List<Node> changed = new ArrayList<>(items);
      changed.set(index, item);
      return new Sequence(changed, origin);
    }
  }

  /**
   * Keys and values.
   *
   * @param entries the values by key, in the order in which they were written
   * @param origin where the mapping was written
   */
  record Mapping(SequencedMap<String, Entry> entries, Origin origin) implements Node {
    public Mapping {
      entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
    }

    /** A mapping without keys. */
    public static Mapping empty(Origin origin) {
      return new Mapping(new LinkedHashMap<>(), origin);
    }

    /** This mapping with a key added, or with another value for it. */
    public Mapping with(String key, Node value) {
      SequencedMap<String, Entry> changed = new LinkedHashMap<>(entries);
      Entry before = entries.get(key);
      Origin written = before == null ? value.origin() : before.origin();
      changed.put(key, new Entry(written, value));
      return new Mapping(changed, origin);
    }

    /** The values that are no mappings, by the keys that lead to them, with dots between. */
    public SequencedMap<String, Node> flat() {
      SequencedMap<String, Node> values = new LinkedHashMap<>();
      flatten("", this, values);
      return values;
    }

    private static void flatten(String path, Mapping mapping, SequencedMap<String, Node> values) {
      mapping.entries.forEach(
          (key, entry) -> {
            String full = path + key;
            if (entry.value() instanceof Mapping inner) {
              flatten(full + ".", inner, values);
            } else {
              values.put(full, entry.value());
            }
          });
    }

    /** This mapping without a key. */
    Mapping without(String key) {
      SequencedMap<String, Entry> changed = new LinkedHashMap<>(entries);
      changed.remove(key);
      return new Mapping(changed, origin);
    }
  }

  /**
   * The value of a key.
   *
   * @param origin where the key was written
   * @param value the value
   */
  record Entry(Origin origin, Node value) {}
}
