package lanewise.tensor.kernel.gemm;

import lanewise.tensor.Workers;
import lanewise.tensor.kernel.elementwise.UnaryOp;
import org.jspecify.annotations.Nullable;

/**
 * The matrix product, row-major: chooses among small, single-row, turned and blocked products.
 * Arguments have been checked by the caller; see the package description for the order of
 * accumulation.
 */
public final class Gemm {
  private Gemm() {}

  /**
   * C = op(A) op(B) alpha + beta C.
   *
   * @param transA op(A) = A^T: element (i, p) is a[aOffset + p * lda + i], else i * lda + p
   * @param transB op(B) = B^T: element (p, j) is b[bOffset + j * ldb + p], else p * ldb + j
   * @param m rows of op(A) and C
   * @param n columns of op(B) and C
   * @param k columns of op(A), rows of op(B)
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
   * C = A B alpha + beta C for operands of any strides, zero and negative ones too.
   *
   * @param aRow from one row of A to the next: element (i, p) is a[aOffset + i * aRow + p * aStep]
   * @param bRow from one row of B to the next: element (p, j) is b[bOffset + p * bRow + j * bStep];
   *     fastest where one of bRow and bStep is 1
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
    if (SmallProduct.fits(m, n, k, alpha, bRow, bStep, beta)) {
      SmallProduct.multiply(
          m, n, k, a, aOffset, aRow, aStep, b, bOffset, bRow, bStep, beta != 0, c, cOffset, ldc);
      return;
    }
    if (TurnedLeft.isWorthIt(m, n, k, aRow, aStep)) {
      TurnedLeft turned = TurnedLeft.POOL.acquire();
      float[] rows = turned.rows(m, k, a, aOffset, aStep);
      multiplyStrided(
          workers,
          m,
          n,
          k,
          alpha,
          rows,
          0,
          k,
          1,
          b,
          bOffset,
          bRow,
          bStep,
          beta == 0 ? 0 : 1,
          c,
          cOffset,
          ldc);
      TurnedLeft.POOL.release(turned);
      return;
    }
    blocked(
        workers, m, n, k, alpha, a, aOffset, aRow, aStep, b, bOffset, bRow, bStep, beta != 0, c,
        cOffset, ldc);
  }

  /** C = A B alpha, or that plus C where {@code add}, B packed block by block. */
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
   * C = activation(A B + bias), B packed before; a null bias is 0, a null activation leaves all as
   * it is. A is m x depth with leading dimension lda.
   *
   * <p>A ReLU is applied in registers, any other function to each tile when it has been stored. Of
   * int8 weights the whole numbers are summed up, and {@code fma(sum, scale, bias)} follows.
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

  /** C = beta C; a beta of 0 does not read C. */
  private static void scale(int m, int n, float beta, float[] c, int cOffset, int ldc) {
    for (int i = 0; i < m; i++) {
      int row = cOffset + i * ldc;
      for (int j = 0; j < n; j++) {
        c[row + j] = beta == 0 ? 0 : beta * c[row + j];
      }
    }
  }
}
