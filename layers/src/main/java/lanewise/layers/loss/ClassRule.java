package lanewise.layers.loss;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The weight of each class in a loss on class indices, and the ignored class. */
final class ClassRule {
  private final String name;

  /** One weight per class; null for weights of 1. */
  private final float @Nullable [] weights;

  /** The index whose rows are ignored. */
  private final OptionalInt ignored;

  private ClassRule(String name, float @Nullable [] weights, OptionalInt ignored) {
    this.name = name;
    this.weights = weights;
    this.ignored = ignored;
  }

  static ClassRule of(String name) {
    return new ClassRule(name, null, OptionalInt.empty());
  }

  /** Returns the name of the loss in messages. */
  String name() {
    return name;
  }

  ClassRule withWeights(float[] value) {
    float[] copy = value.clone();
    for (int c = 0; c < copy.length; c++) {
      if (!(copy[c] >= 0 && copy[c] <= Float.MAX_VALUE)) {
        throw new IllegalArgumentException(
            name
                + ": class "
                + c
                + " has weight "
                + copy[c]
                + ", not a finite number of at least 0");
      }
    }
    return new ClassRule(name, copy, ignored);
  }

  ClassRule withIgnored(int value) {
    return new ClassRule(name, weights, OptionalInt.of(value));
  }

  /** Refuses weights that do not fit the outputs. */
  void checkSize(int size) {
    if (weights != null && weights.length != size) {
      throw new IllegalArgumentException(
          name + ": " + weights.length + " class weights for " + size + " outputs");
    }
  }

  double weight(int target) {
    return weights == null ? 1 : weights[target];
  }

  boolean ignores(int target) {
    return ignored.isPresent() && ignored.getAsInt() == target;
  }

  /**
   * Returns the weight of a row's class, 0 for the ignored one; refuses a target that is not a
   * class.
   */
  double counted(int row, int size, int target) {
    if (ignores(target)) {
      return 0;
    }
    check(name, row, size, target);
    return weight(target);
  }

  static void check(String name, int row, int size, int target) {
    if (target < 0 || target >= size) {
      throw new IllegalArgumentException(
          name + ": row " + row + " has class " + target + ", outside 0 to " + (size - 1));
    }
  }
}
