package lanewise.tensor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import lanewise.tensor.Workers;
import lanewise.tensor.kernel.ForkedJvm.Run;
import lanewise.tensor.kernel.families.Families;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every vector width, a JVM without the vector module, and the start of a JVM compute the bits of
 * every other machine: their hashes are in the file that {@code bin/kernel-hashes} writes.
 */
class SameBitsTest {
  private static final String MODULE = "--add-modules=jdk.incubator.vector";

  /** Where no vector runs: the optimizing compiler takes longer than it saves. */
  private static final String FOR_LOOPS = "-XX:TieredStopAtLevel=1";

  private static final String[] THREADS = {"1", "2"};

  @TempDir private Path folder;

  private Run hashes(String... options) throws IOException, InterruptedException {
    return hashesOf(THREADS, options);
  }

  private Run hashesOf(String[] threads, String... options)
      throws IOException, InterruptedException {
    return ForkedJvm.run(folder, List.of(options), KernelHashes.class, threads);
  }

  private static int bits(Run run) {
    return Integer.parseInt(run.out().substring("bits ".length(), run.out().indexOf('\n')));
  }

  /** The lines of one number of threads, without that number. */
  private static List<String> hashes(Run run, String threads) {
    return run.out()
        .lines()
        .filter(line -> line.startsWith(threads + " "))
        .map(line -> line.substring(threads.length() + 1))
        .toList();
  }

  private static List<String> ofEveryMachine() throws IOException {
    try (InputStream file = SameBitsTest.class.getResourceAsStream("kernel-hashes.txt")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void atThisWidth(int threads) throws IOException {
    String width = System.getProperty("lanewise.simd", "auto");
    if (!width.equals("auto")) {
      assertThat(Simd.BITS).isEqualTo(width.equals("scalar") ? 0 : Integer.parseInt(width));
    }
    assertThat(ofEveryMachine()).hasSizeGreaterThanOrEqualTo(Families.ALL.size());
    try (Workers workers = Workers.of(threads)) {
      assertThat(KernelHashes.of(workers)).isEqualTo(ofEveryMachine());
    }
  }

  /** Scalar code with more threads is that of {@link #atThisWidth}. */
  @Tag("once")
  @Test
  void withoutTheModule() throws IOException, InterruptedException {
    Run without = hashesOf(new String[] {"1"}, FOR_LOOPS);
    assertIsThatOfEveryMachine(without, "1");
    assertThat(bits(without)).isZero();
    assertThat(without.err().lines().filter(line -> line.startsWith("WARNING")))
        .as(without.err())
        .singleElement()
        .asString()
        .contains("--add-modules jdk.incubator.vector");
  }

  @Tag("once")
  @Test
  void byPlainLoopsForEver() throws IOException, InterruptedException {
    assertIsThatOfEveryMachine(hashes(MODULE, start(Long.MAX_VALUE), FOR_LOOPS), THREADS);
  }

  /** Work that begins with loops and goes on with vectors. */
  @Tag("once")
  @ParameterizedTest
  @CsvSource({"20000000, 1", "200000000, 2"})
  void atTheStartOfAJvm(long work, String threads) throws IOException, InterruptedException {
    Run run = hashesOf(new String[] {threads}, MODULE, start(work));
    assertIsThatOfEveryMachine(run, threads);
  }

  private static String start(long work) {
    return "-D" + Start.PROPERTY + "=" + work;
  }

  private static void assertIsThatOfEveryMachine(Run run, String... threads) throws IOException {
    assertThat(run.exit()).as(run.err()).isZero();
    for (String each : threads) {
      assertThat(hashes(run, each)).as("%s threads", each).isEqualTo(ofEveryMachine());
    }
  }

  @Tag("once")
  @Test
  void aWidthThatIsNotAvailableIsRefused() throws IOException, InterruptedException {
    Run without = hashes("-Dlanewise.simd=128");
    assertThat(without.exit()).isNotZero();
    assertThat(without.out()).isEmpty();
    assertThat(without.err())
        .contains("-Dlanewise.simd=128 is not available: the vector module is not loaded")
        .contains("--add-modules jdk.incubator.vector");
    if (System.getProperty("os.arch").equals("amd64")) {
      Run narrow = hashes(MODULE, "-XX:UseAVX=2", "-Dlanewise.simd=512");
      assertThat(narrow.exit()).isNotZero();
      assertThat(narrow.err())
          .contains("-Dlanewise.simd=512 is not available: the widest vectors here have 256 bits");
    }
  }

  @Tag("once")
  @Test
  void aWidthThatDoesNotExistIsRefused() throws IOException, InterruptedException {
    Run run = hashes(MODULE, "-Dlanewise.simd=wide");
    assertThat(run.exit()).isNotZero();
    assertThat(run.err()).contains("-Dlanewise.simd=wide: use auto, scalar, 128, 256 or 512");
  }
}
