package lanewise.cli.settings;

import java.util.function.Function;
import lanewise.layers.format.JsonObject;

/**
 * A type whose values are written as one word.
 *
 * @param words the type in words
 * @param parser reads the text, or throws an IllegalArgumentException that says what to write
 * @param printer writes the text
 * @param quotable whether the text may be in quotes
 * @param schema the schema
 */
record ScalarType<T>(
    String words,
    Function<String, T> parser,
    Function<T, String> printer,
    boolean quotable,
    JsonObject schema)
    implements Type<T> {
  @Override
  public T read(Node node, String path) {
    if (!(node instanceof Node.Scalar scalar)) {
      throw node.error(
          path,
          "a "
              + (node instanceof Node.Sequence ? "list" : "mapping")
              + ", but this key takes "
              + words);
    }
    if (scalar.isMissing()) {
      throw node.error(path, "there is no value; write one or leave out the key");
    }
    if (scalar.quoted() && !quotable) {
      throw node.error(path, "leave out the quotes; this key takes " + words);
    }
    try {
      return parser.apply(scalar.text());
    } catch (IllegalArgumentException advice) {
      throw node.error(path, String.valueOf(advice.getMessage()));
    }
  }

  @Override
  public Node write(T value) {
    return new Node.Scalar(printer.apply(value), quotable, new Origin.Program());
  }
}
