package lanewise.tensor.kernel.gemm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A tile at the right edge without vectors. */
final class ScalarEdge4x4 implements EdgeKernel {
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
  public void multiply(
      int depth,
      float[] a,
      int aOffset,
      int aRow,
      int aStep,
      int rows,
      int columns,
      MemorySegment panel,
      long panelOffset,
      float[] init,
      int initOffset,
      int initRow,
      float floor,
      float[] c,
      int cOffset,
      int cRow,
      float[] scratch) {
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < columns; j++) {
        float sum = init[initOffset + r * initRow + j];
        long b = panelOffset + (long) j * Float.BYTES;
        for (int p = 0; p < depth; p++) {
          float x = a[aOffset + r * aRow + p * aStep];
          sum = Math.fma(x, panel.get(ValueLayout.JAVA_FLOAT, b), sum);
          b += COLUMNS * Float.BYTES;
        }
        c[cOffset + r * cRow + j] = Math.max(sum, floor);
      }
    }
  }
}
