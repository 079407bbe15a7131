package lanewise.tensor.kernel.gemv;

/**
 * Adds the product of a row and a matrix to a row.
 *
 * <pre>
 *   x: element p is x[xOffset + p * xStep], p below depth
 *   A: depth x columns in place, element (p, j) is a[aOffset + p * aRow + j]
 *   y: element j is y[yOffset + j]
 * </pre>
 */
public interface GemvKernel {
  /**
   * Each y[j] becomes fma(x[p], A[p][j], y[j]) for p = 0 … depth - 1 in turn. Allocates nothing.
   */
  void multiply(
      int depth,
      int columns,
      float[] x,
      int xOffset,
      int xStep,
      float[] a,
      int aOffset,
      int aRow,
      float[] y,
      int yOffset);
}
