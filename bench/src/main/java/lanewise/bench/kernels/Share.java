package lanewise.bench.kernels;

import java.util.Arrays;
import lanewise.bench.report.Estimate;

/**
 * The part of its own bound that a kernel reaches. The bound is the longer of two times, of its
 * operations at the speed of multiply-adds and of its bytes at the speed of the fastest loop that
 * does nothing else; each is that of its best round, as a bound is what the machine can do.
 *
 * @param bound nanoseconds that a run takes at least
 * @param arithmetic whether the multiply-adds take longer
 * @param share the bound divided by the median of the kernel's rounds
 * @param low end of the interval that the kernel's median leaves
 * @param high end of that interval
 */
record Share(double bound, boolean arithmetic, double share, double low, double high) {
  /** Of nanoseconds, one a round. */
  static Share of(double[] peak, double[] traffic, Estimate work) {
    double operations = best(peak);
    double bytes = best(traffic);
    double bound = Math.max(operations, bytes);
    return new Share(
        bound, operations > bytes, bound / work.median(), bound / work.high(), bound / work.low());
  }

  private static double best(double[] nanos) {
    return Arrays.stream(nanos).min().orElseThrow();
  }

  /** Whether it is above all by more than the interval: then the machine can do more. */
  boolean boundTooLow() {
    return low > 1;
  }
}
