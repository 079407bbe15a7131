package lanewise.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What a benchmark counts besides its calls. JMH divides the counts by the time, so in throughput
 * mode with seconds they are rates.
 */
public final class Rates {
  private Rates() {}

  /** Floating-point operations; a fused multiply-add is two. */
  @State(Scope.Thread)
  @AuxCounters
  public static class Arithmetic {
    /** In units of 10^9. */
    public double gflops;
  }

  /** Bytes that the program reads and writes, whatever cache they come from. */
  @State(Scope.Thread)
  @AuxCounters
  public static class Traffic {
    /** In units of 10^9. */
    public double gigabytes;
  }
}
