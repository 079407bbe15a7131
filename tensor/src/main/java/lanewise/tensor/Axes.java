package lanewise.tensor;

/**
 * Views with the axes in another order, for the common cases of {@link Tensor#permute(int...)}.
 *
 * <p>No element is copied. Safe to call from many threads.
 */
public final class Axes {
  private Axes() {}

  /**
   * A view with two axes exchanged: NumPy's {@code swapaxes}.
   *
   * @param x any layout
   * @param first from 0, or from -1 backwards from the last
   * @param second the other; may be the same
   * @return a view
   * @throws ShapeException if there is no such axis
   */
  public static Tensor swap(Tensor x, int first, int second) {
    int one = x.shape().axis(first, "swap");
    int other = x.shape().axis(second, "swap");
    int[] order = inOrder(x.rank());
    order[one] = other;
    order[other] = one;
    return x.permute(order);
  }

  /**
   * A view with one axis at another place, the others in their order: NumPy's {@code moveaxis}.
   *
   * @param x any layout
   * @param from where the axis is, from 0, or from -1 backwards from the last
   * @param to where it is in the result
   * @return a view
   * @throws ShapeException if there is no such axis
   */
  public static Tensor move(Tensor x, int from, int to) {
    int axis = x.shape().axis(from, "move");
    int place = x.shape().axis(to, "move");
    int[] order = inOrder(x.rank());
    for (int i = axis; i < place; i++) {
      order[i] = i + 1;
    }
    for (int i = axis; i > place; i--) {
      order[i] = i - 1;
    }
    order[place] = axis;
    return x.permute(order);
  }

  private static int[] inOrder(int rank) {
    int[] order = new int[rank];
    for (int i = 0; i < rank; i++) {
      order[i] = i;
    }
    return order;
  }
}
