package lanewise.tensor.kernel.gemm;

import lanewise.tensor.kernel.Pool;
import lanewise.tensor.kernel.Sharing;
import lanewise.tensor.kernel.transpose.Transposition;

/**
 * Products whose B fits the nearest cache: packing it would cost more than it brings, so B is read
 * where it lies. A B that lies transposed is turned first, as a whole.
 *
 * <p>The kernel reads and writes whole vectors. Matrices that are narrower than one are computed in
 * a copy, where the numbers beyond a row's end do no harm: each row of C is overwritten by the next
 * as far as it was written too far.
 */
final class SmallProduct {
  /** The most elements of B, and of a C that is narrower than a vector: 32 KiB. */
  private static final int MOST = 8192;

  /** The longest inner dimension. */
  private static final int DEPTH = 512;

  private static final SmallKernel KERNEL = ActiveTiles.TILES.small();

  /** The columns that the kernel needs at least. */
  private static final int WIDTH = KERNEL.columns();

  private static final Pool<Scratch> SCRATCH = new Pool<>(Scratch::new);

  private SmallProduct() {}

  /** Returns whether {@link #multiply} supports such a product. */
  static boolean fits(int m, int n, int k, float alpha, int bRow, int bStep, float beta) {
    boolean whole = n % WIDTH == 0;
    boolean narrow = n < WIDTH;
    return alpha == 1
        && (bStep == 1 || bRow == 1)
        && k <= DEPTH
        && (long) n * k <= MOST
        && (long) m * n * k < Sharing.MULTIPLY_ADDS
        && (beta == 0 || whole)
        && (!narrow || ((long) m * n <= MOST && (bStep != 1 || bRow == n)));
  }

  /** C = A B, or A B + C where {@code add}; strides as in {@link Gemm#multiplyStrided}. */
  static void multiply(
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
      int bStep,
      boolean add,
      float[] c,
      int cOffset,
      int ldc) {
    if (bStep == 1 && n >= WIDTH) {
      KERNEL.multiply(m, n, k, a, aOffset, aRow, aStep, b, bOffset, bRow, add, c, cOffset, ldc);
      return;
    }
    Scratch scratch = SCRATCH.acquire();
    if (bStep == 1) {
      System.arraycopy(b, bOffset, scratch.b, 0, k * n);
    } else {
      Transposition.copy(n, k, b, bOffset, bStep, scratch.b, 0, n);
    }
    if (n >= WIDTH) {
      KERNEL.multiply(m, n, k, a, aOffset, aRow, aStep, scratch.b, 0, n, add, c, cOffset, ldc);
    } else {
      KERNEL.multiply(
          m, WIDTH, k, a, aOffset, aRow, aStep, scratch.b, 0, n, false, scratch.c, 0, n);
      Rows.copy(m, n, scratch.c, 0, n, c, cOffset, ldc);
    }
    SCRATCH.release(scratch);
  }

  /** B in rows without gaps, and the result of a narrow product; both with room for a vector. */
  private static final class Scratch {
    final float[] b = new float[MOST + WIDTH];
    final float[] c = new float[MOST + WIDTH];
  }
}
