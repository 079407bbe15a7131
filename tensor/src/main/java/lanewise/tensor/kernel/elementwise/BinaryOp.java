package lanewise.tensor.kernel.elementwise;

/** Operations on two operands. Comparisons give 1 where they hold and 0 elsewhere. */
public enum BinaryOp {
  /** x + y. */
  ADD,
  /** x - y. */
  SUB,
  /** x y. */
  MUL,
  /** x / y. */
  DIV,
  /** The smaller; NaN if either is, and -0 is below 0. */
  MIN,
  /** The larger; NaN if either is, and -0 is below 0. */
  MAX,
  /** x^y. */
  POW,
  /** x = y. */
  EQ,
  /** x not equal to y; holds for NaN. */
  NE,
  /** x below y. */
  LT,
  /** x not above y. */
  LE,
  /** x above y. */
  GT,
  /** x not below y. */
  GE
}
