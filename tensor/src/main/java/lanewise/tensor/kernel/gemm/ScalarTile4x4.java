package lanewise.tensor.kernel.gemm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A tile of 4 rows by 4 columns without vectors: where the vector module is missing, and to test.
 */
final class ScalarTile4x4 implements MicroKernel, RowKernel {
  private static final int COLUMNS = 4;

  @Override
  public int rows() {
    return 4;
  }

  @Override
  public int columns() {
    return COLUMNS;
  }

  @Override
  public int panels() {
    return 1;
  }

  @Override
  public void multiply(
      int panels,
      int depth,
      float[] a,
      int aOffset,
      int aStep,
      MemorySegment memory,
      long offset,
      long stride,
      float[] init,
      int initOffset,
      float floor,
      float[] c,
      int cOffset) {
    multiply(
        depth, a, aOffset, 0, aStep, 1, memory, offset, init, initOffset, 0, floor, c, cOffset, 0);
  }

  @Override
  public void multiply(
      int depth,
      float[] a,
      int aOffset,
      int aRow,
      int aStep,
      int rows,
      MemorySegment panel,
      long panelOffset,
      float[] init,
      int initOffset,
      int initRow,
      float floor,
      float[] c,
      int cOffset,
      int cRow) {
    for (int r = 0; r < rows; r++) {
      int from = initOffset + r * initRow;
      float c0 = init[from];
      float c1 = init[from + 1];
      float c2 = init[from + 2];
      float c3 = init[from + 3];
      int at = aOffset + r * aRow;
      long b = panelOffset;
      for (int p = 0; p < depth; p++) {
        float x = a[at];
        c0 = Math.fma(x, panel.get(ValueLayout.JAVA_FLOAT, b), c0);
        c1 = Math.fma(x, panel.get(ValueLayout.JAVA_FLOAT, b + 4), c1);
        c2 = Math.fma(x, panel.get(ValueLayout.JAVA_FLOAT, b + 8), c2);
        c3 = Math.fma(x, panel.get(ValueLayout.JAVA_FLOAT, b + 12), c3);
        at += aStep;
        b += COLUMNS * Float.BYTES;
      }
      int to = cOffset + r * cRow;
      c[to] = Math.max(c0, floor);
      c[to + 1] = Math.max(c1, floor);
      c[to + 2] = Math.max(c2, floor);
      c[to + 3] = Math.max(c3, floor);
    }
  }
}
