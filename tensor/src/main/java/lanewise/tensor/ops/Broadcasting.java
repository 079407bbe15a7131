package lanewise.tensor.ops;

import java.util.Locale;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.kernel.Pool;
import lanewise.tensor.kernel.elementwise.BinaryOp;
import lanewise.tensor.kernel.elementwise.UnaryOp;
import lanewise.tensor.ops.ElementwiseLoop.Kind;

/**
 * NumPy's broadcasting for the elementwise operations: checks the shapes, keeps operands that
 * overlap the result from being overwritten before they are read, and starts the loop.
 *
 * <p>Shapes are aligned at their last axes; axes of size 1 and missing leading axes repeat. An
 * operand may be the result itself (the same elements at the same places); one that overlaps it in
 * any other way is copied first.
 */
final class Broadcasting {
  private static final Pool<Tensor> SCALARS = new Pool<>(() -> Tensor.zeros());

  private Broadcasting() {}

  static Tensor unary(UnaryOp op, Tensor x) {
    Tensor out = Tensor.zeros(x.shape());
    ElementwiseLoop.of(Kind.UNARY).op(op).run(out, x, x, x);
    return out;
  }

  static void unaryInto(UnaryOp op, Tensor x, Tensor out) {
    requireResult(op, "Into", x, x, x, out);
    unaryOver(op, x, out);
  }

  static void unaryInPlace(UnaryOp op, Tensor x) {
    requireResult(op, "InPlace", x, x, x, x);
    unaryOver(op, x, x);
  }

  private static void unaryOver(UnaryOp op, Tensor x, Tensor out) {
    Tensor operand = apart(x, out);
    ElementwiseLoop.of(Kind.UNARY).op(op).run(out, operand, operand, operand);
  }

  static Tensor binary(BinaryOp op, Tensor x, Tensor y) {
    Tensor out = Tensor.zeros(shape(op, "", x.shape(), y.shape()));
    ElementwiseLoop.of(Kind.BINARY).op(op).run(out, x, y, y);
    return out;
  }

  static void binaryInto(BinaryOp op, Tensor x, Tensor y, Tensor out) {
    requireResult(op, "Into", x, y, y, out);
    binaryOver(op, x, y, out);
  }

  static void binaryInPlace(BinaryOp op, Tensor x, Tensor y) {
    requireResult(op, "InPlace", x, y, y, x);
    binaryOver(op, x, y, x);
  }

  private static void binaryOver(BinaryOp op, Tensor x, Tensor y, Tensor out) {
    Tensor second = apart(y, out);
    ElementwiseLoop.of(Kind.BINARY).op(op).run(out, apart(x, out), second, second);
  }

  static Tensor binary(BinaryOp op, Tensor x, float y) {
    Tensor out = Tensor.zeros(x.shape());
    ElementwiseLoop.of(Kind.BINARY_SCALAR).op(op).scalars(y, y).run(out, x, x, x);
    return out;
  }

  static void binaryInto(BinaryOp op, Tensor x, float y, Tensor out) {
    requireResult(op, "Into", x, x, x, out);
    scalarOver(Kind.BINARY_SCALAR, op, x, y, out);
  }

  static void binaryInPlace(BinaryOp op, Tensor x, float y) {
    requireResult(op, "InPlace", x, x, x, x);
    scalarOver(Kind.BINARY_SCALAR, op, x, y, x);
  }

  static Tensor binary(BinaryOp op, float x, Tensor y) {
    Tensor out = Tensor.zeros(y.shape());
    ElementwiseLoop.of(Kind.SCALAR_BINARY).op(op).scalars(x, x).run(out, y, y, y);
    return out;
  }

  static void binaryInto(BinaryOp op, float x, Tensor y, Tensor out) {
    requireResult(op, "Into", y, y, y, out);
    scalarOver(Kind.SCALAR_BINARY, op, y, x, out);
  }

  static void binaryInPlace(BinaryOp op, float x, Tensor y) {
    requireResult(op, "InPlace", y, y, y, y);
    scalarOver(Kind.SCALAR_BINARY, op, y, x, y);
  }

  private static void scalarOver(Kind kind, BinaryOp op, Tensor x, float scalar, Tensor out) {
    Tensor operand = apart(x, out);
    ElementwiseLoop.of(kind).op(op).scalars(scalar, scalar).run(out, operand, operand, operand);
  }

  /** FMA or WHERE. */
  static Tensor ternary(Kind kind, Tensor x, Tensor y, Tensor z) {
    Shape two = shape(kind, "", x.shape(), y.shape());
    Tensor out = Tensor.zeros(shape(kind, "", two, z.shape()));
    ElementwiseLoop.of(kind).run(out, x, y, z);
    return out;
  }

  static void ternaryInto(Kind kind, Tensor x, Tensor y, Tensor z, Tensor out) {
    requireResult(kind, "Into", x, y, z, out);
    ternaryOver(kind, x, y, z, out);
  }

  static void ternaryInPlace(Kind kind, Tensor x, Tensor y, Tensor z) {
    requireResult(kind, "InPlace", x, y, z, x);
    ternaryOver(kind, x, y, z, x);
  }

  private static void ternaryOver(Kind kind, Tensor x, Tensor y, Tensor z, Tensor out) {
    ElementwiseLoop.of(kind).run(out, apart(x, out), apart(y, out), apart(z, out));
  }

  /** A tensor of one value, to be released. */
  static Tensor scalar(float value) {
    Tensor scalar = SCALARS.acquire();
    scalar.storage()[0] = value;
    return scalar;
  }

  /** Gives a scalar back; the caller must not use it any more. */
  static void release(Tensor scalar) {
    SCALARS.release(scalar);
  }

  static Tensor clip(Tensor x, float low, float high) {
    Tensor out = Tensor.zeros(x.shape());
    ElementwiseLoop.of(Kind.CLIP).scalars(low, high).run(out, x, x, x);
    return out;
  }

  static void clipInto(Tensor x, float low, float high, Tensor out) {
    requireResult(Kind.CLIP, "Into", x, x, x, out);
    clipOver(x, low, high, out);
  }

  static void clipInPlace(Tensor x, float low, float high) {
    requireResult(Kind.CLIP, "InPlace", x, x, x, x);
    clipOver(x, low, high, x);
  }

  private static void clipOver(Tensor x, float low, float high, Tensor out) {
    Tensor operand = apart(x, out);
    ElementwiseLoop.of(Kind.CLIP).scalars(low, high).run(out, operand, operand, operand);
  }

  /** The shape that two shapes broadcast to. */
  private static Shape shape(Enum<?> op, String form, Shape x, Shape y) {
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
            String.format(
                Locale.ROOT,
                "%s%s: %s and %s: axis %d differs (%d and %d)",
                name(op),
                form,
                x,
                y,
                axis,
                first,
                second));
      }
      dims[axis] = first == 1 ? second : first;
    }
    return Shape.of(dims);
  }

  /** The size of an axis of the broadcast shape. */
  private static int dim(Shape shape, int axis, int rank) {
    int own = axis - (rank - shape.rank());
    return own < 0 ? 1 : shape.dim(own);
  }

  /** Checks that the operands broadcast to the result's shape; allocates nothing. */
  private static void requireResult(
      Enum<?> op, String form, Tensor x, Tensor y, Tensor z, Tensor out) {
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
      Shape result = shape(op, form, shape(op, form, x.shape(), y.shape()), z.shape());
      throw refused(op, form, x, y, z, result + " does not fit into " + out.shape());
    }
    if (out.isBroadcastView()) {
      String why = out.shape() + " is a broadcast view whose elements share places";
      throw refused(op, form, x, y, z, why);
    }
  }

  /** An error that names the method, the shapes of its operands and the result. */
  @SuppressWarnings("ReferenceEquality") // operands that fill the places of missing ones
  private static ShapeException refused(
      Enum<?> op, String form, Tensor x, Tensor y, Tensor z, String why) {
    StringBuilder message = new StringBuilder(name(op)).append(form).append(": ").append(x.shape());
    if (y != x) {
      message.append(" and ").append(y.shape());
    }
    if (z != y) {
      message.append(" and ").append(z.shape());
    }
    return new ShapeException(message.append(": the result ").append(why).toString());
  }

  /** The operand, or a copy where writing the result would change it before it is read. */
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

  /** The operation's name in messages: the method's. */
  private static String name(Enum<?> op) {
    String name = op.name().toLowerCase(Locale.ROOT);
    int gap = name.indexOf('_');
    return gap < 0
        ? name
        : name.substring(0, gap)
            + Character.toUpperCase(name.charAt(gap + 1))
            + name.substring(gap + 2);
  }
}
