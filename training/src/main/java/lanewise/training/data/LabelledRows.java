package lanewise.training.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import lanewise.layers.loss.Targets;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;

/**
 * Labelled rows: N rows of F finite features, and for every row the index of its class.
 *
 * <p>A data set has at least one row, one feature and one class; a class may have no rows. No
 * method changes a data set, and many threads may read it. The features are large, so they are
 * shared, not copied: a caller that holds the tensor given to {@link #of} or returned by {@link
 * #features()} must not write to it.
 */
public final class LabelledRows implements Samples {
  private final String name;
  private final Tensor features;
  private final int[] labels;
  private final List<String> classNames;
  private final List<String> featureNames;

  private LabelledRows(
      String name,
      Tensor features,
      int[] labels,
      List<String> classNames,
      List<String> featureNames) {
    this.name = name;
    this.features = features;
    this.labels = labels;
    this.classNames = classNames;
    this.featureNames = featureNames;
  }

  /**
   * Checks the rows and returns them as a data set.
   *
   * @param name the name that messages use for the data set
   * @param features the features, [rows N, features F]; a contiguous tensor is kept, not copied
   * @param labels N class indices, each 0 to {@code classNames.size() - 1}; the array is copied
   * @param classNames the distinct names of the classes in the order of their indices; the list is
   *     copied
   * @param featureNames F distinct names; the list is copied
   * @return a data set
   * @throws InvalidDatasetException if the features are not a matrix, there is no row, feature or
   *     class, counts disagree, a name occurs twice, a class index is out of range, or a feature is
   *     NaN or infinite; the message then names its row and column
   */
  public static LabelledRows of(
      String name,
      Tensor features,
      int[] labels,
      List<String> classNames,
      List<String> featureNames) {
    if (features.rank() != 2) {
      throw invalid(name, "features have shape " + features.shape() + ", not [rows, features]");
    }
    LabelledRows dataset =
        new LabelledRows(
            Objects.requireNonNull(name),
            features.contiguous(),
            labels.clone(),
            List.copyOf(classNames),
            List.copyOf(featureNames));
    dataset.checkCounts();
    checkDistinct(name, "class", dataset.classNames);
    checkDistinct(name, "feature", dataset.featureNames);
    dataset.checkLabels();
    dataset.checkFinite();
    return dataset;
  }

  /**
   * Checks the rows and returns a data set whose features are named {@code f0}, {@code f1} and so
   * on.
   *
   * @param name the name that messages use for the data set
   * @param features the features, [rows N, features F]; a contiguous tensor is kept, not copied
   * @param labels N class indices, each 0 to {@code classNames.size() - 1}; the array is copied
   * @param classNames the distinct names of the classes in the order of their indices; the list is
   *     copied
   * @return a data set
   * @throws InvalidDatasetException as {@link #of(String, Tensor, int[], List, List)} throws it
   */
  public static LabelledRows of(
      String name, Tensor features, int[] labels, List<String> classNames) {
    List<String> names = new ArrayList<>();
    for (int column = 0; features.rank() == 2 && column < features.dim(1); column++) {
      names.add("f" + column);
    }
    return of(name, features, labels, classNames, names);
  }

  private void checkCounts() {
    if (rows() == 0 || featureCount() == 0) {
      throw invalid(name, "features have shape " + features.shape() + ": there is nothing in it");
    }
    if (classNames.isEmpty()) {
      throw invalid(name, "there is no class");
    }
    if (labels.length != rows()) {
      throw invalid(name, rows() + " rows of features but " + labels.length + " labels");
    }
    if (featureNames.size() != featureCount()) {
      throw invalid(
          name, featureCount() + " features but " + featureNames.size() + " feature names");
    }
  }

  private static void checkDistinct(String name, String kind, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String each : names) {
      if (!seen.add(each)) {
        throw invalid(name, "the " + kind + " name \"" + each + "\" comes twice");
      }
    }
  }

  private void checkLabels() {
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] < 0 || labels[row] >= classNames.size()) {
        throw invalid(
            name,
            "row %s (from 0) has class index %s, but there are %s classes (0 to %s)"
                .formatted(row, labels[row], classNames.size(), classNames.size() - 1));
      }
    }
  }

  private void checkFinite() {
    float[] values = features.storage();
    int start = features.storageOffset();
    for (int i = 0; i < features.size(); i++) {
      if (!Float.isFinite(values[start + i])) {
        int column = i % featureCount();
        throw invalid(
            name,
            "row %s (from 0), column %s (\"%s\") is %s, not a finite number"
                .formatted(
                    i / featureCount(), column, featureNames.get(column), values[start + i]));
      }
    }
  }

  private static InvalidDatasetException invalid(String name, String fault) {
    return new InvalidDatasetException("data set " + name + ": " + fault);
  }

  /**
   * Returns the name that messages use for this data set.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * Returns the number of rows, N.
   *
   * @return at least 1
   */
  @Override
  public int rows() {
    return features.dim(0);
  }

  /**
   * Returns the number of features of a row, F.
   *
   * @return at least 1
   */
  public int featureCount() {
    return features.dim(1);
  }

  /**
   * Returns the number of classes, including classes without rows.
   *
   * @return at least 1
   */
  public int classCount() {
    return classNames.size();
  }

  /**
   * Returns the features, [rows N, features F], contiguous. The tensor is shared with this data set
   * and must not be written.
   *
   * @return the tensor itself
   */
  public Tensor features() {
    return features;
  }

  /**
   * Returns the class of a row.
   *
   * @param row 0 to N - 1
   * @return an index into {@link #classNames()}
   * @throws IndexOutOfBoundsException if there is no such row
   */
  public int label(int row) {
    return labels[Objects.checkIndex(row, labels.length)];
  }

  /**
   * Returns the classes of all rows.
   *
   * @return a new array of N indices into {@link #classNames()}
   */
  public int[] labels() {
    return labels.clone();
  }

  /**
   * Returns the names of the classes in the order of their indices.
   *
   * @return an immutable list
   */
  public List<String> classNames() {
    return classNames;
  }

  /**
   * Returns the names of the features in the order of the columns.
   *
   * @return an immutable list
   */
  public List<String> featureNames() {
    return featureNames;
  }

  /**
   * Counts the rows of each class.
   *
   * @return a new array with one count for each class
   */
  public int[] classCounts() {
    int[] counts = new int[classCount()];
    for (int label : labels) {
      counts[label]++;
    }
    return counts;
  }

  /**
   * Returns a copy of some of the rows in the given order. The classes and their indices do not
   * change.
   *
   * @param rows at least one row number, each 0 to N - 1; a row may occur more than once
   * @return a new data set with its own storage
   * @throws IndexOutOfBoundsException if there is no such row
   * @throws InvalidDatasetException if no row is named, or the copy exceeds 2^31 - 1 values
   */
  @Override
  public LabelledRows subset(int... rows) {
    if (rows.length == 0) {
      throw invalid(name, "a subset needs at least one row");
    }
    if ((long) rows.length * featureCount() > Integer.MAX_VALUE) {
      throw invalid(name, "a subset of " + rows.length + " rows is over 2^31 - 1 values");
    }
    for (int row : rows) {
      Objects.checkIndex(row, rows());
    }
    float[] values = new float[rows.length * featureCount()];
    int[] classes = new int[rows.length];
    gather(rows, 0, rows.length, values, Targets.ofClasses(classes));
    Tensor matrix = Tensor.wrap(values, Shape.of(rows.length, featureCount()));
    return new LabelledRows(name, matrix, classes, classNames, featureNames);
  }

  /**
   * Returns this data set under another name.
   *
   * @param newName the name that messages will use
   * @return a data set that shares the rows
   */
  public LabelledRows withName(String newName) {
    return new LabelledRows(
        Objects.requireNonNull(newName), features, labels, classNames, featureNames);
  }

  @Override
  public RowFormat format() {
    return RowFormat.ofClasses(Shape.of(featureCount()), classCount());
  }

  @Override
  public void gather(int[] order, int from, int count, float[] toFeatures, Targets targets) {
    float[] values = features.storage();
    int start = features.storageOffset();
    int width = featureCount();
    int[] toLabels = targets.classes();
    for (int i = 0; i < count; i++) {
      int row = order[from + i];
      System.arraycopy(values, start + row * width, toFeatures, i * width, width);
      toLabels[i] = labels[row];
    }
  }

  /**
   * Checks that another data set has the same features and the same classes.
   *
   * @param other the other data set
   * @throws InvalidDatasetException if the names of the features or of the classes differ; the
   *     message names both data sets
   */
  public void requireSameColumns(LabelledRows other) {
    if (featureCount() != other.featureCount()) {
      throw new InvalidDatasetException(
          "data set %s has %s features, but %s has %s"
              .formatted(name, featureCount(), other.name, other.featureCount()));
    }
    if (!featureNames.equals(other.featureNames)) {
      throw new InvalidDatasetException(
          "data sets " + name + " and " + other.name + " name their features differently");
    }
    if (!classNames.equals(other.classNames)) {
      throw new InvalidDatasetException(
          "data sets %s and %s have different classes: %s and %s"
              .formatted(name, other.name, classNames, other.classNames));
    }
  }

  /** Returns the name and the sizes. */
  @Override
  public String toString() {
    return "%s: %s rows, %s features, %s classes"
        .formatted(name, rows(), featureCount(), classCount());
  }
}
