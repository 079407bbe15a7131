package lanewise.training.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Gzip files of one member and of several. */
@Tag("once")
final class GzipMembersTest {
  private static byte[] packed(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream packer = new GZIPOutputStream(packed)) {
      packer.write(content);
    }
    return packed.toByteArray();
  }

  private static byte[] packed(String content) throws IOException {
    return packed(content.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] unpacked(byte[] file) throws IOException {
    return unpacked(new ByteArrayInputStream(file));
  }

  private static byte[] unpacked(InputStream file) throws IOException {
    try (GzipInput input = GzipInput.of(file)) {
      assertThat(input.packed()).isTrue();
      return input.content().readAllBytes();
    }
  }

  private static void assertDamaged(String reason, byte[] file) {
    assertThatThrownBy(() -> unpacked(file)).isInstanceOf(ZipException.class).hasMessage(reason);
  }

  @Test
  void givesTheContentOfAllMembers() throws IOException {
    Random random = new Random(3);
    for (int size : List.of(0, 1, 1_000, 65_535, 65_536, 300_000)) {
      byte[] content = new byte[size];
      random.nextBytes(content);
      assertThat(unpacked(packed(content))).isEqualTo(content);
      byte[] members = joined(packed(content), packed("between"), packed(""), packed(content));
      byte[] expected = joined(content, "between".getBytes(StandardCharsets.UTF_8), content);
      assertThat(unpacked(members)).isEqualTo(expected);
      assertThat(unpacked(joined(members, new byte[70_000]))).as("padded").isEqualTo(expected);
      List<InputStream> single =
          IntStream.range(0, Math.min(members.length, 3_000))
              .mapToObj(i -> (InputStream) new ByteArrayInputStream(members, i, 1))
              .toList();
      InputStream rest =
          new ByteArrayInputStream(members, single.size(), members.length - single.size());
      InputStream slow =
          new SequenceInputStream(new SequenceInputStream(Collections.enumeration(single)), rest);
      assertThat(unpacked(slow)).as("byte by byte").isEqualTo(expected);
    }
  }

  /** A header with all its optional parts, made by hand: extra field, name, comment, checksum. */
  @Test
  void readsEveryPartOfAHeader() throws IOException {
    byte[] plain = packed("text");
    byte[] header =
        HexFormat.of().parseHex("1f8b081e0000000000000300616263" + "6e616d6500" + "6300");
    CRC32 crc = new CRC32();
    crc.update(header);
    byte[] sum = {(byte) crc.getValue(), (byte) (crc.getValue() >> 8)};
    byte[] rest = Arrays.copyOfRange(plain, 10, plain.length);
    assertThat(unpacked(joined(header, sum, rest))).asString().isEqualTo("text");
    sum[0]++;
    assertDamaged("the checksum of its header is wrong", joined(header, sum, rest));
  }

  @Test
  void refusesWhatIsDamagedBetweenMembers() throws IOException {
    byte[] one = packed("one");
    byte[] two = packed("two");
    byte[] other = two.clone();
    other[1] = 0;
    assertDamaged("something else follows it", joined(one, other));
    assertDamaged("something else follows it", joined(one, new byte[3], two));
    byte[] method = two.clone();
    method[2] = 7;
    assertDamaged("unknown method of compression", joined(one, method));
    byte[] sum = one.clone();
    sum[one.length - 8]++;
    assertDamaged("its checksum is wrong", joined(sum, two));
    byte[] size = one.clone();
    size[one.length - 1]++;
    assertDamaged("its checksum is wrong", joined(size, two));
    byte[] both = joined(one, two);
    for (int length = one.length + 1; length < both.length; length++) {
      byte[] cut = Arrays.copyOf(both, length);
      assertThatThrownBy(() -> unpacked(cut))
          .as("cut to %d of %d bytes", length, both.length)
          .isInstanceOf(EOFException.class);
    }
  }

  /** A device that fails between two members does not end the file. */
  @Test
  void aFailureBetweenMembersIsNoEnd() throws IOException {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("Input/output error");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
          }
        };
    InputStream file = new SequenceInputStream(new ByteArrayInputStream(packed("one")), broken);
    assertThatThrownBy(() -> unpacked(file)).hasMessage("Input/output error");
  }

  @Test
  void agreesWithTheJdkOnDamagedFilesOfOneMember() throws IOException {
    Random random = new Random(5);
    byte[] whole = packed("some,text\n".repeat(200));
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = whole.clone();
      // Behind the flags, of which the JDK reads those too that are reserved.
      damaged[4 + random.nextInt(damaged.length - 4)] ^= (byte) (1 << random.nextInt(8));
      byte[] ours = orNull(() -> new GzipMembers(new ByteArrayInputStream(damaged), 512));
      byte[] theirs = orNull(() -> new GZIPInputStream(new ByteArrayInputStream(damaged)));
      assertThat(ours).as("damage %d", i).isEqualTo(theirs);
    }
  }

  private interface Opened {
    InputStream open() throws IOException;
  }

  /** The content, or null if the file is refused. */
  private static byte[] orNull(Opened file) {
    try (InputStream in = file.open()) {
      return in.readAllBytes();
    } catch (IOException refused) {
      return null;
    }
  }
}
