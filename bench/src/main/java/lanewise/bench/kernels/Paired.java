package lanewise.bench.kernels;

import java.util.List;

/**
 * Slices of a kernel and of yardsticks in turn, so that each of the kernel's lies between two of
 * every yardstick. Its ratio to the first does not change when the machine does: what drifts is in
 * all three.
 *
 * @param kernel what is measured
 * @param yardsticks what it is measured by, and what else tells whether the core is calm
 */
record Paired(Slice kernel, List<Slice> yardsticks) {
  /** A slice of work. */
  @FunctionalInterface
  interface Slice {
    /** Nanoseconds of a run. */
    double nanos();
  }

  /** What some rounds give. */
  Rounds rounds(int rounds) {
    double[] costs = new double[rounds];
    double[][] slower = new double[yardsticks.size()][rounds];
    double[] before = nanos();
    for (int round = 0; round < rounds; round++) {
      double nanos = kernel.nanos();
      double[] after = nanos();
      costs[round] = 2 * nanos / (before[0] + after[0]);
      for (int i = 0; i < after.length; i++) {
        slower[i][round] = Math.max(before[i], after[i]);
      }
      before = after;
    }
    return new Rounds(costs, slower);
  }

  private double[] nanos() {
    return yardsticks.stream().mapToDouble(Slice::nanos).toArray();
  }
}
