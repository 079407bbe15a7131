package lanewise.bench.compare.run;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lanewise.bench.compare.Serving;
import lanewise.bench.report.Estimate;

/**
 * What was measured of one way of one library in one case.
 *
 * @param library whose
 * @param way how
 * @param nanos of the problem's work
 * @param figures what else there is, by the names of result lines
 */
record Result(Library library, String way, Estimate nanos, Map<String, Double> figures) {
  /** Whether it is a peer's: neither ours nor the machine's. */
  boolean peer() {
    return !library.ours() && !library.machine();
  }

  /** Whether it is a service that did not keep up with its requests. */
  boolean saturated() {
    return Serving.saturated(
        figures.getOrDefault("offered", Double.NaN), figures.getOrDefault("answered", Double.NaN));
  }

  /** The peer with the smallest median. */
  static Optional<Result> bestPeer(List<Result> results) {
    return results.stream()
        .filter(Result::peer)
        .min(Comparator.comparingDouble(result -> result.nanos.median()));
  }

  /** The machine's median in nanoseconds, NaN where there is none. */
  static double machine(List<Result> results) {
    return results.stream()
        .filter(result -> result.library.machine())
        .mapToDouble(result -> result.nanos.median())
        .findFirst()
        .orElse(Double.NaN);
  }
}
