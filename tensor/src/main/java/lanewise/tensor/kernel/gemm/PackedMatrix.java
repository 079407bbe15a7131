package lanewise.tensor.kernel.gemm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A matrix op(B) of {@code depth} x {@code columns}, packed once for many products.
 *
 * <pre>
 *   panel 0: depth x W | panel 1: depth x W | … | narrow panels of one vector's width, zero padded
 * </pre>
 *
 * <p>64-byte aligned memory outside the heap that the garbage collector frees. Immutable and safe
 * to share; a later change of B is not seen.
 */
public final class PackedMatrix {
  private final int depth;
  private final int columns;
  private final MemorySegment panels;

  private PackedMatrix(int depth, int columns, MemorySegment panels) {
    this.depth = depth;
    this.columns = columns;
    this.panels = panels;
  }

  /**
   * Packs op(B); element (p, j) is b[offset + p * ld + j], or b[offset + j * ld + p] transposed.
   */
  public static PackedMatrix of(
      boolean transposed, int depth, int columns, float[] b, int offset, int ld) {
    Tiles tiles = Gemm.TILES;
    long bytes = Math.max(1, tiles.packedFloats(depth, columns)) * Float.BYTES;
    MemorySegment panels = Arena.ofAuto().allocate(bytes, 64);
    for (int j = 0; j < columns; ) {
      int width = tiles.panelColumns(j, columns);
      int valid = Math.min(width, columns - j);
      long at = (long) j * depth * Float.BYTES;
      int from = offset + (transposed ? j * ld : j);
      Packing.panel(
          1, b, from, transposed ? 1 : ld, transposed ? ld : 1, depth, valid, width, panels, at);
      j += width;
    }
    return new PackedMatrix(depth, columns, panels);
  }

  /** Rows of op(B): the inner dimension of the product. */
  public int depth() {
    return depth;
  }

  /** Columns of op(B) and of the product. */
  public int columns() {
    return columns;
  }

  MemorySegment panels() {
    return panels;
  }
}
