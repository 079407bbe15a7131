package lanewise.training.data;

import java.util.Arrays;

/**
 * Exact quantiles of every feature without keeping or sorting its values.
 *
 * <p>The bits of a float, with those of negative numbers inverted, order as the numbers do. The
 * value of a given rank is found from its highest eight bits to its lowest: each of four passes
 * over the rows counts, among the values that agree with the bits found so far, how often each
 * value of the next eight bits occurs.
 */
final class Quantiles {
  private static final int PASSES = 4;
  private static final int DIGITS = 256;

  private final int width;

  /** The ranks that are searched for, and how many values of the same prefix lie before each. */
  private final long[][] ranks;

  /** The bits found so far, for each feature and rank. */
  private final int[][] prefixes;

  private Quantiles(int width, long[] ranks) {
    this.width = width;
    this.ranks = new long[width][];
    Arrays.setAll(this.ranks, f -> ranks.clone());
    this.prefixes = new int[width][ranks.length];
  }

  /**
   * Returns the quantiles of every feature.
   *
   * @param quantiles each from 0 to 1
   * @return [features][quantiles], interpolated linearly between neighbouring ranks
   */
  static double[][] of(RowSource source, double... quantiles) {
    long[] ranks = new long[2 * quantiles.length];
    for (int q = 0; q < quantiles.length; q++) {
      ranks[2 * q] = (long) (quantiles[q] * (source.rows() - 1));
      ranks[2 * q + 1] = Math.min(ranks[2 * q] + 1, source.rows() - 1);
    }
    Quantiles search = new Quantiles(source.format().features().size(), ranks);
    for (int pass = 0; pass < PASSES; pass++) {
      search.narrow(source, 32 - 8 * (pass + 1));
    }
    double[][] result = new double[search.width][quantiles.length];
    for (int f = 0; f < result.length; f++) {
      for (int q = 0; q < quantiles.length; q++) {
        double at = quantiles[q] * (source.rows() - 1);
        double low = number(search.prefixes[f][2 * q]);
        double high = number(search.prefixes[f][2 * q + 1]);
        result[f][q] = low + (at - ranks[2 * q]) * (high - low);
      }
    }
    return result;
  }

  /** Returns bits that order, as unsigned numbers, like the floats. */
  private static int ordered(float value) {
    int bits = Float.floatToRawIntBits(value);
    return bits < 0 ? ~bits : bits ^ Integer.MIN_VALUE;
  }

  private static float number(int ordered) {
    return Float.intBitsToFloat(ordered < 0 ? ordered ^ Integer.MIN_VALUE : ~ordered);
  }

  /** Finds the eight bits from {@code shift} on for every rank. */
  private void narrow(RowSource source, int shift) {
    int searched = prefixes[0].length;
    int[][] counts = new int[width][searched * DIGITS];
    // Shifting an int by 32 would not shift it at all.
    int known = shift == 24 ? 0 : -1 << (shift + 8);
    source.forEachChunk(
        (rows, x, _) -> {
          for (int row = 0, i = 0; row < rows; row++) {
            for (int f = 0; f < width; f++, i++) {
              count(counts[f], prefixes[f], ordered(x[i]), known, shift);
            }
          }
        });
    for (int f = 0; f < width; f++) {
      for (int r = 0; r < searched; r++) {
        int digit = 0;
        while (ranks[f][r] >= counts[f][r * DIGITS + digit]) {
          ranks[f][r] -= counts[f][r * DIGITS + digit];
          digit++;
        }
        prefixes[f][r] |= digit << shift;
      }
    }
  }

  private static void count(int[] counts, int[] prefixes, int bits, int known, int shift) {
    int digit = (bits >>> shift) & (DIGITS - 1);
    for (int r = 0; r < prefixes.length; r++) {
      if (((bits ^ prefixes[r]) & known) == 0) {
        counts[r * DIGITS + digit]++;
      }
    }
  }
}
