package lanewise.training.data;

import java.util.Objects;
import lanewise.layers.internal.Room;
import lanewise.layers.loss.Targets;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;

/**
 * Rows with values to predict: N rows of F finite features, and for every row T finite target
 * values. The targets may be one number, several numbers, or several labels of 0 and 1.
 *
 * <p>No method changes the rows, and many threads may read them. The tensors are large, so they are
 * shared, not copied: a caller that holds them must not write to them.
 */
public final class ValueRows implements Samples {
  private final String name;
  private final Tensor features;
  private final Tensor targets;

  private ValueRows(String name, Tensor features, Tensor targets) {
    this.name = name;
    this.features = features;
    this.targets = targets;
  }

  /**
   * Checks the features and their targets and returns them as rows.
   *
   * @param name the name that messages use for the data set
   * @param features the features, [rows N, features F]; a contiguous tensor is kept, not copied
   * @param targets the targets, [rows N, values T]; a contiguous tensor is kept, not copied
   * @return the rows
   * @throws InvalidDatasetException if a tensor is not a matrix or is empty, the tensors have
   *     different numbers of rows, or a value is NaN or infinite; the message then names its row
   *     and column
   */
  public static ValueRows of(String name, Tensor features, Tensor targets) {
    checkMatrix(name, "features", features);
    checkMatrix(name, "targets", targets);
    if (features.dim(0) != targets.dim(0)) {
      throw invalid(
          name, features.dim(0) + " rows of features but " + targets.dim(0) + " of targets");
    }
    ValueRows rows =
        new ValueRows(Objects.requireNonNull(name), features.contiguous(), targets.contiguous());
    checkFinite(name, "feature", rows.features);
    checkFinite(name, "target", rows.targets);
    return rows;
  }

  private static void checkMatrix(String name, String part, Tensor matrix) {
    if (matrix.rank() != 2 || matrix.size() == 0) {
      throw invalid(
          name, part + " have shape " + matrix.shape() + ", not at least one row and one column");
    }
  }

  private static void checkFinite(String name, String part, Tensor matrix) {
    float[] values = matrix.storage();
    int start = matrix.storageOffset();
    for (int i = 0; i < matrix.size(); i++) {
      if (!Float.isFinite(values[start + i])) {
        throw invalid(
            name,
            "row %s (from 0), %s %s is %s, not a finite number"
                .formatted(i / matrix.dim(1), part, i % matrix.dim(1), values[start + i]));
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

  @Override
  public int rows() {
    return features.dim(0);
  }

  @Override
  public RowFormat format() {
    return RowFormat.ofValues(Shape.of(features.dim(1)), targets.dim(1));
  }

  /**
   * Returns the features, [rows N, features F], contiguous. The tensor is shared with these rows
   * and must not be written.
   *
   * @return the tensor itself
   */
  public Tensor features() {
    return features;
  }

  /**
   * Returns the targets, [rows N, values T], contiguous. The tensor is shared with these rows and
   * must not be written.
   *
   * @return the tensor itself
   */
  public Tensor targets() {
    return targets;
  }

  /**
   * Returns a copy of some of the rows in the given order.
   *
   * @param rows at least one row number, each 0 to N - 1; a row may occur more than once
   * @return new rows with their own storage
   * @throws IndexOutOfBoundsException if there is no such row
   * @throws InvalidDatasetException if no row is named
   * @throws lanewise.tensor.ShapeException if the rows exceed 2^31 - 1 values
   */
  @Override
  public ValueRows subset(int... rows) {
    if (rows.length == 0) {
      throw invalid(name, "a subset needs at least one row");
    }
    for (int row : rows) {
      Objects.checkIndex(row, rows());
    }
    float[] x = new float[Room.values("subset", rows.length, features.dim(1))];
    float[] y = new float[Room.values("subset", rows.length, targets.dim(1))];
    gather(rows, 0, rows.length, x, Targets.ofValues(y));
    return new ValueRows(
        name,
        Tensor.wrap(x, Shape.of(rows.length, features.dim(1))),
        Tensor.wrap(y, Shape.of(rows.length, targets.dim(1))));
  }

  @Override
  public void gather(int[] order, int from, int count, float[] toFeatures, Targets toTargets) {
    copyRows(features, order, from, count, toFeatures);
    copyRows(targets, order, from, count, toTargets.values());
  }

  private static void copyRows(Tensor matrix, int[] order, int from, int count, float[] to) {
    int width = matrix.dim(1);
    for (int i = 0; i < count; i++) {
      int at = matrix.storageOffset() + order[from + i] * width;
      System.arraycopy(matrix.storage(), at, to, i * width, width);
    }
  }

  /** Returns the name and the sizes. */
  @Override
  public String toString() {
    return "%s: %s rows, %s features, %s target values"
        .formatted(name, rows(), features.dim(1), targets.dim(1));
  }
}
