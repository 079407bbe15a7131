package lanewise.tensor.kernel;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes the calling thread has allocated, where the JVM can tell. It cannot for a virtual
 * thread: the count stands still there.
 */
public final class AllocationCounter {
  /** The module is optional, so that a small runtime image need not have it. */
  private static final boolean PRESENT =
      ModuleLayer.boot().findModule("jdk.management").isPresent();

  private AllocationCounter() {}

  /** Bytes so far; always 0 where the JVM does not count or the module is missing. */
  public static long bytes() {
    return PRESENT ? Counter.bytes() : 0;
  }

  /** Whether the count means anything. */
  public static boolean available() {
    return PRESENT && Counter.THREADS != null;
  }

  /** Touched only where the module is there. */
  private static final class Counter {
    static final @Nullable ThreadMXBean THREADS = threads();

    private static @Nullable ThreadMXBean threads() {
      return ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
              && threads.isThreadAllocatedMemorySupported()
              && threads.isThreadAllocatedMemoryEnabled()
          ? threads
          : null;
    }

    static long bytes() {
      return THREADS == null ? 0 : THREADS.getCurrentThreadAllocatedBytes();
    }
  }
}
