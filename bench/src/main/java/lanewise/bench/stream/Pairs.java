package lanewise.bench.stream;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import lanewise.bench.machine.Slices;

/**
 * The rounds of one number of cores.
 *
 * @param rounds at least one
 */
record Pairs(List<Round> rounds) {
  /** Two trainings that were measured one after the other. */
  record Round(TrainRun memory, TrainRun disk) {
    double share() {
      return disk.rowsPerSecond() / memory.rowsPerSecond();
    }
  }

  /** Copies the list. */
  Pairs {
    rounds = List.copyOf(rounds);
  }

  private double median(ToDoubleFunction<Round> figure) {
    return Slices.median(rounds.stream().mapToDouble(figure).toArray());
  }

  /** Whether all have left the same weights as another training, and so the same accuracy. */
  boolean allLeft(String weights) {
    return rounds.stream()
        .flatMap(round -> Stream.of(round.memory, round.disk))
        .allMatch(run -> run.weights().equals(weights));
  }

  /**
   * The medians, and the share of the speed in memory with the least and the largest of a round.
   */
  String line(int cores) {
    double[] shares = rounds.stream().mapToDouble(Round::share).sorted().toArray();
    return String.format(
        Locale.ROOT,
        "  %-10s %,12.0f %,16.0f %9.0f%%  [%.0f%%, %.0f%%]",
        cores == 1 ? "1 core" : cores + " cores",
        median(round -> round.memory.rowsPerSecond()),
        median(round -> round.disk.rowsPerSecond()),
        100 * Slices.median(shares),
        100 * Arrays.stream(shares).min().orElseThrow(),
        100 * Arrays.stream(shares).max().orElseThrow());
  }
}
