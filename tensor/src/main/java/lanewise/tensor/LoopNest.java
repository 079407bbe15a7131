package lanewise.tensor;

/**
 * The fewest nested loops that visit two layouts of one shape in step: axes of size 1 are gone, and
 * neighbouring axes over which both layouts walk evenly have become one.
 *
 * <p>Two contiguous layouts of any rank give a single loop with strides 1 and 1; a transposed
 * matrix and a contiguous one give two. A scalar gives none.
 */
final class LoopNest {
  private final int[] dims;
  private final int[] first;
  private final int[] second;
  private int rank;

  private LoopNest(int rank) {
    this.dims = new int[rank];
    this.first = new int[rank];
    this.second = new int[rank];
  }

  /** The loops in the order of the axes, outermost first. */
  static LoopNest of(Layout first, Layout second) {
    LoopNest nest = unmerged(first, second);
    nest.merge();
    return nest;
  }

  /** The loops ordered so that the second layout is walked with its largest strides outermost. */
  static LoopNest orderedBySecond(Layout first, Layout second) {
    LoopNest nest = unmerged(first, second);
    for (int i = 1; i < nest.rank; i++) {
      for (int j = i; j > 0 && distance(nest.second[j - 1]) < distance(nest.second[j]); j--) {
        nest.swap(j - 1, j);
      }
    }
    nest.merge();
    return nest;
  }

  private static LoopNest unmerged(Layout first, Layout second) {
    Shape shape = first.shape();
    LoopNest nest = new LoopNest(shape.rank());
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (shape.dim(axis) != 1) {
        nest.dims[nest.rank] = shape.dim(axis);
        nest.first[nest.rank] = first.stride(axis);
        nest.second[nest.rank] = second.stride(axis);
        nest.rank++;
      }
    }
    return nest;
  }

  private void merge() {
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
    int finest = -1;
    for (int axis = 0; axis < rank - 1; axis++) {
      boolean finer = finest < 0 || distance(first[axis]) < distance(first[finest]);
      if (first[axis] != 0 && finer) {
        finest = axis;
      }
    }
    if (finest < 0 || distance(first[finest]) >= distance(first[rank - 1])) {
      return false;
    }
    for (int axis = finest; axis < rank - 2; axis++) {
      swap(axis, axis + 1);
    }
    return true;
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

  int rank() {
    return rank;
  }

  int dim(int loop) {
    return dims[loop];
  }

  int firstStride(int loop) {
    return first[loop];
  }

  int secondStride(int loop) {
    return second[loop];
  }

  /** Walks the first layout over all loops but the innermost {@code inner}. */
  RowCursor firstRows(int inner, int offset) {
    return new RowCursor(dims, first, rank - inner, offset);
  }

  /** Walks the second layout over all loops but the innermost {@code inner}. */
  RowCursor secondRows(int inner, int offset) {
    return new RowCursor(dims, second, rank - inner, offset);
  }
}
