package lanewise.tensor;

import java.util.Arrays;

/**
 * The sizes of a tensor's dimensions, outermost first: {@code [64, 784]} is 64 rows of 784 columns.
 *
 * <p>A shape of rank 0, {@code []}, has one element (a scalar). A shape with a zero dimension has
 * none. The number of elements fits an {@code int}, because a tensor lives in one Java array.
 *
 * <p>Immutable and safe to share.
 */
public final class Shape {
  /** The shape of a scalar: rank 0, one element. */
  public static final Shape SCALAR = new Shape(new int[0]);

  private final int[] dims;
  private final int size;

  private Shape(int[] dims) {
    this.dims = dims;
    this.size = sizeOf(dims);
  }

  /**
   * The shape with these dimensions.
   *
   * @param dims sizes, outermost first; copied
   * @return the shape
   * @throws ShapeException if a dimension is negative or the number of elements exceeds 2^31 - 1
   */
  public static Shape of(int... dims) {
    return dims.length == 0 ? SCALAR : new Shape(dims.clone());
  }

  private static int sizeOf(int[] dims) {
    long size = 1;
    boolean empty = false;
    for (int dim : dims) {
      if (dim < 0) {
        throw new ShapeException(
            "shape: " + Arrays.toString(dims) + ": dimension " + dim + " is negative");
      }
      empty |= dim == 0;
    }
    for (int i = 0; i < dims.length && !empty; i++) {
      size *= dims[i];
      if (size > Integer.MAX_VALUE) {
        throw new ShapeException(
            "shape: "
                + Arrays.toString(dims)
                + ": more than 2^31 - 1 elements, the most that one Java array holds");
      }
    }
    return empty ? 0 : (int) size;
  }

  /**
   * The number of dimensions.
   *
   * @return 0 for a scalar
   */
  public int rank() {
    return dims.length;
  }

  /**
   * The size of one dimension.
   *
   * @param axis from 0, or from -1 backwards from the last
   * @return its size
   * @throws ShapeException if there is no such axis
   */
  public int dim(int axis) {
    return dims[axis(axis, "dim")];
  }

  /**
   * The number of elements: the product of the dimensions, 1 for a scalar.
   *
   * @return the number of elements
   */
  public int size() {
    return size;
  }

  /**
   * The dimensions as an array.
   *
   * @return a new array
   */
  public int[] toArray() {
    return dims.clone();
  }

  /**
   * The number of an axis, counted from the first.
   *
   * @param axis from 0, or from -1 backwards from the last
   * @param operation named in the message of the exception
   * @return from 0 to the rank - 1
   * @throws ShapeException if there is no such axis
   */
  public int axis(int axis, String operation) {
    int normal = axis < 0 ? axis + dims.length : axis;
    if (normal < 0 || normal >= dims.length) {
      throw new ShapeException(
          operation + ": " + this + " has no axis " + axis + " (rank " + dims.length + ")");
    }
    return normal;
  }

  /** That this shape broadcasts to another: its axes, from the last, are equal or 1. */
  void requireBroadcast(Shape to, String operation) {
    int lead = to.rank() - rank();
    if (lead < 0) {
      throw new ShapeException(operation + ": " + this + " to " + to + ": fewer axes");
    }
    for (int i = 0; i < rank(); i++) {
      if (dims[i] != to.dims[lead + i] && dims[i] != 1) {
        throw new ShapeException(
            operation
                + ": "
                + this
                + " to "
                + to
                + ": axis "
                + (lead + i)
                + " is "
                + dims[i]
                + ", neither 1 nor "
                + to.dims[lead + i]);
      }
    }
  }

  /** Marks the axes that are named, each of which may count from the end. */
  boolean[] marked(int[] axes, String operation) {
    boolean[] marked = new boolean[dims.length];
    for (int named : axes) {
      int axis = axis(named, operation);
      if (marked[axis]) {
        throw new ShapeException(operation + ": " + this + ": axis " + axis + " is named twice");
      }
      marked[axis] = true;
    }
    return marked;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /** The dimensions in brackets: {@code [64, 784]}. */
  @Override
  public String toString() {
    return Arrays.toString(dims);
  }
}
