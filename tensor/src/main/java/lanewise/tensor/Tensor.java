package lanewise.tensor;

/**
 * An n-dimensional array of 32-bit floats: storage, and a layout that says where each element lies.
 *
 * <p>Several tensors may share one storage: views ({@link #transpose()}, {@link #reshape} of a
 * contiguous tensor …) copy nothing, and writing through one is seen by all. Methods that return a
 * new tensor with its own storage say so. The arithmetic lives in families of operations beside
 * this class, each with its own; see the package description.
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
   * @throws ShapeException if there are too few or many numbers, or one is out of range
   */
  public void set(float value, int... index) {
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
   * Writes the elements in row-major order into an array. Allocates nothing for contiguous tensors.
   *
   * @param target written from {@code at} on
   * @param at where the first element goes
   * @throws IndexOutOfBoundsException if the elements do not fit behind {@code at}
   */
  public void copyTo(float[] target, int at) {
    if (isContiguous()) {
      System.arraycopy(storage, layout.offset(), target, at, size());
    } else {
      copyStrided(target, at, 0, layout.offset());
    }
  }

  private int copyStrided(float[] target, int at, int axis, int from) {
    if (axis == rank()) {
      target[at] = storage[from];
      return at + 1;
    }
    int next = at;
    for (int i = 0; i < layout.shape().dim(axis); i++) {
      next = copyStrided(target, next, axis + 1, from + i * layout.stride(axis));
    }
    return next;
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
   * The same elements in row-major order under another shape: a view where this tensor is
   * contiguous, a copy elsewhere.
   *
   * @param shape the new sizes; one may be -1 and is worked out from the rest
   * @return a view or a new tensor
   * @throws ShapeException if the number of elements differs
   */
  public Tensor reshape(int... shape) {
    Shape to = inferred(shape);
    Layout view = layout.reshape(to);
    return view == null ? wrap(toArray(), to) : new Tensor(storage, view);
  }

  private Shape inferred(int[] dims) {
    int[] full = dims.clone();
    int unknown = -1;
    long known = 1;
    for (int i = 0; i < full.length; i++) {
      if (full[i] == -1 && unknown < 0) {
        unknown = i;
      } else {
        known *= full[i];
      }
    }
    if (unknown >= 0 && known > 0 && size() % known == 0) {
      full[unknown] = (int) (size() / known);
    }
    String wanted = java.util.Arrays.toString(dims);
    if (unknown >= 0 && full[unknown] < 0) {
      throw new ShapeException(
          "reshape: " + shape() + " to " + wanted + ": no whole number fits the -1");
    }
    Shape to = Shape.of(full);
    if (to.size() != size()) {
      throw new ShapeException(
          "reshape: " + shape() + " to " + wanted + ": " + size() + " elements, not " + to.size());
    }
    return to;
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
}
