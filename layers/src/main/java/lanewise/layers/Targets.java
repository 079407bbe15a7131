package lanewise.layers;

import org.jspecify.annotations.Nullable;

/**
 * What a batch should have given: a class index or a row of values for each example.
 *
 * <p>A view of the caller's arrays, so that a training loop refills them without allocating.
 */
public final class Targets {
  private final int @Nullable [] classes;
  private final float @Nullable [] values;

  private Targets(int @Nullable [] classes, float @Nullable [] values) {
    this.classes = classes;
    this.values = values;
  }

  /**
   * One class index an example.
   *
   * @param classes at least as many as the batch has rows; shared, not copied
   * @return the targets
   */
  public static Targets ofClasses(int[] classes) {
    return new Targets(classes, null);
  }

  /**
   * One row of values an example: regression targets or class probabilities.
   *
   * @param values row-major, as wide as the model's output; shared, not copied
   * @return the targets
   */
  public static Targets ofValues(float[] values) {
    return new Targets(null, values);
  }

  /**
   * The class indices.
   *
   * @return the shared array
   * @throws IllegalStateException if these targets are values
   */
  public int[] classes() {
    if (classes == null) {
      throw new IllegalStateException("targets: this loss needs class indices, not values");
    }
    return classes;
  }

  /**
   * The values.
   *
   * @return the shared array
   * @throws IllegalStateException if these targets are class indices
   */
  public float[] values() {
    if (values == null) {
      throw new IllegalStateException("targets: this loss needs values, not class indices");
    }
    return values;
  }
}
