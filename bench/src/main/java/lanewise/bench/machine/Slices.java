package lanewise.bench.machine;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import lanewise.tensor.kernel.AllocationCounter;

/** Times pieces of work on the calling thread, in slices of about the same length. */
public final class Slices {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int MAX_PERIODS = 20;

  private Slices() {}

  /**
   * Nanoseconds a run in one slice, of the time that this thread had a processor: what other
   * programs took in between does not count.
   */
  public static double nanos(Runnable work, long sliceNanos) {
    return nanos(work, sliceNanos, Slices::processorTime);
  }

  /** Nanoseconds a run in one slice by the clock on the wall, for threads that work together. */
  public static double wallNanos(Runnable work, long sliceNanos) {
    return nanos(work, sliceNanos, System::nanoTime);
  }

  private static double nanos(Runnable work, long sliceNanos, LongSupplier clock) {
    long start = clock.getAsLong();
    long begin = System.nanoTime();
    long elapsed;
    long runs = 0;
    long batch = 1;
    do {
      for (long i = 0; i < batch; i++) {
        work.run();
      }
      runs += batch;
      elapsed = System.nanoTime() - begin;
      if (elapsed < sliceNanos / 16) {
        batch *= 2; // reading the clock after each run would take a part of the time
      }
    } while (elapsed < sliceNanos);
    return (double) (clock.getAsLong() - start) / runs;
  }

  /** Nanoseconds a run of so many, of the processor's time. */
  public static double nanosOf(Runnable work, long runs) {
    long start = processorTime();
    for (long i = 0; i < runs; i++) {
      work.run();
    }
    return (double) (processorTime() - start) / runs;
  }

  private static long processorTime() {
    return THREADS.isCurrentThreadCpuTimeSupported()
        ? THREADS.getCurrentThreadCpuTime()
        : System.nanoTime();
  }

  /**
   * Runs for a period of the processor's time, and again while that made it a tenth faster or
   * spared a tenth of what a run allocates: vectors are objects until their loop is compiled.
   *
   * @param clean whether to go on while anything is allocated, for code that allocates nothing once
   *     it is compiled
   * @return nanoseconds of a run in the fastest slice
   */
  public static double settle(Runnable work, long sliceNanos, long periodNanos, boolean clean) {
    double before;
    double best = Double.POSITIVE_INFINITY;
    double bytesBefore;
    double bytes = Double.POSITIVE_INFINITY;
    int periods = 0;
    do {
      before = best;
      bytesBefore = bytes;
      long end = processorTime() + periodNanos;
      do {
        best = Math.min(best, nanos(work, sliceNanos));
      } while (processorTime() < end);
      bytes = bytes(work);
      periods++;
    } while (periods < MAX_PERIODS
        && (best < 0.9 * before || bytes < 0.9 * bytesBefore || (clean && bytes > 0)));
    return best;
  }

  /** Allocated on the Java heap by a run. */
  public static double bytes(Runnable work) {
    int runs = 5;
    long before = AllocationCounter.bytes();
    for (int i = 0; i < runs; i++) {
      work.run();
    }
    return (double) (AllocationCounter.bytes() - before) / runs;
  }

  /**
   * Nanoseconds of a run, [work][round]: each round begins with another, so that a machine that
   * slows down slows all. A run before each slice does not count: it brings the data back that the
   * work before has displaced from a cache.
   */
  public static double[][] inTurn(List<Runnable> work, int rounds, long sliceNanos) {
    double[][] nanos = new double[work.size()][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int j = 0; j < work.size(); j++) {
        int which = (round + j) % work.size();
        work.get(which).run();
        nanos[which][round] = nanos(work.get(which), sliceNanos);
      }
    }
    return nanos;
  }

  /** The middle of some values, of an even number the upper of two. */
  public static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
