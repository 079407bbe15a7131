package lanewise.tensor.ops;

import java.util.Locale;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.kernel.Pool;
import lanewise.tensor.kernel.reduce.Reducer;
import lanewise.tensor.kernel.strided.LoopNest;
import lanewise.tensor.kernel.strided.StridedCopy;

/**
 * Functions of the elements along one axis that keep the shape: softmax, running sums.
 *
 * <pre>
 *   operand and result contiguous     computed in one go
 *   result contiguous                 the operand is copied into it, then computed in place
 *   anything else                     slabs of some lines along the axis go through a buffer
 * </pre>
 *
 * <p>As in a reduction, the order in which elements are added up is that of columns where axes of
 * more than one element follow, else that of contiguous elements, whatever the layout. Taken from a
 * pool, so that nothing is allocated once warm.
 */
final class AxisFunction {
  /** What is computed. */
  enum Op {
    SOFTMAX("softmax"),
    LOG_SOFTMAX("logSoftmax"),
    CUM_SUM("cumSum");

    private final String method;

    Op(String method) {
      this.method = method;
    }
  }

  /** Elements of a slab, unless a few lines have more. */
  private static final int SLAB = 16 * 1024;

  /** Lines of a slab, at least: what shares a cache line where the axis is not the dense one. */
  private static final int LINES = 16;

  private static final Pool<AxisFunction> POOL = new Pool<>(AxisFunction::new);

  private float[] slab = new float[SLAB];

  private AxisFunction() {}

  static Tensor apply(Op op, Tensor x, int axis) {
    int normal = x.shape().axis(axis, op.method);
    Tensor out = Tensor.zeros(x.shape());
    compute(op, x, out, normal);
    return out;
  }

  static void applyInto(Op op, Tensor x, Tensor out, int axis) {
    check(op, "Into", x, out, axis);
    compute(op, x, out, x.shape().axis(axis, op.method));
  }

  static void applyInPlace(Op op, Tensor x, int axis) {
    check(op, "InPlace", x, x, axis);
    compute(op, x, x, x.shape().axis(axis, op.method));
  }

  private static void check(Op op, String form, Tensor x, Tensor out, int axis) {
    if (axis < -x.rank() || axis >= x.rank()) {
      x.shape().axis(axis, op.method + form);
    }
    if (!x.shape().equals(out.shape())) {
      throw new ShapeException(
          String.format(
              Locale.ROOT,
              "%s%s: the result %s does not fit into %s",
              op.method,
              form,
              x.shape(),
              out.shape()));
    }
    if (out.isBroadcastView()) {
      throw new ShapeException(
          String.format(
              Locale.ROOT,
              "%s%s: the result %s is a broadcast view whose elements share places",
              op.method,
              form,
              out.shape()));
    }
  }

  private static void compute(Op op, Tensor x, Tensor out, int axis) {
    if (x.size() == 0) {
      return;
    }
    Tensor operand = Broadcasting.apart(x, out);
    if (!out.isContiguous()) {
      AxisFunction function = POOL.acquire();
      function.slabs(op, operand, out, axis);
      POOL.release(function);
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

  private static void contiguous(Op op, Tensor x, Tensor out, int axis) {
    int count = x.shape().dim(axis);
    int inner = inner(x, axis);
    int outer = x.size() / count / inner;
    float[] from = x.storage();
    float[] to = out.storage();
    int start = x.storageOffset();
    int end = out.storageOffset();
    if (op == Op.CUM_SUM) {
      Reducer.cumSum(outer, count, inner, from, start, count * inner, inner, to, end);
    } else {
      boolean logarithm = op == Op.LOG_SOFTMAX;
      Reducer.softmax(logarithm, outer, count, inner, from, start, count * inner, inner, to, end);
    }
  }

  private void slabs(Op op, Tensor x, Tensor out, int axis) {
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

  private void compute(Op op, boolean columns, int count, int width) {
    int inner = columns ? width : 1;
    int outer = columns ? 1 : width;
    if (op == Op.CUM_SUM) {
      Reducer.cumSum(outer, count, inner, slab, 0, count * inner, inner, slab, 0);
    } else if (columns) {
      Reducer.softmaxOfColumns(op == Op.LOG_SOFTMAX, count, width, slab);
    } else {
      boolean logarithm = op == Op.LOG_SOFTMAX;
      Reducer.softmax(logarithm, outer, count, 1, slab, 0, count, 1, slab, 0);
    }
  }
}
