package lanewise.tensor.kernel.gemm;

import java.lang.foreign.MemorySegment;

/**
 * Transposes square blocks in registers while they are packed.
 *
 * <pre>
 *   B: size() lines of depth elements, element p of line j is b[from + j * step + p]
 *   panel: element (p, j) at (p * width + j) * 4 bytes behind at
 * </pre>
 */
public interface PackingKernel {
  /** Lines of a block, and what the depth must be a multiple of. */
  int size();

  /** Packs size() lines times alpha. Allocates nothing. */
  void transpose(
      float alpha,
      float[] b,
      int from,
      int step,
      int depth,
      MemorySegment panel,
      long at,
      int width);

  /**
   * Copies depth rows of {@code width} floats, the width of a full panel: row p from b[from + p *
   * ld]. Allocates nothing.
   */
  void copy(float[] b, int from, int ld, int depth, MemorySegment panel, long at, int width);

  /**
   * Copies depth rows of {@code columns} floats, at most the width of an edge panel: row p from
   * b[from + p * ld]. The panel's other columns hold any numbers then. Allocates nothing.
   */
  void copyEdge(float[] b, int from, int ld, int depth, int columns, MemorySegment panel, long at);
}
