package lanewise.tensor.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged files end in an IOException or in a tensor no larger than the file bears out. */
@Tag("once")
class NpyFuzzTest {
  private static final String SYNTAX = "{}()[]',: \"0123456789L<>|=fiubcOUSTrueFals\n";

  @TempDir Path folder;

  private static byte[] mutated(byte[] whole, RandomStream random) {
    byte[] bytes = whole.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes && bytes.length > 0; i++) {
      int at = random.nextInt(bytes.length);
      int end = at + random.nextInt(Math.min(16, bytes.length - at));
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes[at] = (byte) SYNTAX.charAt(random.nextInt(SYNTAX.length()));
        case 3 -> bytes = Arrays.copyOf(bytes, at);
        case 4 -> bytes = joined(bytes, 0, end, bytes, at); // repeats a piece
        default -> bytes = joined(bytes, 0, at, bytes, end); // drops a piece
      }
    }
    return bytes;
  }

  private static byte[] joined(byte[] head, int from, int to, byte[] tail, int at) {
    byte[] joined = Arrays.copyOf(Arrays.copyOfRange(head, from, to), to - from + tail.length - at);
    System.arraycopy(tail, at, joined, to - from, tail.length - at);
    return joined;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "float32.npy",
        "float64-big-endian-fortran.npy",
        "version2.npy",
        "version3.npy",
        "structured.npy",
        "empty.npy",
        "bool.npy"
      })
  @Timeout(1_800)
  void mutatedArrays(String name) throws IOException {
    byte[] whole = NpyBytes.numpy(name);
    RandomStream random = RandomStream.of(name.length());
    for (int i = 0; i < 3000; i++) {
      byte[] bytes = mutated(whole, random);
      try {
        Tensor tensor = Npy.read(new ByteArrayInputStream(bytes), "x.npy");
        assertThat(tensor.size()).isLessThanOrEqualTo(bytes.length);
      } catch (NpyFormatException e) {
        assertThat(e).hasMessageStartingWith("x.npy: ");
      } catch (Exception | OutOfMemoryError e) {
        fail("mutation " + i + " of " + name + ": " + Arrays.toString(bytes), e);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stored.npz", "deflated.npz"})
  @Timeout(1_800)
  void mutatedArchives(String name) throws IOException {
    byte[] whole = NpyBytes.numpy(name);
    RandomStream random = RandomStream.of(name.length());
    for (int i = 0; i < 1500; i++) {
      byte[] bytes = mutated(whole, random);
      Path file = Files.write(folder.resolve("x.npz"), bytes);
      try {
        Npz.read(file);
      } catch (IOException e) {
        assertThat(e).hasMessageStartingWith(file.toString());
      } catch (Exception | OutOfMemoryError e) {
        fail("mutation " + i + " of " + name + ": " + Arrays.toString(bytes), e);
      }
    }
  }

  @Test
  void aLyingHeaderAllocatesNothing() {
    String text = "{'descr': '<f4', 'fortran_order': False, 'shape': (536870911,)}";
    try {
      Npy.read(new ByteArrayInputStream(NpyBytes.of(text, 1)), "x.npy");
      fail("2 GiB out of 4 bytes");
    } catch (IOException e) {
      assertThat(e)
          .hasMessage("x.npy: is cut short: shape [536870911] takes 2147483644 bytes, there are 4");
    }
  }
}
