package lanewise.training.metric;

/**
 * A figure that tells how good a model's outputs are, over the rows of an evaluation. It is
 * reported after each epoch, and may pick the best one.
 *
 * <p>A metric is settings: immutable and safe to share. Each evaluation begins a {@link Tally} of
 * its own.
 */
public interface Metric {
  /**
   * What reports call it.
   *
   * @return such as {@code accuracy}
   */
  String name();

  /**
   * Whether a model is better where the figure is higher.
   *
   * @return false for losses and errors
   */
  boolean higherIsBetter();

  /**
   * Begins an evaluation.
   *
   * @param outputs the values of one example's output
   * @return a tally of no rows
   */
  Tally begin(int outputs);
}
