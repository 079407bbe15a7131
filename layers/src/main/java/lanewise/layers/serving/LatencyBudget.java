package lanewise.layers.serving;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import lanewise.tensor.WarmUp;
import lanewise.tensor.kernel.AllocationCounter;
import lanewise.tensor.kernel.Simd;
import org.jspecify.annotations.Nullable;

/**
 * Limits on the time and the memory of a call, for your own tests: a test fails as soon as a change
 * breaks them.
 *
 * <pre>{@code
 * LatencyBudget.of(() -> plan.predict(in, 0, out, 0))
 *     .calls(100_000)
 *     .p50(Duration.ofNanos(5_000))
 *     .p99(Duration.ofNanos(20_000))
 *     .bytesPerCall(0)
 *     .requireVectors()
 *     .check();
 * }</pre>
 *
 * <p>First the code is warmed up by {@link WarmUp#run}; then every call is timed by itself, and the
 * percentiles are exact: of n times in ascending order, percentile p is the one at place {@code
 * ceil(p n / 100)}, counted from 1.
 *
 * <p>Without a rate the loop is closed: a call begins when the one before it has ended, so a pause
 * of the JVM is seen by one call only. With {@link #perSecond} calls are due at fixed moments and
 * measured from then on, even if the call before ended too late: all calls that were due during a
 * pause see it, as the users of a service do.
 *
 * <p>A budget is for one thread. A measurement runs on that thread and allocates only before and
 * after the measured calls. Times depend on the machine and on what else it does; leave room in the
 * limits.
 */
public final class LatencyBudget {
  /** On most systems parking ends at most this late, so the thread spins for the rest. */
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
  private boolean vectors;

  /**
   * The result of a measurement.
   *
   * @param calls the number of calls timed
   * @param p50Nanos the median, in nanoseconds
   * @param p99Nanos the 99th percentile
   * @param p999Nanos the 99.9th percentile
   * @param maxNanos the longest
   * @param bytesPerCall the mean number of bytes that the calling thread allocated, rounded down; 0
   *     if the JVM does not count them
   * @param warmUp the result of the warm-up before the measurement
   */
  public record Report(
      int calls,
      long p50Nanos,
      long p99Nanos,
      long p999Nanos,
      long maxNanos,
      long bytesPerCall,
      WarmUp warmUp) {
    /** Returns one line for a log. */
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d calls: p50 %d ns, p99 %d ns, p99.9 %d ns, max %d ns, %d B a call%s",
          calls,
          p50Nanos,
          p99Nanos,
          p999Nanos,
          maxNanos,
          bytesPerCall,
          warmUp.vectorBits() > 0 ? "" : ", scalar code");
    }
  }

  private LatencyBudget(LongConsumer call, LongSupplier clock, LongConsumer waitUntil) {
    this.call = call;
    this.clock = clock;
    this.waitUntil = waitUntil;
  }

  /**
   * Makes a budget for this code, with 10,000 calls and no limit yet.
   *
   * @param call one call; its exceptions are passed on
   * @return a budget without limits
   */
  public static LatencyBudget of(Runnable call) {
    return of(number -> call.run());
  }

  /**
   * Makes a budget for this code, with 10,000 calls and no limit yet. The code is given the number
   * of the call, from 0, so that it can take another input every time. The calls of the warm-up
   * have a numbering of their own.
   *
   * @param call one call; its exceptions are passed on
   * @return a budget without limits
   */
  public static LatencyBudget of(LongConsumer call) {
    return of(call, System::nanoTime, LatencyBudget::waitUntil);
  }

  static LatencyBudget of(LongConsumer call, LongSupplier clock, LongConsumer waitUntil) {
    return new LatencyBudget(call, clock, waitUntil);
  }

  /**
   * Sets the number of calls to time.
   *
   * @param calls at least 1; above 1,000 for {@link #p999} to be meaningful
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
   * @param rate the number of calls per second
   * @return this
   * @throws IllegalArgumentException if it is not above 0 and finite
   */
  public LatencyBudget perSecond(double rate) {
    if (!(rate > 0 && rate <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "latency budget: " + rate + " calls per second: use more than 0");
    }
    perSecond = rate;
    return this;
  }

  /**
   * Limits the time of the warm-up, which is 5 seconds by default; it ends earlier when the code
   * has settled.
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
   * Limits the bytes that the calling thread allocates per call: the mean, rounded down.
   *
   * @param limit 0 or more
   * @return this
   * @throws IllegalArgumentException if it is negative
   */
  public LatencyBudget bytesPerCall(long limit) {
    if (limit < 0) {
      throw new IllegalArgumentException(
          "latency budget: " + limit + " bytes per call: use 0 or more");
    }
    bytes = limit;
    return this;
  }

  /**
   * Requires the vector kernels. Without it a budget with room in its limits passes on scalar code,
   * too, which runs where the JVM was started without {@code --add-modules jdk.incubator.vector}.
   *
   * @return this
   */
  public LatencyBudget requireVectors() {
    vectors = true;
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
   * Warms up and measures, without checking the limits.
   *
   * @return the result
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

  /** Runs the calls one after the other and returns the bytes that they allocated. */
  private long closedLoop(long[] nanos) {
    long before = AllocationCounter.bytes();
    for (int i = 0; i < nanos.length; i++) {
      long begin = clock.getAsLong();
      call.accept(i);
      nanos[i] = clock.getAsLong() - begin;
    }
    return AllocationCounter.bytes() - before;
  }

  /**
   * Runs the calls when they are due and returns the bytes that they allocated, without those that
   * the JVM allocates for the first waits.
   */
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
   * @return the result, if no limit is broken
   * @throws AssertionError if a limit is broken, in which case the message lists every limit beside
   *     the measured value; or if vectors are required and scalar code runs, before any call
   * @throws IllegalStateException if no limit was set, or if bytes are limited but cannot be
   *     counted, which is so on a virtual thread and in a JVM without the module jdk.management
   */
  public Report check() {
    if (p50 == null && p99 == null && p999 == null && bytes == null && !vectors) {
      throw new IllegalStateException(
          "latency budget: no limit is set; set one, or use measure() to see the figures");
    }
    if (bytes != null && (!AllocationCounter.available() || Thread.currentThread().isVirtual())) {
      throw new IllegalStateException(
          "latency budget: bytes cannot be counted here; measure on a platform thread, with the"
              + " module jdk.management");
    }
    if (vectors && Simd.BITS == 0) {
      throw new AssertionError("latency budget: scalar code runs, not vectors: " + Simd.reason());
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
