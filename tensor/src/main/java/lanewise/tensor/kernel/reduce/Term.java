package lanewise.tensor.kernel.reduce;

/** What a sum adds up. */
public enum Term {
  /** x. */
  VALUE,
  /** |x|. */
  ABS,
  /** (x - shift)^2. */
  SQUARE
}
