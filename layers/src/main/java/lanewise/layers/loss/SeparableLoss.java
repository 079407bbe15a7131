package lanewise.layers.loss;

/**
 * A loss that is a sum or a mean of losses of single examples, or of single values of the output.
 *
 * <p>{@link #losses} gives these before they are reduced (PyTorch's reduction {@code none}), for
 * example to find the examples on which a model is worst. {@link #evaluate} with {@link
 * Reduction#SUM} writes their gradients: each loss depends only on the outputs of its own row, or
 * on its own value.
 */
public interface SeparableLoss extends Loss {
  /**
   * The reduction of the single losses.
   *
   * @return the reduction
   */
  Reduction reduction();

  /**
   * This loss with another reduction.
   *
   * @param value the reduction of the single losses
   * @return a changed copy
   */
  SeparableLoss withReduction(Reduction value);

  /**
   * The number of losses of an example.
   *
   * @param size the number of values of one example's output
   * @return 1, or size if each value has a loss of its own
   */
  int lossesPerRow(int size);

  /**
   * Computes the losses before they are reduced, times the sample weights if there are any.
   *
   * @param rows the number of examples in the batch, at least 1
   * @param size the number of values of one example's output
   * @param output [rows, size], row-major from index 0
   * @param targets the targets of the same examples
   * @param losses written: [rows, lossesPerRow(size)], row-major from index 0
   * @throws IllegalArgumentException under the conditions of {@link #evaluate}
   */
  void losses(int rows, int size, float[] output, Targets targets, float[] losses);
}
