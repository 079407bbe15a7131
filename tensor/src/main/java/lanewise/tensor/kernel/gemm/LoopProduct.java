package lanewise.tensor.kernel.gemm;

import java.util.Arrays;
import lanewise.tensor.Workers;
import lanewise.tensor.kernel.Pool;
import lanewise.tensor.kernel.Sharing;

/**
 * C = A B or C + A B by plain loops, without vector classes.
 *
 * <pre>
 *   for each block of columns and each block of the inner dimension:
 *     copy the block of B to arrays, one for each row
 *     for each row of C: add four of these arrays at a time, each times an element of A
 * </pre>
 *
 * <p>The JIT compiler turns the inner loop into vector instructions, because all its arrays are
 * read from index 0 on: it cannot tell whether parts of arrays at different offsets overlap. The
 * loop is small, so it is compiled within milliseconds. Each element of C accumulates in the order
 * of the inner dimension, which gives the bits of all other products.
 */
final class LoopProduct implements Workers.Blocks {
  static final Pool<LoopProduct> POOL = new Pool<>(LoopProduct::new);

  private static final int COLUMNS = 256;

  /** Rows of B that are copied at once: with 256 columns they are 32 KiB. */
  private static final int DEPTH = 32;

  /** Rows of C in a block that one thread computes. */
  private static final int ROWS = 32;

  private static final float[] NONE = new float[0];
  private static final Pool<Scratch> SCRATCH = new Pool<>(Scratch::new);

  private int m;
  private int n;
  private int k;
  private float alpha;
  private float[] a = NONE;
  private int aOffset;
  private int aRow;
  private int aStep;
  private float[] b = NONE;
  private int bOffset;
  private int bRow;
  private int bStep;
  private boolean add;
  private float[] c = NONE;
  private int cOffset;
  private int ldc;

  private LoopProduct() {}

  /** Computes the product; element (p, j) of B is b[offset + p * row + j * step], as that of A. */
  void multiply(
      Workers workers,
      int rows,
      int columns,
      int depth,
      float factor,
      float[] left,
      int leftOffset,
      int leftRow,
      int leftStep,
      float[] right,
      int rightOffset,
      int rightRow,
      int rightStep,
      boolean toC,
      float[] out,
      int outOffset,
      int outRow) {
    m = rows;
    n = columns;
    k = depth;
    alpha = factor;
    a = left;
    aOffset = leftOffset;
    aRow = leftRow;
    aStep = leftStep;
    b = right;
    bOffset = rightOffset;
    bRow = rightRow;
    bStep = rightStep;
    add = toC;
    c = out;
    cOffset = outOffset;
    ldc = outRow;
    if ((long) m * n * k < Sharing.MULTIPLY_ADDS || workers.parallelism() == 1) {
      Scratch scratch = SCRATCH.acquire();
      rows(0, m, scratch);
      SCRATCH.release(scratch);
    } else {
      workers.run(Math.ceilDiv(m, ROWS), this);
    }
    a = NONE;
    b = NONE;
    c = NONE;
  }

  @Override
  public void run(int block) {
    Scratch scratch = SCRATCH.acquire();
    int from = block * ROWS;
    rows(from, Math.min(m, from + ROWS), scratch);
    SCRATCH.release(scratch);
  }

  private void rows(int from, int end, Scratch scratch) {
    for (int j = 0; j < n; j += COLUMNS) {
      int width = Math.min(COLUMNS, n - j);
      for (int p = 0; p < k; p += DEPTH) {
        int depth = Math.min(DEPTH, k - p);
        copy(p, depth, j, width, scratch.rows);
        for (int i = from; i < end; i++) {
          int to = cOffset + i * ldc + j;
          if (p > 0 || add) {
            System.arraycopy(c, to, scratch.sums, 0, width);
          } else {
            Arrays.fill(scratch.sums, 0, width, 0);
          }
          accumulate(aOffset + i * aRow + p * aStep, depth, width, scratch);
          System.arraycopy(scratch.sums, 0, c, to, width);
        }
      }
    }
  }

  private void copy(int p, int depth, int j, int width, float[][] to) {
    for (int r = 0; r < depth; r++) {
      int from = bOffset + (p + r) * bRow + j * bStep;
      float[] row = to[r];
      if (bStep == 1) {
        System.arraycopy(b, from, row, 0, width);
      } else {
        gather(width, b, from, bStep, row);
      }
      if (alpha != 1) {
        for (int x = 0; x < width; x++) {
          row[x] *= alpha;
        }
      }
    }
  }

  private static void gather(int count, float[] from, int at, int step, float[] to) {
    for (int x = 0; x < count; x++) {
      to[x] = from[at + x * step];
    }
  }

  private void accumulate(int x, int depth, int width, Scratch scratch) {
    float[][] rows = scratch.rows;
    int r = 0;
    for (; r <= depth - 4; r += 4) {
      int at = x + r * aStep;
      addFour(
          width,
          a[at],
          a[at + aStep],
          a[at + 2 * aStep],
          a[at + 3 * aStep],
          rows[r],
          rows[r + 1],
          rows[r + 2],
          rows[r + 3],
          scratch.sums);
    }
    for (; r < depth; r++) {
      addOne(width, a[x + r * aStep], rows[r], scratch.sums);
    }
  }

  private static void addFour(
      int width,
      float x0,
      float x1,
      float x2,
      float x3,
      float[] row0,
      float[] row1,
      float[] row2,
      float[] row3,
      float[] sums) {
    for (int j = 0; j < width; j++) {
      float sum = Math.fma(x1, row1[j], Math.fma(x0, row0[j], sums[j]));
      sums[j] = Math.fma(x3, row3[j], Math.fma(x2, row2[j], sum));
    }
  }

  private static void addOne(int width, float x, float[] row, float[] sums) {
    for (int j = 0; j < width; j++) {
      sums[j] = Math.fma(x, row[j], sums[j]);
    }
  }

  /** The rows of a block of B, and a row of C. */
  private static final class Scratch {
    final float[][] rows = new float[DEPTH][COLUMNS];
    final float[] sums = new float[COLUMNS];
  }
}
