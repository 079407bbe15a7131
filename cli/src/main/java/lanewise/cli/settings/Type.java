package lanewise.cli.settings;

import java.util.List;
import lanewise.cli.session.InputException;
import lanewise.layers.format.JsonObject;

/**
 * What the value of a key may be.
 *
 * @param <T> the value in the program
 */
public interface Type<T> {
  /**
   * Reads a value.
   *
   * @param node what was written
   * @param path the keys that lead to it, with dots between
   * @throws InputException if it is not of this type; the message says where it was written and
   *     what to write instead
   */
  T read(Node node, String path);

  /** Writes a value, so that {@link #read} returns it. */
  Node write(T value);

  /** The schema of the value, in the words of JSON Schema. */
  JsonObject schema();

  /** The type in words, for documentation. */
  String words();

  /** The sections that a value may be read by; none for values without keys of their own. */
  default List<Part> parts() {
    return List.of();
  }

  /**
   * A section below a key.
   *
   * @param kind the word of the kind that has these keys, or empty where there is only one
   * @param section the keys
   */
  record Part(String kind, Section<?> section) {}
}
