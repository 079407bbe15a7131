package lanewise.layers.activation;

import java.util.Arrays;
import java.util.List;
import lanewise.layers.Layer;
import lanewise.layers.LayerPass;
import lanewise.layers.ReferencePass;
import lanewise.layers.format.JsonObject;
import lanewise.layers.internal.AxisRuns;
import lanewise.layers.internal.InputShapes;
import lanewise.tensor.Shape;
import lanewise.tensor.kernel.reduce.ReduceOp;
import lanewise.tensor.kernel.reduce.Reducer;

/** The common part of softmax and its logarithm: everything but the gradient. */
abstract class AxisSoftmax implements Layer {
  private final String kind;
  private final boolean logarithm;
  private final int axis;

  AxisSoftmax(String kind, boolean logarithm, int axis) {
    this.kind = kind;
    this.logarithm = logarithm;
    this.axis = axis;
  }

  @Override
  public final String kind() {
    return kind;
  }

  @Override
  public final JsonObject config() {
    return JsonObject.builder().put("axis", axis).build();
  }

  @Override
  public final Shape outputShape(List<Shape> inputs) {
    return AxisRuns.check(kind, InputShapes.only(kind, inputs), axis);
  }

  /** Requests one buffer with a sum for each run. */
  @Override
  public final List<Integer> scratch(List<Shape> inputs, int maxRows) {
    return List.of(AxisRuns.count(inputs.getFirst(), axis, maxRows));
  }

  @Override
  public final void forward(LayerPass pass) {
    Shape shape = pass.inputShape(0);
    int inner = AxisRuns.inner(shape, axis);
    int length = shape.dim(axis);
    int outer = AxisRuns.count(shape, axis, pass.rows()) / Math.max(1, inner);
    Reducer.softmax(
        logarithm, outer, length, inner, pass.input(0), 0, length * inner, inner, pass.output(), 0);
  }

  /** Gives every value the sum of {@code summed}, which may be the same array, along its run. */
  final void spreadSums(LayerPass pass, float[] summed, float[] values) {
    Shape shape = pass.inputShape(0);
    int inner = AxisRuns.inner(shape, axis);
    int length = shape.dim(axis);
    int outer = AxisRuns.count(shape, axis, pass.rows()) / Math.max(1, inner);
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

  @Override
  public final void reference(ReferencePass pass) {
    double[] x = pass.input(0);
    double[] y = pass.output();
    int inner = AxisRuns.inner(pass.inputShape(0), axis);
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
