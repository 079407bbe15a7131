package lanewise.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Asserts that code allocates nothing once it is compiled. */
public final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final int CALLS = 100;

  /** Of processor time of this JVM, its compiler's too: a busy machine gives it later. */
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private Allocation() {}

  /**
   * Runs the task until {@value #CALLS} calls in a row allocate nothing, on this thread and on all
   * threads of pools; fails where that does not come about.
   */
  public static void assertNoneInSteadyState(Runnable task) {
    long end = SYSTEM.getProcessCpuTime() + PATIENCE_NANOS;
    long bytes = bytesOfRound(task);
    while (bytes > 0 && SYSTEM.getProcessCpuTime() < end) {
      bytes = bytesOfRound(task);
    }
    assertThat(bytes).as("bytes allocated by %d calls in steady state", CALLS).isZero();
  }

  private static long bytesOfRound(Runnable task) {
    Thread[] pool = poolThreads();
    long[] poolBefore = java.util.Arrays.stream(pool).mapToLong(Allocation::allocated).toArray();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < CALLS; i++) {
      task.run();
    }
    long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
    for (int i = 0; i < pool.length; i++) {
      long after = allocated(pool[i]);
      // A thread of another test's pool may end meanwhile; it has no count then.
      bytes += after < 0 || poolBefore[i] < 0 ? 0 : after - poolBefore[i];
    }
    return bytes;
  }

  private static Thread[] poolThreads() {
    Thread[] all = new Thread[Thread.activeCount() + 16];
    Thread.enumerate(all);
    return java.util.Arrays.stream(all)
        .filter(thread -> thread != null && thread.getName().startsWith("lanewise-worker"))
        .toArray(Thread[]::new);
  }

  private static long allocated(Thread thread) {
    return THREADS.getThreadAllocatedBytes(thread.threadId());
  }
}
