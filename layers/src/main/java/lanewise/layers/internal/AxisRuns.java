package lanewise.layers.internal;

import java.util.Arrays;
import lanewise.layers.LayerPass;
import lanewise.layers.ReferencePass;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.kernel.reduce.ReduceOp;
import lanewise.tensor.kernel.reduce.Reducer;

/**
 * What softmax and its logarithm share: runs along one axis of a batch that is seen as
 *
 * <pre>
 *   outer x length x inner    run (o, j) is the elements (o length + k) inner + j, k below length
 * </pre>
 */
public final class AxisRuns {
  private AxisRuns() {}

  public static Shape check(String kind, Shape input, int axis) {
    if (axis < -input.rank() || axis >= input.rank()) {
      throw new ShapeException(kind + ": input " + input + " has no axis " + axis);
    }
    return input;
  }

  /** The product of the dimensions behind the axis. */
  public static int inner(Shape shape, int axis) {
    int product = 1;
    for (int a = axis < 0 ? axis + shape.rank() + 1 : axis + 1; a < shape.rank(); a++) {
      product *= shape.dim(a);
    }
    return product;
  }

  /** The number of runs in a batch. */
  public static int count(Shape shape, int axis, int rows) {
    return Math.multiplyExact(rows, shape.size() / Math.max(1, shape.dim(axis)));
  }

  public static void softmax(boolean logarithm, int axis, LayerPass pass) {
    Shape shape = pass.inputShape(0);
    int inner = inner(shape, axis);
    int length = shape.dim(axis);
    int outer = count(shape, axis, pass.rows()) / Math.max(1, inner);
    Reducer.softmax(
        logarithm, outer, length, inner, pass.input(0), 0, length * inner, inner, pass.output(), 0);
  }

  /** Gives every value the sum of {@code summed}, which may be the same array, along its run. */
  public static void spreadSums(int axis, LayerPass pass, float[] summed, float[] values) {
    Shape shape = pass.inputShape(0);
    int inner = inner(shape, axis);
    int length = shape.dim(axis);
    int outer = count(shape, axis, pass.rows()) / Math.max(1, inner);
    int run = length * inner;
    float[] sums = pass.scratch(0);
    Reducer.reduce(ReduceOp.SUM, outer, length, inner, summed, 0, run, inner, sums, 0, 0);
    for (int o = 0; o < outer; o++) {
      if (inner == 1) {
        Arrays.fill(values, o * run, (o + 1) * run, sums[o]);
      } else {
        for (int at = o * run; at < (o + 1) * run; at += inner) {
          System.arraycopy(sums, o * inner, values, at, inner);
        }
      }
    }
  }

  public static void reference(boolean logarithm, int axis, ReferencePass pass) {
    double[] x = pass.input(0);
    double[] y = pass.output();
    int inner = inner(pass.inputShape(0), axis);
    int length = pass.inputShape(0).dim(axis);
    for (int i = 0; i < y.length; i++) {
      int start = i - i / inner % length * inner;
      double max = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < length; k++) {
        max = Math.max(max, x[start + k * inner]);
      }
      double sum = 0;
      for (int k = 0; k < length; k++) {
        sum += Math.exp(x[start + k * inner] - max);
      }
      y[i] = logarithm ? x[i] - max - Math.log(sum) : Math.exp(x[i] - max) / sum;
    }
  }
}
