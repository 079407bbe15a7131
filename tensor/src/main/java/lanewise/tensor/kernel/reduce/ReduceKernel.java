package lanewise.tensor.kernel.reduce;

/**
 * The inner loops of the reductions over runs that the caller has checked. See the package
 * description for the order of accumulation. Nothing is allocated.
 */
public interface ReduceKernel {
  /** Virtual lanes of a sum. */
  int LANES = 64;

  /** The most rows of lanes in a block, and the longest chain down a column. */
  int CHAIN = 16;

  /** Rows whose dot products with a vector are computed together, so that it is read once. */
  int TOGETHER = 4;

  /** Terms of a whole block. */
  int BLOCK = LANES * CHAIN;

  /**
   * A start plus the sums of blocks, added in double precision in ascending order.
   *
   * @param n how many terms, a multiple of LANES: the last block may have fewer rows than CHAIN
   * @param lanes scratch space of LANES floats
   */
  double sum(double start, Summand term, int n, float[] x, int xOffset, float[] lanes);

  /**
   * The sums of the distances x[i] - shift and of their squares, each in the order of sum.
   *
   * @param lanes scratch space of 3 LANES floats
   * @param sums the two are added to its first two elements
   */
  void moments(int n, float[] x, int xOffset, float shift, float[] lanes, double[] sums);

  /** A start plus the sums of blocks of products x[i] y[i]. */
  double dot(double start, int n, float[] x, int xOffset, float[] y, int yOffset, float[] lanes);

  /**
   * The dot products of {@value #TOGETHER} rows with x, each with the bits of {@link #dot}, added
   * to sums[0], sums[1] …
   *
   * @param row from one row of a to the next
   * @param lanes scratch space of TOGETHER times LANES floats
   */
  default void dots(
      int n,
      float[] a,
      int aOffset,
      int row,
      float[] x,
      int xOffset,
      float[] lanes,
      double[] sums) {
    for (int r = 0; r < TOGETHER; r++) {
      sums[r] = dot(sums[r], n, a, aOffset + r * row, x, xOffset, lanes);
    }
  }

  /** The largest of n elements, n at least 1; NaN if one is. */
  float max(int n, float[] x, int xOffset);

  /** The smallest of n elements, n at least 1; NaN if one is. */
  float min(int n, float[] x, int xOffset);

  /** The index of the first element that equals the value, of the first NaN for NaN; n if none. */
  int first(int n, float[] x, int xOffset, float value);

  /** sums[to + j] = the chain over r from 0 of the terms x[xOffset + r * stride + j]. */
  void columns(
      Summand term,
      int rows,
      int columns,
      float[] x,
      int xOffset,
      int stride,
      float[] sums,
      int to);

  /**
   * The same of the distances x[xOffset + r * stride + j] - shift[j] and of their squares.
   *
   * @param squares written from to on, as sums are
   */
  void columnMoments(
      int rows,
      int columns,
      float[] x,
      int xOffset,
      int stride,
      float[] shift,
      float[] sums,
      float[] squares,
      int to);
}
