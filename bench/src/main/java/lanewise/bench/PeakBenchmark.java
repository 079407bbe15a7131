package lanewise.bench;

import java.util.concurrent.TimeUnit;
import lanewise.bench.machine.Limits;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What the machine can do on one thread: fused multiply-adds at the widest vectors that the JVM
 * prefers, and bandwidth of reading and of copying heap arrays. Other benchmarks' {@code gflops}
 * and {@code gigabytes} are shares of these, measured in the same run.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class PeakBenchmark extends Defaults {
  private static final int STEPS = 10_000;

  /** Fused multiply-adds that wait for nothing but their own chain. */
  @Benchmark
  public float fma(Factors factors, Rates.Arithmetic rates) {
    rates.gflops += 1e-9 * Limits.operations(STEPS);
    return factors.multiplyAdd();
  }

  /** All elements of an array, added up. */
  @Benchmark
  public float read(Memory memory, Rates.Traffic rates) {
    rates.gigabytes += 1e-9 * Float.BYTES * memory.size;
    return Limits.sum(memory.from);
  }

  /** An array copied to another: as many bytes are read as are written, and both are counted. */
  @Benchmark
  public float[] copy(Memory memory, Rates.Traffic rates) {
    rates.gigabytes += 2e-9 * Float.BYTES * memory.size;
    Limits.copy(memory.from, memory.to);
    return memory.to;
  }

  /** An array that gets the same number everywhere. */
  @Benchmark
  public float[] write(Memory memory, Rates.Traffic rates) {
    rates.gigabytes += 1e-9 * Float.BYTES * memory.size;
    Limits.fill(memory.to, 1);
    return memory.to;
  }

  /** What the chains multiply and where they start: short fractions, so the sum is exact. */
  @State(Scope.Thread)
  public static class Factors {
    private static final float X = 0.5f;
    private static final float Y = 0.25f;

    private final float[] start = Limits.start();

    float multiplyAdd() {
      return Limits.multiplyAdd(X, Y, start, STEPS);
    }

    /** Checks the sum. */
    @Setup
    public void prepare() {
      Checks.close("Peak fma", 0, multiplyAdd(), Limits.expected(X, Y, start, STEPS), 0);
    }
  }

  /** An array to read and one to write: small whole numbers, so that every sum is exact. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // JMH sets the parameter, setup the rest
  public static class Memory {
    @Param({"4096", "65536", "4194304"})
    private int size;

    private float[] from;
    private float[] to;

    /** Fills the array and checks the sum and the copy. */
    @Setup
    public void prepare() {
      from = new float[size];
      to = new float[size];
      double expected = 0;
      for (int i = 0; i < size; i++) {
        from[i] = i % 7 - 3;
        expected += from[i];
      }
      Checks.close("Peak read " + size, 0, Limits.sum(from), expected, 0);
      Limits.copy(from, to);
      for (int i = 0; i < size; i++) {
        Checks.close("Peak copy " + size, i, to[i], from[i], 0);
      }
    }
  }
}
