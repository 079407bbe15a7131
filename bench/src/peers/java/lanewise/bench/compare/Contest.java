package lanewise.bench.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * Measures the entrants of one case in turn: after each has been checked and warmed up, rounds of
 * short slices, each round in another order, so that a machine that slows down slows all.
 */
final class Contest {
  private final long warmUpNanos;
  private final long sliceNanos;
  private final int rounds;

  private Contest(long warmUpNanos, long sliceNanos, int rounds) {
    this.warmUpNanos = warmUpNanos;
    this.sliceNanos = sliceNanos;
    this.rounds = rounds;
  }

  static Contest thorough() {
    return new Contest(1_500_000_000L, 5_000_000L, 41);
  }

  static Contest quick() {
    return new Contest(500_000_000L, 2_000_000L, 11);
  }

  /** Nanoseconds a call of each entrant. */
  List<Result> run(List<Entrant> entrants) throws Throwable {
    long[] calls = new long[entrants.size()];
    for (int i = 0; i < calls.length; i++) {
      Entrant entrant = entrants.get(i);
      entrant.work().run();
      entrant.check().run();
      calls[i] = warmUp(entrant.work());
    }
    double[][] nanos = new double[entrants.size()][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < calls.length; i++) {
        int who = (i + round) % calls.length;
        nanos[who][round] = slice(entrants.get(who).work(), calls[who]);
      }
    }
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < calls.length; i++) {
      entrants.get(i).check().run();
      Slices slices = Slices.of(nanos[i]);
      results.add(new Result(entrants.get(i), slices.median(), slices.spread()));
    }
    return results;
  }

  /** Runs until compiled; how many calls make a slice. */
  private long warmUp(Entrant.Work work) throws Throwable {
    long end = System.nanoTime() + warmUpNanos;
    long calls = 1;
    double perCall;
    do {
      perCall = slice(work, calls);
      calls = Math.max(1, (long) (sliceNanos / Math.max(1, perCall)));
    } while (System.nanoTime() < end);
    return calls;
  }

  private static double slice(Entrant.Work work, long calls) throws Throwable {
    long start = System.nanoTime();
    for (long i = 0; i < calls; i++) {
      work.run();
    }
    return (double) (System.nanoTime() - start) / calls;
  }
}
