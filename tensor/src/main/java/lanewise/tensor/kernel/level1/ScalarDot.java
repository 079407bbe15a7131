package lanewise.tensor.kernel.level1;

/**
 * The dot product without vectors, for elements at any distance: eight passes of four lanes each.
 */
final class ScalarDot implements DotKernel {
  private static final int LANES = 32;

  @Override
  public float dot(int n, float[] x, int xOffset, float[] y, int yOffset) {
    return dot(n, x, xOffset, 1, y, yOffset, 1);
  }

  /** As the contract says, with element i of x at xOffset + i * xStep, and likewise y. */
  static float dot(int n, float[] x, int xOffset, int xStep, float[] y, int yOffset, int yStep) {
    int end = n - n % LANES;
    float sum = 0;
    if (end > 0) {
      float s0 = lanes(0, end, x, xOffset, xStep, y, yOffset, yStep);
      float s1 = lanes(1, end, x, xOffset, xStep, y, yOffset, yStep);
      float s2 = lanes(2, end, x, xOffset, xStep, y, yOffset, yStep);
      float s3 = lanes(3, end, x, xOffset, xStep, y, yOffset, yStep);
      float s4 = lanes(4, end, x, xOffset, xStep, y, yOffset, yStep);
      float s5 = lanes(5, end, x, xOffset, xStep, y, yOffset, yStep);
      float s6 = lanes(6, end, x, xOffset, xStep, y, yOffset, yStep);
      float s7 = lanes(7, end, x, xOffset, xStep, y, yOffset, yStep);
      sum = ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
    }
    for (int i = end; i < n; i++) {
      sum = Math.fma(x[xOffset + i * xStep], y[yOffset + i * yStep], sum);
    }
    return sum;
  }

  /** Lanes l, l + 8, l + 16 and l + 24, added by halving. */
  private static float lanes(
      int l, int end, float[] x, int xOffset, int xStep, float[] y, int yOffset, int yStep) {
    float s0 = 0;
    float s8 = 0;
    float s16 = 0;
    float s24 = 0;
    for (int i = l; i < end; i += LANES) {
      int u = xOffset + i * xStep;
      int v = yOffset + i * yStep;
      s0 = Math.fma(x[u], y[v], s0);
      s8 = Math.fma(x[u + 8 * xStep], y[v + 8 * yStep], s8);
      s16 = Math.fma(x[u + 16 * xStep], y[v + 16 * yStep], s16);
      s24 = Math.fma(x[u + 24 * xStep], y[v + 24 * yStep], s24);
    }
    return (s0 + s16) + (s8 + s24);
  }
}
