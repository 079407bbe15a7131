package lanewise.tensor;

/**
 * Picking elements by lists of indices, and adding to the elements so picked.
 *
 * <p>Indices are plain {@code int[]}; negative ones count from the end of the axis. Where they have
 * a shape of their own (gather, scatterAdd), they are given row-major with that shape, as {@link
 * Sorting#argSort} returns them.
 *
 * <p>The picking methods return new row-major tensors. The adding methods go through the indices in
 * row-major order, so an element named twice gets its terms in a fixed order and the result is the
 * same bits everywhere. Reading is safe from many threads; an {@code InPlace} method needs its
 * target alone.
 */
public final class Indexing {
  private Indexing() {}

  /**
   * Whole slices of an axis, in any order and any number of times: NumPy's {@code take}. Of {@code
   * [n, c]} and k indices along axis 0, {@code [k, c]}.
   *
   * @param source what to pick from
   * @param axis from 0, or from -1 backwards from the last
   * @param indices which slices; negative ones count from the end
   * @return a new tensor whose axis has as many indices as were given
   * @throws ShapeException if the axis or an index does not exist
   */
  public static Tensor indexSelect(Tensor source, int axis, int... indices) {
    int along = source.shape().axis(axis, "indexSelect");
    int[] dims = source.shape().toArray();
    dims[along] = indices.length;
    Tensor picked = Tensor.zeros(dims);
    for (int i = 0; i < indices.length; i++) {
      int index = indexOf("indexSelect", source.shape(), along, indices[i]);
      picked.select(along, i).copyFrom(source.select(along, index));
    }
    return picked;
  }

  /**
   * The target with slices added to those that the indices name: the reverse of {@link
   * #indexSelect}, and what its gradient needs.
   *
   * @param target what to add to; not written
   * @param axis from 0, or from -1 backwards from the last
   * @param indices which slices; negative ones count from the end, repeated ones add up
   * @param values slice i is added to slice {@code indices[i]}; sizes as the target's but along the
   *     axis
   * @return a new tensor of the target's shape
   * @throws ShapeException if the axis or an index does not exist, or the sizes differ
   */
  public static Tensor indexAdd(Tensor target, int axis, int[] indices, Tensor values) {
    Tensor sum = target.copy();
    indexAddInPlace(sum, axis, indices, values);
    return sum;
  }

  /**
   * {@link #indexAdd} into the target itself.
   *
   * @param target added to; must not share elements with values
   * @param axis from 0, or from -1 backwards from the last
   * @param indices which slices; negative ones count from the end, repeated ones add up
   * @param values slice i is added to slice {@code indices[i]}
   * @throws ShapeException if the axis or an index does not exist, the sizes differ, or the target
   *     is a broadcast view; nothing has been written then
   */
  public static void indexAddInPlace(Tensor target, int axis, int[] indices, Tensor values) {
    target.requireOwnPlaces("indexAdd");
    Shape shape = target.shape();
    int along = shape.axis(axis, "indexAdd");
    int[] dims = shape.toArray();
    dims[along] = indices.length;
    if (!Shape.of(dims).equals(values.shape())) {
      throw new ShapeException(
          "indexAdd: "
              + values.shape()
              + " to "
              + indices.length
              + " indices of axis "
              + along
              + " of "
              + shape
              + ": "
              + Shape.of(dims)
              + " is needed");
    }
    int[] places = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      places[i] = indexOf("indexAdd", shape, along, indices[i]);
    }
    for (int i = 0; i < places.length; i++) {
      add(target.select(along, places[i]), values.select(along, i));
    }
  }

  private static void add(Tensor target, Tensor values) {
    if (target.size() == 0) {
      return;
    }
    LoopNest nest = LoopNest.orderedBySecond(values.layout(), target.layout());
    int inner = nest.rank() - 1;
    int count = nest.rank() == 0 ? 1 : nest.dim(inner);
    int valueStride = nest.rank() == 0 ? 1 : nest.firstStride(inner);
    int targetStride = nest.rank() == 0 ? 1 : nest.secondStride(inner);
    int outer = Math.min(1, nest.rank());
    RowCursor from = nest.firstRows(outer, values.storageOffset());
    RowCursor to = nest.secondRows(outer, target.storageOffset());
    float[] terms = values.storage();
    float[] sums = target.storage();
    do {
      int v = from.offset();
      int t = to.offset();
      for (int i = 0; i < count; i++) {
        sums[t + i * targetStride] += terms[v + i * valueStride];
      }
      from.next();
    } while (to.next());
  }

  /**
   * One element of each line along an axis for every index: {@code result[i][j] =
   * source[index[i][j]][j]} for axis 0 of a matrix. PyTorch's gather, NumPy's take_along_axis.
   *
   * @param source what to pick from
   * @param axis from 0, or from -1 backwards from the last
   * @param indices row-major; negative ones count from the end of the axis
   * @param shape of the indices: of the source's rank, no larger than it but along the axis
   * @return a new tensor of that shape
   * @throws ShapeException if the axis or an index does not exist, the shape does not fit the
   *     source or the number of indices
   */
  public static Tensor gather(Tensor source, int axis, int[] indices, Shape shape) {
    int along = source.shape().axis(axis, "gather");
    int[] places = places("gather", source, along, indices, shape);
    float[] picked = new float[places.length];
    for (int i = 0; i < picked.length; i++) {
      picked[i] = source.storage()[places[i]];
    }
    return Tensor.wrap(picked, shape);
  }

  /**
   * The target with one value added for every index: {@code result[index[i][j]][j] += values[i][j]}
   * for axis 0 of a matrix. The reverse of {@link #gather}, and what its gradient needs.
   *
   * @param target what to add to; not written
   * @param axis from 0, or from -1 backwards from the last
   * @param indices row-major, in the shape of the values; repeated ones add up
   * @param values what to add; of the target's rank, no larger than it but along the axis
   * @return a new tensor of the target's shape
   * @throws ShapeException if the axis or an index does not exist, the values' shape does not fit
   *     the target or the number of indices
   */
  public static Tensor scatterAdd(Tensor target, int axis, int[] indices, Tensor values) {
    Tensor sum = target.copy();
    scatterAddInPlace(sum, axis, indices, values);
    return sum;
  }

  /**
   * {@link #scatterAdd} into the target itself.
   *
   * @param target added to; must not share elements with values
   * @param axis from 0, or from -1 backwards from the last
   * @param indices row-major, in the shape of the values; repeated ones add up
   * @param values what to add
   * @throws ShapeException if the axis or an index does not exist, the values' shape does not fit
   *     the target or the number of indices, or the target is a broadcast view; nothing has been
   *     written then
   */
  public static void scatterAddInPlace(Tensor target, int axis, int[] indices, Tensor values) {
    target.requireOwnPlaces("scatterAdd");
    int along = target.shape().axis(axis, "scatterAdd");
    int[] places = places("scatterAdd", target, along, indices, values.shape());
    float[] terms = values.toArray();
    for (int i = 0; i < terms.length; i++) {
      target.storage()[places[i]] += terms[i];
    }
  }

  /** Where in the storage each index points, the others of its coordinates being its own. */
  private static int[] places(
      String operation, Tensor tensor, int along, int[] indices, Shape shape) {
    requireFit(operation, tensor.shape(), along, indices, shape);
    int[] places = new int[indices.length];
    if (places.length == 0) {
      return places;
    }
    int stride = tensor.stride(along);
    int last = shape.rank() - 1;
    int width = shape.dim(last);
    int step = last == along ? 0 : tensor.stride(last);
    int[] strides = tensor.layout().strides();
    strides[along] = 0;
    RowCursor rows = new RowCursor(shape.toArray(), strides, last, tensor.storageOffset());
    int i = 0;
    do {
      for (int column = 0; column < width; column++) {
        int index = indexOf(operation, tensor.shape(), along, indices[i]);
        places[i++] = rows.offset() + column * step + index * stride;
      }
    } while (rows.next());
    return places;
  }

  private static void requireFit(
      String operation, Shape tensor, int along, int[] indices, Shape shape) {
    String problem = null;
    if (shape.size() != indices.length) {
      problem = indices.length + " indices do not fill " + shape;
    } else if (shape.rank() != tensor.rank()) {
      problem = "ranks " + tensor.rank() + " and " + shape.rank() + " differ";
    }
    for (int i = 0; i < shape.rank() && problem == null; i++) {
      if (i != along && shape.dim(i) > tensor.dim(i)) {
        problem = "axis " + i + " is too long (" + shape.dim(i) + ", not " + tensor.dim(i) + ")";
      }
    }
    if (problem != null) {
      throw new ShapeException(
          operation
              + ": "
              + tensor
              + " by indices "
              + shape
              + " along axis "
              + along
              + ": "
              + problem);
    }
  }

  private static int indexOf(String operation, Shape shape, int along, int index) {
    int dim = shape.dim(along);
    int fromStart = index < 0 ? index + dim : index;
    if (fromStart < 0 || fromStart >= dim) {
      throw new ShapeException(
          operation + ": index " + index + " is outside axis " + along + " of " + shape);
    }
    return fromStart;
  }
}
