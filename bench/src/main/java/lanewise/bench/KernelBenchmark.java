package lanewise.bench;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lanewise.tensor.kernel.Probe;
import lanewise.tensor.kernel.Simd;
import lanewise.tensor.kernel.Variant;
import lanewise.tensor.kernel.families.Families;
import lanewise.tensor.kernel.families.Family;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Everything that a kernel family does, on the inputs of the self-check, which lie in the first two
 * caches: the variant that this JVM uses beside scalar code, or one that is named, from the list of
 * variants that dispatch reads. One call runs all operations of the family, or those whose name
 * contains a text:
 *
 * <pre>
 *   java -jar lanewise-bench.jar KernelBenchmark -p family=reduce -p operation=max
 *   … KernelBenchmark -p family=gemm -p variant=gemm-6x2-f32x8 -jvmArgsAppend -Dlanewise.simd=256
 * </pre>
 *
 * <p>Before it is timed, every number must have the same bits as that of scalar code. For the
 * shapes of layers and for data in memory see the benchmarks of each operation.
 */
@Warmup(iterations = 8, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class KernelBenchmark extends Defaults {
  /** All operations of a family, once. */
  @Benchmark
  public float run(Operations operations) {
    float last = 0;
    for (Probe.Run run : operations.runs) {
      last = run.run()[0];
    }
    return last;
  }

  /** Operations that are ready to run. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // JMH sets the parameters, setup the rest
  public static class Operations {
    @Param({"gemm", "gemv", "elementwise", "reduce", "transpose", "optimizer"})
    private String family;

    @Param({"active", "scalar"})
    private String variant;

    @Param("")
    private String operation;

    private Probe.Run[] runs;

    /** Prepares them and checks their answers. */
    @Setup
    public void prepare() {
      Family<?> chosen =
          Families.ALL.stream()
              .filter(each -> each.name().equals(family))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("family \"" + family + "\" is none"));
      runs = runs(chosen);
      if (runs.length == 0) {
        throw new IllegalArgumentException(
            "no operation of %s contains \"%s\"".formatted(family, operation));
      }
    }

    private <K> Probe.Run[] runs(Family<K> chosen) {
      Variant<K> wanted =
          switch (variant) {
            case "active" -> chosen.active();
            case "scalar" -> chosen.scalar();
            default ->
                chosen.variants().stream()
                    .filter(each -> each.name().equals(variant) && each.available())
                    .findFirst()
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                "a JVM of %s bits has no variant \"%s\" of %s"
                                    .formatted(Simd.BITS, variant, family)));
          };
      K kernel = wanted.kernel().get();
      K scalar = chosen.scalar().kernel().get();
      List<Probe<K>> probes =
          chosen.probes().get().stream().filter(each -> each.name().contains(operation)).toList();
      for (Probe<K> probe : probes) {
        float[] expected = probe.on().apply(scalar).run();
        float[] actual = probe.on().apply(kernel).run();
        if (!Arrays.equals(actual, expected)) {
          throw new IllegalStateException(
              "%s of %s: not the bits of scalar code".formatted(probe.name(), wanted.name()));
        }
      }
      return probes.stream().map(probe -> probe.on().apply(kernel)).toArray(Probe.Run[]::new);
    }
  }
}
