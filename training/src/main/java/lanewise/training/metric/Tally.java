package lanewise.training.metric;

import lanewise.layers.loss.Targets;

/**
 * Takes the rows of one evaluation, batch after batch, and gives the figure at its end. Not safe
 * for concurrent use.
 */
public interface Tally {
  /**
   * Takes a batch.
   *
   * @param rows examples in the batch, at least 1
   * @param output [rows, outputs], row-major from index 0; not to be written
   * @param targets of the same examples
   * @throws IllegalArgumentException if the targets are of a kind that the metric does not know
   */
  void add(int rows, float[] output, Targets targets);

  /**
   * The figure over all rows so far.
   *
   * @return the figure; NaN where there is none
   */
  double value();
}
