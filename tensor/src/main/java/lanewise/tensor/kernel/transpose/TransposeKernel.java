package lanewise.tensor.kernel.transpose;

/**
 * Transposes square blocks in registers.
 *
 * <pre>
 *   source: size() lines of depth elements, element p of line j is source[from + j * line + p]
 *   target: the same element is target[at + p * row + j]
 * </pre>
 */
public interface TransposeKernel {
  /** Lines of a block, and what the depth must be a multiple of. */
  int size();

  /** Copies size() lines to as many columns. Allocates nothing. */
  void transpose(float[] source, int from, int line, int depth, float[] target, int at, int row);
}
