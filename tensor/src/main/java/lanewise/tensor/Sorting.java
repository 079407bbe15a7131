package lanewise.tensor;

import java.util.Arrays;

/**
 * Order along an axis: sort, argSort, topK.
 *
 * <p>NaN counts as greater than all numbers and equal to itself, -0.0 as equal to 0.0. All are
 * stable: equals keep the order of their indices. Arguments may be any views and are not written.
 * Each call allocates its result and 8 bytes for every element of one line along the axis.
 *
 * <p>Every element becomes one long: in the upper half a number that orders as the float does, in
 * the lower half its index. The JDK's sort of longs is then a stable sort of the floats.
 */
public final class Sorting {
  private static final long INDEX_MASK = 0xFFFFFFFFL;

  private Sorting() {}

  /**
   * The greatest elements of each line along an axis, greatest first.
   *
   * @param values the elements: the argument's shape, with k along the axis
   * @param indices where along the axis each was, row-major in the same shape
   */
  @SuppressWarnings("ArrayRecordComponent") // a result to take apart, not to compare
  public record TopK(Tensor values, int[] indices) {}

  /**
   * The elements of each line along an axis in ascending order, NaN last.
   *
   * @param tensor what to sort
   * @param axis from 0, or from -1 backwards from the last
   * @return a new tensor of the same shape
   * @throws ShapeException if there is no such axis
   */
  public static Tensor sort(Tensor tensor, int axis) {
    int along = tensor.shape().axis(axis, "sort");
    return Indexing.gather(tensor, along, argSort(tensor, along), tensor.shape());
  }

  /**
   * The indices along an axis that sort each line, NaN last: {@code gather(tensor, axis,
   * argSort(tensor, axis), tensor.shape())} is sorted.
   *
   * @param tensor what to sort
   * @param axis from 0, or from -1 backwards from the last
   * @return a new array, row-major in the tensor's shape
   * @throws ShapeException if there is no such axis
   */
  public static int[] argSort(Tensor tensor, int axis) {
    int along = tensor.shape().axis(axis, "argSort");
    return ordered(tensor, along, tensor.dim(along), false);
  }

  /**
   * The k greatest elements of each line along an axis, greatest first. NaN counts as the greatest,
   * and among equals the lower index comes first, so for k = 1 it is the arg max.
   *
   * @param tensor what to choose from
   * @param k how many, from 0 to the size of the axis
   * @param axis from 0, or from -1 backwards from the last
   * @return the elements and their indices
   * @throws ShapeException if there is no such axis, or k is negative or above its size
   */
  public static TopK topK(Tensor tensor, int k, int axis) {
    int along = tensor.shape().axis(axis, "topK");
    if (k < 0 || k > tensor.dim(along)) {
      throw new ShapeException(
          "topK: "
              + k
              + " of axis "
              + along
              + " of "
              + tensor.shape()
              + ": outside 0 to "
              + tensor.dim(along));
    }
    int[] dims = tensor.shape().toArray();
    dims[along] = k;
    int[] indices = ordered(tensor, along, k, true);
    return new TopK(Indexing.gather(tensor, along, indices, Shape.of(dims)), indices);
  }

  /** The indices of the first k in order along an axis, row-major with k along the axis. */
  private static int[] ordered(Tensor tensor, int along, int k, boolean descending) {
    Shape shape = tensor.shape();
    int[] dims = shape.toArray();
    dims[along] = k;
    Shape resultShape = Shape.of(dims);
    int[] result = new int[resultShape.size()];
    if (result.length == 0) {
      return result;
    }
    int last = shape.rank() - 1;
    Layout source = alongLast(tensor.layout(), along);
    Layout target = alongLast(Layout.contiguous(resultShape), along);
    RowCursor from = RowCursor.over(source, last);
    RowCursor to = RowCursor.over(target, last);
    long[] keys = new long[shape.dim(along)];
    do {
      for (int i = 0; i < keys.length; i++) {
        int key = key(tensor.storage()[from.offset() + i * source.stride(last)]);
        keys[i] = ((long) (descending ? ~key : key) << 32) | i;
      }
      smallestFirst(keys, k);
      for (int i = 0; i < k; i++) {
        result[to.offset() + i * target.stride(last)] = (int) (keys[i] & INDEX_MASK);
      }
      to.next();
    } while (from.next());
    return result;
  }

  private static Layout alongLast(Layout layout, int axis) {
    int[] order = new int[layout.shape().rank()];
    int at = 0;
    for (int i = 0; i < order.length; i++) {
      if (i != axis) {
        order[at++] = i;
      }
    }
    order[at] = axis;
    return layout.permute(order);
  }

  /** A number that orders as the float does. */
  private static int key(float value) {
    if (Float.isNaN(value)) {
      return Integer.MAX_VALUE;
    }
    int bits = Float.floatToRawIntBits(value + 0f); // adding 0 turns -0.0 into 0.0
    return bits < 0 ? bits ^ Integer.MAX_VALUE : bits;
  }

  /** Sorts so that at least the first k are in place. */
  private static void smallestFirst(long[] keys, int k) {
    if (k < keys.length / 8) {
      selectSmallest(keys, k);
      Arrays.sort(keys, 0, k);
    } else {
      Arrays.sort(keys);
    }
  }

  /** Brings the k smallest to the front: a heap of k with the greatest on top meets all others. */
  private static void selectSmallest(long[] keys, int k) {
    for (int i = k / 2 - 1; i >= 0; i--) {
      siftDown(keys, i, k);
    }
    for (int i = k; i < keys.length && k > 0; i++) {
      if (keys[i] < keys[0]) {
        keys[0] = keys[i];
        siftDown(keys, 0, k);
      }
    }
  }

  private static void siftDown(long[] heap, int from, int size) {
    long value = heap[from];
    int at = from;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size && heap[child + 1] > heap[child]) {
        child++;
      }
      if (heap[child] <= value) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = value;
  }
}
