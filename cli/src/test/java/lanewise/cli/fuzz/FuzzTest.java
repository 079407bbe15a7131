package lanewise.cli.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Gives every reader the files of the corpus in {@code src/test/fuzz} and changed copies of them.
 * {@code -Pfuzz} goes on for a while with each reader. An input that fails is kept in {@code
 * target/fuzz}; it belongs into the corpus once it is mended.
 */
@Tag("once")
@Timeout(24 * 3_600)
final class FuzzTest {
  private static final int SECONDS = Integer.getInteger("lanewise.test.fuzz", 0);
  private static final long SEED = Long.getLong("lanewise.test.seed", 14);
  private static final int LEAST = 200;

  /** No input may take longer, on a machine that does other things as well. */
  private static final Duration MOST_TIME = Duration.ofSeconds(30);

  /**
   * No input may allocate more in all: a reader's limit of memory, for what a target reads twice.
   */
  private static final long MOST_BYTES = 4L << 26;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final byte[] TELLING = {
    0,
    1,
    (byte) 0xff,
    (byte) 0x80,
    0x7f,
    '"',
    '\\',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '0',
    '9',
    '-',
    '&',
    '*',
    '\n',
    ' '
  };

  private interface Target {
    void read(byte[] input) throws Exception;
  }

  private static final Map<String, Target> TARGETS =
      new TreeMap<>(
          Map.ofEntries(
              target("json", FuzzTargets.JsonText::fuzzerTestOneInput),
              target("safetensors", FuzzTargets.SafetensorsFile::fuzzerTestOneInput),
              target("model", FuzzTargets.ModelFile::fuzzerTestOneInput),
              target("predictor", FuzzTargets.PredictorFile::fuzzerTestOneInput),
              target("npy", FuzzTargets.NpyFile::fuzzerTestOneInput),
              target("npz", FuzzTargets.NpzFile::fuzzerTestOneInput),
              target("idx", FuzzTargets.IdxFile::fuzzerTestOneInput),
              target("rows", FuzzTargets.RowFiles::fuzzerTestOneInput),
              target("csv", FuzzTargets.CsvFile::fuzzerTestOneInput),
              target("job", FuzzTargets.JobText::fuzzerTestOneInput),
              target("search", FuzzTargets.SearchText::fuzzerTestOneInput),
              target("run", FuzzTargets.RunFiles::fuzzerTestOneInput),
              target("checkpoint", FuzzTargets.CheckpointFile::fuzzerTestOneInput)));

  private static Map.Entry<String, Target> target(String name, Target target) {
    return Map.entry(name, target);
  }

  static Set<String> targets() {
    return TARGETS.keySet();
  }

  private static List<Path> corpus(String name) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/fuzz", name))) {
      return files.sorted().toList();
    }
  }

  @Test
  void everyFolderOfTheCorpusHasAReader() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("src/test/fuzz"))) {
      assertThat(folders.map(folder -> folder.getFileName().toString()).toList())
          .containsExactlyInAnyOrderElementsOf(targets());
    }
  }

  @ParameterizedTest
  @MethodSource("targets")
  void readsOrRefusesWhatIsThere(String name) throws Exception {
    Target target = TARGETS.get(name);
    List<Path> files = corpus(name);
    assertThat(files).hasSizeGreaterThan(1);
    byte[][] seeds = new byte[files.size()][];
    long most = 0;
    for (int i = 0; i < seeds.length; i++) {
      seeds[i] = Files.readAllBytes(files.get(i));
      most = Math.max(most, read(name, target, seeds[i], "the file " + files.get(i)));
    }
    Random random = new Random(SEED);
    long end = System.nanoTime() + SECONDS * 1_000_000_000L;
    long inputs = 0;
    while (inputs < LEAST || System.nanoTime() < end) {
      byte[] changed = changed(seeds, random);
      String what = "input %d of the seed %d".formatted(inputs, SEED);
      most = Math.max(most, read(name, target, changed, what));
      inputs++;
    }
    System.out.printf(
        "%s: %,d inputs, at most %,d bytes allocated for one%n", name, seeds.length + inputs, most);
  }

  /** Gives a target one input, and returns the bytes that it allocated. */
  private static long read(String name, Target target, byte[] input, String what)
      throws IOException {
    long begin = THREADS.getCurrentThreadCpuTime();
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    try {
      target.read(input);
      allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
      assertThat(allocated).as("bytes allocated").isLessThan(MOST_BYTES);
      Duration time = Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - begin);
      assertThat(time).as("processor time").isLessThan(MOST_TIME);
      return allocated;
    } catch (Throwable thrown) {
      Path folder = Files.createDirectories(Path.of("target/fuzz"));
      Path kept = folder.resolve(name + "-" + Integer.toHexString(Arrays.hashCode(input)));
      Files.write(kept, input);
      throw new AssertionError("%s, kept as %s: %s".formatted(what, kept, thrown), thrown);
    }
  }

  /** A seed with some changes: a bit, a byte, a number, a cut, a piece repeated, removed, moved. */
  private static byte[] changed(byte[][] seeds, Random random) {
    byte[] bytes = seeds[random.nextInt(seeds.length)].clone();
    for (int changes = random.nextInt(6); changes >= 0 && bytes.length > 0; changes--) {
      int at = place(bytes, random);
      int length = Math.min(1 + random.nextInt(1 << random.nextInt(8)), bytes.length - at);
      switch (random.nextInt(9)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2, 3 -> bytes[at] = TELLING[random.nextInt(TELLING.length)];
        case 4 -> bytes = Arrays.copyOf(bytes, at);
        case 5 -> bytes = replaced(bytes, at, length, new byte[0]);
        case 6 -> {
          byte[] piece = Arrays.copyOfRange(bytes, at, at + length);
          byte[] twice = Arrays.copyOf(piece, 2 * length);
          System.arraycopy(piece, 0, twice, length, length);
          bytes = replaced(bytes, at, length, twice);
        }
        case 7 -> {
          byte[] other = seeds[random.nextInt(seeds.length)];
          if (other.length > 0) {
            int from = random.nextInt(other.length);
            int to = Math.min(other.length, from + length);
            bytes = replaced(bytes, at, length, Arrays.copyOfRange(other, from, to));
          }
        }
        default -> bytes = withNumber(bytes, at, random);
      }
    }
    return bytes;
  }

  /** Headers are short and first: half of the changes are made there. */
  private static int place(byte[] bytes, Random random) {
    return random.nextInt(random.nextBoolean() ? Math.min(bytes.length, 400) : bytes.length);
  }

  /** Another number in place of digits, or of four bytes. */
  private static byte[] withNumber(byte[] bytes, int at, Random random) {
    long number =
        switch (random.nextInt(4)) {
          case 0 -> random.nextInt(300);
          case 1 -> (1L << random.nextInt(64)) - random.nextInt(3);
          case 2 -> -1L - random.nextInt(3);
          default -> random.nextLong();
        };
    int from = at;
    while (from < bytes.length && from < at + 64 && !Character.isDigit(bytes[from])) {
      from++;
    }
    int to = from;
    while (to < bytes.length && Character.isDigit(bytes[to])) {
      to++;
    }
    if (to > from && random.nextInt(3) > 0) {
      return replaced(
          bytes,
          from,
          to - from,
          String.valueOf(number).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
    byte[] four = {
      (byte) (number >> 24), (byte) (number >> 16), (byte) (number >> 8), (byte) number
    };
    return replaced(bytes, at, Math.min(4, bytes.length - at), four);
  }

  private static byte[] replaced(byte[] bytes, int at, int length, byte[] by) {
    byte[] result = new byte[bytes.length - length + by.length];
    System.arraycopy(bytes, 0, result, 0, at);
    System.arraycopy(by, 0, result, at, by.length);
    System.arraycopy(bytes, at + length, result, at + by.length, bytes.length - at - length);
    return result;
  }
}
