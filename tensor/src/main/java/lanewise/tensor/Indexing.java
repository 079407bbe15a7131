package lanewise.tensor;

import lanewise.tensor.kernel.strided.LoopNest;

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
    add("indexAdd", sum, axis, indices, values);
    return sum;
  }

  /**
   * {@link #indexAdd} into the target itself. Allocates nothing once warm.
   *
   * @param target added to; must not share elements with values
   * @param axis from 0, or from -1 backwards from the last
   * @param indices which slices; negative ones count from the end, repeated ones add up
   * @param values slice i is added to slice {@code indices[i]}
   * @throws ShapeException if the axis or an index does not exist, the sizes differ, or the target
   *     is a broadcast view; nothing has been written then
   */
  public static void indexAddInPlace(Tensor target, int axis, int[] indices, Tensor values) {
    add("indexAddInPlace", target, axis, indices, values);
  }

  private static void add(String name, Tensor target, int axis, int[] indices, Tensor values) {
    target.requireOwnPlaces(name);
    Shape shape = target.shape();
    int along = shape.axis(axis, name);
    requireSlices(name, shape, along, indices.length, values.shape());
    for (int index : indices) {
      indexOf(name, shape, along, index);
    }
    if (values.size() == 0) {
      return;
    }
    LoopNest nest = LoopNest.acquire();
    for (int i = 0; i < shape.rank(); i++) {
      if (i != along) {
        nest.add(shape.dim(i), values.layout().stride(i), target.layout().stride(i));
      }
    }
    nest.orderBySecond();
    for (int i = 0; i < indices.length; i++) {
      int index = indexOf(name, shape, along, indices[i]);
      nest.start(
          1,
          values.storageOffset() + i * values.layout().stride(along),
          target.storageOffset() + index * target.layout().stride(along));
      add(nest, values.storage(), target.storage());
    }
    nest.release();
  }

  private static void requireSlices(String name, Shape target, int along, int count, Shape values) {
    boolean fits = values.rank() == target.rank();
    for (int i = 0; i < target.rank() && fits; i++) {
      fits = values.dim(i) == (i == along ? count : target.dim(i));
    }
    if (!fits) {
      int[] dims = target.toArray();
      dims[along] = count;
      throw new ShapeException(
          name
              + ": "
              + values
              + " to "
              + count
              + " indices of axis "
              + along
              + " of "
              + target
              + ": "
              + Shape.of(dims)
              + " is needed");
    }
  }

  /** Adds along the loops of a nest that has been started. */
  private static void add(LoopNest nest, float[] terms, float[] sums) {
    int inner = nest.rank() - 1;
    int count = nest.rank() == 0 ? 1 : nest.dim(inner);
    int valueStride = nest.rank() == 0 ? 1 : nest.firstStride(inner);
    int targetStride = nest.rank() == 0 ? 1 : nest.secondStride(inner);
    do {
      int v = nest.first();
      int t = nest.second();
      for (int i = 0; i < count; i++) {
        sums[t + i * targetStride] += terms[v + i * valueStride];
      }
    } while (nest.next());
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
    requireFit("gather", source.shape(), along, indices, shape);
    float[] picked = new float[indices.length];
    if (picked.length == 0) {
      return Tensor.wrap(picked, shape);
    }
    int last = shape.rank() - 1;
    int step = last == along ? 0 : source.layout().stride(last);
    int stride = source.layout().stride(along);
    LoopNest rows = rows(Layout.contiguous(shape), source.layout(), along);
    rows.start(0, 0, source.storageOffset());
    int width = shape.dim(last);
    int i = 0;
    do {
      for (int column = 0; column < width; column++) {
        int index = indexOf("gather", source.shape(), along, indices[i]);
        picked[i++] = source.storage()[rows.second() + column * step + index * stride];
      }
    } while (rows.next());
    rows.release();
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
    scatter("scatterAdd", sum, axis, indices, values);
    return sum;
  }

  /**
   * {@link #scatterAdd} into the target itself. Allocates nothing once warm.
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
    scatter("scatterAddInPlace", target, axis, indices, values);
  }

  private static void scatter(String name, Tensor target, int axis, int[] indices, Tensor values) {
    target.requireOwnPlaces(name);
    int along = target.shape().axis(axis, name);
    Shape shape = values.shape();
    requireFit(name, target.shape(), along, indices, shape);
    for (int index : indices) {
      indexOf(name, target.shape(), along, index);
    }
    if (indices.length == 0) {
      return;
    }
    int last = shape.rank() - 1;
    int step = last == along ? 0 : target.layout().stride(last);
    int stride = target.layout().stride(along);
    LoopNest rows = rows(values.layout(), target.layout(), along);
    rows.start(0, values.storageOffset(), target.storageOffset());
    int width = shape.dim(last);
    int i = 0;
    do {
      for (int column = 0; column < width; column++) {
        int index = indexOf(name, target.shape(), along, indices[i++]);
        float term = values.storage()[rows.first() + column * values.layout().stride(last)];
        target.storage()[rows.second() + column * step + index * stride] += term;
      }
    } while (rows.next());
    rows.release();
  }

  /** Walks over all axes but the last in row-major order, standing still along one axis. */
  private static LoopNest rows(Layout shaped, Layout other, int along) {
    LoopNest rows = LoopNest.acquire();
    for (int axis = 0; axis < shaped.shape().rank() - 1; axis++) {
      int stride = axis == along ? 0 : other.stride(axis);
      rows.add(shaped.shape().dim(axis), shaped.stride(axis), stride);
    }
    return rows;
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
