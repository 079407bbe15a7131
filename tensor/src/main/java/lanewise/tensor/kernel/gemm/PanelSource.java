package lanewise.tensor.kernel.gemm;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The source of the panels of op(B):
 *
 * <pre>
 *   a matrix in an array:         packed for each block and multiplied by alpha
 *   weights of 32 bits:           packed beforehand
 *   weights of 16 and 8 bits:     decoded to floats for each block, or multiplied directly
 * </pre>
 *
 * <p>The threads of a product share one source; each thread packs panels into its own memory.
 */
final class PanelSource {
  private static final float[] NONE = new float[0];
  private static final Tiles TILES = ActiveTiles.TILES;
  private static final CompressedKernel COMPRESSED = TILES.compressed();

  private int n;
  private int k;
  private float[] b = NONE;
  private int bOffset;
  private int bRow;
  private int bStep;
  private float alpha;
  private @Nullable PackedMatrix packed;
  private int elementBytes;

  /** Takes B from an array, in which element (p, j) is values[offset + p * row + j * step]. */
  void array(int depth, int columns, float factor, float[] values, int offset, int row, int step) {
    n = columns;
    k = depth;
    alpha = factor;
    b = values;
    bOffset = offset;
    bRow = row;
    bStep = step;
    packed = null;
    elementBytes = Float.BYTES;
  }

  /** A matrix that was packed beforehand. */
  void packed(PackedMatrix matrix) {
    n = matrix.columns();
    k = matrix.depth();
    b = NONE;
    packed = matrix;
    elementBytes = matrix.elementBytes();
  }

  /** Releases the references to the caller's arrays. */
  void release() {
    b = NONE;
    packed = null;
  }

  boolean isCompressed() {
    return elementBytes != Float.BYTES;
  }

  /** Returns whether the panels were packed beforehand and need not be decoded. */
  boolean isReady() {
    return packed != null && !isCompressed();
  }

  /** Returns the number of blocks of columns, which are groups of panels or compressed panels. */
  int blocks() {
    return Math.ceilDiv(n, blockColumns());
  }

  /** Returns the first column of a block. */
  int firstColumn(int block) {
    return block * blockColumns();
  }

  /** Returns the end of the columns of the block that begins with column {@code j}. */
  int endColumn(int j) {
    return Math.min(n, j + blockColumns());
  }

  private int blockColumns() {
    return isCompressed() ? COMPRESSED.columns() : TILES.groupColumns();
  }

  /**
   * Returns the width of the panel that begins with column {@code j}; the panel may end beyond
   * column n.
   */
  private int width(int j) {
    return isCompressed() ? TILES.main().columns() : TILES.panelColumns(j, n);
  }

  /**
   * Returns the memory that contains rows p … p + depth - 1 of the panels of columns first … end -
   * 1; it is {@code own} if they are packed or decoded there.
   */
  MemorySegment panels(int first, int end, int p, int depth, MemorySegment own) {
    PackedMatrix ready = packed;
    if (ready != null && !isCompressed()) {
      return ready.panels();
    }
    int width;
    for (int j = first; j < end; j += width) {
      width = width(j);
      long to = offset(first, j, width, p, depth);
      if (ready == null) {
        int from = bOffset + p * bRow + j * bStep;
        Packing.panel(alpha, b, from, bRow, bStep, depth, Math.min(width, n - j), width, own, to);
      } else {
        decode(ready.panels(), j, width, p, depth, own, to);
      }
    }
    return own;
  }

  /** Returns the bytes from one full panel to the next in the memory of {@link #panels}. */
  long stride(int depth) {
    return (long) TILES.main().columns() * (isReady() ? k : depth) * Float.BYTES;
  }

  private void decode(
      MemorySegment panels, int j, int width, int p, int depth, MemorySegment own, long to) {
    int column = j % COMPRESSED.columns();
    long at = compressedOffset(j - column, p);
    if (elementBytes == Short.BYTES) {
      COMPRESSED.decodeBfloat16(depth, panels, at, column, width, own, to);
    } else {
      COMPRESSED.decodeInt8(depth, panels, at, column, width, own, to);
    }
  }

  /**
   * Returns the offset of row p of the panel of column j in the memory that {@link #panels} returns
   * for the columns from {@code first} on.
   */
  long offset(int first, int j, int width, int p, int depth) {
    return Float.BYTES * (isReady() ? (long) j * k + (long) p * width : (long) (j - first) * depth);
  }

  /** Multiplies one row by rows p … p + depth - 1 of a block of compressed columns. */
  void multiplyRow(
      int j,
      int p,
      int depth,
      float[] a,
      int aOffset,
      int aStep,
      float[] start,
      int startOffset,
      float floor,
      float[] c,
      int cOffset) {
    MemorySegment panels = Objects.requireNonNull(packed).panels();
    long at = compressedOffset(j, p);
    if (elementBytes == Short.BYTES) {
      COMPRESSED.bfloat16(
          depth, a, aOffset, aStep, panels, at, start, startOffset, floor, c, cOffset);
    } else {
      COMPRESSED.int8(depth, a, aOffset, aStep, panels, at, start, startOffset, c, cOffset);
    }
  }

  private long compressedOffset(int firstColumn, int p) {
    return ((long) firstColumn * k + (long) p * COMPRESSED.columns()) * elementBytes;
  }
}
