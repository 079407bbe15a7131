package lanewise.tensor.ops;

import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.kernel.Pool;
import lanewise.tensor.kernel.reduce.Reducer;
import lanewise.tensor.kernel.strided.LoopNest;
import lanewise.tensor.kernel.strided.StridedCopy;

/**
 * The loop of the functions along one axis that keep the shape.
 *
 * <pre>
 *   operand and result contiguous     computed in one call
 *   result contiguous                 the operand is copied into it, then computed in place
 *   anything else                     slabs of some lines along the axis go through a buffer
 * </pre>
 *
 * <p>As in a reduction, elements are added in the order of columns if axes of more than one element
 * follow, and otherwise in the order of contiguous elements, whatever the layout. Loops are taken
 * from a pool, so nothing is allocated once warm.
 */
final class AxisLoop {
  /** The number of elements in a slab, unless the minimum number of lines has more. */
  private static final int SLAB = 16 * 1024;

  /**
   * The minimum number of lines in a slab: those that share a cache line if the axis is not the
   * dense one.
   */
  private static final int LINES = 16;

  private static final Pool<AxisLoop> POOL = new Pool<>(AxisLoop::new);

  private float[] slab = new float[SLAB];

  private AxisLoop() {}

  /** Checks that a tensor can hold the function of an operand. Allocates nothing. */
  static void check(AxisFunction op, Tensor x, Tensor out) {
    if (!x.shape().equals(out.shape())) {
      throw new ShapeException(
          "%s: the result %s does not fit into %s"
              .formatted(Broadcasting.name(op), x.shape(), out.shape()));
    }
    if (out.isBroadcastView()) {
      throw new ShapeException(
          "%s: the result %s is a broadcast view whose elements share places"
              .formatted(Broadcasting.name(op), out.shape()));
    }
  }

  /** Computes along an axis that is counted from the first; out has been checked. */
  static void compute(AxisFunction op, Tensor x, Tensor out, int axis) {
    if (x.size() == 0) {
      return;
    }
    Tensor operand = Broadcasting.apart(x, out);
    if (!out.isContiguous()) {
      AxisLoop loop = POOL.acquire();
      loop.slabs(op, operand, out, axis);
      POOL.release(loop);
    } else if (operand.isContiguous()) {
      contiguous(op, operand, out, axis);
    } else {
      out.copyFrom(operand);
      contiguous(op, out, out, axis);
    }
  }

  private static int inner(Tensor x, int axis) {
    int inner = 1;
    for (int a = axis + 1; a < x.rank(); a++) {
      inner *= x.shape().dim(a);
    }
    return inner;
  }

  private static void contiguous(AxisFunction op, Tensor x, Tensor out, int axis) {
    int count = x.shape().dim(axis);
    int inner = inner(x, axis);
    int outer = x.size() / count / inner;
    float[] from = x.storage();
    float[] to = out.storage();
    op.compute(outer, count, inner, from, x.storageOffset(), to, out.storageOffset());
  }

  private void slabs(AxisFunction op, Tensor x, Tensor out, int axis) {
    int count = x.shape().dim(axis);
    boolean columns = inner(x, axis) > 1;
    LoopNest lines = LoopNest.acquire();
    for (int a = 0; a < x.rank(); a++) {
      if (a != axis) {
        lines.add(x.shape().dim(a), x.stride(a), out.stride(a));
      }
    }
    lines.merge();
    lines.bringFinestOfFirstInside();
    int loop = lines.rank() - 1;
    int beside = loop < 0 ? 1 : lines.dim(loop);
    int from = loop < 0 ? 1 : lines.firstStride(loop);
    int to = loop < 0 ? 1 : lines.secondStride(loop);
    int fitting = Math.min(Integer.MAX_VALUE / 2 / count, Math.max(LINES, SLAB / count));
    int most = Math.max(1, Math.min(beside, fitting));
    if (slab.length < most * count) {
      slab = new float[most * count];
    }
    lines.start(1, x.storageOffset(), out.storageOffset());
    do {
      for (int i = 0; i < beside; i += most) {
        int width = Math.min(most, beside - i);
        int down = columns ? width : 1;
        int right = columns ? 1 : count;
        LoopNest copy = LoopNest.acquire();
        copy.add(width, from, right);
        copy.add(count, x.stride(axis), down);
        copy.orderBySecond();
        StridedCopy.copy(copy, x.storage(), lines.first() + i * from, slab, 0);
        copy.release();
        compute(op, columns, count, width);
        copy = LoopNest.acquire();
        copy.add(width, right, to);
        copy.add(count, down, out.stride(axis));
        copy.orderBySecond();
        StridedCopy.copy(copy, slab, 0, out.storage(), lines.second() + i * to);
        copy.release();
      }
    } while (lines.next());
    lines.release();
  }

  private void compute(AxisFunction op, boolean columns, int count, int width) {
    if (columns && op != AxisFunction.CUM_SUM) {
      // The order is that of columns, even if the slab has only one.
      Reducer.softmaxOfColumns(op == AxisFunction.LOG_SOFTMAX, count, width, slab);
    } else {
      op.compute(columns ? 1 : width, count, columns ? width : 1, slab, 0, slab, 0);
    }
  }
}
