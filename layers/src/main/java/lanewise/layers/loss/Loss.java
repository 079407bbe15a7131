package lanewise.layers.loss;

import org.jspecify.annotations.Nullable;

/**
 * A measure of the distance between a batch of outputs and its targets, with the gradient that
 * training follows.
 *
 * <p>Immutable and safe to share; allocates nothing once warm. The losses of this package are
 * {@linkplain SeparableLoss separable}; a custom loss needs only these two methods.
 */
public interface Loss {
  /**
   * The loss of a batch.
   *
   * @param rows the number of examples in the batch, at least 1
   * @param size the number of values of one example's output
   * @param output [rows, size], row-major from index 0
   * @param targets the targets of the same examples
   * @param gradOutput written: the gradient of the loss with respect to the output, at least as
   *     long as the output; null if it is not needed
   * @return the loss, computed from the same numbers with and without a gradient; a mean over rows
   *     that all weigh 0 is 0, with a gradient of 0
   * @throws IllegalArgumentException if the targets are of the wrong kind, too few, or one does not
   *     fit, which the message names with its row; if a sample weight is negative or not finite; if
   *     the size does not fit the settings; or if rows or size is below 1. The content of
   *     gradOutput is then undefined
   * @throws IndexOutOfBoundsException if output or gradOutput is too short
   */
  double evaluate(
      int rows, int size, float[] output, Targets targets, float @Nullable [] gradOutput);

  /**
   * The same loss in double precision, by the plain formula, which the gradient check
   * differentiates. May be slow.
   *
   * @param rows the number of examples in the batch, at least 1
   * @param size the number of values of one example's output
   * @param output [rows, size], row-major from index 0
   * @param targets the targets of the same examples
   * @return the loss
   * @throws IllegalArgumentException as {@link #evaluate}; targets that only a row's arithmetic
   *     examines may pass
   */
  double reference(int rows, int size, double[] output, Targets targets);
}
