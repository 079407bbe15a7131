package lanewise.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import lanewise.tensor.RandomStream;
import lanewise.tensor.io.Npy;
import lanewise.training.data.csv.CsvColumns;
import lanewise.training.data.csv.CsvRows;
import lanewise.training.data.idx.Idx;
import lanewise.training.data.npy.NpyRows;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that are cut, lengthened or changed at random either give rows of the format they promise
 * or one sentence that names the file; never another exception, and never much memory.
 */
@Tag("once")
final class RowFilesFuzzTest {
  private static final int ROUNDS = 600;
  private static final long MOST_BYTES = 32L << 20;

  @TempDir Path folder;

  /** Opens the changed file {@code x} with the whole file {@code y} beside it. */
  private interface Opener {
    RowSource open(Path x, Path y) throws IOException;
  }

  @ParameterizedTest
  @ValueSource(strings = {"idx", "idx.gz", "npy", "csv", "csv.gz"})
  void aChangedFileGivesRowsOrOneSentence(String kind) throws IOException {
    String packing = kind.endsWith(".gz") ? ".gz" : "";
    Path x = folder.resolve("x" + packing);
    Path y = folder.resolve("y" + packing);
    Opener opener;
    if (kind.startsWith("idx")) {
      DataFiles.write(x, DataFiles.numberedImages(0, 40));
      DataFiles.write(y, DataFiles.numberedLabels(0, 40));
      opener = (images, labels) -> Idx.open(images, labels, List.of("a", "b", "c"));
    } else if (kind.equals("npy")) {
      Npy.write(x, TestData.matrix(40, 3, TestData.ramp(120, 0.5f)));
      Npy.write(y, TestData.rowNumbers(40));
      opener = NpyRows::ofValues;
    } else {
      StringBuilder text = new StringBuilder("a,b,c\n");
      for (int row = 0; row < 40; row++) {
        text.append("%d,\"%d\",%s\n".formatted(row, row % 3, row / 8.0));
      }
      DataFiles.write(x, text.toString().getBytes(StandardCharsets.UTF_8));
      Files.write(y, new byte[0]);
      opener = (file, _) -> CsvRows.open(file, CsvColumns.ofClass("b"));
    }
    byte[] whole = Files.readAllBytes(x);
    RandomStream random = RandomStream.of(kind.hashCode());
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Files.write(x, changed(whole, random));
      long before = TestData.allocatedBytes();
      refused += isRefused(opener, x, y) ? 1 : 0;
      assertThat(TestData.allocatedBytes() - before).as("round %s", round).isLessThan(MOST_BYTES);
    }
    assertThat(refused).isGreaterThan(ROUNDS / 10);
  }

  private static boolean isRefused(Opener opener, Path x, Path y) throws IOException {
    String sentence;
    try {
      RowSource source = opener.open(x, y);
      int width = source.format().features().size();
      int chunk = Math.clamp((1 << 20) / width, 1, 16);
      RowText.all(source, chunk);
      return false;
    } catch (DataException refused) {
      sentence = refused.getMessage();
    } catch (UncheckedIOException later) {
      assertThat(later).hasCauseInstanceOf(DataException.class);
      sentence = later.getCause().getMessage();
    } catch (InvalidDatasetException invalid) {
      sentence = invalid.getMessage();
    }
    assertThat(sentence).contains(x.getFileName().toString()).doesNotContain("\n");
    return true;
  }

  /** Bytes with one to three changes: a byte, a run of one byte, a cut, more bytes. */
  private static byte[] changed(byte[] whole, RandomStream random) {
    byte[] bytes = whole.clone();
    for (int change = random.nextInt(3); change >= 0; change--) {
      int at = random.nextInt(bytes.length + 1);
      switch (random.nextInt(5)) {
        case 0 -> bytes = Arrays.copyOf(bytes, at);
        case 1 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(9));
        case 2 -> {
          int end = Math.min(bytes.length, at + 4);
          Arrays.fill(bytes, at, end, (byte) random.nextInt(256));
        }
        default -> {
          if (at < bytes.length) {
            bytes[at] = (byte) random.nextInt(256);
          }
        }
      }
    }
    return bytes;
  }
}
