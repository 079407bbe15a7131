package lanewise.tensor.blas;

import lanewise.tensor.WeightPrecision;
import lanewise.tensor.Workers;
import lanewise.tensor.kernel.Pool;
import lanewise.tensor.kernel.gemm.Gemm;
import lanewise.tensor.kernel.gemv.Gemv;
import lanewise.tensor.kernel.gemv.RowDots;
import lanewise.tensor.kernel.level1.Level1;
import org.jspecify.annotations.Nullable;

/**
 * Products of matrices and vectors in plain arrays, row-major, in BLAS argument order; see the
 * package description for what offsets, leading dimensions and increments mean.
 *
 * <p>Every method checks all its arguments first and throws {@link IllegalArgumentException} with
 * the operation and the numbers that do not fit ({@code sgemm: lda 10 is below k 784}): if a size
 * or offset is negative, a leading dimension is too small, an increment is 0, an array ends before
 * its matrix or vector does, or what is written overlaps what is read. Nothing has been written
 * then.
 *
 * <p>Results have the same bits on every machine, for every vector width and any number of threads.
 * Element (i, j) of a matrix product is one chain of fused multiply-adds over the inner dimension
 * in ascending order, so it depends on its own row and column only; {@code sgemv} of a plain matrix
 * adds up as {@code sdot} does. Once warm, no method allocates anything. All are safe to call from
 * many threads, as long as none writes what another uses.
 */
public final class Blas {
  private static final Pool<Scratch> SCRATCH = new Pool<>(Scratch::new);

  private Blas() {}

  /**
   * The matrix product {@code C = alpha op(A) op(B) + beta C} on the caller's thread.
   *
   * @param transA NO: A is m x k; YES: A is k x m and op(A) is its transpose
   * @param transB NO: B is k x n; YES: B is n x k and op(B) is its transpose
   * @param m rows of op(A) and C
   * @param n columns of op(B) and C
   * @param k columns of op(A), rows of op(B)
   * @param alpha multiplies the elements of B; 0 does not read A and B
   * @param a holds A
   * @param aOffset where A begins in a
   * @param lda from one row of A to the next
   * @param b holds B
   * @param bOffset where B begins in b
   * @param ldb from one row of B to the next
   * @param beta multiplies C beforehand; 0 does not read C
   * @param c holds C, m x n, which is written; must not overlap A or B
   * @param cOffset where C begins in c
   * @param ldc from one row of C to the next
   * @throws IllegalArgumentException if arguments do not fit, as the class says
   */
  public static void sgemm(
      Transpose transA,
      Transpose transB,
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
    sgemm(
        Workers.caller(),
        transA,
        transB,
        m,
        n,
        k,
        alpha,
        a,
        aOffset,
        lda,
        b,
        bOffset,
        ldb,
        beta,
        c,
        cOffset,
        ldc);
  }

  /**
   * The matrix product {@code C = alpha op(A) op(B) + beta C}.
   *
   * @param workers the threads that may share the work; small products stay on the caller's
   * @param transA NO: A is m x k; YES: A is k x m and op(A) is its transpose
   * @param transB NO: B is k x n; YES: B is n x k and op(B) is its transpose
   * @param m rows of op(A) and C
   * @param n columns of op(B) and C
   * @param k columns of op(A), rows of op(B)
   * @param alpha multiplies the elements of B; 0 does not read A and B
   * @param a holds A
   * @param aOffset where A begins in a
   * @param lda from one row of A to the next
   * @param b holds B
   * @param bOffset where B begins in b
   * @param ldb from one row of B to the next
   * @param beta multiplies C beforehand; 0 does not read C
   * @param c holds C, m x n, which is written; must not overlap A or B
   * @param cOffset where C begins in c
   * @param ldc from one row of C to the next
   * @throws IllegalArgumentException if arguments do not fit, as the class says
   */
  public static void sgemm(
      Workers workers,
      Transpose transA,
      Transpose transB,
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
    boolean ta = transA == Transpose.YES;
    boolean tb = transB == Transpose.YES;
    ArrayChecks.size("sgemm", "m", m);
    ArrayChecks.size("sgemm", "n", n);
    ArrayChecks.size("sgemm", "k", k);
    int aRows = ta ? k : m;
    int aColumns = ta ? m : k;
    int bRows = tb ? n : k;
    int bColumns = tb ? k : n;
    ArrayChecks.matrix("sgemm", "a", a, aOffset, "lda", lda, aRows, ta ? "m" : "k", aColumns);
    ArrayChecks.matrix("sgemm", "b", b, bOffset, "ldb", ldb, bRows, tb ? "k" : "n", bColumns);
    ArrayChecks.matrix("sgemm", "c", c, cOffset, "ldc", ldc, m, "n", n);
    ArrayChecks.apart("sgemm", "c", c, cOffset, ldc, m, n, "a", a, aOffset, lda, aRows, aColumns);
    ArrayChecks.apart("sgemm", "c", c, cOffset, ldc, m, n, "b", b, bOffset, ldb, bRows, bColumns);
    Gemm.multiply(
        workers, ta, tb, m, n, k, alpha, a, aOffset, lda, b, bOffset, ldb, beta, c, cOffset, ldc);
  }

  /**
   * The product {@code C = A B} with a matrix that was packed before, on the caller's thread.
   *
   * @param m rows of A and C
   * @param a holds A, m x {@link PackedWeights#rows()}
   * @param aOffset where A begins in a
   * @param lda from one row of A to the next
   * @param b the packed matrix
   * @param c holds C, m x {@link PackedWeights#columns()}, which is written and not read; must not
   *     overlap A
   * @param cOffset where C begins in c
   * @param ldc from one row of C to the next
   * @throws IllegalArgumentException if arguments do not fit, as the class says
   */
  public static void sgemmPacked(
      int m, float[] a, int aOffset, int lda, PackedWeights b, float[] c, int cOffset, int ldc) {
    sgemmPacked(Workers.caller(), m, a, aOffset, lda, b, null, 0, Fused.NONE, c, cOffset, ldc);
  }

  /**
   * The product {@code C = f(A B + bias)} with a matrix that was packed before: a dense layer and
   * its activation. The bias is what each element's chain of multiply-adds starts from; with
   * weights in 8 bits it is added at the end, as {@link WeightPrecision#INT8} says.
   *
   * @param workers the threads that may share the work; small products stay on the caller's
   * @param m rows of A and C
   * @param a holds A, m x {@link PackedWeights#rows()}
   * @param aOffset where A begins in a
   * @param lda from one row of A to the next
   * @param b the packed matrix
   * @param bias one number for each column of C, added to every row; null for none
   * @param biasOffset where the bias begins
   * @param f applied to every element while it is near
   * @param c holds C, m x {@link PackedWeights#columns()}, which is written and not read; must not
   *     overlap A or the bias
   * @param cOffset where C begins in c
   * @param ldc from one row of C to the next
   * @throws IllegalArgumentException if arguments do not fit, as the class says
   */
  public static void sgemmPacked(
      Workers workers,
      int m,
      float[] a,
      int aOffset,
      int lda,
      PackedWeights b,
      float @Nullable [] bias,
      int biasOffset,
      Fused f,
      float[] c,
      int cOffset,
      int ldc) {
    int k = b.rows();
    int n = b.columns();
    ArrayChecks.size("sgemmPacked", "m", m);
    ArrayChecks.matrix("sgemmPacked", "a", a, aOffset, "lda", lda, m, "k", k);
    ArrayChecks.matrix("sgemmPacked", "c", c, cOffset, "ldc", ldc, m, "n", n);
    ArrayChecks.apart("sgemmPacked", "c", c, cOffset, ldc, m, n, "a", a, aOffset, lda, m, k);
    if (bias != null) {
      ArrayChecks.vector("sgemmPacked", "bias", bias, biasOffset, n, "increment", 1);
      ArrayChecks.apart(
          "sgemmPacked", "c", c, cOffset, ldc, m, n, "bias", bias, biasOffset, n, 1, n);
    }
    Gemm.multiplyPacked(
        workers, m, a, aOffset, lda, b.matrix(), bias, biasOffset, f.op(), c, cOffset, ldc);
  }

  /**
   * Matrix times vector, {@code y = alpha op(A) x + beta y}, on the caller's thread.
   *
   * @param transA NO: op(A) = A; YES: op(A) is its transpose
   * @param m rows of A as stored
   * @param n columns of A as stored
   * @param alpha multiplies the product; 0 does not read A and x
   * @param a holds A
   * @param aOffset where A begins in a
   * @param lda from one row of A to the next
   * @param x n elements, m transposed
   * @param xOffset where x begins
   * @param incx from one element of x to the next
   * @param beta multiplies y beforehand; 0 does not read y
   * @param y m elements, n transposed; written; must not overlap A or x
   * @param yOffset where y begins
   * @param incy from one element of y to the next
   * @throws IllegalArgumentException if arguments do not fit, as the class says
   */
  public static void sgemv(
      Transpose transA,
      int m,
      int n,
      float alpha,
      float[] a,
      int aOffset,
      int lda,
      float[] x,
      int xOffset,
      int incx,
      float beta,
      float[] y,
      int yOffset,
      int incy) {
    sgemv(
        Workers.caller(),
        transA,
        m,
        n,
        alpha,
        a,
        aOffset,
        lda,
        x,
        xOffset,
        incx,
        beta,
        y,
        yOffset,
        incy);
  }

  /**
   * Matrix times vector, {@code y = alpha op(A) x + beta y}. Where A is not transposed, an element
   * is {@code fma(alpha, dot, beta y)} with the bits of {@link #sdot} of a row and x; transposed,
   * it has the bits of {@link #sgemm} with one column. The two orders follow how A is stored: each
   * reads A once, in order.
   *
   * @param workers the threads that may share the work; small products stay on the caller's
   * @param transA NO: op(A) = A; YES: op(A) is its transpose
   * @param m rows of A as stored
   * @param n columns of A as stored
   * @param alpha multiplies the product; 0 does not read A and x
   * @param a holds A
   * @param aOffset where A begins in a
   * @param lda from one row of A to the next
   * @param x n elements, m transposed
   * @param xOffset where x begins
   * @param incx from one element of x to the next
   * @param beta multiplies y beforehand; 0 does not read y
   * @param y m elements, n transposed; written; must not overlap A or x
   * @param yOffset where y begins
   * @param incy from one element of y to the next
   * @throws IllegalArgumentException if arguments do not fit, as the class says
   */
  public static void sgemv(
      Workers workers,
      Transpose transA,
      int m,
      int n,
      float alpha,
      float[] a,
      int aOffset,
      int lda,
      float[] x,
      int xOffset,
      int incx,
      float beta,
      float[] y,
      int yOffset,
      int incy) {
    boolean transposed = transA == Transpose.YES;
    int in = transposed ? m : n;
    int out = transposed ? n : m;
    ArrayChecks.size("sgemv", "m", m);
    ArrayChecks.size("sgemv", "n", n);
    ArrayChecks.matrix("sgemv", "a", a, aOffset, "lda", lda, m, "n", n);
    ArrayChecks.vector("sgemv", "x", x, xOffset, in, "incx", incx);
    ArrayChecks.vector("sgemv", "y", y, yOffset, out, "incy", incy);
    long yStep = Math.abs((long) incy);
    ArrayChecks.apart("sgemv", "y", y, yOffset, yStep, out, 1, "a", a, aOffset, lda, m, n);
    ArrayChecks.apart(
        "sgemv", "y", y, yOffset, yStep, out, 1, "x", x, xOffset, Math.abs((long) incx), in, 1);
    int yAt = ArrayChecks.first(yOffset, out, incy);
    if (beta == 0) {
      Level1.fill(out, 0, y, yAt, incy);
    } else if (beta != 1) {
      Level1.scale(out, beta, y, yAt, incy, y, yAt, incy);
    }
    if (in == 0 || out == 0 || alpha == 0) {
      return;
    }
    int xAt = ArrayChecks.first(xOffset, in, incx);
    if (!transposed && incx == 1) {
      RowDots.multiplyAdd(workers, m, n, alpha, a, aOffset, lda, x, xAt, y, yAt, incy);
      return;
    }
    if (transposed && alpha == 1 && incy == 1) {
      Gemv.multiplyAdd(workers, m, n, x, xAt, incx, a, aOffset, lda, y, yAt);
      return;
    }
    // x, times alpha where it is a factor of the chain, and y without gaps.
    Scratch scratch = SCRATCH.acquire();
    float[] dense = scratch.x(in);
    Level1.scale(in, transposed ? alpha : 1, x, xAt, incx, dense, 0, 1);
    if (transposed) {
      float[] sums = scratch.y(out);
      Level1.scale(out, 1, y, yAt, incy, sums, 0, 1);
      Gemv.multiplyAdd(workers, m, n, dense, 0, 1, a, aOffset, lda, sums, 0);
      Level1.scale(out, 1, sums, 0, 1, y, yAt, incy);
    } else {
      RowDots.multiplyAdd(workers, m, n, alpha, a, aOffset, lda, dense, 0, y, yAt, incy);
    }
    SCRATCH.release(scratch);
  }

  /**
   * The dot product: the sum of {@code x[i] y[i]}, in blocks of a fixed number of lanes whatever
   * the vector width, and the blocks in double. Its error is at most 23.01 2^-24 of the sum of
   * {@code |x[i] y[i]|}, and 2^-150 for each product that is subnormal; its rounding differs from
   * that of a matrix product of the same numbers.
   *
   * @param n the number of elements
   * @param x read
   * @param xOffset where x begins
   * @param incx from one element of x to the next
   * @param y read; may be x
   * @param yOffset where y begins
   * @param incy from one element of y to the next
   * @return the sum; 0 for n = 0
   * @throws IllegalArgumentException if arguments do not fit, as the class says
   */
  public static float sdot(
      int n, float[] x, int xOffset, int incx, float[] y, int yOffset, int incy) {
    ArrayChecks.size("sdot", "n", n);
    ArrayChecks.vector("sdot", "x", x, xOffset, n, "incx", incx);
    ArrayChecks.vector("sdot", "y", y, yOffset, n, "incy", incy);
    int xAt = ArrayChecks.first(xOffset, n, incx);
    return Level1.dot(n, x, xAt, incx, y, ArrayChecks.first(yOffset, n, incy), incy);
  }

  /**
   * Adds a multiple of a vector: {@code y = alpha x + y}, each element one fused multiply-add.
   *
   * @param n the number of elements
   * @param alpha multiplies x
   * @param x read
   * @param xOffset where x begins
   * @param incx from one element of x to the next
   * @param y written; may be the very elements of x, but must not overlap them otherwise
   * @param yOffset where y begins
   * @param incy from one element of y to the next
   * @throws IllegalArgumentException if arguments do not fit, as the class says
   */
  public static void saxpy(
      int n, float alpha, float[] x, int xOffset, int incx, float[] y, int yOffset, int incy) {
    ArrayChecks.size("saxpy", "n", n);
    ArrayChecks.vector("saxpy", "x", x, xOffset, n, "incx", incx);
    ArrayChecks.vector("saxpy", "y", y, yOffset, n, "incy", incy);
    if (xOffset != yOffset || incx != incy) {
      long xStep = Math.abs((long) incx);
      long yStep = Math.abs((long) incy);
      ArrayChecks.apart("saxpy", "y", y, yOffset, yStep, n, 1, "x", x, xOffset, xStep, n, 1);
    }
    int xAt = ArrayChecks.first(xOffset, n, incx);
    Level1.axpy(n, alpha, x, xAt, incx, y, ArrayChecks.first(yOffset, n, incy), incy);
  }

  /**
   * Multiplies a vector: {@code x = alpha x}. An alpha of 0 multiplies like any other: NaN stays
   * NaN.
   *
   * @param n the number of elements
   * @param alpha the factor
   * @param x read and written
   * @param xOffset where x begins
   * @param incx from one element of x to the next
   * @throws IllegalArgumentException if arguments do not fit, as the class says
   */
  public static void sscal(int n, float alpha, float[] x, int xOffset, int incx) {
    ArrayChecks.size("sscal", "n", n);
    ArrayChecks.vector("sscal", "x", x, xOffset, n, "incx", incx);
    int at = ArrayChecks.first(xOffset, n, incx);
    Level1.scale(n, alpha, x, at, incx, x, at, incx);
  }

  /**
   * The Euclidean norm: the square root of the sum of squares, summed in double, so that no square
   * overflows or vanishes.
   *
   * @param n the number of elements
   * @param x read
   * @param xOffset where x begins
   * @param incx from one element of x to the next
   * @return the norm; 0 for n = 0
   * @throws IllegalArgumentException if arguments do not fit, as the class says
   */
  public static float snrm2(int n, float[] x, int xOffset, int incx) {
    ArrayChecks.size("snrm2", "n", n);
    ArrayChecks.vector("snrm2", "x", x, xOffset, n, "incx", incx);
    return Level1.norm(n, x, ArrayChecks.first(xOffset, n, incx), incx);
  }

  /**
   * The sum of magnitudes {@code |x[i]|}, summed in double.
   *
   * @param n the number of elements
   * @param x read
   * @param xOffset where x begins
   * @param incx from one element of x to the next
   * @return the sum; 0 for n = 0
   * @throws IllegalArgumentException if arguments do not fit, as the class says
   */
  public static float sasum(int n, float[] x, int xOffset, int incx) {
    ArrayChecks.size("sasum", "n", n);
    ArrayChecks.vector("sasum", "x", x, xOffset, n, "incx", incx);
    return Level1.sumOfMagnitudes(n, x, ArrayChecks.first(xOffset, n, incx), incx);
  }

  /**
   * Where the largest magnitude is: the first of equals. NaN counts as the largest of all, unlike
   * in the reference BLAS, which looks past most NaNs.
   *
   * @param n the number of elements
   * @param x read
   * @param xOffset where x begins
   * @param incx from one element of x to the next
   * @return the number of the element, from 0; -1 for n = 0
   * @throws IllegalArgumentException if arguments do not fit, as the class says
   */
  public static int isamax(int n, float[] x, int xOffset, int incx) {
    ArrayChecks.size("isamax", "n", n);
    ArrayChecks.vector("isamax", "x", x, xOffset, n, "incx", incx);
    return Level1.indexOfLargestMagnitude(n, x, ArrayChecks.first(xOffset, n, incx), incx);
  }

  /** Copies of x and y that a product with scaled or spread vectors needs. */
  private static final class Scratch {
    private float[] x = new float[0];
    private float[] y = new float[0];

    float[] x(int n) {
      if (x.length < n) {
        x = new float[n];
      }
      return x;
    }

    float[] y(int n) {
      if (y.length < n) {
        y = new float[n];
      }
      return y;
    }
  }
}
