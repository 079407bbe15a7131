package lanewise.tensor.blas;

import lanewise.tensor.WeightPrecision;
import lanewise.tensor.kernel.gemm.PackedMatrix;

/**
 * A matrix copied once into the order in which the product reads it, for many calls of {@link
 * Blas#sgemmPacked}.
 *
 * <p>Immutable and safe to share: later changes of the array are not seen. Its memory is outside
 * the Java heap, about as large as the matrix, and is freed by the garbage collector; there is
 * nothing to close.
 */
public final class PackedWeights {
  private final PackedMatrix matrix;
  private final WeightPrecision precision;

  private PackedWeights(PackedMatrix matrix, WeightPrecision precision) {
    this.matrix = matrix;
    this.precision = precision;
  }

  /**
   * Packs op(B), a matrix of k x n, in 32 bits.
   *
   * @param transB NO: B is k x n and op(B) = B; YES: B is n x k and op(B) is its transpose
   * @param k rows of op(B), the inner dimension of the products
   * @param n columns of op(B) and of the products
   * @param b holds B, row-major; copied
   * @param bOffset where B begins in b
   * @param ldb from one row of B to the next: at least n, or k transposed, and 1
   * @return the packed matrix
   * @throws IllegalArgumentException if a size or offset is negative, ldb is too small, or b ends
   *     before B does
   */
  public static PackedWeights of(Transpose transB, int k, int n, float[] b, int bOffset, int ldb) {
    return of(WeightPrecision.FLOAT32, transB, k, n, b, bOffset, ldb);
  }

  /**
   * Packs op(B), a matrix of k x n, in the precision that is wished.
   *
   * @param precision what each element is rounded to
   * @param transB NO: B is k x n and op(B) = B; YES: B is n x k and op(B) is its transpose
   * @param k rows of op(B), the inner dimension of the products
   * @param n columns of op(B) and of the products
   * @param b holds B, row-major; copied
   * @param bOffset where B begins in b
   * @param ldb from one row of B to the next: at least n, or k transposed, and 1
   * @return the packed matrix
   * @throws IllegalArgumentException if a size or offset is negative, ldb is too small, b ends
   *     before B does, or precision is INT8 and an element is NaN or infinite
   */
  public static PackedWeights of(
      WeightPrecision precision, Transpose transB, int k, int n, float[] b, int bOffset, int ldb) {
    ArrayChecks.size("pack", "k", k);
    ArrayChecks.size("pack", "n", n);
    boolean transposed = transB == Transpose.YES;
    if (transposed) {
      ArrayChecks.matrix("pack", "b", b, bOffset, "ldb", ldb, n, "k", k);
    } else {
      ArrayChecks.matrix("pack", "b", b, bOffset, "ldb", ldb, k, "n", n);
    }
    PackedMatrix matrix =
        switch (precision) {
          case FLOAT32 -> PackedMatrix.of(transposed, k, n, b, bOffset, ldb);
          case BFLOAT16 -> PackedMatrix.bfloat16(transposed, k, n, b, bOffset, ldb);
          case INT8 -> PackedMatrix.int8(transposed, k, n, b, bOffset, ldb);
        };
    return new PackedWeights(matrix, precision);
  }

  /**
   * Rows of op(B): what the rows of the other factor must have as columns.
   *
   * @return k
   */
  public int rows() {
    return matrix.depth();
  }

  /**
   * Columns of op(B) and of the products.
   *
   * @return n
   */
  public int columns() {
    return matrix.columns();
  }

  /**
   * How the elements are stored.
   *
   * @return the precision they were packed in
   */
  public WeightPrecision precision() {
    return precision;
  }

  /**
   * The memory that the matrix takes outside the Java heap, padding and scales included.
   *
   * @return the number of bytes
   */
  public long byteSize() {
    return matrix.byteSize();
  }

  PackedMatrix matrix() {
    return matrix;
  }
}
