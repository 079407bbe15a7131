package lanewise.bench.machine;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import lanewise.tensor.kernel.AllocationCounter;

/** Times pieces of work on the calling thread, in slices of about the same length. */
public final class Slices {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int MAX_PERIODS = 20;

  private Slices() {}

  /** Nanoseconds a run in one slice, by the clock on the wall. */
  public static double nanos(Runnable work, long sliceNanos) {
    long start = System.nanoTime();
    long now;
    int runs = 0;
    do {
      work.run();
      runs++;
      now = System.nanoTime();
    } while (now - start < sliceNanos);
    return (double) (now - start) / runs;
  }

  /**
   * Nanoseconds a run that this thread had a processor, where the system tells; what other programs
   * took in between does not count.
   */
  public static double processorNanos(Runnable work, long runs) {
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
   * Runs for a period of the processor's time, and again while that made it a tenth faster or spared a tenth of what a run
   * allocates: vectors are objects until their loop is compiled.
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
   * slows down slows all.
   */
  public static double[][] inTurn(List<Runnable> work, int rounds, long sliceNanos) {
    double[][] nanos = new double[work.size()][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int j = 0; j < work.size(); j++) {
        int which = (round + j) % work.size();
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
