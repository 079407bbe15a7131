package lanewise.tensor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import lanewise.tensor.Engine;
import lanewise.tensor.kernel.families.Families;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** JVMs of every vector width, and one without the vector module, compute the same bits. */
@Timeout(300)
class SameBitsTest {
  private static final String MODULE = "--add-modules=jdk.incubator.vector";
  private static final List<String> THREADS = List.of("1", "2");

  @TempDir private Path folder;

  /** What a JVM printed and how it ended. */
  private record Run(int exit, String out, String err) {
    int bits() {
      return Integer.parseInt(out.substring("bits ".length(), out.indexOf('\n')));
    }

    /** The lines of one number of threads, without that number. */
    List<String> hashes(String threads) {
      return out.lines()
          .filter(line -> line.startsWith(threads + " "))
          .map(line -> line.substring(threads.length() + 1))
          .toList();
    }
  }

  private Run hashes(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.add("-XX:+UseSerialGC");
    command.add("-cp");
    command.add(
        classes(Engine.class) + System.getProperty("path.separator") + classes(Chain.class));
    command.add(KernelHashes.class.getName());
    command.addAll(THREADS);
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Run(process.exitValue(), text(out), text(err));
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8).replace("\r\n", "\n");
  }

  /** The folder that a class is loaded from, also where it is part of a patched module. */
  private static Path classes(Class<?> type) {
    String name = type.getName().replace('.', '/') + ".class";
    String file =
        Objects.requireNonNull(type.getResource(type.getSimpleName() + ".class")).toString();
    return Path.of(URI.create(file.substring(0, file.length() - name.length())));
  }

  @Test
  void everyWidthAndNumberOfThreads() throws IOException, InterruptedException {
    Run preferred = hashes(MODULE);
    assertThat(preferred.exit).as(preferred.err).isZero();
    List<String> expected = preferred.hashes("1");
    assertThat(expected).hasSizeGreaterThanOrEqualTo(Families.ALL.size());
    for (int bits : new int[] {0, 128, 256, 512}) {
      if (bits <= preferred.bits()) {
        String width = bits == 0 ? "scalar" : String.valueOf(bits);
        Run run = hashes(MODULE, "-Dlanewise.simd=" + width);
        assertThat(run.exit).as("%s: %s", width, run.err).isZero();
        assertThat(run.bits()).isEqualTo(bits);
        for (String threads : THREADS) {
          assertThat(run.hashes(threads))
              .as("%s bits, %s threads", width, threads)
              .isEqualTo(expected);
        }
      }
    }
    Run without = hashes();
    assertThat(without.exit).as(without.err).isZero();
    assertThat(without.bits()).isZero();
    for (String threads : THREADS) {
      assertThat(without.hashes(threads)).as("without the module").isEqualTo(expected);
    }
    assertThat(without.err.lines().filter(line -> line.startsWith("WARNING")))
        .as(without.err)
        .singleElement()
        .asString()
        .contains("--add-modules jdk.incubator.vector");
  }

  @Test
  void aWidthThatIsNotAvailableIsRefused() throws IOException, InterruptedException {
    Run without = hashes("-Dlanewise.simd=128");
    assertThat(without.exit).isNotZero();
    assertThat(without.out).isEmpty();
    assertThat(without.err)
        .contains("-Dlanewise.simd=128 is not available: the vector module is not loaded")
        .contains("--add-modules jdk.incubator.vector");
    if (System.getProperty("os.arch").equals("amd64")) {
      Run narrow = hashes(MODULE, "-XX:UseAVX=2", "-Dlanewise.simd=512");
      assertThat(narrow.exit).isNotZero();
      assertThat(narrow.err)
          .contains("-Dlanewise.simd=512 is not available: the widest vectors here have 256 bits");
    }
  }

  @Test
  void aWidthThatDoesNotExistIsRefused() throws IOException, InterruptedException {
    Run run = hashes(MODULE, "-Dlanewise.simd=wide");
    assertThat(run.exit).isNotZero();
    assertThat(run.err).contains("-Dlanewise.simd=wide: use auto, scalar, 128, 256 or 512");
  }
}
