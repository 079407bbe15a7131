package lanewise.training.metric;

/**
 * The area under the receiver operating characteristic: the probability that a row of a class has a
 * higher score than a row of another class, with equal scores counted half. It is exact, ties
 * included, and needs no thresholds (Fawcett, An introduction to ROC analysis, 2006).
 *
 * <p>The score of a class is its probability, compared by its logarithm so that no two
 * probabilities near 1 are rounded to a tie. For several classes the metric is the mean over the
 * classes of each against the rest, scikit-learn's {@code multi_class="ovr", average="macro"}; for
 * two classes both areas are the same. If the targets are labels of 0 and 1, it is the mean over
 * the labels. A class or label that all rows or no rows have is left out of the mean, where
 * scikit-learn gives NaN. The metric is NaN if a score is NaN, or no class is left.
 *
 * <p>Rows count by their weights. The memory grows by 4 bytes for each row and class, and at the
 * end needs 24 more for each row; the time is that of sorting the rows once for each class.
 */
public final class RocAuc extends RankedArea {
  private RocAuc(int only, OutputScale scale) {
    super("auc", only, scale);
  }

  /**
   * Returns the mean over all classes, of a model that gives logits.
   *
   * @return the metric {@code auc}
   */
  public static RocAuc of() {
    return new RocAuc(all(), OutputScale.LOGITS);
  }

  /**
   * Returns the area of one class against the rest.
   *
   * @param index the index of the class or label, from 0
   * @return the metric {@code auc-class-N}
   * @throws IllegalArgumentException if the index is negative
   */
  public static RocAuc ofClass(int index) {
    return new RocAuc(requireClass("auc", index), OutputScale.LOGITS);
  }

  /**
   * Returns this metric for a model with other outputs.
   *
   * @param value the meaning of the outputs
   * @return a changed copy
   */
  public RocAuc withOutputs(OutputScale value) {
    return new RocAuc(only(), value);
  }

  @Override
  double area(RankedScores.Groups groups) {
    double area = 0;
    double above = 0;
    for (int i = 0; i < groups.count(); i++) {
      area += groups.negative(i) * (above + groups.positive(i) / 2);
      above += groups.positive(i);
    }
    return area / groups.positives() / groups.negatives();
  }
}
