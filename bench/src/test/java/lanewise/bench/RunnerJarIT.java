package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar that a user starts, after it has been packaged. */
final class RunnerJarIT {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  @Test
  void listsTheBenchmarks() throws Exception {
    assertThat(run("-l"))
        .contains(
            "lanewise.bench.KernelBenchmark.run",
            "lanewise.bench.MatmulBenchmark.prepacked",
            "lanewise.bench.PeakBenchmark.fma",
            "lanewise.bench.PredictBenchmark.row",
            "lanewise.bench.TrainingStepBenchmark.step");
  }

  /** An option of one's own must not put out those that the fork needs; nor must a profiler. */
  @Test
  void forksUseVectorsAndProfilersWithoutAFlagFromTheUser() throws Exception {
    String output =
        run(
            "-foe",
            "true",
            "-f",
            "1",
            "-wi",
            "0",
            "-i",
            "1",
            "-r",
            "10ms",
            "-prof",
            "gc",
            "-prof",
            "jfr:dir=target/jfr",
            "-jvmArgsAppend",
            "-Dtest=1",
            "-p",
            "shape=mine-8x8x8",
            "-p",
            "weights=FLOAT32",
            "MatmulBenchmark.prepacked");

    assertThat(output)
        .contains("MatmulBenchmark.prepacked:gflops", "--add-modules=jdk.incubator.vector")
        .contains("gc.alloc.rate.norm", "JFR profiler results:")
        .doesNotContain("Scalar kernels");
  }

  /** The page of a project that has the jar alone. */
  @Test
  void makesThePageOfResults(@TempDir Path folder) throws Exception {
    Path page = folder.resolve("page.html");

    run("report", "../docs/benchmarks/amd-zen5-avx512.jsonl", "-o", page.toString());

    assertThat(page).content().startsWith("<!doctype html>").endsWith("</html>\n");
  }

  private static String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(JAVA.toString());
    command.addAll(optionsFromTheBuild());
    command.add("-Djmh.ignoreLock=true");
    command.addAll(List.of("-jar", Path.of("target", "lanewise-bench.jar").toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  /** The options that whoever builds gives to all JVMs of the tests, {@code -Dtest.jvm=...}. */
  private static List<String> optionsFromTheBuild() {
    String options = System.getProperty("test.jvm", "").strip();
    return options.isEmpty() ? List.of() : List.of(options.split("\\s+", -1));
  }
}
