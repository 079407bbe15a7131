package lanewise.layers;

import org.jspecify.annotations.Nullable;

/**
 * How far a batch of outputs is from its targets, and the gradient that training follows.
 *
 * <p>Immutable and safe to share; allocates nothing.
 */
public interface Loss {
  /**
   * The mean loss of a batch.
   *
   * @param rows examples in the batch, at least 1
   * @param size values of one example's output
   * @param output [rows, size], row-major from index 0
   * @param targets of the same examples
   * @param gradOutput where the gradient of the mean loss with respect to the output is written, as
   *     long as the output; null if it is not wanted
   * @return the mean over the rows
   * @throws IllegalArgumentException if a target does not fit
   */
  double evaluate(
      int rows, int size, float[] output, Targets targets, float @Nullable [] gradOutput);

  /**
   * The same loss in double precision, by the plain formula: what the gradient check
   * differentiates. May be slow.
   *
   * @param rows examples in the batch, at least 1
   * @param size values of one example's output
   * @param output [rows, size], row-major from index 0
   * @param targets of the same examples
   * @return the loss
   */
  double reference(int rows, int size, double[] output, Targets targets);
}
