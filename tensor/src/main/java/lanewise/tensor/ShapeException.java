package lanewise.tensor;

/**
 * Thrown where shapes, axes or indices do not fit an operation. The message names the operation and
 * every shape concerned: {@code matmul: [64, 784] x [10, 128]: inner dimensions 784 and 10 differ}.
 */
public final class ShapeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * An exception with this message.
   *
   * @param message the operation, the shapes and what does not fit
   */
  public ShapeException(String message) {
    super(message);
  }
}
