package lanewise.tensor;

/**
 * Where a tensor's elements lie in its storage: element {@code (i0, i1, ...)} is at {@code offset +
 * i0 * strides[0] + i1 * strides[1] + ...}.
 *
 * <p>Every view is a change of layout over the same storage: a transposition permutes the strides,
 * a slice moves the offset and multiplies a stride, broadcasting sets a stride to 0, flipping makes
 * it negative. No method here touches an element.
 *
 * <p>Immutable and safe to share.
 */
final class Layout {
  private final Shape shape;
  private final int[] strides;
  private final int offset;

  private Layout(Shape shape, int[] strides, int offset) {
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
  }

  /** Row-major order without gaps, from the start of the storage. */
  static Layout contiguous(Shape shape) {
    return new Layout(shape, rowMajor(shape), 0);
  }

  /** These strides from this offset; the arrays are the callee's from now on. */
  static Layout strided(Shape shape, int[] strides, int offset) {
    return new Layout(shape, strides, offset);
  }

  private static int[] rowMajor(Shape shape) {
    int[] strides = new int[shape.rank()];
    int stride = 1;
    for (int i = strides.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= Math.max(1, shape.dim(i));
    }
    return strides;
  }

  Shape shape() {
    return shape;
  }

  int offset() {
    return offset;
  }

  int stride(int axis) {
    return strides[axis];
  }

  int[] strides() {
    return strides.clone();
  }

  /** True where the elements follow one another without gaps in row-major order. */
  boolean isContiguous() {
    if (shape.size() <= 1) {
      return true;
    }
    int expected = 1;
    for (int i = strides.length - 1; i >= 0; i--) {
      int dim = shape.dim(i);
      if (dim != 1) {
        if (strides[i] != expected) {
          return false;
        }
        expected *= dim;
      }
    }
    return true;
  }

  /** The place in the storage of the element at this index. */
  int indexOf(int[] index, String operation) {
    if (index.length != shape.rank()) {
      throw new ShapeException(
          operation + ": " + shape + " takes " + shape.rank() + " indices, not " + index.length);
    }
    int at = offset;
    for (int i = 0; i < index.length; i++) {
      int dim = shape.dim(i);
      int normal = index[i] < 0 ? index[i] + dim : index[i];
      if (normal < 0 || normal >= dim) {
        throw new ShapeException(
            operation + ": index " + index[i] + " is outside axis " + i + " of " + shape);
      }
      at += normal * strides[i];
    }
    return at;
  }

  /** The axes in another order: axis i of the result is axis {@code order[i]} of this. */
  Layout permute(int... order) {
    if (order.length != shape.rank()) {
      throw new ShapeException(
          "permute: " + shape + " has " + shape.rank() + " axes, not " + order.length);
    }
    int[] dims = new int[order.length];
    int[] permuted = new int[order.length];
    boolean[] seen = new boolean[order.length];
    for (int i = 0; i < order.length; i++) {
      int axis = shape.axis(order[i], "permute");
      if (seen[axis]) {
        throw new ShapeException("permute: " + shape + ": axis " + axis + " is named twice");
      }
      seen[axis] = true;
      dims[i] = shape.dim(axis);
      permuted[i] = strides[axis];
    }
    return new Layout(Shape.of(dims), permuted, offset);
  }

  /** Every {@code step}-th index of one axis, {@code count} of them from {@code start}. */
  Layout slice(int axis, int start, int count, int step) {
    int[] dims = shape.toArray();
    int[] sliced = strides.clone();
    dims[axis] = count;
    sliced[axis] = strides[axis] * step;
    int from = count == 0 ? offset : offset + start * strides[axis];
    return new Layout(Shape.of(dims), sliced, from);
  }

  /** One index of one axis; the axis is dropped. */
  Layout select(int axis, int index) {
    int dim = shape.dim(axis);
    int normal = index < 0 ? index + dim : index;
    if (normal < 0 || normal >= dim) {
      throw new ShapeException(
          "select: index " + index + " is outside axis " + axis + " of " + shape);
    }
    return new Layout(
        Shape.of(without(shape.toArray(), axis)),
        without(strides, axis),
        offset + normal * strides[axis]);
  }

  private static int[] without(int[] values, int at) {
    int[] shorter = new int[values.length - 1];
    System.arraycopy(values, 0, shorter, 0, at);
    System.arraycopy(values, at + 1, shorter, at, shorter.length - at);
    return shorter;
  }

  /** The same elements under another shape of as many, or null where that takes a copy. */
  @org.jspecify.annotations.Nullable
  Layout reshape(Shape to) {
    if (isContiguous()) {
      return new Layout(to, rowMajor(to), offset);
    }
    return null;
  }

  /** NumPy's broadcasting: axes of size 1 and missing leading axes repeat with stride 0. */
  Layout broadcastTo(Shape to) {
    int lead = to.rank() - shape.rank();
    if (lead < 0) {
      throw new ShapeException("broadcastTo: " + shape + " to " + to + ": fewer axes");
    }
    int[] repeated = new int[to.rank()];
    for (int i = 0; i < shape.rank(); i++) {
      if (shape.dim(i) == to.dim(lead + i)) {
        repeated[lead + i] = strides[i];
      } else if (shape.dim(i) != 1) {
        throw new ShapeException(
            "broadcastTo: "
                + shape
                + " to "
                + to
                + ": axis "
                + (lead + i)
                + " is "
                + shape.dim(i)
                + ", neither 1 nor "
                + to.dim(lead + i));
      }
    }
    return new Layout(to, repeated, offset);
  }
}
