package lanewise.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The generated kernels are what the programs beside them write and bin/format formats; {@link
 * FormatTest} looks at the format.
 */
@Tag("once")
final class GeneratedKernelsTest {
  private static final Path TENSOR = Repository.ROOT.resolve("tensor/src");
  private static final String GENERATED = "/generated/";

  /** Only a program that hangs takes as long. */
  private static final int PATIENCE_SECONDS = 1_800;

  @TempDir private Path folder;

  @Test
  void theProgramsWriteExactlyTheFilesThatAreThere() throws IOException, InterruptedException {
    for (String family : List.of("gemm", "transpose")) {
      Files.createDirectories(folder.resolve("lanewise/tensor/kernel/" + family + GENERATED));
    }
    List<Path> programs;
    try (Stream<Path> files = Files.list(TENSOR.resolve("build"))) {
      programs =
          files
              .filter(file -> file.getFileName().toString().startsWith("Generate"))
              .sorted()
              .toList();
    }
    assertThat(programs).as("programs").isNotEmpty();
    for (Path program : programs) {
      run(program);
    }
    Map<String, String> written = sources(folder);
    Map<String, String> kept = sources(TENSOR.resolve("main/java"));
    assertThat(written.keySet()).isNotEmpty().isEqualTo(kept.keySet());
    written.forEach(
        (file, source) ->
            assertThat(withoutLayout(source))
                .as("%s: change the program that writes it, run it and bin/format", file)
                .isEqualTo(withoutLayout(kept.get(file))));
  }

  /**
   * What the formatter leaves alone: all but white space and asterisks, which it puts before the
   * lines of a comment. Sources that both compile do not differ in these alone.
   */
  private static String withoutLayout(String source) {
    return source.replaceAll("[\\s*]+", "");
  }

  private void run(Path program) throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    List<String> command = TestJvm.command();
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of(program.toString(), folder.toString()));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .as("%s ends", program)
          .isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
  }

  /** The generated files below a folder of sources, by their names. */
  private static Map<String, String> sources(Path root) throws IOException {
    Map<String, String> sources = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .forEach(
              file -> {
                String name = root.relativize(file).toString().replace('\\', '/');
                if (name.contains(GENERATED) && !name.endsWith("package-info.java")) {
                  sources.put(name, read(file));
                }
              });
    }
    return sources;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
