package lanewise.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
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
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
  private static final int WIDTH = LANES.length();

  /** Independent chains: latency times instructions a cycle, which is at most 10, and some more. */
  private static final int CHAINS = 12;

  private static final int STEPS = 10_000;

  /** Vectors that a step of {@link #read} adds, so that the additions' latency does not show. */
  private static final int READ_CHAINS = 8;

  /** Fused multiply-adds that wait for nothing but their own chain. */
  @Benchmark
  public float fma(Factors factors, Rates.Arithmetic rates) {
    rates.gflops += 2e-9 * CHAINS * WIDTH * STEPS;
    return multiplyAdd(factors);
  }

  /** All elements of an array, added up. */
  @Benchmark
  public float read(Memory memory, Rates.Traffic rates) {
    rates.gigabytes += 1e-9 * Float.BYTES * memory.size;
    return sum(memory.from);
  }

  /** An array copied to another: as many bytes are read as are written, and both are counted. */
  @Benchmark
  public float[] copy(Memory memory, Rates.Traffic rates) {
    rates.gigabytes += 2e-9 * Float.BYTES * memory.size;
    return copy(memory.from, memory.to);
  }

  private static float multiplyAdd(Factors factors) {
    FloatVector x = FloatVector.fromArray(LANES, factors.x, 0);
    FloatVector y = FloatVector.fromArray(LANES, factors.y, 0);
    // The chains begin apart, or the compiler would see that they are one.
    FloatVector c0 = FloatVector.fromArray(LANES, factors.start, 0);
    FloatVector c1 = FloatVector.fromArray(LANES, factors.start, 1);
    FloatVector c2 = FloatVector.fromArray(LANES, factors.start, 2);
    FloatVector c3 = FloatVector.fromArray(LANES, factors.start, 3);
    FloatVector c4 = FloatVector.fromArray(LANES, factors.start, 4);
    FloatVector c5 = FloatVector.fromArray(LANES, factors.start, 5);
    FloatVector c6 = FloatVector.fromArray(LANES, factors.start, 6);
    FloatVector c7 = FloatVector.fromArray(LANES, factors.start, 7);
    FloatVector c8 = FloatVector.fromArray(LANES, factors.start, 8);
    FloatVector c9 = FloatVector.fromArray(LANES, factors.start, 9);
    FloatVector c10 = FloatVector.fromArray(LANES, factors.start, 10);
    FloatVector c11 = FloatVector.fromArray(LANES, factors.start, 11);
    for (int i = 0; i < STEPS; i++) {
      c0 = x.fma(y, c0);
      c1 = x.fma(y, c1);
      c2 = x.fma(y, c2);
      c3 = x.fma(y, c3);
      c4 = x.fma(y, c4);
      c5 = x.fma(y, c5);
      c6 = x.fma(y, c6);
      c7 = x.fma(y, c7);
      c8 = x.fma(y, c8);
      c9 = x.fma(y, c9);
      c10 = x.fma(y, c10);
      c11 = x.fma(y, c11);
    }
    FloatVector low = c0.add(c1).add(c2).add(c3).add(c4).add(c5);
    FloatVector high = c6.add(c7).add(c8).add(c9).add(c10).add(c11);
    return low.add(high).reduceLanes(VectorOperators.ADD);
  }

  static float sum(float[] values) {
    FloatVector c0 = FloatVector.zero(LANES);
    FloatVector c1 = c0;
    FloatVector c2 = c0;
    FloatVector c3 = c0;
    FloatVector c4 = c0;
    FloatVector c5 = c0;
    FloatVector c6 = c0;
    FloatVector c7 = c0;
    int step = READ_CHAINS * WIDTH;
    int i = 0;
    for (; i <= values.length - step; i += step) {
      c0 = c0.add(FloatVector.fromArray(LANES, values, i));
      c1 = c1.add(FloatVector.fromArray(LANES, values, i + WIDTH));
      c2 = c2.add(FloatVector.fromArray(LANES, values, i + 2 * WIDTH));
      c3 = c3.add(FloatVector.fromArray(LANES, values, i + 3 * WIDTH));
      c4 = c4.add(FloatVector.fromArray(LANES, values, i + 4 * WIDTH));
      c5 = c5.add(FloatVector.fromArray(LANES, values, i + 5 * WIDTH));
      c6 = c6.add(FloatVector.fromArray(LANES, values, i + 6 * WIDTH));
      c7 = c7.add(FloatVector.fromArray(LANES, values, i + 7 * WIDTH));
    }
    FloatVector all = c0.add(c1).add(c2).add(c3).add(c4.add(c5).add(c6).add(c7));
    float sum = all.reduceLanes(VectorOperators.ADD);
    for (; i < values.length; i++) {
      sum += values[i];
    }
    return sum;
  }

  private static float[] copy(float[] from, float[] to) {
    System.arraycopy(from, 0, to, 0, from.length);
    return to;
  }

  /** What the chains multiply and where they start: short fractions, so the sum is exact. */
  @State(Scope.Thread)
  public static class Factors {
    private final float[] x = new float[WIDTH];
    private final float[] y = new float[WIDTH];
    private final float[] start = new float[WIDTH + CHAINS];

    /** Fills the arrays and checks the sum. */
    @Setup
    public void prepare() {
      Arrays.fill(x, 0.5f);
      Arrays.fill(y, 0.25f);
      double expected = 0;
      for (int i = 0; i < start.length; i++) {
        start[i] = i;
      }
      for (int chain = 0; chain < CHAINS; chain++) {
        for (int lane = 0; lane < WIDTH; lane++) {
          expected += start[chain + lane] + 0.125 * STEPS;
        }
      }
      Checks.close("Peak fma", 0, multiplyAdd(this), expected, 0);
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
      Checks.close("Peak read " + size, 0, sum(from), expected, 0);
      copy(from, to);
      for (int i = 0; i < size; i++) {
        Checks.close("Peak copy " + size, i, to[i], from[i], 0);
      }
    }
  }
}
