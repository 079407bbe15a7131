package lanewise.bench.compare;

import java.util.ArrayList;
import java.util.List;
import lanewise.tensor.kernel.AllocationCounter;

/**
 * Measures the entrants of one case in turn: after each has been checked and warmed up, rounds of
 * short slices, each round in another order, so that a machine that slows down slows all.
 */
final class Contest {
  /** The longest warm-up, in units of the usual one. */
  private static final int PATIENCE = 10;

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
      calls[i] = warmUp(entrant);
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
      long before = AllocationCounter.bytes();
      slice(entrants.get(i).work(), calls[i]);
      double bytes = (double) (AllocationCounter.bytes() - before) / calls[i];
      results.add(new Result(entrants.get(i), slices.median(), slices.spread(), bytes));
    }
    return results;
  }

  /**
   * Runs for the time of warming up, and ours until it has stopped allocating, which what is not
   * yet compiled does; how many calls make a slice.
   */
  private long warmUp(Entrant entrant) throws Throwable {
    long start = System.nanoTime();
    long calls = 1;
    long elapsed;
    boolean allocates;
    do {
      long before = AllocationCounter.bytes();
      double perCall = slice(entrant.work(), calls);
      allocates = entrant.ours() && AllocationCounter.bytes() > before;
      calls = Math.max(1, (long) (sliceNanos / Math.max(1, perCall)));
      elapsed = System.nanoTime() - start;
    } while (elapsed < warmUpNanos || (allocates && elapsed < PATIENCE * warmUpNanos));
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
