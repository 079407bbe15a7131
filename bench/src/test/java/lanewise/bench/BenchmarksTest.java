package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import lanewise.tensor.kernel.Variant;
import lanewise.tensor.kernel.families.Families;
import lanewise.tensor.kernel.families.Family;
import lanewise.tensor.kernel.gemm.GemmVariants;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Every benchmark sets up, checks its answer and runs, with every value of its parameters or those
 * that another test does not try. One call each would leave vectors as objects: scalar code is
 * quicker, and {@link SteadyStateTest} runs them by vectors.
 */
@Tag("once")
final class BenchmarksTest {
  @ParameterizedTest
  @ValueSource(classes = {PeakBenchmark.class, TrainingStepBenchmark.class, WarmUpBenchmark.class})
  void everyCaseRunsAndItsAnswerIsRight(Class<?> benchmark) throws RunnerException {
    Collection<RunResult> results = run(once(benchmark.getSimpleName()));

    assertThat(results).isNotEmpty();
  }

  /** What lies in memory takes the way of what lies in a cache: small ones are enough. */
  @ParameterizedTest
  @CsvSource({
    "OptimizerBenchmark, model, 784-256-128-10",
    "MatmulBenchmark, shape, mnist-hidden-64x128x784; logits-64x10x128; one-row-1x128x784;"
        + " square-64",
    "PredictBenchmark, model, 784-128-10; 4-16-3; 64-128-64-10",
    "RowsBenchmark, shape, logits-64x10; hidden-64x768"
  })
  void everyCaseInACacheRunsAndItsAnswerIsRight(String name, String parameter, String values)
      throws RunnerException {
    assertThat(run(once(name).param(parameter, values.split("; ", -1)))).isNotEmpty();
  }

  /** The list that dispatch reads is the one of the command line. */
  @Test
  void allVariantsOfAFamilyAreNamed() throws IOException {
    assertThat(KernelBenchmark.withVariants(new String[] {"-p", "family=reduce", "Kernel"}))
        .containsExactly("-p", "family=reduce", "Kernel");
    String[] words =
        KernelBenchmark.withVariants(
            new String[] {
              "-p", "variant=all", "-p", "family=gemm", "-jvmArgsAppend", "-Dlanewise.simd=128"
            });

    assertThat(List.of(words[1].substring("variant=".length()).split(",", -1)))
        .containsExactlyElementsOf(
            GemmVariants.ALL.stream()
                .filter(each -> each.bits() == 0 || each.bits() == 128)
                .map(Variant::name)
                .toList());
    assertThatThrownBy(() -> KernelBenchmark.withVariants(new String[] {"-p", "variant=all"}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("variant=all needs one family, such as -p family=gemm");
  }

  /** 4096 x 4096 elements take the way of 256 x 256 ones: the longest sum of these is enough. */
  @Test
  void everyOperationOnElementsInACacheRunsAndASumInMemory() throws RunnerException {
    assertThat(run(once("BandwidthBenchmark").param("side", "32", "256"))).hasSize(2 * 28);
    ChainedOptionsBuilder sum = once("BandwidthBenchmark.dense").param("operation", "sum");
    assertThat(run(sum.param("side", "4096"))).hasSize(1);
  }

  /**
   * The self-check compares all operations, and so do tests of each kernel. A product of matrices
   * takes seconds while vectors are objects: two short ones are enough.
   */
  @Test
  void everyKernelFamilyRunsAndItsAnswersAreRight() throws RunnerException {
    String[] families =
        Families.ALL.stream()
            .map(Family::name)
            .filter(name -> !name.equals("gemm"))
            .toArray(String[]::new);
    assertThat(run(once("KernelBenchmark").param("family", families))).hasSize(2 * families.length);
    assertThat(run(once("KernelBenchmark").param("family", "gemm").param("operation", "int8")))
        .hasSize(2);
  }

  /** A new family is in the parameter's list, too. */
  @Test
  void everyKernelFamilyIsMeasured() throws NoSuchFieldException {
    Param families =
        KernelBenchmark.Operations.class.getDeclaredField("family").getAnnotation(Param.class);

    assertThat(families.value())
        .containsExactlyElementsOf(Families.ALL.stream().map(Family::name).toList());
  }

  @Test
  void shapesAndModelsOfOnesOwnAreTaken() throws RunnerException {
    assertThat(run(once("MatmulBenchmark").param("shape", "mine-3x5x7", "9"))).hasSize(14);
    assertThat(run(once("MatmulBenchmark.plain").param("threads", "2"))).isNotEmpty();
    assertThat(run(once("PredictBenchmark").param("model", "5-7-6-3"))).hasSize(6);
  }

  @Test
  void aParameterThatIsNoneFails() {
    assertThatThrownBy(() -> run(once("MatmulBenchmark.plain").param("shape", "round")))
        .hasStackTraceContaining("shape \"round\": let it end in MxNxK");
    assertThatThrownBy(() -> run(once("PredictBenchmark.row").param("model", "784")))
        .hasStackTraceContaining("model \"784\": give the layers' widths");
  }

  /** One call of each case, in this JVM. */
  private static ChainedOptionsBuilder once(String include) {
    return new OptionsBuilder()
        .include(include)
        .forks(0)
        .mode(Mode.SingleShotTime)
        .warmupIterations(0)
        .measurementIterations(1)
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT);
  }

  private static Collection<RunResult> run(ChainedOptionsBuilder options) throws RunnerException {
    return new Runner(options.build()).run();
  }
}
