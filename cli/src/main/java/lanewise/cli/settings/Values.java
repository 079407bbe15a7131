package lanewise.cli.settings;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The values of the keys of a section, as they were read or are by default. */
public final class Values {
  private final Map<Key<?, ?>, Object> values = new HashMap<>();
  private final Node.Mapping mapping;
  private final String path;

  Values(Node.Mapping mapping, String path) {
    this.mapping = mapping;
    this.path = path;
  }

  <T> void put(Key<?, T> key, T value) {
    values.put(key, value);
  }

  /** The value of a key of this section. */
  @SuppressWarnings("unchecked") // put takes only values of the key's type
  public <T> T get(Key<?, T> key) {
    return (T) Objects.requireNonNull(values.get(key));
  }

  /** Where the section was written. */
  public Origin origin() {
    return mapping.origin();
  }

  /** How a message names a key and its value, so that it can be found where it was written. */
  public String named(Key<?, ?> key) {
    String full = Section.join(path, key.name());
    Node.Entry entry = mapping.entries().get(key.name());
    return entry == null ? full : entry.value().origin().describe(full, entry.value().text());
  }
}
