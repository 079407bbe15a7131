package lanewise.training.metric;

import java.util.Arrays;
import java.util.Objects;
import lanewise.layers.internal.Room;
import lanewise.layers.loss.Targets;

/**
 * The number of rows of each true class that were predicted as each class. The matrix counts rows
 * during an evaluation, whatever their weights; its value is the share of the rows that were
 * predicted correctly. A row with a NaN among its outputs is predicted as no class: it counts in
 * {@link #undecided} and in {@link #total}, and is not correct.
 */
public final class ConfusionMatrix implements Tally {
  private final int classes;
  private final int[] counts;
  private final int[] undecided;

  private ConfusionMatrix(int classes) {
    this.classes = classes;
    this.counts = new int[Room.values("confusion matrix", classes, classes)];
    this.undecided = new int[classes];
  }

  /**
   * Returns a matrix without rows.
   *
   * @param classes the number of outputs of the model, one for each class
   * @return a new matrix
   * @throws lanewise.tensor.ShapeException if there are more than 46,340 classes
   */
  public static ConfusionMatrix of(int classes) {
    return new ConfusionMatrix(classes);
  }

  @Override
  public void add(int rows, float[] output, Targets targets) {
    int[] labels = MetricTargets.classes("confusion", targets);
    for (int r = 0; r < rows; r++) {
      int predicted = MetricTargets.predicted(output, r * classes, classes);
      if (predicted < 0) {
        undecided[labels[r]]++;
      } else {
        add(labels[r], predicted);
      }
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
   * Returns the number of rows of a class that were predicted as no class.
   *
   * @param trueClass the true class of the rows
   * @return the number of rows with a NaN among their outputs
   * @throws IndexOutOfBoundsException if there is no such class
   */
  public int undecided(int trueClass) {
    return undecided[Objects.checkIndex(trueClass, classes)];
  }

  /**
   * Returns the number of all rows.
   *
   * @return the sum of the counts and of the undecided rows
   */
  public int total() {
    return Arrays.stream(counts).sum() + Arrays.stream(undecided).sum();
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
