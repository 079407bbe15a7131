package lanewise.layers.loss;

import org.jspecify.annotations.Nullable;

/**
 * What a batch should have given: a class index or a row of values for each example, and how much
 * each example counts.
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
   * One class index an example.
   *
   * @param classes at least as many as the batch has rows; shared, not copied
   * @return the targets
   */
  public static Targets ofClasses(int[] classes) {
    return new Targets(classes, null, null);
  }

  /**
   * One row of values an example: regression targets or class probabilities.
   *
   * @param values row-major, as wide as the model's output; shared, not copied
   * @return the targets
   */
  public static Targets ofValues(float[] values) {
    return new Targets(null, values, null);
  }

  /**
   * These targets with a weight for each example. A mean divides by the sum of the weights, see
   * {@link Reduction}; an example of weight 0 adds nothing to loss and gradient, whatever the
   * model's output for it is, but what a loss refuses, it refuses there too.
   *
   * @param value at least as many as the batch has rows, each finite and not below 0, which the
   *     loss checks; shared, not copied
   * @return a changed copy
   */
  public Targets withWeights(float[] value) {
    return new Targets(classes, values, value);
  }

  /**
   * Which of the two kinds these are.
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
   * @throws IllegalArgumentException if these targets are values: the loss that asks was handed the
   *     wrong kind
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
   * @throws IllegalArgumentException if these targets are class indices: the loss that asks was
   *     handed the wrong kind
   */
  public float[] values() {
    if (values == null) {
      throw new IllegalArgumentException("targets: this loss needs values, not class indices");
    }
    return values;
  }

  /**
   * How much an example counts.
   *
   * @param row its place in the batch
   * @return its weight; 1 if there are none
   * @throws IndexOutOfBoundsException if there are weights, but not so many
   */
  public float weight(int row) {
    return weights == null ? 1 : weights[row];
  }

  /** Refuses arrays that are too short for a batch, and weights that are none. */
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
            loss + ": row " + r + " has weight " + weights[r] + ", not a finite number from 0 on");
      }
    }
  }
}
