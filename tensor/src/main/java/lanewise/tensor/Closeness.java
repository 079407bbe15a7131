package lanewise.tensor;

import java.util.Arrays;
import java.util.Optional;

/**
 * Whether two tensors hold the same numbers but for rounding, and if not, where they differ first.
 *
 * <p>An element is close to the expected one where {@code |actual - expected| <= absolute +
 * relative * |expected|}, computed in double precision. Equal infinities are close; NaN is close to
 * NaN and to nothing else (as in numpy.testing; numpy.allclose calls two NaNs different). Shapes
 * must be equal, nothing is broadcast. Arguments may be any views and are not written.
 */
public final class Closeness {
  private Closeness() {}

  /**
   * Where two tensors of one shape differ.
   *
   * @param shape of both
   * @param count how many elements differ, at least 1
   * @param index the first element that differs in row-major order
   * @param actual its value
   * @param expected what it should be close to
   * @param allowed how far it may be from that
   */
  @SuppressWarnings("ArrayRecordComponent") // a result to take apart, not to compare
  public record Difference(
      Shape shape, int count, int[] index, float actual, float expected, double allowed) {
    /** One sentence that says all of it. */
    @Override
    public String toString() {
      return shape
          + ": "
          + count
          + " of "
          + shape.size()
          + " elements differ, first at "
          + Arrays.toString(index)
          + ": "
          + actual
          + " is not "
          + expected
          + " (difference "
          + (float) Math.abs((double) actual - expected)
          + ", allowed "
          + (float) allowed
          + ")";
    }
  }

  /**
   * Whether all elements are close with NumPy's tolerances: 1e-5 of the expected magnitude, and
   * 1e-8 besides.
   *
   * @param actual what there is
   * @param expected what it should be close to
   * @return false also where the shapes differ
   */
  public static boolean allClose(Tensor actual, Tensor expected) {
    return allClose(actual, expected, 1e-5, 1e-8);
  }

  /**
   * Whether all elements are close.
   *
   * @param actual what there is
   * @param expected what it should be close to
   * @param relative the allowed difference as a share of the expected magnitude
   * @param absolute the allowed difference besides
   * @return false also where the shapes differ
   * @throws IllegalArgumentException if a tolerance is negative or NaN
   */
  public static boolean allClose(Tensor actual, Tensor expected, double relative, double absolute) {
    return actual.shape().equals(expected.shape())
        && difference(actual, expected, relative, absolute).isEmpty();
  }

  /**
   * Does nothing where all elements are close; for tests and self-checks.
   *
   * @param actual what there is
   * @param expected what it should be close to
   * @param relative the allowed difference as a share of the expected magnitude
   * @param absolute the allowed difference besides
   * @throws AssertionError if the shapes differ, or an element does; the message has both shapes,
   *     the number of elements that differ, and the first of them with both values
   * @throws IllegalArgumentException if a tolerance is negative or NaN
   */
  public static void requireClose(
      Tensor actual, Tensor expected, double relative, double absolute) {
    if (!actual.shape().equals(expected.shape())) {
      throw new AssertionError("allClose: " + shapes(actual, expected));
    }
    Optional<Difference> difference = difference(actual, expected, relative, absolute);
    if (difference.isPresent()) {
      throw new AssertionError("allClose: " + actual.shape() + " and " + difference.orElseThrow());
    }
  }

  private static String shapes(Tensor actual, Tensor expected) {
    return actual.shape() + " and " + expected.shape() + ": the shapes differ";
  }

  /**
   * Where and how much two tensors differ.
   *
   * @param actual what there is
   * @param expected what it should be close to
   * @param relative the allowed difference as a share of the expected magnitude
   * @param absolute the allowed difference besides
   * @return the differences, or empty where all elements are close
   * @throws ShapeException if the shapes differ
   * @throws IllegalArgumentException if a tolerance is negative or NaN
   */
  public static Optional<Difference> difference(
      Tensor actual, Tensor expected, double relative, double absolute) {
    if (!(relative >= 0) || !(absolute >= 0)) {
      throw new IllegalArgumentException(
          "allClose: tolerances " + relative + " and " + absolute + " must be at least 0");
    }
    if (!actual.shape().equals(expected.shape())) {
      throw new ShapeException("allClose: " + shapes(actual, expected));
    }
    float[] found = actual.toArray();
    float[] wanted = expected.toArray();
    int count = 0;
    int first = 0;
    for (int i = found.length - 1; i >= 0; i--) {
      if (!isClose(found[i], wanted[i], relative, absolute)) {
        count++;
        first = i;
      }
    }
    if (count == 0) {
      return Optional.empty();
    }
    double allowed = absolute + relative * Math.abs((double) wanted[first]);
    int[] index = index(actual.shape(), first);
    return Optional.of(
        new Difference(actual.shape(), count, index, found[first], wanted[first], allowed));
  }

  private static boolean isClose(float actual, float expected, double relative, double absolute) {
    if (Float.compare(actual, expected) == 0 || actual == expected) {
      return true;
    }
    double distance = Math.abs((double) actual - expected);
    return Float.isFinite(expected)
        && distance <= absolute + relative * Math.abs((double) expected);
  }

  private static int[] index(Shape shape, int position) {
    int[] index = new int[shape.rank()];
    int rest = position;
    for (int axis = index.length - 1; axis >= 0; axis--) {
      index[axis] = rest % shape.dim(axis);
      rest /= shape.dim(axis);
    }
    return index;
  }
}
