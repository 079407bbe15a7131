package lanewise.training.metric;

import java.util.Arrays;
import lanewise.layers.internal.ArgMax;
import lanewise.layers.loss.Targets;

/**
 * The number of rows of each true class that were predicted as each class. The matrix counts rows
 * during an evaluation; its value is the share of the rows that were predicted correctly.
 */
public final class ConfusionMatrix implements Tally {
  private final int classes;
  private final int[] counts;

  private ConfusionMatrix(int classes) {
    this.classes = classes;
    this.counts = new int[classes * classes];
  }

  /**
   * Returns a matrix without rows.
   *
   * @param classes the number of outputs of the model, one for each class
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
   * Returns the number of classes.
   *
   * @return the number of rows and of columns of the matrix
   */
  public int classes() {
    return classes;
  }

  /**
   * Returns one count.
   *
   * @param trueClass the true class of the rows
   * @param predicted the class that the model predicted
   * @return the number of rows
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
   * Returns the number of all rows.
   *
   * @return the sum of the counts
   */
  public int total() {
    return Arrays.stream(counts).sum();
  }

  /**
   * Returns the number of rows that were predicted correctly.
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
   * Returns the accuracy without weights.
   *
   * @return the share of the rows that were predicted correctly; NaN if there are no rows
   */
  @Override
  public double value() {
    return (double) right() / total();
  }
}
