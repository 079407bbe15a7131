package lanewise.bench.kernels;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The rounds of a kernel in one process. */
final class Rounds {
  /** Rounds that make a median. */
  private static final int ENOUGH = 20;

  /**
   * What other programs do beside a core, as on its second thread, makes the yardstick slower by
   * more, and each kernel by a share of its own.
   */
  private static final double CALM = 1.15;

  private final double[] costs;
  private final double[] yardsticks;

  /**
   * Takes what each round gave.
   *
   * @param costs a run of the kernel in runs, or instructions, of the yardstick
   * @param yardsticks nanoseconds of a run of the yardstick, the slower of the two around the
   *     kernel
   */
  Rounds(double[] costs, double[] yardsticks) {
    this.costs = costs;
    this.yardsticks = yardsticks;
  }

  /** What a run of the kernel cost, one a round. */
  double[] costs() {
    return costs;
  }

  /** Nanoseconds of a run of the yardstick, one a round. */
  double[] yardsticks() {
    return yardsticks;
  }

  /** The speed of the yardstick: a time of which one round in ten is below. */
  double fastest() {
    return Arrays.stream(yardsticks)
        .sorted()
        .skip(yardsticks.length / 10)
        .findFirst()
        .orElseThrow();
  }

  /**
   * Returns the costs of the calm rounds: those in which the core was about as fast as it can be.
   *
   * @param fastest the least time of the yardstick, of this and other processes
   * @return no costs if there are too few
   */
  double[] calm(double fastest) {
    double[] calm =
        IntStream.range(0, costs.length)
            .filter(round -> yardsticks[round] <= CALM * fastest)
            .mapToDouble(round -> costs[round])
            .toArray();
    return calm.length < ENOUGH ? new double[0] : calm;
  }
}
