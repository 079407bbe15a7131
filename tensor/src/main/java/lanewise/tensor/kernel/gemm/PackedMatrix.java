package lanewise.tensor.kernel.gemm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
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
 * <p>64-byte aligned memory outside the heap that the garbage collector frees. Immutable and safe
 * to share; a later change of B is not seen.
 */
public final class PackedMatrix {
  /** Of panels: a cache line. */
  static final long ALIGNMENT = 64;

  /** Rows that are packed together, so that written cache lines are reused. */
  private static final int STRIP = 64;

  private final int depth;
  private final int columns;
  private final int elementBytes;
  private final MemorySegment panels;
  private final float @Nullable [] scales;

  private PackedMatrix(
      int depth, int columns, int elementBytes, MemorySegment panels, float @Nullable [] scales) {
    this.depth = depth;
    this.columns = columns;
    this.elementBytes = elementBytes;
    this.panels = panels;
    this.scales = scales;
  }

  /**
   * Packs op(B); element (p, j) is b[offset + p * ld + j], or b[offset + j * ld + p] transposed.
   */
  public static PackedMatrix of(
      boolean transposed, int depth, int columns, float[] b, int offset, int ld) {
    Tiles tiles = ActiveTiles.TILES;
    MemorySegment panels = allocate(tiles.packedFloats(depth, columns) * Float.BYTES);
    float[] rows = new float[STRIP * tiles.main().columns()];
    for (int j = 0; j < columns; ) {
      int width = tiles.panelColumns(j, columns);
      int valid = Math.min(width, columns - j);
      Arrays.fill(rows, 0);
      for (int p = 0; p < depth; p += STRIP) {
        int count = Math.min(STRIP, depth - p);
        if (transposed) {
          turn(b, offset + j * ld + p, ld, count, valid, width, rows);
        } else {
          for (int r = 0; r < count; r++) {
            System.arraycopy(b, offset + (p + r) * ld + j, rows, r * width, valid);
          }
        }
        long at = ((long) j * depth + (long) p * width) * Float.BYTES;
        MemorySegment.copy(rows, 0, panels, ValueLayout.JAVA_FLOAT, at, count * width);
      }
      j += width;
    }
    return new PackedMatrix(depth, columns, Float.BYTES, panels, null);
  }

  /**
   * Row p gets element p of each line. By scalar code: matrices are packed once, mostly while a JVM
   * starts, and vector code would run in its interpreter then.
   */
  private static void turn(
      float[] b, int from, int ld, int count, int lines, int width, float[] rows) {
    for (int j = 0; j < lines; j++) {
      int line = from + j * ld;
      for (int p = 0; p < count; p++) {
        rows[p * width + j] = b[line + p];
      }
    }
  }

  /** Packs op(B) as bfloat16: each element is rounded to the nearest, the even one of two. */
  public static PackedMatrix bfloat16(
      boolean transposed, int depth, int columns, float[] b, int offset, int ld) {
    CompressedKernel kernel = ActiveTiles.TILES.compressed();
    MemorySegment panels =
        allocate(Compression.panelElements(kernel, depth, columns) * Short.BYTES);
    Compression.packBfloat16(
        kernel, b, offset, transposed ? 1 : ld, transposed ? ld : 1, depth, columns, panels);
    return new PackedMatrix(depth, columns, Short.BYTES, panels, null);
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
    return new PackedMatrix(depth, columns, Byte.BYTES, panels, scales);
  }

  /** Bytes that {@link #of} would take for such a matrix. */
  public static long float32Bytes(int depth, int columns) {
    return ActiveTiles.TILES.packedFloats(depth, columns) * Float.BYTES;
  }

  private static MemorySegment allocate(long bytes) {
    return Arena.ofAuto().allocate(Math.max(Long.BYTES, bytes), ALIGNMENT);
  }

  /** Rows of op(B): the inner dimension of the product. */
  public int depth() {
    return depth;
  }

  /** Columns of op(B) and of the product. */
  public int columns() {
    return columns;
  }

  /** Bytes of memory that the elements take, padding included. */
  public long byteSize() {
    return panels.byteSize() + (scales == null ? 0 : (long) scales.length * Float.BYTES);
  }

  /** Bytes of one element: 4 for float32, 2 for bfloat16, 1 for int8. */
  int elementBytes() {
    return elementBytes;
  }

  MemorySegment panels() {
    return panels;
  }

  /**
   * Returns the scale by which the integers of each column are multiplied; null if the weights are
   * not int8.
   */
  float @Nullable [] scales() {
    return scales;
  }
}
