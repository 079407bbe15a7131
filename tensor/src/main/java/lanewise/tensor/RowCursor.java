package lanewise.tensor;

/**
 * Walks over the outer axes of a strided array in row-major order and tells where in the storage
 * each row begins; the caller loops over what is inside a row itself.
 *
 * <pre>{@code
 * RowCursor rows = RowCursor.over(layout, layout.shape().rank() - 1);
 * do {
 *   ... elements rows.offset() + i * stride of the last axis ...
 * } while (rows.next());
 * }</pre>
 *
 * <p>There is always a first row: the caller deals with arrays that have none. Two cursors over the
 * same sizes step together. One carry a row, no division, no recursion.
 */
final class RowCursor {
  private final int[] dims;
  private final int[] strides;
  private final int[] index;
  private int offset;

  /**
   * A cursor over the first {@code axes} of these sizes and strides; the arrays are not written.
   */
  RowCursor(int[] dims, int[] strides, int axes, int offset) {
    this.dims = dims;
    this.strides = strides;
    this.index = new int[axes];
    this.offset = offset;
  }

  /** A cursor over the first axes of a layout. */
  static RowCursor over(Layout layout, int axes) {
    return new RowCursor(layout.shape().toArray(), layout.strides(), axes, layout.offset());
  }

  /** Where the row begins. */
  int offset() {
    return offset;
  }

  /** The place of the row in the outer axes; valid until the next step, not to be written. */
  int[] index() {
    return index;
  }

  /** Steps to the next row; false, and back at the first row, behind the last. */
  boolean next() {
    for (int axis = index.length - 1; axis >= 0; axis--) {
      offset += strides[axis];
      if (++index[axis] < dims[axis]) {
        return true;
      }
      offset -= dims[axis] * strides[axis];
      index[axis] = 0;
    }
    return false;
  }
}
