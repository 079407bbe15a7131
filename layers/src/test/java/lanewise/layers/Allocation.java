package lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts the bytes that all threads of the JVM allocate. */
public final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** Of processor time of this JVM, its compiler's too: a busy machine gives it later. */
  private static final long PATIENCE_NANOS = 120_000_000_000L;

  private static final int CALLS = 50;

  private Allocation() {}

  /**
   * Runs until 50 calls in a row allocate nothing on any thread: vectors are objects until the
   * compiler has seen the kernels often enough. Fails when that does not come.
   */
  public static void assertSettlesAtNone(String what, Runnable action) {
    assertThat(leastOf(action, PATIENCE_NANOS)).as("%s: bytes in 50 calls", what).isZero();
  }

  /** The bytes that this thread allocates in one call. */
  public static long bytesOf(Runnable action) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    action.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  /** The least that 50 calls in a row allocated before one of the tries allocated nothing. */
  public static long leastOf(Runnable action, long patienceNanos) {
    long least = Long.MAX_VALUE;
    long started = SYSTEM.getProcessCpuTime();
    while (least > 0 && SYSTEM.getProcessCpuTime() - started < patienceNanos) {
      long before = THREADS.getTotalThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        action.run();
      }
      least = Math.min(least, THREADS.getTotalThreadAllocatedBytes() - before);
    }
    return least;
  }
}
