package lanewise.layers.serving;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import lanewise.tensor.WarmUp;
import lanewise.tensor.kernel.AllocationCounter;
import org.jspecify.annotations.Nullable;

/**
 * Limits on the time and the memory of a call, for a test of your own: the test fails on the day
 * that a change breaks them.
 *
 * <pre>{@code
 * LatencyBudget.of(() -> plan.predict(in, 0, out, 0))
 *     .calls(100_000)
 *     .p50(Duration.ofNanos(5_000))
 *     .p99(Duration.ofNanos(20_000))
 *     .bytesPerCall(0)
 *     .check();
 * }</pre>
 *
 * <p>First the code is warmed up by {@link WarmUp#run}; then every call is timed by itself, and the
 * percentiles are exact: of n times in ascending order, percentile p is the one at place {@code
 * ceil(p n / 100)}, counted from 1.
 *
 * <p>Without a rate the loop is closed: a call begins when the one before it has ended, so a pause
 * of the JVM is seen by one call only. With {@link #perSecond} calls are due at fixed moments and
 * measured from then on, also where the one before it ended too late: a pause is seen by all calls
 * that were due during it, as by the users of a service.
 *
 * <p>For one thread. A measurement runs on that thread and allocates only before and after the
 * measured calls. Times depend on the machine and on what else it does; leave room in the limits.
 */
public final class LatencyBudget {
  /** Parking ends this late at most, on most systems; what is left is spun. */
  private static final long SPIN_NANOS = 200_000;

  private final LongConsumer call;
  private final LongSupplier clock;
  private final LongConsumer waitUntil;

  private int calls = 10_000;
  private double perSecond;
  private Duration warmUp = Duration.ofSeconds(5);
  private @Nullable Duration p50;
  private @Nullable Duration p99;
  private @Nullable Duration p999;
  private @Nullable Long bytes;

  /**
   * What was measured.
   *
   * @param calls how many were timed
   * @param p50Nanos the median, in nanoseconds
   * @param p99Nanos the 99th percentile
   * @param p999Nanos the 99.9th percentile
   * @param maxNanos the longest
   * @param bytesPerCall allocated by the calling thread, on average, rounded down; 0 where the JVM
   *     does not count
   * @param warmUp what the warm-up before it found
   */
  public record Report(
      int calls,
      long p50Nanos,
      long p99Nanos,
      long p999Nanos,
      long maxNanos,
      long bytesPerCall,
      WarmUp warmUp) {
    /** One line for a log. */
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d calls: p50 %d ns, p99 %d ns, p99.9 %d ns, max %d ns, %d B a call",
          calls,
          p50Nanos,
          p99Nanos,
          p999Nanos,
          maxNanos,
          bytesPerCall);
    }
  }

  private LatencyBudget(LongConsumer call, LongSupplier clock, LongConsumer waitUntil) {
    this.call = call;
    this.clock = clock;
    this.waitUntil = waitUntil;
  }

  /**
   * Measures this code; 10,000 calls, no limit yet.
   *
   * @param call one call; what it throws is passed on
   * @return a budget without limits
   */
  public static LatencyBudget of(Runnable call) {
    return of(number -> call.run());
  }

  /**
   * Measures this code, which is told the number of the call, from 0, in order to take another
   * input every time; 10,000 calls, no limit yet. The calls of the warm-up are numbered by
   * themselves.
   *
   * @param call one call; what it throws is passed on
   * @return a budget without limits
   */
  public static LatencyBudget of(LongConsumer call) {
    return of(call, System::nanoTime, LatencyBudget::waitUntil);
  }

  static LatencyBudget of(LongConsumer call, LongSupplier clock, LongConsumer waitUntil) {
    return new LatencyBudget(call, clock, waitUntil);
  }

  /**
   * How many calls are timed.
   *
   * @param calls at least 1; above 1,000 for {@link #p999} to mean something
   * @return this
   * @throws IllegalArgumentException if it is below 1
   */
  public LatencyBudget calls(int calls) {
    if (calls < 1) {
      throw new IllegalArgumentException("latency budget: " + calls + " calls: use at least 1");
    }
    this.calls = calls;
    return this;
  }

  /**
   * Makes calls due at fixed moments and measures each from the moment it is due. Between them the
   * thread is parked, and spins at the end so that calls begin in time.
   *
   * @param rate calls a second
   * @return this
   * @throws IllegalArgumentException if it is not above 0 and finite
   */
  public LatencyBudget perSecond(double rate) {
    if (!(rate > 0 && rate <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "latency budget: " + rate + " calls a second: use more than 0");
    }
    perSecond = rate;
    return this;
  }

  /**
   * The most time for the warm-up, 5 seconds unless set; it ends earlier when the code has settled.
   *
   * @param atMost more than 0
   * @return this
   * @throws IllegalArgumentException if it is 0 or negative
   */
  public LatencyBudget warmUp(Duration atMost) {
    warmUp = positive("warm-up", atMost);
    return this;
  }

  /**
   * Limits the median.
   *
   * @param limit more than 0
   * @return this
   * @throws IllegalArgumentException if it is 0 or negative
   */
  public LatencyBudget p50(Duration limit) {
    p50 = positive("p50", limit);
    return this;
  }

  /**
   * Limits the 99th percentile.
   *
   * @param limit more than 0
   * @return this
   * @throws IllegalArgumentException if it is 0 or negative
   */
  public LatencyBudget p99(Duration limit) {
    p99 = positive("p99", limit);
    return this;
  }

  /**
   * Limits the 99.9th percentile.
   *
   * @param limit more than 0
   * @return this
   * @throws IllegalArgumentException if it is 0 or negative
   */
  public LatencyBudget p999(Duration limit) {
    p999 = positive("p99.9", limit);
    return this;
  }

  /**
   * Limits what the calling thread allocates in a call: the mean, rounded down.
   *
   * @param limit 0 or more
   * @return this
   * @throws IllegalArgumentException if it is negative
   */
  public LatencyBudget bytesPerCall(long limit) {
    if (limit < 0) {
      throw new IllegalArgumentException(
          "latency budget: " + limit + " bytes a call: use 0 or more");
    }
    bytes = limit;
    return this;
  }

  private static Duration positive(String what, Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException(
          "latency budget: the limit of " + what + " is " + limit + "; use more than 0");
    }
    return limit;
  }

  /**
   * Warms up and measures, without looking at the limits.
   *
   * @return what was measured
   */
  public Report measure() {
    long[] warmCalls = {0};
    WarmUp evidence = WarmUp.run(() -> call.accept(warmCalls[0]++), warmUp);
    long[] nanos = new long[calls];
    long allocated = perSecond == 0 ? closedLoop(nanos) : openLoop(nanos, 1e9 / perSecond);
    Arrays.sort(nanos);
    return new Report(
        nanos.length,
        percentile(nanos, 500),
        percentile(nanos, 990),
        percentile(nanos, 999),
        nanos[nanos.length - 1],
        allocated / nanos.length,
        evidence);
  }

  /** The bytes that all calls allocated. */
  private long closedLoop(long[] nanos) {
    long before = AllocationCounter.bytes();
    for (int i = 0; i < nanos.length; i++) {
      long begin = clock.getAsLong();
      call.accept(i);
      nanos[i] = clock.getAsLong() - begin;
    }
    return AllocationCounter.bytes() - before;
  }

  /** The same; what the JVM allocates for the first waits is not the calls'. */
  private long openLoop(long[] nanos, double interval) {
    long allocated = 0;
    long start = clock.getAsLong();
    for (int i = 0; i < nanos.length; i++) {
      long due = start + (long) (i * interval);
      waitUntil.accept(due);
      long before = AllocationCounter.bytes();
      call.accept(i);
      nanos[i] = clock.getAsLong() - due;
      allocated += AllocationCounter.bytes() - before;
    }
    return allocated;
  }

  private static void waitUntil(long due) {
    long left = due - System.nanoTime();
    while (left > 0) {
      if (left > SPIN_NANOS) {
        LockSupport.parkNanos(left - SPIN_NANOS);
      } else {
        Thread.onSpinWait();
      }
      left = due - System.nanoTime();
    }
  }

  private static long percentile(long[] sorted, long perMille) {
    return sorted[(int) ((sorted.length * perMille + 999) / 1000) - 1];
  }

  /**
   * Warms up, measures and compares with the limits.
   *
   * @return what was measured, where no limit is broken
   * @throws AssertionError if one is; the message has every limit beside what was measured
   * @throws IllegalStateException if no limit was set, or if bytes are limited where they cannot be
   *     counted: on a virtual thread, and where the JVM has no module jdk.management
   */
  public Report check() {
    if (p50 == null && p99 == null && p999 == null && bytes == null) {
      throw new IllegalStateException(
          "latency budget: no limit is set; set one, or use measure() to see the figures");
    }
    if (bytes != null && (!AllocationCounter.available() || Thread.currentThread().isVirtual())) {
      throw new IllegalStateException(
          "latency budget: bytes cannot be counted here; measure on a platform thread, with the"
              + " module jdk.management");
    }
    Report report = measure();
    StringBuilder lines = new StringBuilder();
    boolean kept = compare(lines, "p50", report.p50Nanos, p50);
    kept &= compare(lines, "p99", report.p99Nanos, p99);
    kept &= compare(lines, "p99.9", report.p999Nanos, p999);
    kept &= compare(lines, "bytes a call", "", report.bytesPerCall, bytes);
    if (!kept) {
      throw new AssertionError(
          "latency budget broken"
              + lines
              + "\n  measured: "
              + report
              + "\n  warm-up: "
              + report.warmUp);
    }
    return report;
  }

  private static boolean compare(
      StringBuilder lines, String what, long measured, @Nullable Duration limit) {
    return compare(lines, what, " ns", measured, limit == null ? null : limit.toNanos());
  }

  private static boolean compare(
      StringBuilder lines, String what, String unit, long measured, @Nullable Long limit) {
    if (limit == null) {
      return true;
    }
    boolean kept = measured <= limit;
    lines.append("\n  ").append(what).append(": ").append(measured).append(unit);
    lines.append(kept ? ", within " : ", above ").append(limit).append(unit);
    return kept;
  }
}
