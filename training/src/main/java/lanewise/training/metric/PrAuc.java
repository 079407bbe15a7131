package lanewise.training.metric;

/**
 * The area under the curve of precision over recall, as the average precision: the precision at
 * each score, weighted by the recall that it adds.
 *
 * <pre>
 *   AP = sum over the scores s, from the highest, of (recall(s) - recall(before s)) precision(s)
 * </pre>
 *
 * <p>Rows with equal scores enter together, so the figure is exact with ties and does not depend on
 * the order of the rows. It matches scikit-learn's {@code average_precision_score}, which does not
 * interpolate between the points. The metric is the mean over all classes of each against the rest,
 * for two classes as well, and over the labels if the targets are labels of 0 and 1; {@link
 * #ofClass} gives one of them, such as that of a rare class. A class without rows is left out of
 * the mean. The metric is NaN if a score is NaN, or no class is left.
 *
 * <p>Rows count by their weights. Memory and time are those of {@link RocAuc}.
 */
public final class PrAuc extends RankedArea {
  private PrAuc(int only, OutputScale scale) {
    super("pr-auc", only, scale);
  }

  /**
   * Returns the mean over all classes, of a model that gives logits.
   *
   * @return the metric {@code pr-auc}
   */
  public static PrAuc of() {
    return new PrAuc(all(), OutputScale.LOGITS);
  }

  /**
   * Returns the area of one class against the rest.
   *
   * @param index the index of the class or label, from 0
   * @return the metric {@code pr-auc-class-N}
   * @throws IllegalArgumentException if the index is negative
   */
  public static PrAuc ofClass(int index) {
    return new PrAuc(requireClass("pr-auc", index), OutputScale.LOGITS);
  }

  /**
   * Returns this metric for a model with other outputs.
   *
   * @param value the meaning of the outputs
   * @return a changed copy
   */
  public PrAuc withOutputs(OutputScale value) {
    return new PrAuc(only(), value);
  }

  @Override
  double area(RankedScores.Groups groups) {
    double area = 0;
    double positive = 0;
    double all = 0;
    for (int i = 0; i < groups.count(); i++) {
      positive += groups.positive(i);
      all += groups.positive(i) + groups.negative(i);
      area += groups.positive(i) * (positive / all);
    }
    return area / groups.positives();
  }
}
