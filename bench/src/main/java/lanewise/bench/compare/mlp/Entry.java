package lanewise.bench.compare.mlp;

import org.HdrHistogram.Histogram;

/** One variant that takes part in a case: checked, warmed up, and measured slice by slice. */
final class Entry {
  private static final long LONGEST_NANOS = 60_000_000_000L;
  private static final double IMPROVEMENT = 0.9;
  private static final int MAX_PERIODS = 10;

  private final Contestant.Prediction prediction;
  private final Expected expected;
  private final int batches;
  private final Histogram nanos = new Histogram(LONGEST_NANOS, 3);
  private int next;

  Entry(Contestant.Prediction prediction, Expected expected, int batches) {
    this.prediction = prediction;
    this.expected = expected;
    this.batches = batches;
  }

  /** Predicts all batches and compares every answer. */
  void check() throws Exception {
    for (int batch = 0; batch < batches; batch++) {
      expected.check(batch, prediction.predict(batch));
    }
  }

  /**
   * Runs for the time given, and again while that made calls a tenth faster: on a core that is busy
   * the compilers may take long.
   *
   * @return how many calls make a slice
   */
  long warmUp(long warmUpNanos, long sliceNanos) throws Exception {
    double before;
    double best = Double.POSITIVE_INFINITY;
    int periods = 0;
    do {
      before = best;
      best = Math.min(best, fastest(warmUpNanos, sliceNanos));
      periods++;
    } while (periods < MAX_PERIODS && best < IMPROVEMENT * before);
    nanos.reset();
    return Math.max(1, (long) (sliceNanos / best));
  }

  /** Nanoseconds a call in the fastest slice of a period. */
  private double fastest(long periodNanos, long sliceNanos) throws Exception {
    long end = System.nanoTime() + periodNanos;
    double best = Double.POSITIVE_INFINITY;
    long calls = 1;
    do {
      double perCall = Math.max(1, run(calls));
      timeEach(Math.max(1, calls / 8));
      calls = Math.max(1, (long) (sliceNanos / perCall));
      best = Math.min(best, perCall);
    } while (System.nanoTime() < end);
    return best;
  }

  /**
   * One round: a few calls to bring caches back after the others' turn, a slice timed as a whole,
   * and as many calls timed one by one.
   *
   * @return nanoseconds a call of the slice timed as a whole
   */
  double round(long calls) throws Exception {
    run(Math.max(1, calls / 8));
    double perCall = run(calls);
    timeEach(calls);
    return perCall;
  }

  private double run(long calls) throws Exception {
    long start = System.nanoTime();
    for (long i = 0; i < calls; i++) {
      predictNext();
    }
    return (double) (System.nanoTime() - start) / calls;
  }

  /** The end of a call is the start of the next: one reading of the clock a call. */
  private void timeEach(long calls) throws Exception {
    long before = System.nanoTime();
    for (long i = 0; i < calls; i++) {
      predictNext();
      long now = System.nanoTime();
      nanos.recordValue(Math.min(now - before, LONGEST_NANOS));
      before = now;
    }
  }

  private void predictNext() throws Exception {
    prediction.predict(next);
    next = next + 1 == batches ? 0 : next + 1;
  }

  Tails tails() {
    return Tails.of(nanos);
  }
}
