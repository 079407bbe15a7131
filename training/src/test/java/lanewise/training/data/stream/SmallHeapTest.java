package lanewise.training.data.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import lanewise.layers.Model;
import lanewise.tensor.Engine;
import lanewise.tensor.RandomStream;
import lanewise.training.Trainer;
import lanewise.training.data.DataFiles;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A heap of 32 MB is enough for any number of images: Fashion-MNIST where Debian's package has put
 * it, and elsewhere 50,000 made-up ones of 28 x 28 bytes, which are 39 MB in the file and 157 MB as
 * floats.
 */
@Tag("once")
@Timeout(1_800)
final class SmallHeapTest {
  private static final int ROWS = 50_000;
  private static final String SMALL = "-Xmx32m";
  private static final int TEST_ROWS = 2_000;
  private static final int PIXELS = 28 * 28;
  private static final Path FASHION = Path.of("/usr/share/datasets/fashion-mnist");

  @TempDir static Path folder;

  /**
   * A data set.
   *
   * @param name the beginning of the names of its files
   * @param least the accuracy that one epoch reaches
   */
  record DataSet(String name, double least) {}

  private static final DataSet SET =
      Files.isDirectory(FASHION) ? new DataSet("fashion", 0.75) : new DataSet("bars", 0.95);

  /** The made-up set has ten classes: a bright bar at a height of its own, under noise. */
  @BeforeAll
  static void writeImages() throws IOException {
    if (Files.isDirectory(FASHION)) {
      unpack("train-images-idx3-ubyte", "fashion-train-images");
      unpack("train-labels-idx1-ubyte", "fashion-train-labels");
      unpack("t10k-images-idx3-ubyte", "fashion-test-images");
      unpack("t10k-labels-idx1-ubyte", "fashion-test-labels");
    } else {
      write("bars-train", ROWS, 1);
      write("bars-test", TEST_ROWS, 2);
    }
  }

  private static void unpack(String from, String to) throws IOException {
    Path packed = FASHION.resolve(from + ".gz");
    Files.copy(packed, folder.resolve(to + ".gz"));
    try (InputStream in = new GZIPInputStream(Files.newInputStream(packed))) {
      Files.copy(in, folder.resolve(to));
    }
  }

  private static void write(String part, int rows, long seed) {
    RandomStream random = RandomStream.of(seed);
    byte[] pixels = new byte[rows * PIXELS];
    byte[] labels = new byte[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = (byte) random.nextInt(10);
      int bright = labels[row] * 56 + 28;
      for (int i = 0; i < PIXELS; i += 4) {
        long noise = random.nextLong();
        for (int k = i; k < i + 4; k++, noise >>>= 16) {
          int shine = k >= bright && k < bright + 28 ? 60 : 0;
          pixels[row * PIXELS + k] = (byte) ((noise & 127) + shine);
        }
      }
    }
    for (String packing : List.of("", ".gz")) {
      DataFiles.write(
          folder.resolve(part + "-images" + packing), DataFiles.idx(pixels, rows, 28, 28));
      DataFiles.write(folder.resolve(part + "-labels" + packing), DataFiles.idx(labels, rows));
    }
  }

  private record Run(int exit, String out, String err) {
    /** The word after another one in the printed line. */
    String value(String name) {
      List<String> words = List.of(out.strip().split(" ", -1));
      assertThat(words).as("%s%n%s", out, err).contains(name);
      return words.get(words.indexOf(name) + 1);
    }
  }

  private static Run run(String heap, String mode, String packing)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(fromTheBuild());
    command.addAll(List.of(heap, "-XX:+UseSerialGC", "--add-modules", "jdk.incubator.vector"));
    command.add("-cp");
    command.add(
        Stream.of(Engine.class, Model.class, Trainer.class, SmallHeapTraining.class)
            .map(SmallHeapTest::classes)
            .distinct()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    command.add(SmallHeapTraining.class.getName());
    command.add(mode);
    for (String file : List.of("train-images", "train-labels", "test-images", "test-labels")) {
      command.add(folder.resolve(SET.name + "-" + file + packing).toString());
    }
    command.addAll(List.of("1", "32"));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    int exit =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start()
            .waitFor();
    return new Run(
        exit,
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  /** The options that whoever builds gives to all JVMs of the tests, {@code -Dtest.jvm=...}. */
  private static List<String> fromTheBuild() {
    String options = System.getProperty("test.jvm", "").strip();
    return options.isEmpty() ? List.of() : List.of(options.split("\\s+", -1));
  }

  /** The folder or jar that a class is loaded from, also where it is part of a patched module. */
  private static Path classes(Class<?> type) {
    String name = type.getName().replace('.', '/') + ".class";
    String file =
        Objects.requireNonNull(type.getResource(type.getSimpleName() + ".class")).toString();
    String root = file.substring(0, file.length() - name.length());
    if (root.startsWith("jar:")) {
      root = root.substring("jar:".length(), root.length() - "!/".length());
    }
    return Path.of(URI.create(root));
  }

  @Test
  void imagesTrainInASmallHeapAsInMemory() throws Exception {
    Run large = run("-Xmx2g", "memory", "");
    assertThat(large.exit).as(large.err).isZero();
    Run mapped = run(SMALL, "stream", "");
    assertThat(mapped.exit).as(mapped.err).isZero();
    assertThat(Integer.parseInt(mapped.value("heap"))).isLessThanOrEqualTo(32);
    assertThat(mapped.value("weights")).isEqualTo(large.value("weights"));
    assertThat(mapped.value("accuracy")).isEqualTo(large.value("accuracy"));
    Run packed = run(SMALL, "stream", ".gz");
    assertThat(packed.exit).as(packed.err).isZero();
    assertThat(List.of(mapped, packed))
        .allSatisfy(
            run -> assertThat(Double.parseDouble(run.value("accuracy"))).isGreaterThan(SET.least));
  }

  /** Without which the other test would show nothing. */
  @Test
  void theImagesDoNotFitIntoTheSmallHeap() throws Exception {
    Run small = run(SMALL, "memory", "");
    assertThat(small.exit).isNotZero();
    assertThat(small.err).contains("OutOfMemoryError");
  }
}
