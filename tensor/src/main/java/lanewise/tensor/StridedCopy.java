package lanewise.tensor;

import java.util.Arrays;

/**
 * Copies elements from one layout to another of the same shape.
 *
 * <p>The axes are merged to the fewest loops, ordered by the target's strides. Rows that are dense
 * on both sides go by {@code System.arraycopy}, rows that repeat one element are filled, others are
 * a plain strided loop. Where the source is dense along another axis than the target (a transposed
 * matrix, any permutation), square tiles go through a small buffer:
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
  private static final int TILE = 32;

  /** One more than the tile, so that a column of the buffer does not fall into one cache set. */
  private static final int TILE_ROW = TILE + 1;

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
    float[] tile = new float[TILE * TILE_ROW];
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
    for (int row = 0; row < rows; row += TILE) {
      int height = Math.min(TILE, rows - row);
      for (int column = 0; column < columns; column += TILE) {
        int width = Math.min(TILE, columns - column);
        int fromTile = s + row * rowOfSource + column * columnOfSource;
        for (int j = 0; j < width; j++) {
          row(source, fromTile + j * columnOfSource, rowOfSource, tile, j * TILE_ROW, 1, height);
        }
        int toTile = t + row * rowOfTarget + column * columnOfTarget;
        for (int i = 0; i < height; i++) {
          row(tile, i, TILE_ROW, target, toTile + i * rowOfTarget, columnOfTarget, width);
        }
      }
    }
  }
}
