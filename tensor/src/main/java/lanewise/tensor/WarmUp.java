package lanewise.tensor;

import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import lanewise.tensor.kernel.AllocationCounter;
import lanewise.tensor.kernel.CompilerClock;
import lanewise.tensor.kernel.Simd;
import lanewise.tensor.kernel.Start;

/**
 * Evidence that code has been brought to its compiled state: what {@link #run} found.
 *
 * <p>A JVM runs new code in an interpreter, then compiles it in the background. Vector kernels gain
 * most from that: until then every vector is an object. Run what a service will do, once, before it
 * takes requests:
 *
 * <pre>{@code
 * WarmUp evidence = WarmUp.run(() -> classifier.predict(row), Duration.ofSeconds(2));
 * logger.log(INFO, evidence);
 * // 5210 calls in 211 ms: first 5034.1 us, last 3.10 us, 0 B a call, settled, vectors of 512 bits
 * }</pre>
 *
 * @param calls how often the code ran
 * @param milliseconds how long all calls took
 * @param firstMicroseconds the time of the first call
 * @param lastMicroseconds the time of a call in the last group of calls, their mean
 * @param bytesPerCall allocated by a call in the last group; 0 where the JVM does not count
 * @param settled whether the time had stopped falling before the limit was reached
 * @param vectorBits the width of the vectors that the kernels use; 0 where scalar code runs, which
 *     is several times slower
 */
public record WarmUp(
    long calls,
    double milliseconds,
    double firstMicroseconds,
    double lastMicroseconds,
    long bytesPerCall,
    boolean settled,
    int vectorBits) {
  private static final long GROUP_NANOS = 2_000_000;

  /** How long nothing new must have come, where calls allocate nothing. */
  private static final long QUIET_NANOS = 30_000_000;

  /**
   * The same where calls allocate, or were quicker before: perhaps they always will, perhaps the
   * compiler is still busy.
   */
  private static final long DOUBTFUL_NANOS = 500_000_000;

  /** The same where calls allocate so much that they are likely to box vectors. */
  private static final long BOXING_NANOS = 3_000_000_000L;

  private static final long BOXING_BYTES = 16 << 10;

  /** What counts as new: a group that takes less than this share of the best before. */
  private static final double IMPROVEMENT = 0.9;

  /**
   * Calls the code in groups of 2 ms until for 15 groups the time of a call has not fallen by a
   * tenth, no less was allocated and no compilation ended, or until the limit is reached. Code that
   * allocates, or takes twice the time that it took before, is given half a second without such
   * news, or three where it allocates 16 KiB a call. On the caller's thread; what the code itself
   * starts elsewhere is not waited for.
   *
   * @param code called at least once; what it throws is passed on
   * @param limit after which no new group begins
   * @return the evidence
   * @throws IllegalArgumentException if the limit is zero or negative
   */
  public static WarmUp run(Runnable code, Duration limit) {
    return run(code, limit, System::nanoTime);
  }

  /** By a clock of nanoseconds. */
  static WarmUp run(Runnable code, Duration limit, LongSupplier clock) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("warm-up: the limit is " + limit + "; use more than 0");
    }
    Start.end();
    long start = clock.getAsLong();
    code.run();
    long now = clock.getAsLong();
    double first = now - start;
    long calls = 1;
    double best = first;
    double last = first;
    long fewestBytes = Long.MAX_VALUE;
    long lastBytes = 0;
    long newest = now;
    boolean settled = false;
    long compiling = CompilerClock.milliseconds();
    while (!settled && now - start < limit.toNanos()) {
      long from = now;
      long before = AllocationCounter.bytes();
      int group = 0;
      do {
        code.run();
        group++;
        now = clock.getAsLong();
      } while (now - from < GROUP_NANOS);
      lastBytes = (AllocationCounter.bytes() - before) / group;
      last = (double) (now - from) / group;
      long compiled = CompilerClock.milliseconds();
      if (last < IMPROVEMENT * best || lastBytes < fewestBytes || compiled > compiling) {
        newest = now;
      }
      compiling = compiled;
      best = Math.min(best, last);
      fewestBytes = Math.min(fewestBytes, lastBytes);
      calls += group;
      // As what has replaced quick code and is not compiled yet.
      boolean slower = last >= 2 * best;
      settled = now - newest >= quietNanos(lastBytes, slower);
    }
    return new WarmUp(
        calls, (now - start) / 1e6, first / 1e3, last / 1e3, lastBytes, settled, Simd.BITS);
  }

  private static long quietNanos(long bytes, boolean slower) {
    if (bytes >= BOXING_BYTES) {
      return BOXING_NANOS;
    }
    return bytes == 0 && !slower ? QUIET_NANOS : DOUBTFUL_NANOS;
  }

  /** One line for a log. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d calls in %.0f ms: first %.1f us, last %.2f us, %d B a call, %s, %s",
        calls,
        milliseconds,
        firstMicroseconds,
        lastMicroseconds,
        bytesPerCall,
        settled ? "settled" : "still changing",
        vectorBits > 0 ? "vectors of " + vectorBits + " bits" : "scalar code");
  }
}
