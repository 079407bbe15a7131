package lanewise.tensor;

import org.jspecify.annotations.Nullable;

/**
 * Tensors made from a rule: constants, ranges, nested arrays, random numbers. Each call returns a
 * new row-major tensor with its own storage. Zeros, and tensors over given arrays, are made by
 * {@link Tensor#zeros(int...)}, {@link Tensor#of} and {@link Tensor#wrap}.
 *
 * <p>Ranges are computed in double precision and rounded once, so they carry no accumulated error.
 * Safe for concurrent use, except that a random stream belongs to one thread.
 */
public final class Tensors {
  private Tensors() {}

  /**
   * A tensor of rank 0.
   *
   * @param value its element
   * @return a new tensor of shape {@code []}
   */
  public static Tensor scalar(float value) {
    return Tensor.of(Shape.SCALAR, value);
  }

  /**
   * A tensor of ones.
   *
   * @param shape sizes of the dimensions; none for a scalar
   * @return a new tensor
   * @throws ShapeException if a dimension is negative or there are too many elements
   */
  public static Tensor ones(int... shape) {
    return full(1, shape);
  }

  /**
   * A tensor of one value.
   *
   * @param value each element
   * @param shape sizes of the dimensions; none for a scalar
   * @return a new tensor
   * @throws ShapeException if a dimension is negative or there are too many elements
   */
  public static Tensor full(float value, int... shape) {
    Tensor full = Tensor.zeros(shape);
    full.fill(value);
    return full;
  }

  /**
   * The identity matrix.
   *
   * @param n the number of rows and columns
   * @return a new tensor {@code [n, n]}
   * @throws ShapeException if n is negative or there are too many elements
   */
  public static Tensor eye(int n) {
    return eye(n, n);
  }

  /**
   * A matrix with ones on its main diagonal and zeros elsewhere.
   *
   * @param rows the number of rows
   * @param columns the number of columns
   * @return a new tensor {@code [rows, columns]}
   * @throws ShapeException if a size is negative or there are too many elements
   */
  public static Tensor eye(int rows, int columns) {
    Tensor eye = Tensor.zeros(rows, columns);
    eye.diagonal().fill(1);
    return eye;
  }

  /**
   * The whole numbers from 0 up to, not including, n.
   *
   * @param n how many; exact up to 2^24
   * @return a new tensor {@code [n]}
   * @throws ShapeException if n is negative
   */
  public static Tensor arange(int n) {
    return ramp(n, 0, 1);
  }

  /**
   * The numbers {@code start + i * step} from start up to, not including, stop.
   *
   * @param start the first number
   * @param stop where to end; not reached, except by rounding
   * @param step from one number to the next, not 0; negative goes down
   * @return a new tensor of {@code ceil((stop - start) / step)} numbers, or of none
   * @throws IllegalArgumentException if step is 0 or an argument is not finite
   * @throws ShapeException if there are too many numbers
   */
  public static Tensor arange(double start, double stop, double step) {
    double count = Math.ceil((stop - start) / step);
    if (step == 0 || !Double.isFinite(step) || !Double.isFinite(count)) {
      throw new IllegalArgumentException(
          "arange: from " + start + " to " + stop + " by " + step + " is no finite range");
    }
    if (count > Integer.MAX_VALUE) {
      throw new ShapeException(
          "arange: from " + start + " to " + stop + " by " + step + ": too many numbers");
    }
    return ramp((int) Math.max(0, count), start, step);
  }

  /**
   * Numbers evenly spread from start to stop, both included.
   *
   * @param start the first number
   * @param stop the last number, met exactly; left out where count is 1
   * @param count how many
   * @return a new tensor {@code [count]}
   * @throws ShapeException if count is negative
   */
  public static Tensor linspace(double start, double stop, int count) {
    Tensor line = ramp(count, start, (stop - start) / Math.max(1, count - 1));
    if (count > 1) {
      line.set((float) stop, count - 1);
    }
    return line;
  }

  private static Tensor ramp(int count, double start, double step) {
    Tensor ramp = Tensor.zeros(count);
    float[] values = ramp.storage();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (start + i * step);
    }
    return ramp;
  }

  /**
   * A matrix from its rows, copied.
   *
   * @param rows of equal lengths
   * @return a new tensor {@code [rows, columns]}
   * @throws ShapeException if the rows differ in length
   */
  public static Tensor of(float[][] rows) {
    return ofNested(rows);
  }

  /**
   * A tensor of rank 3 from nested arrays, copied.
   *
   * @param matrices of equal shapes
   * @return a new tensor {@code [matrices, rows, columns]}
   * @throws ShapeException if the matrices or rows differ in size
   */
  public static Tensor of(float[][][] matrices) {
    return ofNested(matrices);
  }

  /**
   * A tensor from float arrays nested to any depth, copied: {@code float[]}, {@code float[][]},
   * {@code float[][][][]} …
   *
   * @param nested arrays of equal lengths on each level
   * @return a new tensor; where a level is empty, the levels below it have size 0
   * @throws ShapeException if arrays of one level differ in length
   * @throws IllegalArgumentException if the argument is not made of float arrays, or one of them is
   *     null
   */
  public static Tensor ofNested(Object nested) {
    Tensor tensor = Tensor.zeros(sizes(nested));
    copyNested(nested, tensor, 0, 0);
    return tensor;
  }

  /** The lengths along the first array of each level. */
  private static int[] sizes(Object nested) {
    int rank = 0;
    Class<?> type = nested.getClass();
    for (Class<?> inner = type.componentType(); inner != null; inner = inner.componentType()) {
      type = inner;
      rank++;
    }
    if (type != float.class) {
      throw new IllegalArgumentException(
          "ofNested: " + nested.getClass().getTypeName() + " is not made of float arrays");
    }
    int[] sizes = new int[rank];
    Object level = nested;
    int axis = 0;
    while (level instanceof Object[] arrays && arrays.length > 0) {
      sizes[axis++] = arrays.length;
      level = arrays[0];
    }
    if (level instanceof float[] row) {
      sizes[axis] = row.length;
    }
    return sizes;
  }

  private static int copyNested(@Nullable Object level, Tensor tensor, int axis, int at) {
    if (level == null) {
      throw new IllegalArgumentException(
          "ofNested: an array on level " + axis + " of " + tensor.shape() + " is null");
    }
    int length = level instanceof float[] row ? row.length : ((Object[]) level).length;
    if (length != tensor.dim(axis)) {
      throw new ShapeException(
          "ofNested: an array of " + length + " on level " + axis + " of " + tensor.shape());
    }
    if (level instanceof float[] row) {
      System.arraycopy(row, 0, tensor.storage(), at, length);
      return at + length;
    }
    int next = at;
    for (Object inner : (Object[]) level) {
      next = copyNested(inner, tensor, axis + 1, next);
    }
    return next;
  }

  /**
   * Uniform random numbers in [low, high).
   *
   * @param random where the numbers come from; advanced by one number an element
   * @param low the least number
   * @param high the bound, above low; only rounding to float may reach it, and is drawn back below
   * @param shape sizes of the dimensions; none for a scalar
   * @return a new tensor, the same for the same stream on every platform
   * @throws IllegalArgumentException if low is not below high, or one is not finite
   * @throws ShapeException if a dimension is negative or there are too many elements
   */
  public static Tensor uniform(RandomStream random, float low, float high, int... shape) {
    if (!(low < high) || !Float.isFinite(low) || !Float.isFinite(high)) {
      throw new IllegalArgumentException("uniform: no range from " + low + " to " + high);
    }
    Tensor tensor = Tensor.zeros(shape);
    float[] values = tensor.storage();
    float highest = Math.nextDown(high);
    for (int i = 0; i < values.length; i++) {
      double value = low + random.nextDouble() * ((double) high - low);
      values[i] = Math.min((float) value, highest);
    }
    return tensor;
  }

  /**
   * Random numbers of a normal distribution.
   *
   * @param random where the numbers come from; advanced by two numbers an element
   * @param mean of the distribution
   * @param std its standard deviation, at least 0
   * @param shape sizes of the dimensions; none for a scalar
   * @return a new tensor, the same for the same stream on every platform
   * @throws IllegalArgumentException if std is negative or NaN, or mean is NaN
   * @throws ShapeException if a dimension is negative or there are too many elements
   */
  public static Tensor normal(RandomStream random, float mean, float std, int... shape) {
    if (!(std >= 0)) {
      throw new IllegalArgumentException("normal: standard deviation " + std + " is below 0");
    }
    if (Float.isNaN(mean)) {
      throw new IllegalArgumentException("normal: the mean is NaN");
    }
    Tensor tensor = Tensor.zeros(shape);
    float[] values = tensor.storage();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (mean + std * random.nextGaussian());
    }
    return tensor;
  }
}
