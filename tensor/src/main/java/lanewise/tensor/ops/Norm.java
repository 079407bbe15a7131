package lanewise.tensor.ops;

import lanewise.tensor.kernel.reduce.ReduceOp;

/** A norm of a vector. */
public enum Norm {
  /** The sum of absolute values. */
  L1(ReduceOp.NORM_1),
  /** The square root of the sum of squares, without overflow on the way. */
  L2(ReduceOp.NORM_2),
  /** The largest absolute value; 0 of no elements. */
  INFINITY(ReduceOp.NORM_INF);

  private final ReduceOp reduction;

  Norm(ReduceOp reduction) {
    this.reduction = reduction;
  }

  ReduceOp reduction() {
    return reduction;
  }
}
