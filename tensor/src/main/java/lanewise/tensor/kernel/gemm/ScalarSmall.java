package lanewise.tensor.kernel.gemm;

/** Small products without vectors: four columns at a time, each a chain of its own. */
final class ScalarSmall implements SmallKernel {
  @Override
  public int columns() {
    return 1;
  }

  @Override
  public void multiply(
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
      int cRow) {
    for (int i = 0; i < m; i++) {
      int x = aOffset + i * aRow;
      int to = cOffset + i * cRow;
      int j = 0;
      for (; j <= n - 4; j += 4) {
        float c0 = add ? c[to + j] : 0;
        float c1 = add ? c[to + j + 1] : 0;
        float c2 = add ? c[to + j + 2] : 0;
        float c3 = add ? c[to + j + 3] : 0;
        for (int p = 0; p < k; p++) {
          float factor = a[x + p * aStep];
          int at = bOffset + p * bRow + j;
          c0 = Math.fma(factor, b[at], c0);
          c1 = Math.fma(factor, b[at + 1], c1);
          c2 = Math.fma(factor, b[at + 2], c2);
          c3 = Math.fma(factor, b[at + 3], c3);
        }
        c[to + j] = c0;
        c[to + j + 1] = c1;
        c[to + j + 2] = c2;
        c[to + j + 3] = c3;
      }
      for (; j < n; j++) {
        float sum = add ? c[to + j] : 0;
        for (int p = 0; p < k; p++) {
          sum = Math.fma(a[x + p * aStep], b[bOffset + p * bRow + j], sum);
        }
        c[to + j] = sum;
      }
    }
  }
}
