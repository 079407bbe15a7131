package lanewise.training.metric;

/**
 * A figure that measures the quality of a model's outputs over the rows of an evaluation. It is
 * reported after each epoch, and may select the best one.
 *
 * <p>A metric consists of settings; it is immutable and safe to share. Each evaluation begins its
 * own {@link Tally}.
 */
public interface Metric {
  /**
   * Returns the name of the metric in reports.
   *
   * @return the name, such as {@code accuracy}
   */
  String name();

  /**
   * Returns whether a higher figure means a better model.
   *
   * @return true if higher is better; false for losses and errors
   */
  boolean higherIsBetter();

  /**
   * Begins an evaluation.
   *
   * @param outputs the number of output values of one example
   * @return a tally without rows
   */
  Tally begin(int outputs);
}
