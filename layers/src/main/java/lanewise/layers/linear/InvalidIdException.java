package lanewise.layers.linear;

import java.io.Serial;

/** A number in a row that an {@link Embedding} was to look up, but that is no id. */
public final class InvalidIdException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1L;

  /** The name of the layer in its model. */
  private final String layer;

  /** The place in the layer's input. */
  private final int place;

  /** What is there. */
  private final float value;

  /** The number of ids. */
  private final int vocabulary;

  InvalidIdException(String layer, int row, int place, float value, int vocabulary) {
    super(
        "%s: row %s, value %s is %s: ids are whole numbers from 0 to %s"
            .formatted(layer, row, place, value, vocabulary - 1));
    this.layer = layer;
    this.place = place;
    this.value = value;
    this.vocabulary = vocabulary;
  }

  /**
   * The layer.
   *
   * @return its name in the model, such as {@code embedding-1}; in an inference plan its kind
   */
  public String layer() {
    return layer;
  }

  /**
   * The place of the number.
   *
   * @return the number of values before it in the row's input of the layer
   */
  public int place() {
    return place;
  }

  /**
   * The number.
   *
   * @return no whole number, or one outside the vocabulary
   */
  public float value() {
    return value;
  }

  /**
   * The number of ids.
   *
   * @return at least 1; ids are below it
   */
  public int vocabulary() {
    return vocabulary;
  }
}
