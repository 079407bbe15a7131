package lanewise.tensor.ops;

import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.kernel.Pool;

/**
 * NumPy's broadcasting for the elementwise operations. It checks the shapes, and prevents operands
 * that overlap the result from being overwritten before they are read.
 *
 * <p>Shapes are aligned at their last axes; axes of size 1 and missing leading axes repeat. An
 * operand may be the result itself (the same elements at the same positions); an operand that
 * overlaps it in any other way is copied first.
 */
final class Broadcasting {
  private static final Pool<Tensor> SCALARS = new Pool<>(() -> Tensor.zeros());

  private Broadcasting() {}

  /** Returns a tensor of one value, which the caller must release. */
  static Tensor scalar(float value) {
    Tensor scalar = SCALARS.acquire();
    scalar.storage()[0] = value;
    return scalar;
  }

  /** Releases a scalar; the caller must not use it any more. */
  static void release(Tensor scalar) {
    SCALARS.release(scalar);
  }

  /** Returns the shape to which two shapes broadcast. */
  static Shape shape(Enum<?> op, Shape x, Shape y) {
    if (x.equals(y)) {
      return x;
    }
    int rank = Math.max(x.rank(), y.rank());
    int[] dims = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      int first = dim(x, axis, rank);
      int second = dim(y, axis, rank);
      if (first != second && first != 1 && second != 1) {
        throw new ShapeException(
            "%s: %s and %s: axis %s differs (%s and %s)"
                .formatted(name(op), x, y, axis, first, second));
      }
      dims[axis] = first == 1 ? second : first;
    }
    return Shape.of(dims);
  }

  /** Returns the size of an axis of the broadcast shape. */
  private static int dim(Shape shape, int axis, int rank) {
    int own = axis - (rank - shape.rank());
    return own < 0 ? 1 : shape.dim(own);
  }

  /** Checks that the operands broadcast to the result's shape. Allocates nothing. */
  static void requireResult(Enum<?> op, Tensor x, Tensor y, Tensor z, Tensor out) {
    int rank = out.rank();
    boolean fits = x.rank() <= rank && y.rank() <= rank && z.rank() <= rank;
    for (int axis = 0; axis < rank && fits; axis++) {
      int dim = out.shape().dim(axis);
      int first = dim(x.shape(), axis, rank);
      int second = dim(y.shape(), axis, rank);
      int third = dim(z.shape(), axis, rank);
      fits =
          (first == dim || first == 1)
              && (second == dim || second == 1)
              && (third == dim || third == 1);
    }
    if (!fits) {
      Shape result = shape(op, shape(op, x.shape(), y.shape()), z.shape());
      throw refused(op, x, y, z, result + " does not fit into " + out.shape());
    }
    if (out.isBroadcastView()) {
      String why = out.shape() + " is a broadcast view whose elements share places";
      throw refused(op, x, y, z, why);
    }
  }

  /** Returns an error that names the operation, the shapes of its operands and the result. */
  @SuppressWarnings("ReferenceEquality") // placeholders for missing operands
  private static ShapeException refused(Enum<?> op, Tensor x, Tensor y, Tensor z, String why) {
    StringBuilder message = new StringBuilder(name(op)).append(": ").append(x.shape());
    if (y != x) {
      message.append(" and ").append(y.shape());
    }
    if (z != y) {
      message.append(" and ").append(z.shape());
    }
    return new ShapeException(message.append(": the result ").append(why).toString());
  }

  /** Returns the operand, or a copy if writing the result would change it before it is read. */
  @SuppressWarnings("ReferenceEquality") // whether it is one array, not whether two are equal
  static Tensor apart(Tensor operand, Tensor out) {
    if (operand.storage() != out.storage()
        || out.size() == 0
        || !operand.mayOverlap(out)
        || samePlaces(operand, out)) {
      return operand;
    }
    return operand.copy();
  }

  private static boolean samePlaces(Tensor operand, Tensor out) {
    if (operand.size() != out.size() || operand.storageOffset() != out.storageOffset()) {
      return false;
    }
    int lead = out.rank() - operand.rank();
    for (int axis = 0; axis < out.rank(); axis++) {
      boolean one = out.shape().dim(axis) == 1;
      if (!one && operand.stride(axis - lead) != out.stride(axis)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the number of an axis counted from the first. Allocates nothing unless the axis does
   * not exist.
   */
  static int axis(Enum<?> op, Shape shape, int axis) {
    boolean exists = axis >= -shape.rank() && axis < shape.rank();
    return exists ? (axis < 0 ? axis + shape.rank() : axis) : shape.axis(axis, name(op));
  }

  /** Returns the operation's name in messages, such as {@code logSoftmax} for LOG_SOFTMAX. */
  static String name(Enum<?> op) {
    StringBuilder name = new StringBuilder();
    boolean initial = false;
    for (char letter : op.name().toCharArray()) {
      if (letter != '_') {
        name.append(initial ? letter : Character.toLowerCase(letter));
      }
      initial = letter == '_';
    }
    return name.toString();
  }
}
