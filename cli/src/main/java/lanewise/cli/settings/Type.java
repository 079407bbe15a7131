package lanewise.cli.settings;

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
}
