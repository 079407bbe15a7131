package lanewise.tensor;

import java.util.Arrays;
import lanewise.tensor.kernel.strided.LoopNest;
import lanewise.tensor.kernel.strided.StridedCopy;
import org.jspecify.annotations.Nullable;

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
    return contiguous(shape, 0);
  }

  /** Row-major order without gaps, from this place in the storage. */
  static Layout contiguous(Shape shape, int offset) {
    return new Layout(shape, rowMajor(shape), offset);
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

  /** The indices of one axis that a slice names. */
  Layout slice(int axis, Slice slice) {
    int dim = shape.dim(axis);
    int count = slice.count(dim);
    int[] dims = shape.toArray();
    dims[axis] = count;
    if (count == 0) {
      return new Layout(Shape.of(dims), strides, offset);
    }
    int[] sliced = strides.clone();
    long stride = (long) strides[axis] * slice.step();
    if (stride == (int) stride) { // else there is one index only, and the stride is never used
      sliced[axis] = (int) stride;
    }
    return moved(Shape.of(dims), sliced, slice.first(dim) * strides[axis]);
  }

  /** One index of one axis; the axis is dropped. */
  Layout select(int axis, int index) {
    int dim = shape.dim(axis);
    int normal = index < 0 ? index + dim : index;
    if (normal < 0 || normal >= dim) {
      throw new ShapeException(
          "select: index " + index + " is outside axis " + axis + " of " + shape);
    }
    Shape rest = Shape.of(without(shape.toArray(), axis));
    return moved(rest, without(strides, axis), normal * strides[axis]);
  }

  /** A view that begins {@code by} places later; one without elements stays, inside the storage. */
  private Layout moved(Shape to, int[] steps, int by) {
    return new Layout(to, steps, to.size() == 0 ? offset : offset + by);
  }

  private static int[] without(int[] values, int at) {
    int[] shorter = new int[values.length - 1];
    System.arraycopy(values, 0, shorter, 0, at);
    System.arraycopy(values, at + 1, shorter, at, shorter.length - at);
    return shorter;
  }

  /** Without the axes that are marked; those have size 1. */
  Layout squeeze(boolean[] dropped) {
    int kept = 0;
    int[] dims = shape.toArray();
    int[] left = strides.clone();
    for (int axis = 0; axis < dropped.length; axis++) {
      if (!dropped[axis]) {
        dims[kept] = dims[axis];
        left[kept++] = left[axis];
      }
    }
    return new Layout(Shape.of(Arrays.copyOf(dims, kept)), Arrays.copyOf(left, kept), offset);
  }

  /** With one more axis, of size 1, at this place. */
  Layout unsqueeze(int axis) {
    int rank = shape.rank();
    int[] dims = new int[rank + 1];
    int[] more = new int[rank + 1];
    for (int i = 0; i < rank; i++) {
      dims[i < axis ? i : i + 1] = shape.dim(i);
      more[i < axis ? i : i + 1] = strides[i];
    }
    dims[axis] = 1;
    if (axis < rank) {
      more[axis] = strides[axis] * shape.dim(axis);
    } else {
      more[axis] = rank == 0 ? 1 : strides[rank - 1];
    }
    return new Layout(Shape.of(dims), more, offset);
  }

  /**
   * The elements whose index along {@code across} is {@code above} more than along {@code down}.
   */
  Layout diagonal(int above, int down, int across) {
    long rows = shape.dim(down) + Math.min(0L, above);
    long columns = shape.dim(across) - Math.max(0L, above);
    int length = (int) Math.max(0, Math.min(rows, columns));
    int skipped = above < 0 ? -above * strides[down] : above * strides[across];
    int[] dims = shape.toArray();
    int[] steps = strides.clone();
    int rank = 0;
    for (int axis = 0; axis < dims.length; axis++) {
      if (axis != down && axis != across) {
        dims[rank] = dims[axis];
        steps[rank++] = steps[axis];
      }
    }
    dims[rank] = length;
    steps[rank] = strides[down] + strides[across];
    Shape to = Shape.of(Arrays.copyOf(dims, rank + 1));
    return moved(to, Arrays.copyOf(steps, rank + 1), skipped);
  }

  /** The same elements under another shape of as many, or null where that takes a copy. */
  @Nullable Layout reshape(Shape to) {
    int[] view = isContiguous() ? rowMajor(to) : Reshaping.strides(this, to);
    return view == null ? null : new Layout(to, view, offset);
  }

  /** Axis i of this becomes the last axes 2i and 2i + 1, the former of size 1: for tiling. */
  Layout interleavedWithOnes(int rank) {
    int[] dims = new int[2 * rank];
    int[] steps = new int[2 * rank];
    Arrays.fill(dims, 1);
    for (int axis = 0; axis < strides.length; axis++) {
      int at = 2 * (rank - strides.length + axis) + 1;
      dims[at] = shape.dim(axis);
      steps[at] = strides[axis];
    }
    return new Layout(Shape.of(dims), steps, offset);
  }

  /** Whether two indices share one place, as in a broadcast view. */
  boolean repeats() {
    for (int axis = 0; axis < strides.length; axis++) {
      if (strides[axis] == 0 && shape.dim(axis) > 1) {
        return shape.size() > 0;
      }
    }
    return false;
  }

  /**
   * Whether two layouts of one storage may have a place in common; true also where unsure. Blocks
   * of columns of one matrix are told apart.
   */
  boolean mayOverlap(Layout other) {
    return lowest() <= other.highest()
        && other.lowest() <= highest()
        && !inOtherColumns(other)
        && !other.inOtherColumns(this);
  }

  /** Whether the two lie in different columns of a matrix whose rows are one of the strides. */
  private boolean inOtherColumns(Layout other) {
    for (int axis = 0; axis < strides.length; axis++) {
      int width = Math.abs(strides[axis]);
      if (width > 1 && shape.dim(axis) > 1) {
        int distance = Math.floorMod(other.lowest() - lowest(), width);
        if (span(width) < distance && distance + other.span(width) < width) {
          return true;
        }
      }
    }
    return false;
  }

  /** From the first column to the last, where the storage is a matrix with rows of this width. */
  private long span(int width) {
    long span = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      if (strides[axis] % width != 0) {
        span += Math.max(0, shape.dim(axis) - 1L) * Math.abs((long) strides[axis]);
      }
    }
    return span;
  }

  private int lowest() {
    int at = offset;
    for (int axis = 0; axis < strides.length; axis++) {
      at += Math.max(0, shape.dim(axis) - 1) * Math.min(0, strides[axis]);
    }
    return at;
  }

  private int highest() {
    int at = offset;
    for (int axis = 0; axis < strides.length; axis++) {
      at += Math.max(0, shape.dim(axis) - 1) * Math.max(0, strides[axis]);
    }
    return at;
  }

  /** NumPy's broadcasting: axes of size 1 and missing leading axes repeat with stride 0. */
  Layout broadcastTo(Shape to) {
    return broadcastTo(to, "broadcastTo");
  }

  /** {@link #broadcastTo(Shape)} for an operation that names itself when the shapes do not fit. */
  Layout broadcastTo(Shape to, String operation) {
    shape.requireBroadcast(to, operation);
    int lead = to.rank() - shape.rank();
    int[] repeated = new int[to.rank()];
    for (int i = 0; i < shape.rank(); i++) {
      repeated[lead + i] = shape.dim(i) == to.dim(lead + i) ? strides[i] : 0;
    }
    return new Layout(to, repeated, offset);
  }

  /**
   * The loops that visit two layouts in step, in the order of the axes, outermost first. The first
   * may lack leading axes and have axes of size 1 where the second has others; it repeats along
   * them. To be released.
   */
  static LoopNest loops(Layout first, Layout second) {
    LoopNest nest = unmerged(first, second);
    nest.merge();
    return nest;
  }

  /** The same loops, ordered so that the second is walked with its largest strides outermost. */
  static LoopNest loopsOrderedBySecond(Layout first, Layout second) {
    LoopNest nest = unmerged(first, second);
    nest.orderBySecond();
    return nest;
  }

  private static LoopNest unmerged(Layout first, Layout second) {
    LoopNest nest = LoopNest.acquire();
    int lead = second.shape.rank() - first.shape.rank();
    for (int axis = 0; axis < second.strides.length; axis++) {
      boolean repeats = axis < lead || first.shape.dim(axis - lead) == 1;
      nest.add(
          second.shape.dim(axis), repeats ? 0 : first.strides[axis - lead], second.strides[axis]);
    }
    return nest;
  }

  /**
   * Copies every element of one layout to its place in another. The source may lack leading axes
   * and have axes of size 1 where the target has others; it repeats along them.
   */
  static void copy(float[] source, Layout from, float[] target, Layout to) {
    if (to.shape.size() == 0) {
      return;
    }
    LoopNest nest = loopsOrderedBySecond(from, to);
    StridedCopy.copy(nest, source, from.offset, target, to.offset);
    nest.release();
  }

  /** Copies every element in row-major order, without gaps, to the target from a place on. */
  void copyTo(float[] source, float[] target, int at) {
    LoopNest nest = LoopNest.acquire();
    int stride = shape.size();
    for (int axis = 0; axis < strides.length && stride > 0; axis++) {
      stride /= shape.dim(axis);
      nest.add(shape.dim(axis), strides[axis], stride);
    }
    if (stride > 0) {
      nest.orderBySecond();
      StridedCopy.copy(nest, source, offset, target, at);
    }
    nest.release();
  }
}
