package lanewise.tensor.kernel.gemm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Copies a block of op(B) into one panel.
 *
 * <pre>
 *   op(B), depth x n                     panel: depth rows of `width` floats
 *   row p: . . [j .. j + columns) . .    row p: the same columns, then zeros up to width
 * </pre>
 */
final class Packing {
  /** Rows of a transposed B that are copied together, so that written cache lines are reused. */
  private static final int STRIP = 64;

  private Packing() {}

  /**
   * Packs rows p .. p + depth - 1 and columns j .. j + columns - 1 of op(B), times alpha.
   *
   * @param transposed op(B) = B^T: element (p, j) is b[offset + j * ld + p], else p * ld + j
   */
  static void panel(
      boolean transposed,
      float alpha,
      float[] b,
      int offset,
      int ld,
      int p,
      int depth,
      int j,
      int columns,
      int width,
      MemorySegment panel,
      long at) {
    if (columns < width) {
      panel.asSlice(at, (long) depth * width * Float.BYTES).fill((byte) 0);
    }
    if (transposed) {
      transposed(alpha, b, offset + j * ld + p, ld, depth, columns, width, panel, at);
    } else {
      plain(alpha, b, offset + p * ld + j, ld, depth, columns, width, panel, at);
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
      int ld,
      int depth,
      int columns,
      int width,
      MemorySegment panel,
      long at) {
    for (int strip = 0; strip < depth; strip += STRIP) {
      int end = Math.min(depth, strip + STRIP);
      for (int j = 0; j < columns; j++) {
        int row = from + j * ld;
        long to = at + ((long) strip * width + j) * Float.BYTES;
        for (int p = strip; p < end; p++) {
          panel.set(ValueLayout.JAVA_FLOAT, to, alpha * b[row + p]);
          to += (long) width * Float.BYTES;
        }
      }
    }
  }
}
