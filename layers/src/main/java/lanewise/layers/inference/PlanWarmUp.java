package lanewise.layers.inference;

import java.time.Duration;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import lanewise.tensor.WarmUp;
import lanewise.tensor.kernel.AllocationCounter;
import lanewise.tensor.kernel.Simd;
import lanewise.tensor.kernel.Start;

/**
 * Warms up calls with many rows within a limit. Before its kernels are compiled such a call may
 * take many seconds, and nothing ends one that has begun; so the first calls have few rows, and
 * later ones twice as many as soon as such a call is expected to end in time.
 */
final class PlanWarmUp {
  /** A call with twice the rows may take so many times what the rows alone would add. */
  private static final int MARGIN = 2;

  private final IntConsumer call;
  private final LongConsumer kernels;
  private final LongSupplier clock;

  /**
   * What a plan does.
   *
   * @param call predicts so many rows
   * @param kernels has the kernels compiled, until a time of the clock
   * @param clock gives nanoseconds
   */
  PlanWarmUp(IntConsumer call, LongConsumer kernels, LongSupplier clock) {
    this.call = call;
    this.kernels = kernels;
    this.clock = clock;
  }

  /**
   * Calls with more and more rows.
   *
   * @param calls their number
   * @param complete whether the last had all rows
   * @param nanos the time of the last
   * @param bytes what it allocated
   */
  private record Growth(long calls, boolean complete, long nanos, long bytes) {}

  /** Warms up, for at most so many nanoseconds and a call with one row. */
  WarmUp run(int rows, long limit) {
    long start = clock.getAsLong();
    Growth cold = grow(rows, start + limit / 4);
    kernels.accept(start + limit / 2);
    Start.end();
    Growth warm = grow(rows, start + limit);
    double first = (cold.complete ? cold : warm).nanos / 1e3;
    long calls = cold.calls + warm.calls;
    long left = start + limit - clock.getAsLong();
    if (!warm.complete || left < warm.nanos) {
      double milliseconds = (clock.getAsLong() - start) / 1e6;
      return new WarmUp(calls, milliseconds, first, warm.nanos / 1e3, warm.bytes, false, Simd.BITS);
    }
    WarmUp rest = WarmUp.run(() -> call.accept(rows), Duration.ofNanos(Math.max(1, left)));
    return new WarmUp(
        calls + rest.calls(),
        (clock.getAsLong() - start) / 1e6,
        first,
        rest.lastMicroseconds(),
        rest.bytesPerCall(),
        rest.settled(),
        rest.vectorBits());
  }

  private Growth grow(int rows, long end) {
    int count = 1;
    long calls = 0;
    while (true) {
      long before = AllocationCounter.bytes();
      long from = clock.getAsLong();
      call.accept(count);
      long now = clock.getAsLong();
      long bytes = AllocationCounter.bytes() - before;
      calls++;
      long left = end - now;
      if (count == rows || left <= 0) {
        return new Growth(calls, count == rows, now - from, bytes);
      }
      double ofRow = (double) (now - from) / count;
      int next = (int) Math.min(rows, 2L * count);
      if (ofRow * MARGIN * next <= left) {
        count = next;
      }
      while (count > 1 && ofRow * count > left) {
        count /= 2;
      }
    }
  }
}
