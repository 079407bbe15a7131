package lanewise.tensor.kernel.reduce;

import java.util.Arrays;

/**
 * The variance of each of some columns, put together from parts of its rows (Chan, Golub and
 * LeVeque 1979), so that the elements are read from memory once. A part gives the sums of its
 * distances d from a shift, and of their squares; in double precision:
 *
 * <pre>
 *   mean of the part    = shift + sum of d / n
 *   squares of the part = sum of d d - (sum of d)^2 / n, at least 0
 *   delta    = mean of the part - mean
 *   mean    += delta n / (before + n)
 *   squares += squares of the part + delta^2 n before / (before + n)
 * </pre>
 *
 * <p>The shift of the first part is its mean, of others the mean of all before them. What cancels
 * in the squares of a part is then at most twice what delta adds, so nothing is lost.
 */
final class RunningVariance {
  private final double[] means = new double[ReduceWorkspace.TILE];
  private final double[] squares = new double[ReduceWorkspace.TILE];

  /** No rows so far. */
  void clear(int columns) {
    Arrays.fill(means, 0, columns, 0);
    Arrays.fill(squares, 0, columns, 0);
  }

  /** The shift of a part that has others before it. */
  void shift(int columns, float[] shift) {
    for (int j = 0; j < columns; j++) {
      shift[j] = (float) means[j];
    }
  }

  /**
   * Adds a part.
   *
   * @param before how many rows have been added
   * @param n how many rows the part has
   * @param sums of distances from the shift
   * @param own sums of their squares
   */
  void add(int before, int n, int columns, float[] shift, double[] sums, double[] own) {
    double share = (double) n / ((double) before + n);
    double between = before * share;
    for (int j = 0; j < columns; j++) {
      double delta = shift[j] + sums[j] / n - means[j];
      means[j] += delta * share;
      squares[j] += Math.max(0, own[j] - sums[j] * sums[j] / n) + delta * delta * between;
    }
  }

  /** out[j] = the variance; NaN of no rows. */
  void variance(int rows, int correction, int columns, double[] out) {
    double count = rows == 0 ? Double.NaN : Math.max(0, rows - correction);
    for (int j = 0; j < columns; j++) {
      out[j] = squares[j] / count;
    }
  }
}
