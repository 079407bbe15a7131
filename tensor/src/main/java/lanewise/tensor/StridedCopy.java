package lanewise.tensor;

import java.util.Arrays;

/**
 * Copies elements from one layout to another of the same shape.
 *
 * <p>The axes are merged to the fewest loops, ordered by the target's strides. Rows that are dense
 * on both sides go by {@code System.arraycopy}, rows that repeat one element are filled, others are
 * a plain strided loop. Where the source is dense along another axis than the target (a transposed
 * matrix, any permutation), tiles go through a small buffer:
 *
 * <pre>
 *   source, lines dense downwards      tile, one source line a row      target, dense to the right
 *     | | | |                            - - - -                          - - - -
 *     | | | |           ->               - - - -             ->           - - - -
 * </pre>
 *
 * so every cache line on both sides is used up while it is near, whatever power of two the strides
 * are.
 *
 * <p>Source and target must not overlap, unless they are the same elements at the same places.
 */
final class StridedCopy {
  /** Elements of a source line in a tile: 1 KiB, long enough for the hardware to read ahead. */
  private static final int TILE_HEIGHT = 256;

  /** Source lines in a tile; with the height, 64 KiB that stay in the second-level cache. */
  private static final int TILE_WIDTH = 64;

  /** Keeps neighbouring lines of the buffer out of one cache set. */
  private static final int TILE_GAP = 16;

  private StridedCopy() {}

  /** Copies every element of {@code from} to its place in {@code to}; shapes are equal. */
  static void copy(float[] source, Layout from, float[] target, Layout to) {
    if (to.shape().size() == 0) {
      return;
    }
    LoopNest nest = LoopNest.orderedBySecond(from, to);
    if (nest.rank() == 0) {
      target[to.offset()] = source[from.offset()];
    } else if (nest.bringTransposedPairInside()) {
      copyTransposed(nest, source, from.offset(), target, to.offset());
    } else {
      copyRows(nest, source, from.offset(), target, to.offset());
    }
  }

  private static void copyRows(LoopNest nest, float[] source, int s, float[] target, int t) {
    RowCursor from = nest.firstRows(1, s);
    RowCursor to = nest.secondRows(1, t);
    int inner = nest.rank() - 1;
    int count = nest.dim(inner);
    int sourceStride = nest.firstStride(inner);
    int targetStride = nest.secondStride(inner);
    do {
      row(source, from.offset(), sourceStride, target, to.offset(), targetStride, count);
      from.next();
    } while (to.next());
  }

  private static void row(
      float[] source, int s, int sourceStride, float[] target, int t, int targetStride, int count) {
    if (targetStride == 1 && sourceStride == 1) {
      System.arraycopy(source, s, target, t, count);
    } else if (targetStride == 1 && sourceStride == 0) {
      Arrays.fill(target, t, t + count, source[s]);
    } else {
      for (int i = 0; i < count; i++) {
        target[t + i * targetStride] = source[s + i * sourceStride];
      }
    }
  }

  private static void copyTransposed(LoopNest nest, float[] source, int s, float[] target, int t) {
    RowCursor from = nest.firstRows(2, s);
    RowCursor to = nest.secondRows(2, t);
    int height = Math.min(TILE_HEIGHT, nest.dim(nest.rank() - 2));
    int width = Math.min(TILE_WIDTH, nest.dim(nest.rank() - 1));
    float[] tile = new float[width * (height + TILE_GAP)];
    do {
      transpose(nest, source, from.offset(), target, to.offset(), tile);
      from.next();
    } while (to.next());
  }

  /** One matrix: its rows are the last loop but one, where the source is dense. */
  private static void transpose(
      LoopNest nest, float[] source, int s, float[] target, int t, float[] tile) {
    int outer = nest.rank() - 2;
    int inner = nest.rank() - 1;
    int rows = nest.dim(outer);
    int columns = nest.dim(inner);
    int rowOfSource = nest.firstStride(outer);
    int columnOfSource = nest.firstStride(inner);
    int rowOfTarget = nest.secondStride(outer);
    int columnOfTarget = nest.secondStride(inner);
    for (int row = 0; row < rows; row += TILE_HEIGHT) {
      int height = Math.min(TILE_HEIGHT, rows - row);
      int line = height + TILE_GAP;
      for (int column = 0; column < columns; column += TILE_WIDTH) {
        int width = Math.min(TILE_WIDTH, columns - column);
        int fromTile = s + row * rowOfSource + column * columnOfSource;
        for (int j = 0; j < width; j++) {
          row(source, fromTile + j * columnOfSource, rowOfSource, tile, j * line, 1, height);
        }
        int toTile = t + row * rowOfTarget + column * columnOfTarget;
        int j = 0;
        for (; columnOfTarget == 1 && j + 8 <= width; j += 8) {
          eightColumns(tile, j * line, line, target, toTile + j, rowOfTarget, height);
        }
        for (; j < width; j++) {
          row(tile, j * line, 1, target, toTile + j * columnOfTarget, rowOfTarget, height);
        }
      }
    }
  }

  /** Eight lines of the tile to eight neighbouring columns of the target. */
  private static void eightColumns(
      float[] tile, int line0, int line, float[] target, int t, int rowOfTarget, int height) {
    int line1 = line0 + line;
    int line2 = line1 + line;
    int line3 = line2 + line;
    int line4 = line3 + line;
    int line5 = line4 + line;
    int line6 = line5 + line;
    int line7 = line6 + line;
    for (int i = 0; i < height; i++) {
      int at = t + i * rowOfTarget;
      target[at] = tile[line0 + i];
      target[at + 1] = tile[line1 + i];
      target[at + 2] = tile[line2 + i];
      target[at + 3] = tile[line3 + i];
      target[at + 4] = tile[line4 + i];
      target[at + 5] = tile[line5 + i];
      target[at + 6] = tile[line6 + i];
      target[at + 7] = tile[line7 + i];
    }
  }
}
