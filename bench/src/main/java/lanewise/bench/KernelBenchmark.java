package lanewise.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lanewise.bench.machine.Jvm;
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
 *   … KernelBenchmark -p family=gemm -p variant=all
 *   … KernelBenchmark -p family=gemm -p variant=gemm-6x2-f32x8 -jvmArgsAppend -Dlanewise.simd=256
 * </pre>
 *
 * <p>{@code all} stands for every variant of the family that runs at this width.
 *
 * <p>Before it is timed, every number must have the same bits as that of scalar code. For the
 * shapes of layers and for data in memory see the benchmarks of each operation.
 */
@Warmup(iterations = 8, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class KernelBenchmark extends Defaults {
  /**
   * Words for JMH in which {@code variant=all} is replaced by the names of the family's variants,
   * which a JVM with the fork's options tells.
   *
   * @throws IllegalArgumentException if no family is named
   * @throws IOException if that JVM cannot be started
   */
  static String[] withVariants(String[] args) throws IOException {
    List<String> words = new ArrayList<>(List.of(args));
    int at = words.indexOf("variant=all");
    if (at >= 0) {
      String family =
          words.stream()
              .filter(word -> word.matches("family=[^,]+"))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "variant=all needs one family, such as -p family=gemm"));
      int append = words.indexOf("-jvmArgsAppend") + 1;
      List<String> options = append > 0 ? List.of(words.get(append).split(" ", -1)) : List.of();
      List<String[]> told =
          Jvm.told(
              Jvm.of(0, "", options)
                  .run(KernelBenchmark.class, List.of(family.replace("family=", ""))));
      if (told.isEmpty()) {
        throw new IllegalArgumentException("there is no variant of %s".formatted(family));
      }
      words.set(at, "variant=" + String.join(",", told.getFirst()));
    }
    return words.toArray(String[]::new);
  }

  /**
   * Tells the names of the variants of a family that this JVM can run.
   *
   * @param args the family
   */
  public static void main(String[] args) {
    Families.ALL.stream()
        .filter(family -> family.name().equals(args[0]))
        .map(Family::variants)
        .forEach(
            variants ->
                Jvm.tell(
                    variants.stream().filter(Variant::available).map(Variant::name).toArray()));
  }

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
