package lanewise.training.metric;

/**
 * The share of the rows of a class that are predicted as it, also called sensitivity.
 *
 * <pre>
 *   recall = right / actual
 * </pre>
 *
 * <p>By default the mean over all classes; {@link #of(Averaging)} and {@link #ofClass} choose other
 * figures. Where there is nothing to divide by, the figure of a class is 0, as in scikit-learn. The
 * predicted class is the largest output, the first of them among equals; a row with a NaN among its
 * outputs is predicted as no class.
 *
 * <p>If the targets are labels of 0 and 1, each label is treated as a class of its own, and
 * predicted where its probability is above one half; with one label, this is the figure of a binary
 * classification. Rows count by their weights, and rows of weight 0 not at all.
 */
public final class Recall extends ClassRatio {
  private Recall(Averaging averaging, int only, OutputScale scale) {
    super("recall", averaging, only, scale);
  }

  /**
   * Returns the mean over all classes, {@link Averaging#MACRO}, of a model that gives logits.
   *
   * @return the metric {@code recall}
   */
  public static Recall of() {
    return of(Averaging.MACRO);
  }

  /**
   * Returns the figure that combines all classes in a given way.
   *
   * @param averaging how the classes are combined
   * @return the metric {@code recall}, {@code recall-micro} or {@code recall-weighted}
   */
  public static Recall of(Averaging averaging) {
    return new Recall(averaging, all(), OutputScale.LOGITS);
  }

  /**
   * Returns the figure of one class.
   *
   * @param index the index of the class or label, from 0
   * @return the metric {@code recall-class-N}
   * @throws IllegalArgumentException if the index is negative
   */
  public static Recall ofClass(int index) {
    return new Recall(Averaging.MACRO, requireClass("recall", index), OutputScale.LOGITS);
  }

  /**
   * Returns this metric for a model with other outputs, which matters for labels only.
   *
   * @param value the meaning of the outputs
   * @return a changed copy
   */
  public Recall withOutputs(OutputScale value) {
    return new Recall(averaging(), only(), value);
  }

  @Override
  double ratio(double right, double predicted, double actual) {
    return actual == 0 ? 0 : right / actual;
  }
}
