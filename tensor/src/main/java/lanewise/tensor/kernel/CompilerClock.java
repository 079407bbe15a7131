package lanewise.tensor.kernel;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/** How long the JVM's compilers have worked, where the JVM can tell. */
public final class CompilerClock {
  /** The module is optional, so that a small runtime image need not have it. */
  private static final boolean PRESENT =
      ModuleLayer.boot().findModule("java.management").isPresent();

  private CompilerClock() {}

  /** Milliseconds spent on finished compilations; always 0 where the JVM does not count. */
  public static long milliseconds() {
    return PRESENT ? Clock.milliseconds() : 0;
  }

  /** Touched only where the module is there. */
  private static final class Clock {
    private static final @Nullable CompilationMXBean COMPILERS = compilers();

    private static @Nullable CompilationMXBean compilers() {
      CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();
      return compilers != null && compilers.isCompilationTimeMonitoringSupported()
          ? compilers
          : null;
    }

    static long milliseconds() {
      return COMPILERS == null ? 0 : COMPILERS.getTotalCompilationTime();
    }
  }
}
