package lanewise.tensor.kernel.gemm;

import lanewise.tensor.Workers;
import lanewise.tensor.kernel.Pool;
import lanewise.tensor.kernel.transpose.Transposition;

/**
 * A product computed as C^T = B^T A^T, so that A is packed instead of B: for a B that lies
 * transposed and is larger than A, as the weights of a layer are that is about to learn from a few
 * rows. Each element is the same chain of multiply-adds, whose two factors may change places.
 */
final class TurnedProduct {
  static final Pool<TurnedProduct> POOL = new Pool<>(TurnedProduct::new);

  /** How many times as many columns as rows pay for turning C. */
  private static final int COLUMNS_PER_ROW = 2;

  /** The most floats of a turned C, 4 MiB: a larger one is computed in parts. */
  private static final int MOST = 1 << 20;

  private float[] turned = new float[0];

  private TurnedProduct() {}

  /** Tests whether it pays; a factor other than 1 would be multiplied to the other operand. */
  static boolean isWorthIt(int m, int n, float alpha, int bRow, int bStep) {
    return alpha == 1
        && bRow == 1
        && bStep != 1
        && n / COLUMNS_PER_ROW >= m
        && m <= MOST
        && m % ActiveTiles.TILES.main().columns() == 0;
  }

  /**
   * Computes C = A B, or C = A B + C if {@code add}, where element (p, j) of B is b[bOffset + p + j
   * * bStep], and A has strides as in {@link Gemm}.
   */
  void multiply(
      Workers workers,
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int aRow,
      int aStep,
      float[] b,
      int bOffset,
      int bStep,
      boolean add,
      float[] c,
      int cOffset,
      int ldc) {
    int most = Math.min(n, MOST / m);
    if (turned.length < m * most) {
      turned = new float[m * most];
    }
    for (int j = 0; j < n; j += most) {
      int columns = Math.min(most, n - j);
      int lines = bOffset + j * bStep;
      int to = cOffset + j;
      if (add) {
        Transposition.copy(m, columns, c, to, ldc, turned, 0, m);
      }
      Gemm.blocked(
          workers, columns, m, k, 1, b, lines, bStep, 1, a, aOffset, aStep, aRow, add, turned, 0,
          m);
      Transposition.copy(columns, m, turned, 0, m, c, to, ldc);
    }
  }
}
