package lanewise.tensor.kernel.strided;

import java.util.Arrays;
import lanewise.tensor.kernel.elementwise.ElementwiseKernel;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.kernel.transpose.Transposition;

/**
 * Copies elements from one layout to another.
 *
 * <p>The axes are merged to the fewest loops, ordered by the target's strides. Rows that are dense
 * on both sides go by {@code System.arraycopy}, rows that repeat one element are filled, others are
 * a plain strided loop. Where the source is dense along another axis than the target (a transposed
 * matrix, any permutation), square blocks are transposed:
 *
 * <pre>
 *   source, lines dense downwards      registers                 target, dense to the right
 *     | | | |                            - - - -                   - - - -
 *     | | | |           ->               - - - -          ->       - - - -
 * </pre>
 *
 * so every cache line on both sides is used up while it is near.
 *
 * <p>Source and target must not overlap, unless they are the same elements at the same places.
 * Nothing is allocated once warm.
 */
public final class StridedCopy {
  /** Rows and columns of a block where neither side is dense. */
  private static final int BLOCK = 32;

  private static final ElementwiseKernel KERNEL = ElementwiseVariants.KERNEL;

  private StridedCopy() {}

  /** Copies along the loops of a nest that has been ordered by the target's strides. */
  public static void copy(LoopNest nest, float[] source, int s, float[] target, int t) {
    if (nest.rank() == 0) {
      target[t] = source[s];
    } else if (nest.bringTransposedPairInside()) {
      nest.start(2, s, t);
      do {
        transpose(nest, source, nest.first(), target, nest.second());
      } while (nest.next());
    } else {
      int inner = nest.rank() - 1;
      int count = nest.dim(inner);
      int sourceStride = nest.firstStride(inner);
      int targetStride = nest.secondStride(inner);
      nest.start(1, s, t);
      do {
        row(source, nest.first(), sourceStride, target, nest.second(), targetStride, count);
      } while (nest.next());
    }
  }

  private static void row(
      float[] source, int s, int sourceStride, float[] target, int t, int targetStride, int count) {
    if (targetStride == 1 && sourceStride == 1) {
      System.arraycopy(source, s, target, t, count);
    } else if (targetStride == 1 && sourceStride == 0) {
      Arrays.fill(target, t, t + count, source[s]);
    } else if (targetStride == 1) {
      KERNEL.gather(count, sourceStride, source, s, target, t);
    } else {
      for (int i = 0; i < count; i++) {
        target[t + i * targetStride] = source[s + i * sourceStride];
      }
    }
  }

  /** One matrix: its rows are the last loop but one, where the source is dense. */
  private static void transpose(LoopNest nest, float[] source, int s, float[] target, int t) {
    int outer = nest.rank() - 2;
    int inner = nest.rank() - 1;
    int rows = nest.dim(outer);
    int columns = nest.dim(inner);
    int rowOfSource = nest.firstStride(outer);
    int columnOfSource = nest.firstStride(inner);
    int rowOfTarget = nest.secondStride(outer);
    int columnOfTarget = nest.secondStride(inner);
    if (rowOfSource == 1 && columnOfTarget == 1) {
      Transposition.copy(columns, rows, source, s, columnOfSource, target, t, rowOfTarget);
      return;
    }
    for (int row = 0; row < rows; row += BLOCK) {
      int height = Math.min(BLOCK, rows - row);
      for (int column = 0; column < columns; column += BLOCK) {
        int end = Math.min(columns, column + BLOCK);
        for (int j = column; j < end; j++) {
          int from = s + row * rowOfSource + j * columnOfSource;
          int to = t + row * rowOfTarget + j * columnOfTarget;
          row(source, from, rowOfSource, target, to, rowOfTarget, height);
        }
      }
    }
  }
}
