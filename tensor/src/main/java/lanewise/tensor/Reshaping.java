package lanewise.tensor;

import java.util.Arrays;
import lanewise.tensor.kernel.strided.LoopNest;
import org.jspecify.annotations.Nullable;

/** The rules of giving elements another shape: what -1 stands for, and when no copy is needed. */
final class Reshaping {
  private Reshaping() {}

  /**
   * The shape that these sizes ask for.
   *
   * @param from the shape to start from
   * @param dims the sizes; at most one is -1, which stands for whatever uses all elements
   * @throws ShapeException if no shape of as many elements fits
   */
  static Shape resolve(Shape from, int[] dims) {
    int[] full = dims.clone();
    int unknown = -1;
    long known = 1;
    for (int i = 0; i < full.length; i++) {
      if (full[i] == -1) {
        if (unknown >= 0) {
          throw mismatch(from, dims, "only one size may be -1");
        }
        unknown = i;
      } else if (full[i] < 0) {
        throw mismatch(from, dims, "size " + full[i] + " is negative");
      } else {
        known = full[i] == 0 ? 0 : Math.min(known * full[i], Integer.MAX_VALUE + 1L);
      }
    }
    if (unknown >= 0) {
      if (known == 0 || from.size() % known != 0) {
        throw mismatch(from, dims, "no whole number fits the -1");
      }
      full[unknown] = (int) (from.size() / known);
    } else if (known != from.size()) {
      throw mismatch(from, dims, from.size() + " elements do not fill it");
    }
    return Shape.of(full);
  }

  private static ShapeException mismatch(Shape from, int[] dims, String why) {
    return new ShapeException("reshape: " + from + " to " + Arrays.toString(dims) + ": " + why);
  }

  /**
   * The strides under which a layout's elements, in row-major order, have another shape; null where
   * they lie such that none do. Both shapes have the same number of elements.
   *
   * <p>The old axes are merged to the fewest runs of even steps; every new axis has to lie within
   * one run.
   */
  static int @Nullable [] strides(Layout from, Shape to) {
    LoopNest runs = Layout.loops(from, from);
    int[] strides = strides(runs, to);
    runs.release();
    return strides;
  }

  private static int @Nullable [] strides(LoopNest runs, Shape to) {
    int[] strides = new int[to.rank()];
    int run = 0;
    int left = runs.rank() == 0 ? 1 : runs.dim(0);
    for (int axis = 0; axis < strides.length; axis++) {
      if (left == 1 && run < runs.rank() - 1) {
        run++;
        left = runs.dim(run);
      }
      if (left % to.dim(axis) != 0) {
        return null;
      }
      left /= to.dim(axis);
      strides[axis] = left * (runs.rank() == 0 ? 1 : runs.firstStride(run));
    }
    return strides;
  }
}
