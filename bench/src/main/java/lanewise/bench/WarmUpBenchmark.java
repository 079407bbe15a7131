package lanewise.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import lanewise.layers.inference.InferencePlan;
import lanewise.tensor.WarmUp;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long a plan's warm-up takes in a JVM that has just begun, and whether calls are as fast
 * afterwards as they stay: each JVM prints what the warm-up found, and the time of the next calls
 * over that of calls a second later.
 *
 * <pre>
 *   java -jar bench/target/lanewise-bench.jar WarmUpBenchmark -p rows=1
 *   taskset -c 1 java -jar bench/target/lanewise-bench.jar WarmUpBenchmark     on one core
 * </pre>
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 7,
    jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "-XX:+UseSerialGC"})
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class WarmUpBenchmark {
  /** The warm-up that a service runs before its first request. */
  @Benchmark
  public WarmUp plan(NewPlan plan) {
    return plan.warmUp();
  }

  /** A plan that nobody has called. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // JMH sets the parameters, setup the rest
  public static class NewPlan {
    private static final int GROUPS = 21;
    private static final long GROUP_NANOS = 500_000;

    @Param("784-128-10")
    private String model;

    @Param({"1", "64"})
    private int rows;

    private InferencePlan plan;
    private float[] in;
    private float[] out;
    private WarmUp evidence;

    /** Makes the plan. */
    @Setup
    public void prepare() {
      plan = InferencePlan.of(Inputs.mlp(Inputs.widths(model)));
      in = Inputs.uniform("rows", rows * plan.inputSize());
      out = new float[rows * plan.outputSize()];
    }

    WarmUp warmUp() {
      evidence = plan.warmUp(rows, Duration.ofSeconds(10));
      return evidence;
    }

    /** Compares the next calls with later ones. */
    @TearDown
    public void after() {
      double next = median();
      long end = System.nanoTime() + 1_000_000_000;
      while (System.nanoTime() < end) {
        plan.predict(rows, in, 0, out, 0);
      }
      double ratio = next / median();
      System.out.printf(Locale.ROOT, "  [%s; next / later calls %.2f]%n", evidence, ratio);
    }

    /** The median time of a call in nanoseconds, of some groups of calls. */
    private double median() {
      double[] times = new double[GROUPS];
      for (int i = 0; i < GROUPS; i++) {
        long start = System.nanoTime();
        int calls = 0;
        do {
          plan.predict(rows, in, 0, out, 0);
          calls++;
        } while (System.nanoTime() - start < GROUP_NANOS);
        times[i] = (double) (System.nanoTime() - start) / calls;
      }
      Arrays.sort(times);
      return times[GROUPS / 2];
    }
  }
}
