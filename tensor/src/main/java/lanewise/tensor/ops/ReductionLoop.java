package lanewise.tensor.ops;

import java.util.Arrays;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.kernel.Pool;
import lanewise.tensor.kernel.reduce.ReduceOp;
import lanewise.tensor.kernel.reduce.ReduceOperand;
import lanewise.tensor.kernel.reduce.Reducer;
import lanewise.tensor.kernel.strided.LoopNest;

/**
 * Brings reductions to the form that the kernels expect: outer x axis x inner elements.
 *
 * <pre>
 *   axes that are neighbours        one axis of their product
 *   axes before them / after them   outer / inner
 *   axes with others between        read as if they were last
 * </pre>
 *
 * <p>Axes of size 1 count as neighbours of any axis. The form decides the order in which elements
 * are added: the order of columns if there are inner elements, and otherwise that of contiguous
 * elements. It depends only on the shape and the axes, so a view gives the same bits as its
 * contiguous copy. The layout decides how the elements are read: in place if the elements of the
 * axis, or those of neighbouring results, are adjacent in memory, and otherwise through small
 * tiles.
 *
 * <p>Loops are taken from a pool, so nothing is allocated once warm.
 */
final class ReductionLoop {
  /** The largest number of elements whose indices a float can represent. */
  private static final int COUNTABLE = 1 << 24;

  /** The number of results that go through a buffer at once. */
  private static final int RESULTS = 1024;

  private static final Pool<ReductionLoop> POOL = new Pool<>(ReductionLoop::new);

  private boolean[] along = new boolean[8];
  private final ReduceOperand operand = new ReduceOperand();
  private final float[] results = new float[RESULTS];

  private ReductionLoop() {}

  static Tensor reduce(ReduceOp op, int correction, Tensor x, boolean keep, int... axes) {
    ReductionLoop loop = POOL.acquire();
    loop.mark(op, x.shape(), axes);
    Tensor out = Tensor.zeros(loop.shape(x.shape(), keep));
    loop.compute(op, x, correction, out);
    POOL.release(loop);
    return out;
  }

  static void reduceInto(ReduceOp op, int correction, Tensor x, Tensor out, int... axes) {
    ReductionLoop loop = POOL.acquire();
    loop.mark(op, x.shape(), axes);
    loop.requireResult(op, x.shape(), out);
    Tensor source = x.mayOverlap(out) ? x.copy() : x;
    loop.compute(op, source, correction, out);
    POOL.release(loop);
  }

  /** Records which axes are reduced. */
  private void mark(ReduceOp op, Shape shape, int[] axes) {
    if (along.length < shape.rank()) {
      along = new boolean[shape.rank()];
    }
    Arrays.fill(along, axes.length == 0);
    for (int axis : axes) {
      int normal = Broadcasting.axis(op, shape, axis);
      if (along[normal]) {
        throw refused(op, shape, "axis " + axis + " is named twice");
      }
      along[normal] = true;
    }
  }

  private static ShapeException refused(ReduceOp op, Shape shape, String why) {
    return new ShapeException("%s: %s: %s".formatted(Broadcasting.name(op), shape, why));
  }

  private Shape shape(Shape shape, boolean keep) {
    int[] dims = new int[shape.rank()];
    int rank = 0;
    for (int axis = 0; axis < dims.length; axis++) {
      if (!along[axis]) {
        dims[rank++] = shape.dim(axis);
      } else if (keep) {
        dims[rank++] = 1;
      }
    }
    return Shape.of(Arrays.copyOf(dims, rank));
  }

  private void requireResult(ReduceOp op, Shape shape, Tensor out) {
    if (!fits(shape, out.shape(), true) && !fits(shape, out.shape(), false)) {
      throw refused(
          op,
          shape,
          "the result %s does not fit into %s".formatted(shape(shape, false), out.shape()));
    }
    if (out.isBroadcastView()) {
      throw refused(
          op,
          shape,
          "the result %s is a broadcast view whose elements share places".formatted(out.shape()));
    }
  }

  /**
   * Returns whether a shape is that of the result, with the reduced axes of size 1 or without them.
   */
  private boolean fits(Shape shape, Shape out, boolean kept) {
    int at = 0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (kept || !along[axis]) {
        int dim = along[axis] ? 1 : shape.dim(axis);
        if (at == out.rank() || out.dim(at) != dim) {
          return false;
        }
        at++;
      }
    }
    return at == out.rank();
  }

  private void compute(ReduceOp op, Tensor x, int correction, Tensor out) {
    int count = 1;
    int outer = 1;
    int inner = 1;
    boolean begun = false;
    boolean ended = false;
    boolean neighbours = true;
    for (int axis = 0; axis < x.rank(); axis++) {
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
    requireElements(op, x, count);
    if (out.size() == 0) {
      return;
    }
    if (x.isContiguous() && out.isContiguous() && neighbours) {
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
    } else {
      strided(op, x, correction, out, neighbours && inner > 1);
    }
  }

  private static void requireElements(ReduceOp op, Tensor x, int count) {
    boolean position = op == ReduceOp.ARG_MIN || op == ReduceOp.ARG_MAX;
    boolean chooses = op == ReduceOp.MIN || op == ReduceOp.MAX || position;
    if (chooses && count == 0) {
      throw refused(op, x.shape(), "there are no elements to choose from");
    }
    if (position && count > COUNTABLE) {
      throw refused(op, x.shape(), "a float cannot hold an index beyond " + COUNTABLE);
    }
  }

  /**
   * Reduces operands of any layout; {@code columns} selects the order in which the elements are
   * added.
   */
  private void strided(ReduceOp op, Tensor x, int correction, Tensor out, boolean columns) {
    LoopNest kept = LoopNest.acquire();
    boolean dropped = out.rank() < x.rank();
    int at = 0;
    for (int axis = 0; axis < x.rank(); axis++) {
      int dim = x.shape().dim(axis);
      if (along[axis]) {
        operand.axis(dim, x.stride(axis));
        at += dropped ? 0 : 1;
      } else {
        kept.add(dim, x.stride(axis), out.stride(at++));
      }
    }
    if (Reducer.hasNoOrder(op)) {
      operand.orderByStrides();
    }
    kept.merge();
    kept.bringFinestOfFirstInside();
    boolean anyOrder = Reducer.sameInAnyOrder(op);
    kept.start(1, x.storageOffset(), out.storageOffset());
    do {
      if (operand.even() && operand.step() == 1 && (anyOrder || !columns)) {
        lines(kept, op, x, correction, out);
      } else if (columns || anyOrder || isAbreast(kept)) {
        columns(kept, op, x, correction, out, columns || anyOrder);
      } else {
        gathered(kept, op, x, correction, out);
      }
    } while (kept.next());
    kept.release();
    operand.clear();
  }

  private static int count(LoopNest kept) {
    return kept.rank() == 0 ? 1 : kept.dim(kept.rank() - 1);
  }

  /** Returns the stride in the operand between neighbours of the innermost loop. */
  private static int apart(LoopNest kept) {
    return kept.rank() == 0 ? 1 : kept.firstStride(kept.rank() - 1);
  }

  /** Returns the stride between their results. */
  private static int step(LoopNest kept) {
    return kept.rank() == 0 ? 1 : kept.secondStride(kept.rank() - 1);
  }

  private boolean isAbreast(LoopNest kept) {
    return operand.even() && apart(kept) == 1 && count(kept) > 1;
  }

  /** Reduces an operand in which the elements of each result are adjacent in memory. */
  private void lines(LoopNest kept, ReduceOp op, Tensor x, int correction, Tensor out) {
    int step = step(kept);
    int most = step == 1 ? count(kept) : RESULTS;
    for (int i = 0; i < count(kept); i += most) {
      int count = Math.min(most, count(kept) - i);
      int from = kept.first() + i * apart(kept);
      int to = kept.second() + i * step;
      float[] target = step == 1 ? out.storage() : results;
      int at = step == 1 ? to : 0;
      Reducer.reduce(
          op, count, operand.rows(), 1, x.storage(), from, apart(kept), 1, target, at, correction);
      if (step != 1) {
        scatter(count, out.storage(), to, step);
      }
    }
  }

  /**
   * Reduces an operand in which the elements of neighbouring results are adjacent in memory; other
   * operands are gathered first.
   */
  private void columns(
      LoopNest kept, ReduceOp op, Tensor x, int correction, Tensor out, boolean inColumns) {
    int step = step(kept);
    int most = operand.mostColumns(apart(kept));
    for (int i = 0; i < count(kept); i += most) {
      int count = Math.min(most, count(kept) - i);
      operand.place(x.storage(), kept.first() + i * apart(kept), count, apart(kept));
      int to = kept.second() + i * step;
      float[] target = step == 1 ? out.storage() : results;
      int at = step == 1 ? to : 0;
      if (inColumns) {
        Reducer.reduceColumns(op, operand, target, at, correction);
      } else {
        Reducer.reduceRows(op, operand, target, at, correction);
      }
      if (step != 1) {
        scatter(count, out.storage(), to, step);
      }
    }
  }

  /** Gathers the elements of each result so that they are adjacent, and reduces them. */
  private void gathered(LoopNest kept, ReduceOp op, Tensor x, int correction, Tensor out) {
    for (int i = 0; i < count(kept); i++) {
      operand.placeLine(x.storage(), kept.first() + i * apart(kept));
      Reducer.reduceRows(op, operand, out.storage(), kept.second() + i * step(kept), correction);
    }
  }

  private void scatter(int count, float[] target, int to, int step) {
    for (int i = 0; i < count; i++) {
      target[to + i * step] = results[i];
    }
  }
}
