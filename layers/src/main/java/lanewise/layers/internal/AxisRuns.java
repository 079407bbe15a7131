package lanewise.layers.internal;

import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;

/**
 * The runs of values along one axis of a batch, which is viewed as
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

  /** Returns the product of the dimensions after the axis. */
  public static int inner(Shape shape, int axis) {
    int product = 1;
    for (int a = axis < 0 ? axis + shape.rank() + 1 : axis + 1; a < shape.rank(); a++) {
      product *= shape.dim(a);
    }
    return product;
  }

  /** Returns the number of runs in a batch. */
  public static int count(Shape shape, int axis, int rows) {
    return Room.values("axis", rows, shape.size() / Math.max(1, shape.dim(axis)));
  }
}
