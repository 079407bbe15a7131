package lanewise.tensor.kernel.strided;

import java.util.Arrays;
import lanewise.tensor.kernel.Pool;

/**
 * The fewest nested loops that visit two layouts of one shape in step: axes of size 1 are gone, and
 * neighbouring axes over which both layouts walk evenly have become one.
 *
 * <p>Two contiguous layouts of any rank give a single loop with strides 1 and 1; a transposed
 * matrix and a contiguous one give two. A scalar gives none. The nest is also a cursor over its
 * outer loops, in row-major order; the caller loops over what is inside a row itself:
 *
 * <pre>{@code
 * nest.start(1, first.offset(), second.offset());
 * do {
 *   ... elements nest.first() + i * stride and nest.second() + i * stride of the last loop ...
 * } while (nest.next());
 * }</pre>
 *
 * <p>There is always a first row: the caller deals with shapes that have none. Taken from a pool,
 * so that nothing is allocated once warm.
 */
public final class LoopNest {
  private static final Pool<LoopNest> POOL = new Pool<>(LoopNest::new);

  private int[] dims = new int[8];
  private int[] first = new int[8];
  private int[] second = new int[8];
  private int[] index = new int[8];
  private int rank;
  private int outer;
  private int firstAt;
  private int secondAt;

  private LoopNest() {}

  /** A nest without loops; to be released. */
  public static LoopNest acquire() {
    LoopNest nest = POOL.acquire();
    nest.rank = 0;
    return nest;
  }

  /** Gives the nest back; the caller must not use it any more. */
  public void release() {
    POOL.release(this);
  }

  /** One more loop inside the others, unless it has only one turn. */
  public void add(int dim, int firstStride, int secondStride) {
    if (dim == 1) {
      return;
    }
    if (rank == dims.length) {
      dims = Arrays.copyOf(dims, 2 * rank);
      first = Arrays.copyOf(first, 2 * rank);
      second = Arrays.copyOf(second, 2 * rank);
      index = Arrays.copyOf(index, 2 * rank);
    }
    dims[rank] = dim;
    first[rank] = firstStride;
    second[rank++] = secondStride;
  }

  /** Orders the loops by the strides of the second, largest outermost, and merges them. */
  public void orderBySecond() {
    for (int i = 1; i < rank; i++) {
      for (int j = i; j > 0 && distance(second[j - 1]) < distance(second[j]); j--) {
        swap(j - 1, j);
      }
    }
    merge();
  }

  /** Makes one loop of neighbours over which both walk evenly. */
  public void merge() {
    int kept = 0;
    for (int axis = 1; axis < rank; axis++) {
      boolean even =
          first[kept] == first[axis] * dims[axis] && second[kept] == second[axis] * dims[axis];
      if (!even) {
        kept++;
      }
      dims[kept] = even ? dims[kept] * dims[axis] : dims[axis];
      first[kept] = first[axis];
      second[kept] = second[axis];
    }
    rank = Math.min(rank, kept + 1);
  }

  /**
   * Where a loop other than the innermost walks the first layout in smaller strides, makes it the
   * last but one: the pair to transpose block by block.
   *
   * @return whether there is such a pair
   */
  boolean bringTransposedPairInside() {
    int finest = finestOfFirst(rank - 1);
    if (finest < 0 || distance(first[finest]) >= distance(first[rank - 1])) {
      return false;
    }
    moveInside(finest, rank - 2);
    return true;
  }

  /** Makes the loop that walks the first layout in the smallest strides but 0 the innermost. */
  public void bringFinestOfFirstInside() {
    int finest = finestOfFirst(rank);
    if (finest >= 0) {
      moveInside(finest, rank - 1);
    }
  }

  private int finestOfFirst(int loops) {
    int finest = -1;
    for (int axis = 0; axis < loops; axis++) {
      boolean finer = finest < 0 || distance(first[axis]) < distance(first[finest]);
      if (first[axis] != 0 && finer) {
        finest = axis;
      }
    }
    return finest;
  }

  private void moveInside(int from, int to) {
    for (int axis = from; axis < to; axis++) {
      swap(axis, axis + 1);
    }
  }

  private void swap(int i, int j) {
    swap(dims, i, j);
    swap(first, i, j);
    swap(second, i, j);
  }

  private static void swap(int[] values, int i, int j) {
    int value = values[i];
    values[i] = values[j];
    values[j] = value;
  }

  private static int distance(int stride) {
    return Math.abs(stride);
  }

  public int rank() {
    return rank;
  }

  public int dim(int loop) {
    return dims[loop];
  }

  public int firstStride(int loop) {
    return first[loop];
  }

  public int secondStride(int loop) {
    return second[loop];
  }

  /** Begins to walk over all loops but the innermost {@code inner}, from these places. */
  public void start(int inner, int firstOffset, int secondOffset) {
    outer = Math.max(0, rank - inner);
    firstAt = firstOffset;
    secondAt = secondOffset;
    Arrays.fill(index, 0, outer, 0);
  }

  /** Where the row begins in the first layout. */
  public int first() {
    return firstAt;
  }

  /** Where the row begins in the second layout. */
  public int second() {
    return secondAt;
  }

  /** Steps to the next row; false, and back at the first row, behind the last. */
  public boolean next() {
    for (int loop = outer - 1; loop >= 0; loop--) {
      firstAt += first[loop];
      secondAt += second[loop];
      if (++index[loop] < dims[loop]) {
        return true;
      }
      firstAt -= dims[loop] * first[loop];
      secondAt -= dims[loop] * second[loop];
      index[loop] = 0;
    }
    return false;
  }
}
