package lanewise.bench.compare.run;

import java.util.LinkedHashMap;
import java.util.Map;
import lanewise.bench.compare.Call;
import lanewise.bench.compare.Problem;
import lanewise.bench.compare.Way;
import lanewise.tensor.kernel.AllocationCounter;
import org.HdrHistogram.Histogram;

/** One way of one library in one case: checked, warmed up, and measured slice by slice. */
final class Meter {
  private static final long LONGEST_NANOS = 60_000_000_000L;
  private static final int SLICES_OF_BYTES = 4;
  private static final double IMPROVEMENT = 0.9;
  private static final int MAX_PERIODS = 20;

  private final Problem problem;
  private final Way way;
  private final Call call;
  private final Histogram nanos = new Histogram(LONGEST_NANOS, 3);
  private int next;
  private long calls = 1;

  private Meter(Problem problem, Way way, Call call) {
    this.problem = problem;
    this.way = way;
    this.call = call;
  }

  /** Prepares a way and checks its answers. */
  static Meter open(Problem problem, Way way) throws Throwable {
    Meter meter = new Meter(problem, way, way.opening().call());
    meter.check();
    return meter;
  }

  private void check() throws Throwable {
    if (!way.yardstick()) {
      problem.check(call, way.rounding());
    }
  }

  /**
   * Runs for the time given, and again while that made calls a tenth faster: on a core that is busy
   * the compilers may take long. Slices then have about the length given.
   *
   * @param untilNothingIsAllocated for code that allocates only while it is not yet compiled
   */
  void warmUp(long periodNanos, long sliceNanos, boolean untilNothingIsAllocated) throws Throwable {
    double before;
    double best = Double.POSITIVE_INFINITY;
    int periods = 0;
    do {
      before = best;
      best = Math.min(best, fastest(periodNanos, sliceNanos));
      periods++;
    } while (periods < MAX_PERIODS
        && (best < IMPROVEMENT * before || (untilNothingIsAllocated && bytes() > 0)));
    nanos.reset();
    calls = Math.max(1, (long) (sliceNanos / best));
  }

  /** Nanoseconds a call in the fastest slice of a period. */
  private double fastest(long periodNanos, long sliceNanos) throws Throwable {
    long end = System.nanoTime() + periodNanos;
    double best = Double.POSITIVE_INFINITY;
    calls = 1;
    do {
      double perCall = Math.max(1, run(calls));
      if (problem.latencies()) {
        timeEach(Math.max(1, calls / 8));
      }
      calls = Math.max(1, (long) (sliceNanos / perCall));
      best = Math.min(best, perCall);
    } while (System.nanoTime() < end);
    return best;
  }

  /**
   * One round: a few calls to bring caches back after the others' turn, a slice timed as a whole,
   * and where the problem asks for it as many calls timed one by one.
   *
   * @return nanoseconds of the problem's work in the slice timed as a whole
   */
  double round() throws Throwable {
    run(Math.max(1, calls / 8));
    double perCall = run(calls);
    if (problem.latencies()) {
      timeEach(calls);
    }
    return perCall / call.share();
  }

  private double run(long count) throws Throwable {
    long start = System.nanoTime();
    for (long i = 0; i < count; i++) {
      runNext();
    }
    return (double) (System.nanoTime() - start) / count;
  }

  /** The end of a call is the start of the next: one reading of the clock a call. */
  private void timeEach(long count) throws Throwable {
    long before = System.nanoTime();
    for (long i = 0; i < count; i++) {
      runNext();
      long now = System.nanoTime();
      nanos.recordValue(Math.min(now - before, LONGEST_NANOS));
      before = now;
    }
  }

  private void runNext() throws Throwable {
    call.run(next);
    next = next + 1 == problem.inputs() ? 0 : next + 1;
  }

  /** Allocated on the Java heap by this thread in a call. */
  private double bytes() throws Throwable {
    long before = AllocationCounter.bytes();
    run(calls);
    return (double) (AllocationCounter.bytes() - before) / calls;
  }

  /** The least of a few slices: code that is compiled again allocates in one, a call in all. */
  private double settledBytes() throws Throwable {
    double least = bytes();
    for (int slice = 1; slice < SLICES_OF_BYTES && least > 0; slice++) {
      least = Math.min(least, bytes());
    }
    return least;
  }

  /** Checks the answers again; what else was measured, by the names of result lines. */
  Map<String, Double> figures() throws Throwable {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("bytesPerCall", settledBytes() / call.share());
    figures.putAll(Percentiles.of(nanos, problem.unit()));
    check();
    figures.putAll(problem.figures());
    return figures;
  }
}
