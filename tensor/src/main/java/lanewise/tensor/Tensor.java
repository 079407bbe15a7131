package lanewise.tensor;

import java.util.Arrays;
import java.util.Objects;
import lanewise.tensor.kernel.strided.LoopNest;

/**
 * An n-dimensional array of 32-bit floats: storage, and a layout that says where each element lies.
 *
 * <p>Several tensors may share one storage: views ({@link #transpose()}, {@link #reshape} of a
 * contiguous tensor …) copy nothing, and writing through one is seen by all. Methods that return a
 * new tensor with its own storage say so. Arithmetic, functions and reductions are in {@link
 * lanewise.tensor.ops}, matrix products in {@link lanewise.tensor.linalg}.
 *
 * <p>Two tensors are {@code equals} only where they are the same object; {@link Closeness} compares
 * elements.
 *
 * <p>Reading from many threads is safe while no thread writes; nothing here synchronizes. Memory is
 * a plain Java array: the garbage collector frees it, there is nothing to close.
 */
public final class Tensor {
  private final float[] storage;
  private final Layout layout;

  private Tensor(float[] storage, Layout layout) {
    this.storage = storage;
    this.layout = layout;
  }

  /** The elements that a layout names in a storage. */
  static Tensor view(float[] storage, Layout layout) {
    return new Tensor(storage, layout);
  }

  /** Where the elements lie. */
  Layout layout() {
    return layout;
  }

  /**
   * A tensor of zeros with its own storage.
   *
   * @param shape sizes of the dimensions; none for a scalar
   * @return a new tensor
   * @throws ShapeException if a dimension is negative or there are too many elements
   */
  public static Tensor zeros(int... shape) {
    return zeros(Shape.of(shape));
  }

  /**
   * A tensor of zeros with its own storage.
   *
   * @param shape sizes of the dimensions
   * @return a new tensor
   */
  public static Tensor zeros(Shape shape) {
    return new Tensor(new float[shape.size()], Layout.contiguous(shape));
  }

  /**
   * A tensor of these values in row-major order, copied into its own storage.
   *
   * @param shape sizes of the dimensions
   * @param values as many as the shape has elements
   * @return a new tensor
   * @throws ShapeException if the number of values is not the shape's
   */
  public static Tensor of(Shape shape, float... values) {
    return wrap(values.clone(), shape);
  }

  /**
   * A tensor over an array, without copying: the tensor and the array see each other's writes.
   *
   * @param values the storage, row-major, exactly as long as the shape has elements
   * @param shape sizes of the dimensions
   * @return a tensor that shares the array
   * @throws ShapeException if the array's length is not the number of elements
   */
  public static Tensor wrap(float[] values, Shape shape) {
    if (values.length != shape.size()) {
      throw new ShapeException(
          "tensor: " + values.length + " values do not fill " + shape + " (" + shape.size() + ")");
    }
    return new Tensor(values, Layout.contiguous(shape));
  }

  /**
   * The sizes of the dimensions.
   *
   * @return the shape
   */
  public Shape shape() {
    return layout.shape();
  }

  /**
   * The size of one dimension.
   *
   * @param axis from 0, or from -1 backwards from the last
   * @return its size
   * @throws ShapeException if there is no such axis
   */
  public int dim(int axis) {
    return layout.shape().dim(axis);
  }

  /**
   * The number of dimensions.
   *
   * @return 0 for a scalar
   */
  public int rank() {
    return layout.shape().rank();
  }

  /**
   * The number of elements.
   *
   * @return the product of the dimensions
   */
  public int size() {
    return layout.shape().size();
  }

  /**
   * Whether the elements follow one another without gaps in row-major order.
   *
   * @return true for a fresh tensor, false for most transposed, strided and broadcast views
   */
  public boolean isContiguous() {
    return layout.isContiguous();
  }

  /**
   * The array that holds the elements, shared with all views of it; not a copy. Element {@code (i0,
   * i1, …)} is at {@code storageOffset() + i0 * stride(0) + i1 * stride(1) + …}.
   *
   * @return the storage itself
   */
  public float[] storage() {
    return storage;
  }

  /**
   * Where the first element lies in the storage.
   *
   * @return an index
   */
  public int storageOffset() {
    return layout.offset();
  }

  /**
   * How far apart in the storage two neighbours along an axis lie.
   *
   * @param axis from 0, or from -1 backwards from the last
   * @return the distance in elements; 0 along a broadcast axis, negative along a flipped one
   * @throws ShapeException if there is no such axis
   */
  public int stride(int axis) {
    return layout.stride(layout.shape().axis(axis, "stride"));
  }

  /**
   * Whether several indices share one place in the storage, as in a view from {@link #broadcastTo}.
   * Such a tensor can be read but not written.
   *
   * @return false for a tensor with its own storage
   */
  public boolean isBroadcastView() {
    return layout.repeats();
  }

  /**
   * Whether writing one of two tensors may change the other: NumPy's {@code may_share_memory}.
   * Views that share an array but provably no element of it, such as two blocks of columns of one
   * matrix, do not overlap; where that cannot be told quickly, the answer is true.
   *
   * @param other any tensor
   * @return false if the two have no element in common
   */
  @SuppressWarnings("ReferenceEquality") // whether it is one array, not whether two are equal
  public boolean mayOverlap(Tensor other) {
    return other.storage == storage
        && size() > 0
        && other.size() > 0
        && other.layout.mayOverlap(layout);
  }

  /**
   * One element.
   *
   * @param index one number an axis; negative ones count from the end
   * @return its value
   * @throws ShapeException if there are too few or many numbers, or one is out of range
   */
  public float get(int... index) {
    return storage[layout.indexOf(index, "get")];
  }

  /**
   * Writes one element, seen by all tensors that share the storage.
   *
   * @param value the new value
   * @param index one number an axis; negative ones count from the end
   * @throws ShapeException if there are too few or many numbers, one is out of range, or this is a
   *     broadcast view, whose elements share places
   */
  public void set(float value, int... index) {
    requireOwnPlaces("set");
    storage[layout.indexOf(index, "set")] = value;
  }

  /**
   * The elements in row-major order.
   *
   * @return a new array
   */
  public float[] toArray() {
    float[] values = new float[size()];
    copyTo(values, 0);
    return values;
  }

  /**
   * Writes the elements in row-major order into an array. Allocates nothing.
   *
   * @param target written from {@code at} on; not this tensor's own storage unless contiguous
   * @param at where the first element goes
   * @throws IndexOutOfBoundsException if the elements do not fit behind {@code at}
   */
  public void copyTo(float[] target, int at) {
    Objects.checkFromIndexSize(at, size(), target.length);
    if (size() == 0) {
      return; // the offset of an empty view may lie outside the storage
    }
    if (isContiguous()) {
      System.arraycopy(storage, layout.offset(), target, at, size());
    } else {
      layout.copyTo(storage, target, at);
    }
  }

  /**
   * Overwrites every element, seen by all tensors that share the storage. Allocates nothing.
   *
   * @param value what each element becomes
   * @throws ShapeException if this is a broadcast view, whose elements share places
   */
  public void fill(float value) {
    requireOwnPlaces("fill");
    if (size() == 0) {
      return;
    }
    if (isContiguous()) {
      Arrays.fill(storage, layout.offset(), layout.offset() + size(), value);
      return;
    }
    LoopNest nest = Layout.loopsOrderedBySecond(layout, layout);
    int inner = nest.rank() - 1;
    int count = nest.dim(inner);
    int stride = nest.secondStride(inner);
    nest.start(1, layout.offset(), layout.offset());
    do {
      int at = nest.second();
      for (int i = 0; i < count; i++) {
        storage[at + i * stride] = value;
      }
    } while (nest.next());
    nest.release();
  }

  /**
   * Overwrites every element with that of another tensor, broadcast to this shape; seen by all
   * tensors that share the storage. The two may overlap: the values are those from before the call.
   * NumPy's {@code this[...] = source}. Allocates nothing, unless the two overlap and are not both
   * contiguous: the source is copied first then.
   *
   * @param source a tensor of this shape, or one that broadcasts to it
   * @throws ShapeException if the source does not broadcast to this shape, or this is a broadcast
   *     view, whose elements share places
   */
  public void copyFrom(Tensor source) {
    requireOwnPlaces("copyFrom");
    source.shape().requireBroadcast(shape(), "copyFrom");
    if (size() == 0) {
      return;
    }
    if (source.size() == size() && isContiguous() && source.isContiguous()) {
      System.arraycopy(source.storage, source.layout.offset(), storage, layout.offset(), size());
      return;
    }
    Tensor values = mayOverlap(source) ? source.copy() : source;
    Layout.copy(values.storage, values.layout, storage, layout);
  }

  /** Refuses to write through a broadcast view. */
  void requireOwnPlaces(String operation) {
    if (layout.repeats()) {
      throw new ShapeException(
          operation + ": " + shape() + " is a broadcast view whose elements share places");
    }
  }

  /**
   * This tensor where it is contiguous, else a row-major copy with its own storage.
   *
   * @return a contiguous tensor of the same values
   */
  public Tensor contiguous() {
    return isContiguous() ? this : copy();
  }

  /**
   * A row-major copy with its own storage.
   *
   * @return a new tensor
   */
  public Tensor copy() {
    return new Tensor(toArray(), Layout.contiguous(shape()));
  }

  /**
   * The same elements in row-major order under another shape: a view wherever strides can express
   * it (always for a contiguous tensor), a copy elsewhere.
   *
   * @param shape the new sizes; one may be -1 and is worked out from the rest
   * @return a view or a new tensor
   * @throws ShapeException if the number of elements differs, or -1 stands for no whole number
   */
  public Tensor reshape(int... shape) {
    Shape to = Reshaping.resolve(shape(), shape);
    Layout view = layout.reshape(to);
    return view == null ? wrap(toArray(), to) : new Tensor(storage, view);
  }

  /**
   * All elements in row-major order along one axis; a view wherever {@link #reshape} gives one.
   *
   * @return a view or a new tensor of rank 1
   */
  public Tensor flatten() {
    return reshape(size());
  }

  /**
   * A view with the axes in reverse order; of a matrix, its transpose.
   *
   * @return a view
   */
  public Tensor transpose() {
    int[] reversed = new int[rank()];
    for (int i = 0; i < reversed.length; i++) {
      reversed[i] = reversed.length - 1 - i;
    }
    return permute(reversed);
  }

  /**
   * A view with the axes in another order.
   *
   * @param order axis i of the result is axis {@code order[i]} of this; every axis once
   * @return a view
   * @throws ShapeException if an axis is missing, named twice or does not exist
   */
  public Tensor permute(int... order) {
    return new Tensor(storage, layout.permute(order));
  }

  /**
   * A view of one index of an axis; the axis is dropped.
   *
   * @param axis from 0, or from -1 backwards from the last
   * @param index negative counts from the end
   * @return a view of one rank less
   * @throws ShapeException if the axis or the index does not exist
   */
  public Tensor select(int axis, int index) {
    return new Tensor(storage, layout.select(layout.shape().axis(axis, "select"), index));
  }

  /**
   * A view of the indices from start up to, not including, stop of one axis: {@code start:stop}.
   *
   * @param axis from 0, or from -1 backwards from the last
   * @param start the first index; negative counts from the end; clamped to the axis
   * @param stop the index after the last; negative counts from the end; clamped to the axis
   * @return a view of the same rank
   * @throws ShapeException if there is no such axis
   */
  public Tensor slice(int axis, int start, int stop) {
    return slice(axis, Slice.of(start, stop));
  }

  /**
   * A view of some indices of one axis, such as {@code Slice.every(2)} or {@code Slice.reversed()}.
   *
   * @param axis from 0, or from -1 backwards from the last
   * @param indices which
   * @return a view of the same rank
   * @throws ShapeException if there is no such axis
   */
  public Tensor slice(int axis, Slice indices) {
    return new Tensor(storage, layout.slice(layout.shape().axis(axis, "slice"), indices));
  }

  /**
   * A view of some indices of the first axes: {@code x.slice(Slice.of(1, 3), Slice.of(2, 5))} is
   * NumPy's {@code x[1:3, 2:5]}.
   *
   * @param indices one slice an axis; axes without one stay whole
   * @return a view of the same rank
   * @throws ShapeException if there are more slices than axes
   */
  public Tensor slice(Slice... indices) {
    if (indices.length > rank()) {
      throw new ShapeException(
          "slice: " + shape() + " has " + rank() + " axes, not " + indices.length);
    }
    Layout view = layout;
    for (int axis = 0; axis < indices.length; axis++) {
      view = view.slice(axis, indices[axis]);
    }
    return new Tensor(storage, view);
  }

  /**
   * A view with the order of the indices of some axes reversed.
   *
   * @param axes from 0, or from -1 backwards from the last; none for all
   * @return a view of the same shape
   * @throws ShapeException if an axis does not exist or is named twice
   */
  public Tensor flip(int... axes) {
    boolean[] flipped = shape().marked(axes, "flip");
    Layout view = layout;
    for (int axis = 0; axis < flipped.length; axis++) {
      if (flipped[axis] || axes.length == 0) {
        view = view.slice(axis, Slice.reversed());
      }
    }
    return new Tensor(storage, view);
  }

  /**
   * A view without some axes of size 1.
   *
   * @param axes from 0, or from -1 backwards from the last; none for all of size 1
   * @return a view of smaller or equal rank
   * @throws ShapeException if an axis does not exist, is named twice or has another size than 1
   */
  public Tensor squeeze(int... axes) {
    boolean[] dropped = shape().marked(axes, "squeeze");
    for (int axis = 0; axis < dropped.length; axis++) {
      if (dropped[axis] && shape().dim(axis) != 1) {
        throw new ShapeException("squeeze: " + shape() + ": axis " + axis + " is not of size 1");
      }
      dropped[axis] |= axes.length == 0 && shape().dim(axis) == 1;
    }
    return new Tensor(storage, layout.squeeze(dropped));
  }

  /**
   * A view with one more axis, of size 1.
   *
   * @param axis where it is in the result, from 0 to the rank, or from -1 backwards from the last
   * @return a view of one rank more
   * @throws ShapeException if the axis is out of range
   */
  public Tensor unsqueeze(int axis) {
    int at = axis < 0 ? axis + rank() + 1 : axis;
    if (at < 0 || at > rank()) {
      throw new ShapeException("unsqueeze: " + shape() + " takes no new axis at " + axis);
    }
    return new Tensor(storage, layout.unsqueeze(at));
  }

  /**
   * A view of the main diagonal of the first two axes; see {@link #diagonal(int, int, int)}.
   *
   * @return a view of one rank less
   * @throws ShapeException if the rank is below 2
   */
  public Tensor diagonal() {
    return diagonal(0, 0, 1);
  }

  /**
   * A view of the elements whose index along one axis is greater by a fixed number than that along
   * another. The two axes are dropped; the diagonal is the last axis of the result.
   *
   * @param above how much the index along {@code across} is greater; negative is below the main
   *     diagonal; empty where it misses the array
   * @param down the axis of the rows
   * @param across the axis of the columns
   * @return a view of one rank less
   * @throws ShapeException if an axis does not exist or both are the same
   */
  public Tensor diagonal(int above, int down, int across) {
    int rows = shape().axis(down, "diagonal");
    int columns = shape().axis(across, "diagonal");
    if (rows == columns) {
      throw new ShapeException("diagonal: " + shape() + ": axis " + rows + " is named twice");
    }
    return new Tensor(storage, layout.diagonal(above, rows, columns));
  }

  /**
   * A view that repeats this tensor along missing leading axes and along axes of size 1, as NumPy
   * broadcasts. Elements of the view share places: do not write through it.
   *
   * @param shape the shape to reach
   * @return a view
   * @throws ShapeException if an axis is neither equal nor 1
   */
  public Tensor broadcastTo(int... shape) {
    return new Tensor(storage, layout.broadcastTo(Shape.of(shape)));
  }

  /**
   * The elements as NumPy prints float32 arrays: nested brackets, aligned columns, up to 8 digits
   * behind the point; of more than 1000 elements only the first and last 3 along each axis.
   */
  @Override
  public String toString() {
    return TensorText.format(this);
  }
}
