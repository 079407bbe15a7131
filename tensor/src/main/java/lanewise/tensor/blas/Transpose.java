package lanewise.tensor.blas;

/** Whether a product reads a matrix as it is stored or transposed. */
public enum Transpose {
  /** As it is stored. */
  NO,

  /** Rows and columns exchanged; nothing is copied beforehand. */
  YES
}
