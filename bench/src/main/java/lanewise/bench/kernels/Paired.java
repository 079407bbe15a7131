package lanewise.bench.kernels;

/**
 * Slices of a kernel and of a yardstick in turn, so that each of the kernel's lies between two of
 * the yardstick. Their ratio does not change when the machine does: what drifts is in all three.
 *
 * @param kernel what is measured
 * @param yardstick what it is measured by
 */
record Paired(Slice kernel, Slice yardstick) {
  /** A slice of work. */
  @FunctionalInterface
  interface Slice {
    /** Nanoseconds of a run. */
    double nanos();
  }

  /** What some rounds give. */
  Rounds rounds(int rounds) {
    double[] ratios = new double[rounds];
    double[] yardsticks = new double[rounds];
    double before = yardstick.nanos();
    for (int round = 0; round < rounds; round++) {
      double nanos = kernel.nanos();
      double after = yardstick.nanos();
      ratios[round] = 2 * nanos / (before + after);
      yardsticks[round] = Math.max(before, after);
      before = after;
    }
    return new Rounds(ratios, yardsticks);
  }
}
