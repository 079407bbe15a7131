package lanewise.tensor.kernel.gemm;

import lanewise.tensor.Workers;
import lanewise.tensor.kernel.Start;
import lanewise.tensor.kernel.elementwise.UnaryOp;
import org.jspecify.annotations.Nullable;

/**
 * The row-major matrix product, which chooses among small, single-row, turned and blocked products.
 * The caller has checked the arguments; the package description states the order of accumulation.
 */
public final class Gemm {
  /** So many columns take a plain loop about as long as one does. */
  private static final int LOOP_COLUMNS = 8;

  private Gemm() {}

  /**
   * Computes C = op(A) op(B) alpha + beta C.
   *
   * @param transA whether op(A) = A^T: element (i, p) is then a[aOffset + p * lda + i], otherwise
   *     a[aOffset + i * lda + p]
   * @param transB whether op(B) = B^T: element (p, j) is then b[bOffset + j * ldb + p], otherwise
   *     b[bOffset + p * ldb + j]
   * @param m the number of rows of op(A) and C
   * @param n the number of columns of op(B) and C
   * @param k the number of columns of op(A) and of rows of op(B)
   */
  public static void multiply(
      Workers workers,
      boolean transA,
      boolean transB,
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      int aOffset,
      int lda,
      float[] b,
      int bOffset,
      int ldb,
      float beta,
      float[] c,
      int cOffset,
      int ldc) {
    multiplyStrided(
        workers,
        m,
        n,
        k,
        alpha,
        a,
        aOffset,
        transA ? 1 : lda,
        transA ? lda : 1,
        b,
        bOffset,
        transB ? 1 : ldb,
        transB ? ldb : 1,
        beta,
        c,
        cOffset,
        ldc);
  }

  /**
   * Computes C = A B alpha + beta C for operands with any strides, including zero and negative
   * ones.
   *
   * @param aRow the stride from one row of A to the next: element (i, p) is a[aOffset + i * aRow +
   *     p * aStep]
   * @param bRow the stride from one row of B to the next: element (p, j) is b[bOffset + p * bRow +
   *     j * bStep]; the product is fastest if bRow or bStep is 1
   */
  public static void multiplyStrided(
      Workers workers,
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      int aOffset,
      int aRow,
      int aStep,
      float[] b,
      int bOffset,
      int bRow,
      int bStep,
      float beta,
      float[] c,
      int cOffset,
      int ldc) {
    boolean empty = m == 0 || n == 0 || k == 0 || alpha == 0;
    if (empty ? beta != 1 : beta != 0 && beta != 1) {
      scale(m, n, beta, c, cOffset, ldc);
    }
    if (empty) {
      return;
    }
    if (Start.covers((long) m * Math.max(n, LOOP_COLUMNS) * k) || ActiveTiles.areLoops()) {
      LoopProduct loops = LoopProduct.POOL.acquire();
      loops.multiply(
          workers, m, n, k, alpha, a, aOffset, aRow, aStep, b, bOffset, bRow, bStep, beta != 0, c,
          cOffset, ldc);
      LoopProduct.POOL.release(loops);
      return;
    }
    if (SmallProduct.fits(m, n, k, alpha, bRow, bStep, beta)) {
      SmallProduct.multiply(
          m, n, k, a, aOffset, aRow, aStep, b, bOffset, bRow, bStep, beta != 0, c, cOffset, ldc);
      return;
    }
    if (TurnedLeft.isWorthIt(n, k, aRow, aStep)) {
      turned(
          workers, m, n, k, alpha, a, aOffset, aStep, b, bOffset, bRow, bStep, beta != 0, c,
          cOffset, ldc);
      return;
    }
    if (TurnedProduct.isWorthIt(m, n, alpha, bRow, bStep)) {
      TurnedProduct turned = TurnedProduct.POOL.acquire();
      turned.multiply(
          workers, m, n, k, a, aOffset, aRow, aStep, b, bOffset, bStep, beta != 0, c, cOffset, ldc);
      TurnedProduct.POOL.release(turned);
      return;
    }
    blocked(
        workers, m, n, k, alpha, a, aOffset, aRow, aStep, b, bOffset, bRow, bStep, beta != 0, c,
        cOffset, ldc);
  }

  /**
   * Computes C = A B alpha, or C = A B alpha + C if {@code add}, for an A of which element (i, p)
   * is a[aOffset + i + p * aStep], part by part. A part of the inner dimension continues the sums
   * of the one before, so the parts do not change the order of accumulation.
   */
  private static void turned(
      Workers workers,
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int bRow,
      int bStep,
      boolean add,
      float[] c,
      int cOffset,
      int ldc) {
    TurnedLeft turned = TurnedLeft.POOL.acquire();
    int most = TurnedLeft.rowsOfParts(m);
    int deepest = TurnedLeft.depthOfParts(k, most);
    for (int i = 0; i < m; i += most) {
      int rows = Math.min(most, m - i);
      for (int p = 0; p < k; p += deepest) {
        int depth = Math.min(deepest, k - p);
        multiplyStrided(
            workers,
            rows,
            n,
            depth,
            alpha,
            turned.rows(rows, depth, a, aOffset + i + p * aStep, aStep),
            0,
            depth,
            1,
            b,
            bOffset + p * bRow,
            bRow,
            bStep,
            add || p > 0 ? 1 : 0,
            c,
            cOffset + i * ldc,
            ldc);
      }
    }
    TurnedLeft.POOL.release(turned);
  }

  /** Computes C = A B alpha, or C = A B alpha + C if {@code add}, and packs B block by block. */
  static void blocked(
      Workers workers,
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      int aOffset,
      int aRow,
      int aStep,
      float[] b,
      int bOffset,
      int bRow,
      int bStep,
      boolean add,
      float[] c,
      int cOffset,
      int ldc) {
    Product product = Product.POOL.acquire();
    product.multiply(
        workers, m, n, k, alpha, a, aOffset, aRow, aStep, b, bOffset, bRow, bStep, add, c, cOffset,
        ldc);
    Product.POOL.release(product);
  }

  /**
   * Computes C = activation(A B + bias) for a packed B. A null bias counts as 0, and a null
   * activation as the identity. A is m x depth with leading dimension lda.
   *
   * <p>A ReLU is applied in registers, and any other function to each tile after it has been
   * stored. For int8 weights the products with the integers are summed, and {@code fma(sum, scale,
   * bias)} follows.
   */
  public static void multiplyPacked(
      Workers workers,
      int m,
      float[] a,
      int aOffset,
      int lda,
      PackedMatrix b,
      float @Nullable [] bias,
      int biasOffset,
      @Nullable UnaryOp activation,
      float[] c,
      int cOffset,
      int ldc) {
    if (m == 0 || b.columns() == 0) {
      return;
    }
    if (m == 1 && b.elementBytes() == Float.BYTES && RowProduct.fits(b)) {
      RowProduct.multiply(a, aOffset, b, bias, biasOffset, activation, c, cOffset);
      return;
    }
    Product product = Product.POOL.acquire();
    product.multiplyPacked(
        workers, m, a, aOffset, lda, b, bias, biasOffset, activation, c, cOffset, ldc);
    Product.POOL.release(product);
  }

  /** Computes C = beta C; with a beta of 0, C is not read. */
  private static void scale(int m, int n, float beta, float[] c, int cOffset, int ldc) {
    for (int i = 0; i < m; i++) {
      int row = cOffset + i * ldc;
      for (int j = 0; j < n; j++) {
        c[row + j] = beta == 0 ? 0 : beta * c[row + j];
      }
    }
  }
}
