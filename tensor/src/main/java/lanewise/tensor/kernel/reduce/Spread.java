package lanewise.tensor.kernel.reduce;

import java.util.Arrays;

/**
 * The variance of each of some columns, put together from parts of its rows (Chan, Golub and
 * LeVeque 1979), so that each part is read from memory once. In double precision:
 *
 * <pre>
 *   d        = mean of the part - mean
 *   mean    += d n / (before + n)
 *   squares += squares of the part + d d n before / (before + n)
 * </pre>
 */
final class Spread {
  private final double[] means = new double[Scratch.TILE];
  private final double[] squares = new double[Scratch.TILE];

  /** No rows so far. */
  void clear(int columns) {
    Arrays.fill(means, 0, columns, 0);
    Arrays.fill(squares, 0, columns, 0);
  }

  /**
   * Adds a part.
   *
   * @param before how many rows have been added
   * @param n how many rows the part has
   * @param mean of each column of the part
   * @param own the sum of squared distances from it
   */
  void add(int before, int n, int columns, float[] mean, double[] own) {
    double share = (double) n / ((double) before + n);
    double between = before * share;
    for (int j = 0; j < columns; j++) {
      double d = mean[j] - means[j];
      means[j] += d * share;
      squares[j] += own[j] + d * d * between;
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
