package lanewise.bench.kernels;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The rounds of a kernel in one process. */
final class Rounds {
  /** Rounds that make a median. */
  private static final int ENOUGH = 20;

  /**
   * What other programs do beside a core, as on its second thread, makes the yardsticks slower by
   * more, and each kernel by a share of its own.
   */
  private static final double CALM = 1.15;

  /** Of the other yardsticks, which differ from process to process by where their arrays lie. */
  private static final double CALM_ARRAYS = 1.25;

  private final double[] costs;
  private final double[][] yardsticks;
  private final double[] fastest;

  /**
   * Takes what each round gave.
   *
   * @param costs a run of the kernel in runs, or instructions, of the first yardstick
   * @param yardsticks [yardstick][round] nanoseconds of a run, the slower of the two around the
   *     kernel; the first uses no arrays
   */
  Rounds(double[] costs, double[][] yardsticks) {
    this.costs = costs;
    this.yardsticks = yardsticks;
    this.fastest = Arrays.stream(yardsticks).mapToDouble(Rounds::fastest).toArray();
  }

  /** What a run of the kernel cost, one a round. */
  double[] costs() {
    return costs;
  }

  /** Nanoseconds of a run of each yardstick, one a round. */
  double[][] yardsticks() {
    return yardsticks;
  }

  /** The speed of each yardstick: a time of which one round in ten is below. */
  double[] fastest() {
    return fastest.clone();
  }

  private static double fastest(double[] nanos) {
    double[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 10];
  }

  /** The speed of each yardstick where it was the fastest. */
  static double[] fastest(List<Rounds> processes) {
    return processes.stream().map(Rounds::fastest).reduce(Rounds::smaller).orElseThrow();
  }

  private static double[] smaller(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> Math.min(a[i], b[i])).toArray();
  }

  /**
   * Returns the costs of the calm rounds: those in which the core did all as fast as it can.
   *
   * @param fastest the least time of each yardstick, of this and other processes
   * @return no costs if there are too few
   */
  double[] calm(double[] fastest) {
    double[] calm =
        IntStream.range(0, costs.length)
            .filter(round -> calm(round, fastest))
            .mapToDouble(round -> costs[round])
            .toArray();
    return calm.length < ENOUGH ? new double[0] : calm;
  }

  private boolean calm(int round, double[] fastest) {
    for (int i = 0; i < fastest.length; i++) {
      if (yardsticks[i][round] > (i == 0 ? CALM : CALM_ARRAYS) * fastest[i]) {
        return false;
      }
    }
    return true;
  }
}
