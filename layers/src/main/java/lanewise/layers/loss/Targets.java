package lanewise.layers.loss;

import org.jspecify.annotations.Nullable;

/**
 * The targets of a batch: a class index or a row of values for each example, and the weight of each
 * example.
 *
 * <p>A view of the caller's arrays, so that a training loop refills them without allocating.
 */
public final class Targets {
  private final int @Nullable [] classes;
  private final float @Nullable [] values;
  private final float @Nullable [] weights;

  private Targets(int @Nullable [] classes, float @Nullable [] values, float @Nullable [] weights) {
    this.classes = classes;
    this.values = values;
    this.weights = weights;
  }

  /**
   * Makes targets with one class index per example.
   *
   * @param classes at least as many as the batch has rows; shared, not copied
   * @return the targets
   */
  public static Targets ofClasses(int[] classes) {
    return new Targets(classes, null, null);
  }

  /**
   * Makes targets with one row of values per example: regression targets or class probabilities.
   *
   * @param values row-major, as wide as the model's output; shared, not copied
   * @return the targets
   */
  public static Targets ofValues(float[] values) {
    return new Targets(null, values, null);
  }

  /**
   * These targets with a weight for each example. A mean divides by the sum of the weights, see
   * {@link Reduction}; an example of weight 0 adds nothing to the loss and the gradient, whatever
   * the model's output for it, but the loss still refuses invalid values in it.
   *
   * @param value at least as many as the batch has rows, each finite and not below 0, which the
   *     loss checks; shared, not copied
   * @return a changed copy
   */
  public Targets withWeights(float[] value) {
    return new Targets(classes, values, value);
  }

  /**
   * Tests whether these are class indices.
   *
   * @return true for class indices, false for values
   */
  public boolean areClasses() {
    return classes != null;
  }

  /**
   * The class indices.
   *
   * @return the shared array
   * @throws IllegalArgumentException if these targets are values: the loss was given the wrong kind
   */
  public int[] classes() {
    if (classes == null) {
      throw new IllegalArgumentException("targets: this loss needs class indices, not values");
    }
    return classes;
  }

  /**
   * The values.
   *
   * @return the shared array
   * @throws IllegalArgumentException if these targets are class indices: the loss was given the
   *     wrong kind
   */
  public float[] values() {
    if (values == null) {
      throw new IllegalArgumentException("targets: this loss needs values, not class indices");
    }
    return values;
  }

  /**
   * The weight of an example.
   *
   * @param row its place in the batch
   * @return its weight; 1 if there are no weights
   * @throws IndexOutOfBoundsException if there are weights, but fewer than rows
   */
  public float weight(int row) {
    return weights == null ? 1 : weights[row];
  }

  /**
   * Tests whether there is a weight for each example.
   *
   * @return false where every example counts 1
   */
  public boolean areWeighted() {
    return weights != null;
  }

  /**
   * The weights.
   *
   * @return the shared array
   * @throws IllegalArgumentException if there are none
   */
  public float[] weights() {
    if (weights == null) {
      throw new IllegalArgumentException("targets: there are no weights");
    }
    return weights;
  }

  /** Refuses arrays that are too short for a batch, and weights that are negative or not finite. */
  void check(String loss, int rows, int size) {
    if (classes != null && classes.length < rows) {
      throw new IllegalArgumentException(
          loss + ": " + classes.length + " class indices for " + rows + " rows");
    }
    if (values != null && values.length < (long) rows * size) {
      throw new IllegalArgumentException(
          loss + ": " + values.length + " target values for " + rows + " rows of " + size);
    }
    if (weights != null) {
      checkWeights(loss, weights, rows);
    }
  }

  private static void checkWeights(String loss, float[] weights, int rows) {
    if (weights.length < rows) {
      throw new IllegalArgumentException(
          loss + ": " + weights.length + " weights for " + rows + " rows");
    }
    for (int r = 0; r < rows; r++) {
      if (!(weights[r] >= 0 && weights[r] <= Float.MAX_VALUE)) {
        throw new IllegalArgumentException(
            loss
                + ": row "
                + r
                + " has weight "
                + weights[r]
                + ", not a finite number of at least 0");
      }
    }
  }
}
