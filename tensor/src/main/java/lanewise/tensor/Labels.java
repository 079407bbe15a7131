package lanewise.tensor;

import java.util.Arrays;

/**
 * Class labels: whole numbers from 0 to classes - 1, in a plain {@code int[]}.
 *
 * <p>Every method returns something new and leaves its arguments alone.
 */
public final class Labels {
  private Labels() {}

  /**
   * The different labels and how often each occurs.
   *
   * @param labels ascending, each once
   * @param counts {@code counts[i]} is how often {@code labels[i]} occurs, at least 1
   */
  @SuppressWarnings("ArrayRecordComponent") // a result to take apart, not to compare
  public record Counts(int[] labels, int[] counts) {}

  /**
   * A row for each label, 1 in the label's column and 0 elsewhere.
   *
   * @param labels from 0 to classes - 1
   * @param classes the number of columns
   * @return a new tensor {@code [labels, classes]}
   * @throws IllegalArgumentException if a label is out of range
   * @throws ShapeException if classes is negative or there are too many elements
   */
  public static Tensor oneHot(int[] labels, int classes) {
    Tensor rows = Tensor.zeros(labels.length, classes);
    float[] values = rows.storage();
    for (int i = 0; i < labels.length; i++) {
      requireLabel("oneHot", labels[i], i, classes);
      values[i * classes + labels[i]] = 1;
    }
    return rows;
  }

  /**
   * How often each label occurs.
   *
   * @param labels from 0 to classes - 1
   * @param classes the number of classes
   * @return a new array with one count a class
   * @throws IllegalArgumentException if a label is out of range, or classes is negative
   */
  public static int[] counts(int[] labels, int classes) {
    if (classes < 0) {
      throw new IllegalArgumentException("counts: " + classes + " classes");
    }
    int[] counts = new int[classes];
    for (int i = 0; i < labels.length; i++) {
      requireLabel("counts", labels[i], i, classes);
      counts[labels[i]]++;
    }
    return counts;
  }

  private static void requireLabel(String operation, int label, int at, int classes) {
    if (label < 0 || label >= classes) {
      String why = classes <= 0 ? ": there are no classes" : " is outside 0 to " + (classes - 1);
      throw new IllegalArgumentException(operation + ": label " + label + " at " + at + why);
    }
  }

  /**
   * The different labels, ascending, and how often each occurs. Any numbers will do.
   *
   * @param labels in any order
   * @return labels and counts, in new arrays
   */
  public static Counts uniqueCounts(int[] labels) {
    int[] sorted = labels.clone();
    Arrays.sort(sorted);
    int[] counts = new int[sorted.length];
    int unique = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        sorted[unique++] = sorted[i];
      }
      counts[unique - 1]++;
    }
    return new Counts(Arrays.copyOf(sorted, unique), Arrays.copyOf(counts, unique));
  }

  /**
   * The labels that a tensor holds as floats, such as a column of a table read from a file.
   *
   * @param tensor whole numbers, of any shape
   * @return a new array, row-major
   * @throws IllegalArgumentException if an element is not a whole number that an int holds
   */
  public static int[] from(Tensor tensor) {
    float[] values = tensor.toArray();
    int[] labels = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      labels[i] = (int) values[i];
      if (labels[i] != values[i] || values[i] == 0x1p31f) {
        throw new IllegalArgumentException(
            "labels: element "
                + i
                + " of "
                + tensor.shape()
                + " is "
                + values[i]
                + ", not a whole number");
      }
    }
    return labels;
  }
}
