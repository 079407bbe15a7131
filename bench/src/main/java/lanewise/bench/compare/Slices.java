package lanewise.bench.compare;

import java.util.Arrays;

/**
 * What the slices of one entrant's rounds come to.
 *
 * @param median nanoseconds a call
 * @param spread between the 10th and the 90th percentile of the slices, as a share of the median
 */
public record Slices(double median, double spread) {
  /**
   * Of nanoseconds a call, one value a slice.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Slices of(double[] nanos) {
    if (nanos.length == 0) {
      throw new IllegalArgumentException("slices: there is none");
    }
    double[] sorted = nanos.clone();
    Arrays.sort(sorted);
    int count = sorted.length;
    double median = sorted[count / 2];
    return new Slices(median, (sorted[count * 9 / 10] - sorted[count / 10]) / median);
  }
}
