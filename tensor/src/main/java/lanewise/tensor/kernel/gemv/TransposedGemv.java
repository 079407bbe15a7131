package lanewise.tensor.kernel.gemv;

/**
 * A vector times many lines of its length, read where they lie. Each result is one chain along its
 * line, so vectors would have to hold elements of many lines: turning them round costs more than
 * eight scalar chains at once, which do not wait for each other. The same code on every machine.
 */
final class TransposedGemv {
  private TransposedGemv() {}

  /** Each y[j] becomes fma(x[p], a[aOffset + j * line + p], y[j]) for p = 0 … depth - 1 in turn. */
  static void multiply(
      int depth,
      int lines,
      float[] x,
      int xOffset,
      float[] a,
      int aOffset,
      int line,
      float[] y,
      int yOffset) {
    int j = 0;
    for (; j <= lines - 8; j += 8) {
      eight(depth, x, xOffset, a, aOffset + j * line, line, y, yOffset + j);
    }
    for (; j < lines; j++) {
      int at = aOffset + j * line;
      float sum = y[yOffset + j];
      for (int p = 0; p < depth; p++) {
        sum = Math.fma(x[xOffset + p], a[at + p], sum);
      }
      y[yOffset + j] = sum;
    }
  }

  private static void eight(
      int depth, float[] x, int xOffset, float[] a, int a0, int line, float[] y, int to) {
    int a1 = a0 + line;
    int a2 = a1 + line;
    int a3 = a2 + line;
    int a4 = a3 + line;
    int a5 = a4 + line;
    int a6 = a5 + line;
    int a7 = a6 + line;
    float y0 = y[to];
    float y1 = y[to + 1];
    float y2 = y[to + 2];
    float y3 = y[to + 3];
    float y4 = y[to + 4];
    float y5 = y[to + 5];
    float y6 = y[to + 6];
    float y7 = y[to + 7];
    for (int p = 0; p < depth; p++) {
      float factor = x[xOffset + p];
      y0 = Math.fma(factor, a[a0 + p], y0);
      y1 = Math.fma(factor, a[a1 + p], y1);
      y2 = Math.fma(factor, a[a2 + p], y2);
      y3 = Math.fma(factor, a[a3 + p], y3);
      y4 = Math.fma(factor, a[a4 + p], y4);
      y5 = Math.fma(factor, a[a5 + p], y5);
      y6 = Math.fma(factor, a[a6 + p], y6);
      y7 = Math.fma(factor, a[a7 + p], y7);
    }
    y[to] = y0;
    y[to + 1] = y1;
    y[to + 2] = y2;
    y[to + 3] = y3;
    y[to + 4] = y4;
    y[to + 5] = y5;
    y[to + 6] = y6;
    y[to + 7] = y7;
  }
}
