package lanewise.tensor.kernel.elementwise;

/**
 * Elementwise operations on {@code n} consecutive floats from an offset on, which the caller has
 * checked. The result may lie exactly over an operand (same array, same offset); any other overlap
 * gives undefined results. No method allocates, and n may be 0.
 */
public interface ElementwiseKernel {
  /** out[i] = op(x[i]). */
  void unary(UnaryOp op, int n, float[] x, int xOffset, float[] out, int outOffset);

  /** out[i] = x[i] op y[i]. */
  void binary(
      BinaryOp op,
      int n,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] out,
      int outOffset);

  /** out[i] = x[i] op y. */
  void binaryScalar(
      BinaryOp op, int n, float[] x, int xOffset, float y, float[] out, int outOffset);

  /** out[i] = x op y[i]. */
  void scalarBinary(
      BinaryOp op, int n, float x, float[] y, int yOffset, float[] out, int outOffset);

  /** out[i] = x[i] y[i] + z[i], rounded once. */
  void fma(
      int n,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] z,
      int zOffset,
      float[] out,
      int outOffset);

  /** out[i] = alpha x[i] + y[i], rounded once. */
  void axpy(
      int n,
      float alpha,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] out,
      int outOffset);

  /** out[i] = mask[i] is not 0 ? x[i] : y[i]; NaN is not 0. */
  void where(
      int n,
      float[] mask,
      int maskOffset,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] out,
      int outOffset);

  /** out[i] = min(max(x[i], low), high); NaN if any of the three is. */
  void clip(int n, float[] x, int xOffset, float low, float high, float[] out, int outOffset);

  /** out[i] = e^(x[i] - shift). */
  void expShifted(int n, float[] x, int xOffset, float shift, float[] out, int outOffset);

  /** out[i * times + j] = x[i] for i below n and j below times; the two do not overlap. */
  void repeatEach(int n, int times, float[] x, int xOffset, float[] out, int outOffset);

  /**
   * out[i] = x[xOffset + i * step] for i below n; the two do not overlap. The step may be negative.
   */
  void gather(int n, int step, float[] x, int xOffset, float[] out, int outOffset);
}
