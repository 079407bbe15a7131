package lanewise.tensor.ops;

/** What becomes of the axes that a reduction reduces. */
public enum ReducedAxes {
  /** They are not in the result's shape. */
  DROP,
  /** They stay with size 1, so that the result broadcasts against the operand: keepdims. */
  KEEP
}
