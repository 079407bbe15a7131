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

  /** A run of the kernel in runs of the yardstick, once a round. */
  double[] ratios(int rounds) {
    double[] ratios = new double[rounds];
    double before = yardstick.nanos();
    for (int round = 0; round < rounds; round++) {
      double nanos = kernel.nanos();
      double after = yardstick.nanos();
      ratios[round] = 2 * nanos / (before + after);
      before = after;
    }
    return ratios;
  }
}
