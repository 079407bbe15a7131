package lanewise.training.initialization;

import lanewise.layers.Model;
import lanewise.layers.Slot;
import lanewise.tensor.RandomStream;

/**
 * Gives a parameter its initial values. The provided ones are
 *
 * <pre>
 *   {@link VarianceScaling}   He, Glorot and LeCun, normal, truncated normal and uniform
 *   {@link Orthogonal}        orthonormal rows or columns
 *   {@link Normal}, {@link TruncatedNormal}, {@link Uniform}   with given numbers
 *   {@link Filled}            zeros, or another constant
 * </pre>
 *
 * <p>An initializer consists of settings; it is immutable and safe to share. {@link Initialization}
 * gives different parameters different initializers.
 */
@FunctionalInterface
public interface Initializer {
  /**
   * Overwrites all values of one parameter.
   *
   * @param slot the parameter, with its name, its shape and its fans
   * @param random the stream of this parameter alone, from its first number
   * @throws IllegalArgumentException if this initializer needs a fan-in or a matrix and the
   *     parameter has none
   */
  void fill(Slot slot, RandomStream random);

  /**
   * Gives all weights of a model new values, as {@link Initialization#initialize} describes.
   *
   * @param model the model, whose parameters with a fan-in are overwritten; a bias keeps the value
   *     that its layer gave it
   * @param seed the seed; the same seed gives the same weights on every platform
   */
  default void initialize(Model model, long seed) {
    Initialization.of(this).initialize(model, seed);
  }

  /**
   * Returns the initializer for layers before a ReLU: {@link VarianceScaling} with gain sqrt(2).
   *
   * @return a normal distribution with standard deviation sqrt(2 / fanIn)
   */
  static VarianceScaling heNormal() {
    return VarianceScaling.he(Distribution.NORMAL);
  }

  /**
   * Returns the uniform distribution with the variance of {@link #heNormal}.
   *
   * @return a uniform distribution in +-sqrt(6 / fanIn)
   */
  static VarianceScaling heUniform() {
    return VarianceScaling.he(Distribution.UNIFORM);
  }

  /**
   * Returns the initializer for linear, sigmoid and tanh layers.
   *
   * @return a normal distribution with standard deviation sqrt(2 / (fanIn + fanOut))
   */
  static VarianceScaling glorotNormal() {
    return VarianceScaling.glorot(Distribution.NORMAL);
  }

  /**
   * Returns the uniform distribution with the variance of {@link #glorotNormal}.
   *
   * @return a uniform distribution in +-sqrt(6 / (fanIn + fanOut))
   */
  static VarianceScaling glorotUniform() {
    return VarianceScaling.glorot(Distribution.UNIFORM);
  }

  /**
   * Returns the initializer for layers before a SELU.
   *
   * @return a normal distribution with standard deviation sqrt(1 / fanIn)
   */
  static VarianceScaling lecunNormal() {
    return VarianceScaling.lecun(Distribution.NORMAL);
  }

  /**
   * Returns the uniform distribution with the variance of {@link #lecunNormal}.
   *
   * @return a uniform distribution in +-sqrt(3 / fanIn)
   */
  static VarianceScaling lecunUniform() {
    return VarianceScaling.lecun(Distribution.UNIFORM);
  }

  /**
   * Returns the initializer that sets all values to 0.
   *
   * @return a constant
   */
  static Filled zeros() {
    return new Filled(0);
  }
}
