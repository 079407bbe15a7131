package lanewise.tensor.kernel.gemm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Copies a block of op(B) into one panel.
 *
 * <pre>
 *   op(B), depth x n                     panel: depth rows of `width` floats
 *   row p: . . [j .. j + columns) . .    row p: the same columns, then any numbers up to width
 * </pre>
 */
final class Packing {
  /** Rows of a transposed B that are copied together, so that written cache lines are reused. */
  private static final int STRIP = 64;

  private static final PackingKernel KERNEL = ActiveTiles.TILES.packing();

  private Packing() {}

  /**
   * Packs {@code depth} rows and {@code columns} columns, times alpha.
   *
   * @param from where the first element is; element (p, j) is b[from + p * row + j * step]
   */
  static void panel(
      float alpha,
      float[] b,
      int from,
      int row,
      int step,
      int depth,
      int columns,
      int width,
      MemorySegment panel,
      long at) {
    if (step == 1 && alpha == 1 && width == ActiveTiles.TILES.edge().columns()) {
      KERNEL.copyEdge(b, from, row, depth, columns, panel, at);
      return;
    }
    pad(depth, columns, width, panel, at);
    if (step == 1) {
      plain(alpha, b, from, row, depth, columns, width, panel, at);
    } else {
      transposed(alpha, b, from, row, step, depth, columns, width, panel, at);
    }
  }

  /** Zeros to the right of the columns; not by a slice of the panel, which would be an object. */
  private static void pad(int depth, int columns, int width, MemorySegment panel, long at) {
    for (int p = 0; p < depth && columns < width; p++) {
      long row = at + (long) p * width * Float.BYTES;
      for (int j = columns; j < width; j++) {
        panel.set(ValueLayout.JAVA_FLOAT, row + (long) j * Float.BYTES, 0);
      }
    }
  }

  private static void plain(
      float alpha,
      float[] b,
      int from,
      int ld,
      int depth,
      int columns,
      int width,
      MemorySegment panel,
      long at) {
    if (alpha == 1 && columns == ActiveTiles.TILES.main().columns()) {
      KERNEL.copy(b, from, ld, depth, panel, at, width);
      return;
    }
    for (int p = 0; p < depth; p++) {
      int row = from + p * ld;
      long to = at + (long) p * width * Float.BYTES;
      if (alpha == 1) {
        MemorySegment.copy(b, row, panel, ValueLayout.JAVA_FLOAT, to, columns);
      } else {
        for (int j = 0; j < columns; j++) {
          panel.set(ValueLayout.JAVA_FLOAT, to + (long) j * Float.BYTES, alpha * b[row + j]);
        }
      }
    }
  }

  private static void transposed(
      float alpha,
      float[] b,
      int from,
      int row,
      int step,
      int depth,
      int columns,
      int width,
      MemorySegment panel,
      long at) {
    int size = KERNEL.size();
    int wholeDepth = row == 1 ? depth - depth % size : 0;
    int wholeColumns = row == 1 ? columns - columns % size : 0;
    for (int p = 0; p < wholeDepth; p += STRIP) {
      int strip = Math.min(STRIP, wholeDepth - p);
      for (int j = 0; j < wholeColumns; j += size) {
        long to = at + ((long) p * width + j) * Float.BYTES;
        KERNEL.transpose(alpha, b, from + j * step + p, step, strip, panel, to, width);
      }
    }
    strided(
        alpha,
        b,
        from + wholeColumns * step,
        row,
        step,
        wholeDepth,
        columns - wholeColumns,
        width,
        panel,
        at + (long) wholeColumns * Float.BYTES);
    strided(
        alpha,
        b,
        from + wholeDepth * row,
        row,
        step,
        depth - wholeDepth,
        columns,
        width,
        panel,
        at + (long) wholeDepth * width * Float.BYTES);
  }

  /** Element by element: what does not fill a block, and a B that is dense in no direction. */
  private static void strided(
      float alpha,
      float[] b,
      int from,
      int row,
      int step,
      int depth,
      int columns,
      int width,
      MemorySegment panel,
      long at) {
    for (int strip = 0; strip < depth; strip += STRIP) {
      int end = Math.min(depth, strip + STRIP);
      for (int j = 0; j < columns; j++) {
        int column = from + j * step;
        long to = at + ((long) strip * width + j) * Float.BYTES;
        for (int p = strip; p < end; p++) {
          panel.set(ValueLayout.JAVA_FLOAT, to, alpha * b[column + p * row]);
          to += (long) width * Float.BYTES;
        }
      }
    }
  }
}
