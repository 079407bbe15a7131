package lanewise.tensor.kernel.gemm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A matrix op(B) of {@code depth} x {@code columns}, packed once for many products.
 *
 * <pre>
 *   float32:        panel 0: depth x W | panel 1: depth x W | … | narrow panels of one vector's
 *                   width, padded
 *   bfloat16, int8: panels of {@link CompressedKernel#columns()} columns, the last padded
 * </pre>
 *
 * <p>64-byte aligned memory outside the heap that the garbage collector frees. Safe to share: what
 * it multiplies never changes, packed or not; a later change of B is not seen.
 */
public final class PackedMatrix {
  /** Rows that are multiplied before a matrix of {@link #later} is packed. */
  private static final int EARLY_ROWS = 32;

  private final int depth;
  private final int columns;
  private final int elementBytes;
  private final float[] scales;

  /** Null until the matrix is packed; set once, and what it holds is final. */
  private @Nullable MemorySegment panels;

  /** [columns][depth] of a matrix that is not packed yet. */
  private float @Nullable [] early;

  private int earlyRows;

  private PackedMatrix(
      int depth,
      int columns,
      int elementBytes,
      @Nullable MemorySegment panels,
      float @Nullable [] early,
      float[] scales) {
    this.depth = depth;
    this.columns = columns;
    this.elementBytes = elementBytes;
    this.panels = panels;
    this.early = early;
    this.scales = scales;
  }

  /**
   * Packs op(B); element (p, j) is b[offset + p * ld + j], or b[offset + j * ld + p] transposed.
   */
  public static PackedMatrix of(
      boolean transposed, int depth, int columns, float[] b, int offset, int ld) {
    MemorySegment panels = pack(transposed, depth, columns, b, offset, ld);
    return new PackedMatrix(depth, columns, Float.BYTES, panels, null, new float[0]);
  }

  /**
   * B^T, to be packed later: the first {@value #EARLY_ROWS} rows are multiplied without vectors, so
   * that a program that has just started answers soon. A call with more rows packs at once.
   *
   * @param b [columns][depth]; kept, so it must not change any more
   */
  public static PackedMatrix later(int depth, int columns, float[] b) {
    return new PackedMatrix(depth, columns, Float.BYTES, null, b, new float[0]);
  }

  private static MemorySegment pack(
      boolean transposed, int depth, int columns, float[] b, int offset, int ld) {
    Tiles tiles = ActiveTiles.TILES;
    MemorySegment panels = allocate(tiles.packedFloats(depth, columns) * Float.BYTES);
    for (int j = 0; j < columns; ) {
      int width = tiles.panelColumns(j, columns);
      int valid = Math.min(width, columns - j);
      long at = (long) j * depth * Float.BYTES;
      int from = offset + (transposed ? j * ld : j);
      Packing.panel(
          1, b, from, transposed ? 1 : ld, transposed ? ld : 1, depth, valid, width, panels, at);
      j += width;
    }
    return panels;
  }

  /**
   * The weights [columns][depth] if these rows are among the first, which are counted; else null.
   */
  float @Nullable [] early(int rows) {
    float[] weights = early;
    if (weights == null || earlyRows + rows > EARLY_ROWS) {
      return null;
    }
    earlyRows += rows;
    return weights;
  }

  /** Packs op(B) as bfloat16: each element is rounded to the nearest, the even one of two. */
  public static PackedMatrix bfloat16(
      boolean transposed, int depth, int columns, float[] b, int offset, int ld) {
    CompressedKernel kernel = ActiveTiles.TILES.compressed();
    MemorySegment panels =
        allocate(Compression.panelElements(kernel, depth, columns) * Short.BYTES);
    Compression.packBfloat16(
        kernel, b, offset, transposed ? 1 : ld, transposed ? ld : 1, depth, columns, panels);
    return new PackedMatrix(depth, columns, Short.BYTES, panels, null, new float[0]);
  }

  /**
   * Packs op(B) as whole numbers of -127 … 127 times a scale for each column, the column's largest
   * magnitude over 127; rounded to the nearest, the even one of two.
   *
   * @throws IllegalArgumentException if an element is NaN or infinite
   */
  public static PackedMatrix int8(
      boolean transposed, int depth, int columns, float[] b, int offset, int ld) {
    CompressedKernel kernel = ActiveTiles.TILES.compressed();
    MemorySegment panels = allocate(Compression.panelElements(kernel, depth, columns));
    int row = transposed ? 1 : ld;
    int step = transposed ? ld : 1;
    float[] scales = Compression.scales(b, offset, row, step, depth, columns);
    Compression.packInt8(kernel, b, offset, row, step, depth, columns, scales, panels);
    return new PackedMatrix(depth, columns, Byte.BYTES, panels, null, scales);
  }

  private static MemorySegment allocate(long bytes) {
    return Arena.ofAuto().allocate(Math.max(Long.BYTES, bytes), 64);
  }

  /** Rows of op(B): the inner dimension of the product. */
  public int depth() {
    return depth;
  }

  /** Columns of op(B) and of the product. */
  public int columns() {
    return columns;
  }

  /** Bytes of memory that the elements take when they are packed, padding included. */
  public long byteSize() {
    MemorySegment ready = panels;
    long bytes =
        ready == null
            ? ActiveTiles.TILES.packedFloats(depth, columns) * Float.BYTES
            : ready.byteSize();
    return bytes + (long) scales.length * Float.BYTES;
  }

  /** Bytes of one element: 4 for float32, 2 for bfloat16, 1 for int8. */
  int elementBytes() {
    return elementBytes;
  }

  MemorySegment panels() {
    MemorySegment ready = panels;
    return ready == null ? packNow() : ready;
  }

  private synchronized MemorySegment packNow() {
    MemorySegment ready = panels;
    float[] weights = early;
    if (ready == null) {
      ready = pack(true, depth, columns, Objects.requireNonNull(weights), 0, depth);
      panels = ready;
      early = null;
    }
    return ready;
  }

  /** Of int8, what the whole numbers of each column are multiplied by. */
  float[] scales() {
    return scales;
  }
}
