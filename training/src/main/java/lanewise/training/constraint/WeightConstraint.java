package lanewise.training.constraint;

import lanewise.layers.Slot;

/**
 * Puts the values of a parameter back to where they may be, after each update.
 *
 * <p>A constraint consists of settings; it is immutable and safe to share. Whatever it does depends
 * on the values alone, so it remembers nothing.
 */
@FunctionalInterface
public interface WeightConstraint {
  /**
   * Changes one parameter. Allocates nothing.
   *
   * @param slot a trained parameter, whose {@link lanewise.layers.Parameter#values() values} may be
   *     changed; the constraint may leave it alone according to its name, shape and kind
   */
  void apply(Slot slot);
}
