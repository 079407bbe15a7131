package lanewise.tensor.kernel.gemm;

/** Multiplies matrices that are too small to be worth packing. */
public interface SmallKernel {
  /** The least n. */
  int columns();

  /**
   * Element (i, j) of C becomes 0, or stays where {@code add}, and then fma(a[i][p], b[p][j], c)
   * for p = 0 … k - 1 in turn. Element (i, p) of A is a[aOffset + i * aRow + p * aStep], element
   * (p, j) of B is b[bOffset + p * bRow + j]. To add, n must be a multiple of columns(): otherwise
   * some columns are computed twice. Allocates nothing.
   */
  void multiply(
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int aRow,
      int aStep,
      float[] b,
      int bOffset,
      int bRow,
      boolean add,
      float[] c,
      int cOffset,
      int cRow);
}
