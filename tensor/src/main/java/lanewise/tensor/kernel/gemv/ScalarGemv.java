package lanewise.tensor.kernel.gemv;

/** Four columns at a time, each a chain of its own; then single ones. */
final class ScalarGemv implements GemvKernel {
  @Override
  public void multiply(
      int depth,
      int columns,
      float[] x,
      int xOffset,
      int xStep,
      float[] a,
      int aOffset,
      int aRow,
      float[] y,
      int yOffset) {
    columns(0, depth, columns, x, xOffset, xStep, a, aOffset, aRow, y, yOffset);
  }

  /** The columns from {@code first} on. */
  static void columns(
      int first,
      int depth,
      int columns,
      float[] x,
      int xOffset,
      int xStep,
      float[] a,
      int aOffset,
      int aRow,
      float[] y,
      int yOffset) {
    int j = first;
    for (; j <= columns - 4; j += 4) {
      int to = yOffset + j;
      float y0 = y[to];
      float y1 = y[to + 1];
      float y2 = y[to + 2];
      float y3 = y[to + 3];
      for (int p = 0; p < depth; p++) {
        float factor = x[xOffset + p * xStep];
        int at = aOffset + p * aRow + j;
        y0 = Math.fma(factor, a[at], y0);
        y1 = Math.fma(factor, a[at + 1], y1);
        y2 = Math.fma(factor, a[at + 2], y2);
        y3 = Math.fma(factor, a[at + 3], y3);
      }
      y[to] = y0;
      y[to + 1] = y1;
      y[to + 2] = y2;
      y[to + 3] = y3;
    }
    for (; j < columns; j++) {
      float y0 = y[yOffset + j];
      for (int p = 0; p < depth; p++) {
        y0 = Math.fma(x[xOffset + p * xStep], a[aOffset + p * aRow + j], y0);
      }
      y[yOffset + j] = y0;
    }
  }
}
