package lanewise.tensor.kernel.reduce;

/** What a sum adds up. */
public enum Summand {
  /** x. */
  VALUE,
  /** |x|. */
  ABS,
  /** x^2. */
  SQUARE
}
