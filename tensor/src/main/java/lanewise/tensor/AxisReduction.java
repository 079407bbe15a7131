package lanewise.tensor;

import java.util.Arrays;
import lanewise.tensor.kernel.reduce.Reducer;
import lanewise.tensor.kernel.reduce.Reduction;

/**
 * Brings reductions to the form that the kernels take: outer x axis x inner elements, the inner
 * ones contiguous.
 *
 * <pre>
 *   axes that are neighbours        one axis of their product
 *   axes before them / after them   outer / inner
 *   axes with others between        copied so that the reduced ones come last
 * </pre>
 *
 * <p>Axes of size 1 count as neighbours of anything. Which form is taken follows from shape and
 * axes alone, so that a view gives the bits that its contiguous copy gives.
 */
final class AxisReduction {
  /** The most elements that a float can number. */
  private static final int COUNTABLE = 1 << 24;

  /** What keeps the shape. */
  enum Along {
    SOFTMAX,
    LOG_SOFTMAX,
    CUM_SUM
  }

  private AxisReduction() {}

  static Tensor reduce(Reduction op, Tensor x, ReducedAxes reduced, int correction, int... axes) {
    boolean[] along = along(op, x, axes);
    Tensor out = Tensor.zeros(shape(x.shape(), along, reduced));
    compute(op, x, along, correction, out);
    return out;
  }

  static void reduceInto(Reduction op, Tensor x, int correction, Tensor out, int... axes) {
    if (allInPlace(op, x, out, axes)) {
      return;
    }
    boolean[] along = along(op, x, axes);
    Shape dropped = shape(x.shape(), along, ReducedAxes.DROP);
    if (!out.shape().equals(dropped)
        && !out.shape().equals(shape(x.shape(), along, ReducedAxes.KEEP))) {
      throw new ShapeException(
          name(op)
              + ": "
              + x.shape()
              + ": the result "
              + dropped
              + " does not fit into "
              + out.shape());
    }
    if (out.layout().repeats()) {
      throw new ShapeException(
          name(op)
              + ": the result "
              + out.shape()
              + " is a broadcast view whose elements share places");
    }
    if (out.isContiguous() && !shareStorage(x, out)) {
      compute(op, x, along, correction, out);
    } else {
      Tensor result = Tensor.zeros(out.shape());
      compute(op, x, along, correction, result);
      out.copyFrom(result);
    }
  }

  /**
   * The common case without an allocation: one axis of a contiguous tensor, or all, into a
   * contiguous result of the right shape. False, and nothing done, for anything else.
   */
  private static boolean allInPlace(Reduction op, Tensor x, Tensor out, int[] axes) {
    if (axes.length > 1
        || x.size() == 0
        || !x.isContiguous()
        || !out.isContiguous()
        || shareStorage(x, out)
        || (isPosition(op) && x.size() > COUNTABLE)) {
      return false;
    }
    int rank = x.rank();
    if (axes.length == 0) {
      if (out.rank() != 0) {
        return false;
      }
      run(op, 1, x.size(), 1, x, out, 0);
      return true;
    }
    int axis = x.shape().axis(axes[0], name(op));
    boolean kept = out.rank() == rank;
    if (!kept && out.rank() != rank - 1) {
      return false;
    }
    int outer = 1;
    int inner = 1;
    for (int a = 0; a < rank; a++) {
      int dim = x.shape().dim(a);
      if (a != axis || kept) {
        int own = kept || a < axis ? a : a - 1;
        if (out.shape().dim(own) != (a == axis ? 1 : dim)) {
          return false;
        }
      }
      outer *= a < axis ? dim : 1;
      inner *= a > axis ? dim : 1;
    }
    run(op, outer, x.shape().dim(axis), inner, x, out, 0);
    return true;
  }

  @SuppressWarnings("ReferenceEquality") // whether it is one array, not whether two are equal
  private static boolean shareStorage(Tensor x, Tensor out) {
    return x.storage() == out.storage();
  }

  private static boolean isPosition(Reduction op) {
    return op == Reduction.ARG_MIN || op == Reduction.ARG_MAX;
  }

  /** Which axes are reduced. */
  private static boolean[] along(Reduction op, Tensor x, int[] axes) {
    boolean[] along = new boolean[x.rank()];
    if (axes.length == 0) {
      Arrays.fill(along, true);
    }
    for (int axis : axes) {
      int normal = x.shape().axis(axis, name(op));
      if (along[normal]) {
        throw new ShapeException(
            name(op) + ": " + x.shape() + ": axis " + axis + " is named twice");
      }
      along[normal] = true;
    }
    return along;
  }

  private static Shape shape(Shape shape, boolean[] along, ReducedAxes reduced) {
    int[] dims = new int[shape.rank()];
    int rank = 0;
    for (int axis = 0; axis < along.length; axis++) {
      if (!along[axis]) {
        dims[rank++] = shape.dim(axis);
      } else if (reduced == ReducedAxes.KEEP) {
        dims[rank++] = 1;
      }
    }
    return Shape.of(Arrays.copyOf(dims, rank));
  }

  /** Into a contiguous tensor of as many elements as there are results. */
  private static void compute(Reduction op, Tensor x, boolean[] along, int correction, Tensor out) {
    int count = 1;
    int outer = 1;
    int inner = 1;
    boolean begun = false;
    boolean ended = false;
    boolean neighbours = true;
    for (int axis = 0; axis < along.length; axis++) {
      int dim = x.shape().dim(axis);
      if (along[axis]) {
        neighbours &= !ended || dim == 1;
        begun |= dim != 1;
        count *= dim;
      } else {
        ended |= begun && dim != 1;
        outer *= begun ? 1 : dim;
        inner *= begun ? dim : 1;
      }
    }
    if (!begun) {
      // Only axes of size 1 are reduced: each element by itself.
      inner = 1;
      outer = out.size();
    }
    requireElements(op, x, count);
    if (out.size() == 0) {
      return;
    }
    if (neighbours) {
      run(op, outer, count, inner, x.contiguous(), out, correction);
    } else {
      run(op, out.size(), count, 1, reducedLast(x, along), out, correction);
    }
  }

  private static void requireElements(Reduction op, Tensor x, int count) {
    boolean chooses = op == Reduction.MIN || op == Reduction.MAX || isPosition(op);
    if (chooses && count == 0) {
      throw new ShapeException(
          name(op) + ": " + x.shape() + ": there are no elements to choose from");
    }
    if (isPosition(op) && count > COUNTABLE) {
      throw new ShapeException(
          name(op) + ": " + x.shape() + ": a float cannot hold an index beyond " + COUNTABLE);
    }
  }

  private static void run(
      Reduction op, int outer, int count, int inner, Tensor x, Tensor out, int correction) {
    Reducer.reduce(
        op,
        outer,
        count,
        inner,
        x.storage(),
        x.storageOffset(),
        count * inner,
        inner,
        out.storage(),
        out.storageOffset(),
        correction);
  }

  /** A contiguous copy with the reduced axes behind the others. */
  private static Tensor reducedLast(Tensor x, boolean[] along) {
    int[] order = new int[along.length];
    int next = 0;
    for (int axis = 0; axis < along.length; axis++) {
      if (!along[axis]) {
        order[next++] = axis;
      }
    }
    for (int axis = 0; axis < along.length; axis++) {
      if (along[axis]) {
        order[next++] = axis;
      }
    }
    return x.permute(order).contiguous();
  }

  /** What keeps the shape, along one axis. */
  static void along(Along op, Tensor x, Tensor out, int axis) {
    int normal = x.shape().axis(axis, name(op));
    if (!x.shape().equals(out.shape())) {
      throw new ShapeException(
          name(op) + ": the result " + x.shape() + " does not fit into " + out.shape());
    }
    if (out.layout().repeats()) {
      throw new ShapeException(
          name(op)
              + ": the result "
              + out.shape()
              + " is a broadcast view whose elements share places");
    }
    if (x.size() == 0) {
      return;
    }
    boolean same = x.storageOffset() == out.storageOffset();
    if (!x.isContiguous() || !out.isContiguous() || (shareStorage(x, out) && !same)) {
      Tensor result = x.copy();
      compute(op, result, result, normal);
      out.copyFrom(result);
    } else {
      compute(op, x, out, normal);
    }
  }

  private static void compute(Along op, Tensor x, Tensor out, int axis) {
    int outer = 1;
    int inner = 1;
    for (int a = 0; a < x.rank(); a++) {
      outer *= a < axis ? x.shape().dim(a) : 1;
      inner *= a > axis ? x.shape().dim(a) : 1;
    }
    int count = x.shape().dim(axis);
    float[] from = x.storage();
    int start = x.storageOffset();
    if (op == Along.CUM_SUM) {
      Reducer.cumSum(
          outer,
          count,
          inner,
          from,
          start,
          count * inner,
          inner,
          out.storage(),
          out.storageOffset());
    } else {
      Reducer.softmax(
          op == Along.LOG_SOFTMAX,
          outer,
          count,
          inner,
          from,
          start,
          count * inner,
          inner,
          out.storage(),
          out.storageOffset());
    }
  }

  /** The operation's name in messages: the method's. */
  private static String name(Along op) {
    return switch (op) {
      case SOFTMAX -> "softmax";
      case LOG_SOFTMAX -> "logSoftmax";
      case CUM_SUM -> "cumSum";
    };
  }

  private static String name(Reduction op) {
    return switch (op) {
      case SUM -> "sum";
      case MEAN -> "mean";
      case VAR -> "var";
      case STD -> "std";
      case MIN -> "min";
      case MAX -> "max";
      case PROD -> "prod";
      case ARG_MIN -> "argMin";
      case ARG_MAX -> "argMax";
      case NORM_1, NORM_2, NORM_INF -> "norm";
      case LOG_SUM_EXP -> "logSumExp";
      case ANY -> "any";
      case ALL -> "all";
    };
  }
}
