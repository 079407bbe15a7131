package lanewise.training.data.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import lanewise.tensor.io.ReadLimits;
import lanewise.training.data.DataException;
import lanewise.training.data.DataLimitException;
import lanewise.training.data.LabelledRows;
import lanewise.training.data.TestData;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("once")
final class IdxTest {
  private static final int IMAGES = 0x803;
  private static final int LABELS = 0x801;
  private static final long MEBIBYTE = 1 << 20;
  private static final byte[] PIXELS = {0, 1, 2, 3, 4, 5, (byte) 255, (byte) 128, 8, 9, 10, 11};
  private static final List<String> FOUR = List.of("a", "b", "c", "d");

  @TempDir Path folder;
  private Path images;
  private Path labels;

  @BeforeEach
  void writeTwoImagesOfTwoByThree() throws IOException {
    images = write("images", idx(IMAGES, PIXELS, 2, 2, 3));
    labels = write("labels", idx(LABELS, new byte[] {3, 0}, 2));
  }

  private static byte[] idx(int magic, byte[] values, int... dims) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * dims.length + values.length).putInt(magic);
    for (int dim : dims) {
      bytes.putInt(dim);
    }
    return bytes.put(values).array();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private AbstractThrowableAssert<?, ?> assertRefused() {
    return assertThatThrownBy(() -> Idx.load(images, labels, FOUR))
        .isInstanceOf(DataException.class);
  }

  @Test
  void readsUnsignedBytes() throws IOException {
    LabelledRows data = Idx.load(images, labels, FOUR);
    assertThat(data).hasToString("images: 2 rows, 6 features, 4 classes");
    assertThat(data.features().toArray()).containsExactly(0, 1, 2, 3, 4, 5, 255, 128, 8, 9, 10, 11);
    assertThat(data.labels()).containsExactly(3, 0);
    assertThat(data.featureNames()).containsExactly("p0_0", "p0_1", "p0_2", "p1_0", "p1_1", "p1_2");
  }

  @Test
  void seesGzipByItsFirstBytesNotByTheName() throws IOException {
    LabelledRows plain = Idx.load(images, labels, FOUR);
    images = write("packed", gzip(Files.readAllBytes(images)));
    Path misnamed = write("labels.gz", Files.readAllBytes(labels));
    LabelledRows packed = Idx.load(images, misnamed, FOUR);
    assertThat(packed.features().toArray()).containsExactly(plain.features().toArray());
    assertThat(packed.labels()).containsExactly(plain.labels());
  }

  @Test
  void readsMoreThanOneChunk() throws IOException {
    byte[] pixels = new byte[3 * 211 * 331]; // over three times the first chunk of 65,536 bytes
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 7);
    }
    images = write("large", gzip(idx(IMAGES, pixels, 3, 211, 331)));
    labels = write("three", idx(LABELS, new byte[3], 3));
    float[] read = Idx.load(images, labels, FOUR).features().toArray();
    for (int i = 0; i < pixels.length; i++) {
      assertThat(read[i]).isEqualTo(Byte.toUnsignedInt(pixels[i]));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "00000801, it has 1 dimension not 3; are files of images and of labels exchanged?",
    "00000804, it has 4 dimensions not 3; are files of images and of labels exchanged?",
    "00000903, values of type signed byte are not supported; use unsigned bytes",
    "00000b03, values of type 16-bit integer are not supported; use unsigned bytes",
    "00000c03, values of type 32-bit integer are not supported; use unsigned bytes",
    "00000d03, values of type 32-bit float are not supported; use unsigned bytes",
    "00000e03, values of type 64-bit float are not supported; use unsigned bytes",
    "0000aa03, values of type 0xAA are not supported; use unsigned bytes",
    "89504e47, this is not an IDX file; fetch the file again",
  })
  void refusesAnotherMagicNumber(String magic, String fault) throws IOException {
    images = write("odd", idx(Integer.parseUnsignedInt(magic, 16), PIXELS, 2, 2, 3));
    assertRefused()
        .hasMessage(
            "%s: its magic number is 0x%s, not 0x00000803 (images of unsigned bytes); %s",
            images, magic, fault.replace(" not 3", ", not 3"));
  }

  @Test
  void refusesImagesInPlaceOfLabels() {
    labels = images;
    assertRefused()
        .hasMessage(
            "%s: its magic number is 0x00000803, not 0x00000801 (labels as unsigned bytes);"
                + " it has 3 dimensions, not 1; are files of images and of labels exchanged?",
            images);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 7, 15, 16, 17, 27})
  void refusesAFileCutShort(int length) throws IOException {
    byte[] whole = Files.readAllBytes(images);
    int expected = length < 16 ? 16 : 28;
    images = write("short", Arrays.copyOf(whole, length));
    assertRefused()
        .hasMessage(
            "%s: is cut short: %d bytes expected, %d found; fetch the file again",
            images, expected, length);
    images = write("short.gz", gzip(Arrays.copyOf(whole, length)));
    assertRefused()
        .hasMessage(
            "%s: is cut short: %d unpacked bytes expected, %d found; fetch the file again",
            images, expected, length);
  }

  @Test
  void refusesGzipDataThatBreaksOffAnywhere() throws IOException {
    byte[] packed = gzip(Files.readAllBytes(images));
    for (int length = 2; length < packed.length; length++) {
      images = write("broken.gz", Arrays.copyOf(packed, length));
      assertRefused()
          .message()
          .startsWith(images + ": ")
          .matches(
              "(?s).*(is cut short: \\d+ unpacked bytes expected, \\d+ found|its gzip data breaks"
                  + " off); fetch the file again");
    }
  }

  @Test
  void refusesDamagedGzipData() throws IOException {
    byte[] packed = gzip(Files.readAllBytes(images));
    byte[] checksum = packed.clone();
    checksum[packed.length - 8] ^= 1;
    images = write("checksum.gz", checksum);
    assertRefused()
        .hasMessageStartingWith(images + ": its gzip data is damaged (")
        .hasMessageEndingWith("); fetch the file again");
    byte[] block = packed.clone();
    block[10] = (byte) 0xff; // a block of the reserved type 3
    images = write("block.gz", block);
    assertRefused().hasMessageContaining("its gzip data is damaged (invalid block type)");
  }

  @Test
  void refusesBytesBehindTheEnd() throws IOException {
    byte[] longer = Arrays.copyOf(Files.readAllBytes(images), 29);
    images = write("long", longer);
    assertRefused()
        .hasMessage(
            "%s: goes on after the 28 bytes that its header promises; fetch the file again",
            images);
    images = write("long.gz", gzip(longer));
    assertRefused().hasMessageContaining("goes on after the 28 unpacked bytes");
  }

  @Test
  void refusesAFileOfNothing() throws IOException {
    for (int[] dims : new int[][] {{0, 2, 3}, {2, 0, 3}, {2, 2, 0}}) {
      images = write("nothing", idx(IMAGES, new byte[0], dims));
      assertRefused()
          .hasMessage(
              "%s: its header promises sizes %s: there is nothing in it",
              images, Arrays.toString(dims));
    }
  }

  @Test
  void takesNoMemoryForAHeaderThatLies() throws IOException {
    images = write("liar", idx(IMAGES, PIXELS, 2, 32_768, 32_767)); // just below 2^31
    long before = TestData.allocatedBytes();
    assertRefused().hasMessageContaining("is cut short: 2147418128 bytes expected, 28 found");
    assertThat(TestData.allocatedBytes() - before).isLessThan(MEBIBYTE);
    images = write("liar", idx(IMAGES, PIXELS, -1, -1, -1));
    assertRefused()
        .hasMessage(
            "%s: its header promises sizes [4294967295, 4294967295, 4294967295]: more than the"
                + " 2^31 values that fit in memory, or the header is damaged",
            images);
  }

  @Test
  void refusesDifferentCounts() throws IOException {
    labels = write("three", idx(LABELS, new byte[3], 3));
    assertRefused()
        .hasMessage(
            "%s has 2 images, but %s has 3 labels; use files that belong together", images, labels);
  }

  @Test
  void refusesALabelThatIsNoClass() throws IOException {
    labels = write("high", idx(LABELS, new byte[] {0, (byte) 200}, 2));
    assertRefused()
        .hasMessage("%s: row 1 (from 0) has label 200, but there are 4 classes (0 to 3)", labels);
  }

  @Test
  void refusesAFileThatIsNotThere() {
    images = folder.resolve("none");
    assertRefused().hasMessage("%s: there is no such file", images);
    images = folder;
    assertRefused().hasMessage("%s: there is no such file", folder);
  }

  @Test
  void survivesAnyOneByteChanged() throws IOException {
    byte[] whole = Files.readAllBytes(images);
    byte[] packed = gzip(whole);
    for (byte[] original : List.of(whole, packed)) {
      for (int at = 0; at < original.length; at++) {
        for (int bit = 0; bit < 8; bit++) {
          byte[] changed = original.clone();
          changed[at] ^= (byte) (1 << bit);
          images = write("changed", changed);
          try {
            assertThat(Idx.load(images, labels, FOUR).rows()).isEqualTo(2);
          } catch (DataException e) {
            assertThat(e).hasMessageStartingWith(images.toString());
          }
        }
      }
    }
  }

  @Test
  void aPackedFileTakesMemoryInProportionToItsSize() throws IOException {
    Path large = write("large.gz", gzip(idx(IMAGES, new byte[4000 * 4000], 1, 4000, 4000)));
    Path one = write("one", idx(LABELS, new byte[1], 1));

    assertThatThrownBy(() -> Idx.load(large, one, FOUR))
        .isInstanceOf(DataLimitException.class)
        .hasMessage(
            "%s: an array of sizes [1, 4000, 4000] takes 2,128,000,000 bytes of memory, but the limit is 67,108,864 for the %,d bytes that are stored; raise ReadLimits.bytes where the file is meant to hold so much"
                .formatted(large, Files.size(large)));
    ReadLimits raised = ReadLimits.defaults().withBytes(133 * MEBIBYTE);
    Path small = write("small.gz", gzip(idx(IMAGES, new byte[1000 * 1000], 1, 1000, 1000)));
    assertThatThrownBy(() -> Idx.load(small, one, FOUR)).isInstanceOf(DataLimitException.class);
    assertThat(Idx.load(small, one, FOUR, raised).rows()).isEqualTo(1);
    assertThatThrownBy(() -> Idx.open(large, one, FOUR)).isInstanceOf(DataLimitException.class);
  }

  @Test
  void aPackedFileThatClaimsRowsIsRefusedBeforeItIsRead() throws IOException {
    Path claims = write("claims.gz", gzip(idx(IMAGES, new byte[100_000], 1 << 30, 1, 1)));

    assertThatThrownBy(() -> Idx.load(claims, labels, FOUR))
        .isInstanceOf(DataLimitException.class)
        .hasMessageContaining("an array of sizes [1073741824, 1, 1] takes 5,368,709,248 bytes");
  }
}
