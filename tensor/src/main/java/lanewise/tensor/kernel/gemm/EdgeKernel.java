package lanewise.tensor.kernel.gemm;

import java.lang.foreign.MemorySegment;

/**
 * Computes a tile of C at the right edge in registers: as {@link MicroKernel}, but of the columns()
 * columns of the panel only {@code columns} are read from init and written to c.
 */
interface EdgeKernel {
  /** The largest number of rows of a tile. */
  int rows();

  /** The width of a packed panel. */
  int columns();

  /**
   * Computes the tile.
   *
   * @param scratch at least rows() x columns() floats; its content does not matter
   */
  void multiply(
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
      float[] scratch);
}
