package lanewise.bench.lab;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import lanewise.tensor.RandomStream;
import lanewise.tensor.kernel.gemm.MicroKernel;

/**
 * A product {@code C = A B} by one tile and the simplest loops around it, the same for every tile:
 * B packed before, in panels of the tile's width with zeros beyond the last column, each panel in
 * turn times all rows of A. The last panel goes through a scratch tile where it is narrower.
 */
final class TileProduct {
  private static final long LINE = 64;

  private final MicroKernel kernel;
  private final int m;
  private final int n;
  private final int k;
  private final int aRow;
  private final int aStep;
  private final float[] a;
  private final MemorySegment panels;
  private final float[] zeros;
  private final float[] scratch;
  private final float[] c;

  TileProduct(MicroKernel kernel, Shape shape) {
    this.kernel = kernel;
    m = shape.m();
    n = shape.n();
    k = shape.k();
    aRow = shape.transposed() ? 1 : k;
    aStep = shape.transposed() ? m : 1;
    RandomStream random = RandomStream.of(7);
    a = new float[m * k];
    for (int i = 0; i < a.length; i++) {
      a[i] = random.nextFloat() - 0.5f;
    }
    int columns = kernel.columns();
    float[] packed = new float[Math.ceilDiv(n, columns) * columns * k];
    for (int j = 0; j < n; j++) {
      for (int p = 0; p < k; p++) {
        packed[(j / columns * k + p) * columns + j % columns] = random.nextFloat() - 0.5f;
      }
    }
    panels = Arena.ofAuto().allocate((long) packed.length * Float.BYTES, LINE);
    MemorySegment.copy(packed, 0, panels, ValueLayout.JAVA_FLOAT, 0, packed.length);
    zeros = new float[columns];
    scratch = new float[kernel.rows() * columns];
    c = new float[m * n];
  }

  /** Computes it. */
  void run() {
    int columns = kernel.columns();
    for (int j = 0; j < n; j += columns) {
      long panel = (long) j * k * Float.BYTES;
      for (int i = 0; i < m; i += kernel.rows()) {
        int rows = Math.min(kernel.rows(), m - i);
        if (j + columns <= n) {
          tile(i, rows, panel, c, i * n + j, n);
        } else {
          tile(i, rows, panel, scratch, 0, columns);
          for (int r = 0; r < rows; r++) {
            System.arraycopy(scratch, r * columns, c, (i + r) * n + j, n - j);
          }
        }
      }
    }
  }

  private void tile(int i, int rows, long panel, float[] to, int offset, int row) {
    kernel.multiply(
        k,
        a,
        i * aRow,
        aRow,
        aStep,
        rows,
        panels,
        panel,
        zeros,
        0,
        0,
        Float.NEGATIVE_INFINITY,
        to,
        offset,
        row);
  }

  /** Calls of the kernel in a run. */
  int calls() {
    return Math.ceilDiv(m, kernel.rows()) * Math.ceilDiv(n, kernel.columns());
  }

  /** A number that depends on every element of the last result. */
  int hash() {
    return Arrays.hashCode(c);
  }

  /**
   * The sizes of a product.
   *
   * @param name to be shown
   * @param m rows of C
   * @param n columns of C
   * @param k terms of a sum
   * @param transposed whether A lies as [k, m]
   */
  record Shape(String name, int m, int n, int k, boolean transposed) {
    double operations() {
      return 2.0 * m * n * k;
    }
  }
}
