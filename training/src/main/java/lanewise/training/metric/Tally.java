package lanewise.training.metric;

import lanewise.layers.loss.Targets;

/**
 * Accumulates the rows of one evaluation, batch after batch, and returns the figure at its end. Not
 * safe for concurrent use.
 */
public interface Tally {
  /**
   * Adds a batch.
   *
   * @param rows the number of examples in the batch, at least 1
   * @param output the outputs, [rows, outputs], row-major from index 0; they must not be written
   * @param targets the targets of the same examples
   * @throws IllegalArgumentException if the metric does not support targets of this kind
   */
  void add(int rows, float[] output, Targets targets);

  /**
   * Returns the figure over all rows so far.
   *
   * @return the figure; NaN if there is no figure
   */
  double value();
}
