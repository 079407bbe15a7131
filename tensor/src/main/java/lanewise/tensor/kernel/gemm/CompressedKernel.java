package lanewise.tensor.kernel.gemm;

import java.lang.foreign.MemorySegment;

/**
 * Reads weights of 16 or 8 bits, and multiplies and adds in 32 bits.
 *
 * <pre>
 *   panel of columns() columns, depth rows:
 *   bfloat16: row p is columns() / 2 ints; int v * L + l holds, L the floats of a vector,
 *             column 2 v L + l in its low half and column (2 v + 1) L + l in its high half
 *   int8:     row p is columns() bytes in order
 * </pre>
 *
 * <p>A bfloat16 is the upper half of a float, so it becomes one by a shift or a mask.
 */
public interface CompressedKernel {
  /** The columns of a panel: a multiple of the columns of the main tile. */
  int columns();

  /** Floats of the vectors that a panel of bfloat16 is interleaved for. */
  int lanes();

  /**
   * One row times a panel of bfloat16: each c[j] becomes init[j] and then fma(a[p], b[p][j], c[j])
   * for p = 0 … depth - 1 in turn, at last max(c[j], floor). Allocates nothing.
   */
  void bfloat16(
      int depth,
      float[] a,
      int aOffset,
      int aStep,
      MemorySegment panel,
      long panelOffset,
      float[] init,
      int initOffset,
      float floor,
      float[] c,
      int cOffset);

  /** One row times a panel of int8, as {@link #bfloat16} without a floor. */
  void int8(
      int depth,
      float[] a,
      int aOffset,
      int aStep,
      MemorySegment panel,
      long panelOffset,
      float[] init,
      int initOffset,
      float[] c,
      int cOffset);

  /**
   * Writes columns of a panel of bfloat16 as floats: element (p, j) at floatsOffset + (p * width +
   * j) * 4.
   *
   * @param first the first column, a multiple of 2 {@link #lanes()}
   * @param width how many, a multiple of 2 lanes
   */
  void decodeBfloat16(
      int depth,
      MemorySegment panel,
      long panelOffset,
      int first,
      int width,
      MemorySegment floats,
      long floatsOffset);

  /** Writes columns of a panel of int8 as floats. */
  void decodeInt8(
      int depth,
      MemorySegment panel,
      long panelOffset,
      int first,
      int width,
      MemorySegment floats,
      long floatsOffset);
}
