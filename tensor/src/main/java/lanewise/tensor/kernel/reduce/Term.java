package lanewise.tensor.kernel.reduce;

/** What a sum adds up. */
public enum Term {
  /** x. */
  VALUE,
  /** |x|. */
  ABS,
  /** x^2. */
  SQUARE
}
