package lanewise.training.metric;

import java.util.Arrays;
import lanewise.layers.internal.ArgMax;
import lanewise.layers.loss.Targets;

/**
 * How often rows of each true class were labelled as each class. Counts up while an evaluation
 * runs; its value is the share of the rows that were labelled right.
 */
public final class ConfusionMatrix implements Tally {
  private final int classes;
  private final int[] counts;

  private ConfusionMatrix(int classes) {
    this.classes = classes;
    this.counts = new int[classes * classes];
  }

  /**
   * A matrix of no rows.
   *
   * @param classes the outputs of the model, one a class
   * @return a new matrix
   */
  public static ConfusionMatrix of(int classes) {
    return new ConfusionMatrix(classes);
  }

  @Override
  public void add(int rows, float[] output, Targets targets) {
    int[] labels = Accuracy.classes("confusion", targets);
    for (int r = 0; r < rows; r++) {
      add(labels[r], ArgMax.of(output, r * classes, classes));
    }
  }

  void add(int trueClass, int predicted) {
    counts[trueClass * classes + predicted]++;
  }

  /**
   * The number of classes.
   *
   * @return rows and columns of the matrix
   */
  public int classes() {
    return classes;
  }

  /**
   * One count.
   *
   * @param trueClass the class that the rows have
   * @param predicted the class that the model gave them
   * @return how many rows
   * @throws IndexOutOfBoundsException if there is no such class
   */
  public int count(int trueClass, int predicted) {
    if (trueClass < 0 || trueClass >= classes || predicted < 0 || predicted >= classes) {
      throw new IndexOutOfBoundsException(
          "confusion: classes " + trueClass + ", " + predicted + " outside 0 to " + (classes - 1));
    }
    return counts[trueClass * classes + predicted];
  }

  /**
   * All rows.
   *
   * @return the sum of the counts
   */
  public int total() {
    return Arrays.stream(counts).sum();
  }

  /**
   * The rows that were labelled right.
   *
   * @return the sum of the diagonal
   */
  public int right() {
    int right = 0;
    for (int i = 0; i < classes; i++) {
      right += counts[i * classes + i];
    }
    return right;
  }

  /**
   * The accuracy, not weighted.
   *
   * @return the share of the rows that were labelled right; NaN where there are none
   */
  @Override
  public double value() {
    return (double) right() / total();
  }
}
