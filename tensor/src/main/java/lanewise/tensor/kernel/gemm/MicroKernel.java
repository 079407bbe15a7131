package lanewise.tensor.kernel.gemm;

import java.lang.foreign.MemorySegment;

/**
 * Computes one tile of C in registers.
 *
 * <pre>
 *   tile of C: up to rows() x columns()
 *   A: element (r, p) is a[aOffset + r * aRow + p * aStep]: plain and transposed are both in place
 *   B: packed panel, depth x columns() floats, 64-byte aligned, element (p, j) at p * columns() + j
 *   initial values: element (r, j) is init[initOffset + r * initRow + j]; initRow = 0 repeats one row
 * </pre>
 *
 * <p>Row r of the tile, for r below {@code rows}, becomes {@code init + A B} as one chain of fused
 * multiply-adds over p = 0 … depth - 1 for each element, and what is then not above {@code floor}
 * becomes {@code floor}, as by {@link Math#max}: 0 makes a ReLU, in registers still, without a
 * negative zero, minus infinity leaves all as it is. A NaN stays. All columns() columns are
 * written, so for a narrower edge the caller passes a scratch tile as init and c. {@code init} may
 * be {@code c} itself at the same place. Rows from {@code rows} on are neither read nor written.
 * Allocates nothing.
 */
public interface MicroKernel {
  /** The largest number of rows of a tile. */
  int rows();

  /** The columns of a tile: the width of a packed panel. */
  int columns();

  /** Computes the tile. */
  void multiply(
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
      int cRow);

  /**
   * Computes tiles of some panels beside each other, with the same rows of A: where the inner
   * dimension is short, calls for each tile take a share of the time that counts.
   *
   * @param panels how many; panel q is q * stride bytes behind the first, its columns of C and of
   *     the initial values q * columns() behind those of the first
   */
  default void multiplyPanels(
      int panels,
      long stride,
      int depth,
      float[] a,
      int aOffset,
      int aRow,
      int aStep,
      int rows,
      MemorySegment panel,
      long firstPanel,
      float[] init,
      int firstInit,
      int initRow,
      float floor,
      float[] c,
      int firstColumn,
      int cRow) {
    for (int q = 0; q < panels; q++) {
      multiply(
          depth,
          a,
          aOffset,
          aRow,
          aStep,
          rows,
          panel,
          firstPanel + q * stride,
          init,
          firstInit + q * columns(),
          initRow,
          floor,
          c,
          firstColumn + q * columns(),
          cRow);
    }
  }
}
