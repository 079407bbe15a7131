package lanewise.tensor.kernel.gemm;

import java.lang.foreign.MemorySegment;

/**
 * Multiplies one row of A by panels of B in registers: what {@link MicroKernel} does for several
 * rows, but for several panels. One row has only as many chains as a panel has vectors, and each
 * waits for its last multiply-add; and where B comes from far away, the processor reads ahead in
 * several streams.
 *
 * <pre>
 *   A: element p is a[aOffset + p * aStep]
 *   B: element (p, j) of panel q is at offset + q * stride + (p * columns() + j) * 4 in memory
 *   C: column j of panel q is c[cOffset + q * columns() + j], its initial value
 *      init[initOffset + q * columns() + j]
 * </pre>
 */
public interface RowKernel {
  /** The columns of a panel. */
  int columns();

  /** How many panels it multiplies at once. */
  int panels();

  /**
   * Each column of C becomes its initial value + A B, as one chain of fused multiply-adds over p =
   * 0 … depth - 1, and what is then not above {@code floor} becomes {@code floor}. A NaN stays.
   * {@code init} may be {@code c} itself at the same place. Allocates nothing.
   *
   * @param panels 1 or {@link #panels()}
   * @param stride the bytes from one panel to the next
   */
  void multiply(
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
      int cOffset);
}
