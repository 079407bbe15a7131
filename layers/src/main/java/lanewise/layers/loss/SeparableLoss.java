package lanewise.layers.loss;

/**
 * A loss that is a sum or a mean of losses of single examples, or of single values of the output.
 *
 * <p>{@link #losses} gives these before they are reduced (PyTorch's reduction {@code none}), which
 * finds the examples that a model is worst at. Their own gradients are what {@link #evaluate}
 * writes with {@link Reduction#SUM}: a loss depends on the outputs of its own row only, or on its
 * own value.
 */
public interface SeparableLoss extends Loss {
  /**
   * What becomes of the single losses.
   *
   * @return the reduction
   */
  Reduction reduction();

  /**
   * This loss with another reduction.
   *
   * @param value what becomes of the single losses
   * @return a changed copy
   */
  SeparableLoss withReduction(Reduction value);

  /**
   * How many losses an example has.
   *
   * @param size values of one example's output
   * @return 1, or size where each value has a loss of its own
   */
  int lossesPerRow(int size);

  /**
   * The losses before they are reduced, times the sample weights if there are any.
   *
   * @param rows examples in the batch, at least 1
   * @param size values of one example's output
   * @param output [rows, size], row-major from index 0
   * @param targets of the same examples
   * @param losses written: [rows, lossesPerRow(size)], row-major from index 0
   * @throws IllegalArgumentException under the conditions of {@link #evaluate}
   */
  void losses(int rows, int size, float[] output, Targets targets, float[] losses);
}
