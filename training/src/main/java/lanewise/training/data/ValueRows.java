package lanewise.training.data;

import java.util.Objects;
import lanewise.layers.loss.Targets;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;

/**
 * Rows with values to predict: N rows of F finite features, and for every row T finite target
 * values: one number, several, or several labels of 0 and 1.
 *
 * <p>Nothing here changes the rows, and many threads may read them. The tensors are large, so they
 * are shared, not copied: whoever holds them must not write to them.
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
   * Rows and their targets, checked.
   *
   * @param name what messages call the data set
   * @param features [rows N, features F]; kept, not copied, where it is contiguous
   * @param targets [rows N, values T]; kept, not copied, where it is contiguous
   * @return the rows
   * @throws InvalidDatasetException if one is no matrix, there is nothing in it, they have
   *     different numbers of rows, or a value is NaN or infinite (names its row and column)
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
            "row %d (from 0), %s %d is %s, not a finite number"
                .formatted(i / matrix.dim(1), part, i % matrix.dim(1), values[start + i]));
      }
    }
  }

  private static InvalidDatasetException invalid(String name, String fault) {
    return new InvalidDatasetException("data set " + name + ": " + fault);
  }

  /**
   * What messages call this data set.
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
   * The features, [rows N, features F], contiguous. Shared with these rows: not to be written.
   *
   * @return the tensor itself
   */
  public Tensor features() {
    return features;
  }

  /**
   * The targets, [rows N, values T], contiguous. Shared with these rows: not to be written.
   *
   * @return the tensor itself
   */
  public Tensor targets() {
    return targets;
  }

  /**
   * Some of the rows, copied, in the order given.
   *
   * @param rows at least one row number, each 0 to N - 1; one may come more than once
   * @return new rows with storage of their own
   * @throws IndexOutOfBoundsException if there is no such row
   * @throws InvalidDatasetException if no row is named
   */
  public ValueRows subset(int... rows) {
    if (rows.length == 0) {
      throw invalid(name, "a subset needs at least one row");
    }
    for (int row : rows) {
      Objects.checkIndex(row, rows());
    }
    float[] x = new float[Math.multiplyExact(rows.length, features.dim(1))];
    float[] y = new float[Math.multiplyExact(rows.length, targets.dim(1))];
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

  /** The name and the sizes. */
  @Override
  public String toString() {
    return "%s: %d rows, %d features, %d target values"
        .formatted(name, rows(), features.dim(1), targets.dim(1));
  }
}
