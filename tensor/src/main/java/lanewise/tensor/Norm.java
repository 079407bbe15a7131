package lanewise.tensor;

import lanewise.tensor.kernel.reduce.Reduction;

/** A norm of a vector. */
public enum Norm {
  /** The sum of absolute values. */
  L1(Reduction.NORM_1),
  /** The square root of the sum of squares, without overflow on the way. */
  L2(Reduction.NORM_2),
  /** The largest absolute value; 0 of no elements. */
  INFINITY(Reduction.NORM_INF);

  private final Reduction reduction;

  Norm(Reduction reduction) {
    this.reduction = reduction;
  }

  Reduction reduction() {
    return reduction;
  }
}
