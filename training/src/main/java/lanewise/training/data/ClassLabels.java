package lanewise.training.data;

import java.nio.IntBuffer;

/** The classes of rows, for splits and weights. The methods hold no state. */
public final class ClassLabels {

  private ClassLabels() {}

  /**
   * Reads the class of every row. The rows are read once.
   *
   * @param source rows that have classes
   * @return a new array with the index of the class of each row
   * @throws InvalidDatasetException if the rows have values instead of classes
   */
  public static int[] of(RowSource source) {
    if (source instanceof LabelledRows rows) {
      return rows.labels();
    }
    RowFormat format = source.format();
    if (format.kind() != RowFormat.Kind.CLASS) {
      throw new InvalidDatasetException("classes: the rows have values to predict, not classes");
    }
    IntBuffer labels = IntBuffer.allocate(source.rows());
    source.forEachChunk((rows, _, targets) -> labels.put(targets.classes(), 0, rows));
    return labels.array();
  }

  /**
   * Counts the rows of each class.
   *
   * @param labels the class of each row, from 0 to {@code classes - 1}
   * @param classes the number of classes
   * @return a new array with one count for each class
   * @throws IndexOutOfBoundsException if there is no such class
   */
  public static int[] counts(int[] labels, int classes) {
    int[] counts = new int[classes];
    for (int label : labels) {
      counts[label]++;
    }
    return counts;
  }

  /**
   * Returns weights with which all classes count alike, however rare they are: w_c = n / (k n_c)
   * for the n_c rows of class c, n rows in all and k classes that have rows; 0 for a class without
   * rows. The mean weight of the rows is 1. The formula is that of scikit-learn's {@code
   * class_weight="balanced"} (King and Zeng, Logistic regression in rare events data, 2001).
   *
   * @param counts the number of rows of each class, at least 0
   * @return a new array with one weight for each class, for a loss with class weights or for {@link
   *     #balanced}
   */
  public static float[] balancedWeights(int... counts) {
    long rows = 0;
    int present = 0;
    for (int count : counts) {
      rows += count;
      present += count > 0 ? 1 : 0;
    }
    float[] weights = new float[counts.length];
    for (int c = 0; c < counts.length; c++) {
      weights[c] = counts[c] == 0 ? 0 : (float) ((double) rows / ((double) present * counts[c]));
    }
    return weights;
  }

  /**
   * Gives each row the balanced weight of its class, which is learned from these same rows. The
   * rows must be the training part; rows that assess a model are not weighted, or with weights of
   * their own.
   *
   * @param train rows that have classes and no weights
   * @return a view of the rows with weights
   * @throws InvalidDatasetException if the rows have values instead of classes, or weights already
   */
  public static Samples balanced(Samples train) {
    int[] labels = of(train);
    float[] ofClass = balancedWeights(counts(labels, train.format().outputs()));
    float[] weights = new float[labels.length];
    for (int row = 0; row < labels.length; row++) {
      weights[row] = ofClass[labels[row]];
    }
    return train.weighted(weights);
  }
}
