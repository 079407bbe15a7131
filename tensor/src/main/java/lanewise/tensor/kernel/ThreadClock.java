package lanewise.tensor.kernel;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.jspecify.annotations.Nullable;

/**
 * The processor time of the calling thread. On a machine that is busy with others it passes as
 * slowly as the thread's work gets done.
 */
public final class ThreadClock {
  /** The module is optional, so that a small runtime image need not have it. */
  private static final boolean PRESENT =
      ModuleLayer.boot().findModule("java.management").isPresent();

  private ThreadClock() {}

  /**
   * Nanoseconds, of which differences on one thread mean something; those of {@link
   * System#nanoTime} where the JVM does not count, and on a virtual thread.
   */
  public static long nanoseconds() {
    return PRESENT && !Thread.currentThread().isVirtual() ? Clock.nanoseconds() : System.nanoTime();
  }

  /** Touched only where the module is there. */
  private static final class Clock {
    private static final @Nullable ThreadMXBean THREADS = threads();

    private static @Nullable ThreadMXBean threads() {
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      return threads.isCurrentThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled()
          ? threads
          : null;
    }

    static long nanoseconds() {
      return THREADS == null ? System.nanoTime() : THREADS.getCurrentThreadCpuTime();
    }
  }
}
