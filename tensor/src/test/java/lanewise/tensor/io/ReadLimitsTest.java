package lanewise.tensor.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The memory that a file may take, and archives that claim more. */
@Tag("once")
class ReadLimitsTest {
  @TempDir private Path folder;

  private static byte[] npy(Tensor tensor) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Npy.write(out, tensor);
    return out.toByteArray();
  }

  /** An archive of so many equal arrays, which are small where they are packed. */
  private Path packed(int entries, byte[] npy) throws IOException {
    Path file = folder.resolve("packed.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < entries; i++) {
        zip.putNextEntry(new ZipEntry("a%05d.npy".formatted(i)));
        zip.write(npy);
        zip.closeEntry();
      }
    }
    return file;
  }

  @Test
  void anArchiveTakesMemoryInProportionToItsFile() throws IOException {
    Path file = packed(20, npy(Tensor.zeros(1000, 1000)));

    ReadLimitException thrown =
        catchThrowableOfType(ReadLimitException.class, () -> Npz.read(file));

    assertThat(thrown.granted()).isEqualTo(64L << 20);
    assertThat(thrown.wanted()).isEqualTo(17 * 4_000_000L);
    assertThat(thrown)
        .hasMessage(
            "%s: what the arrays hold up to %s(a00016.npy) takes 68,000,000 bytes of memory, but the limit is 67,108,864 for the %,d bytes that are stored; raise ReadLimits.bytes where the file is meant to hold so much"
                .formatted(file, file, Files.size(file)));
    assertThat(Npz.read(file, "a00019").size()).isEqualTo(1_000_000);
  }

  @Test
  void theCallerRaisesTheLimit() throws IOException {
    Path file = packed(5, npy(Tensor.zeros(100, 100)));
    ReadLimits tight = ReadLimits.defaults().withBytes(5 * 40_000 - 1);

    assertThatThrownBy(() -> Npz.read(file, tight)).isInstanceOf(ReadLimitException.class);
    assertThat(Npz.read(file, tight.withBytes(5 * 40_000))).hasSize(5);
    assertThat(Npz.read(file)).hasSize(5);
  }

  @Test
  void aPlainArchiveNeedsNoMoreThanItsSizeGrants() throws IOException {
    Path file = folder.resolve("plain.npz");
    Npz.write(file, Map.of("a", Tensor.zeros(50, 50), "b", Tensor.zeros(Shape.of(3))));

    assertThat(Npz.read(file, ReadLimits.defaults().withBytes(0))).hasSize(2);
  }

  @Test
  void twoArraysOfOneNameAreRefused() throws IOException {
    Path file = folder.resolve("dup.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String name : new String[] {"a", "a.npy", "b.npy"}) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(npy(Tensor.zeros(2)));
        zip.closeEntry();
      }
    }
    String sentence = file + ": has two arrays named a, with and without .npy";

    assertThatThrownBy(() -> Npz.read(file))
        .isInstanceOf(NpyFormatException.class)
        .hasMessage(sentence);
    assertThatThrownBy(() -> Npz.read(file, "a"))
        .isInstanceOf(NpyFormatException.class)
        .hasMessage(sentence);
    assertThat(Npz.read(file, "b").size()).isEqualTo(2);
  }

  @Test
  void whatIsGrantedGrowsWithTheFile() {
    ReadLimits limits = new ReadLimits(1000);
    assertThat(limits.granted(10)).isEqualTo(1000);
    assertThat(limits.granted(100)).isEqualTo(6400);
    assertThat(limits.granted(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThatThrownBy(() -> new ReadLimits(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("read limits: -1 bytes: use at least 0");
  }

  @Test
  void aTextInJsonIsGrantedLess() throws IOException {
    ReadLimits limits = new ReadLimits(1000);
    limits.requireJson("f", "the header", 3200, 100);
    assertThatThrownBy(() -> limits.requireJson("f", "the header", 3201, 100))
        .isInstanceOf(ReadLimitException.class)
        .hasMessageStartingWith(
            "f: the header takes 3,201 bytes of memory, but the limit is 3,200");
    limits.require("f", "all", 6400, 100);
    assertThatThrownBy(() -> limits.require("f", "all", 6401, 100))
        .isInstanceOf(ReadLimitException.class);
  }
}
