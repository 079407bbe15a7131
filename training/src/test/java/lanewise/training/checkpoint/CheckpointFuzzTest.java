package lanewise.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import lanewise.layers.format.FormatException;
import lanewise.training.Fixtures;
import lanewise.training.TrainingRun;
import lanewise.training.TrainingState;
import lanewise.training.state.Memory;
import lanewise.training.state.MemoryFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Damaged checkpoints are refused, by the documented exceptions and in bounded memory. */
@Tag("once")
final class CheckpointFuzzTest {
  private static final int DAMAGES = 20_000;
  private static final int FORGERIES = 5_000;
  private static final byte[] MARK = "\"lanewise.sha256\":\"".getBytes(StandardCharsets.US_ASCII);

  private final Random random = new Random(1);
  private final TrainingRun run = Trainings.run(Trainings.model());
  private final Memory memory = memoryAfterSteps();
  private final byte[] whole = new MemoryFile(memory, Trainings.identity().toNotes()).toBytes();

  private Memory memoryAfterSteps() {
    for (int i = 0; i < 8; i++) {
      run.step();
    }
    return run.state().memory();
  }

  @Test
  void noDamagePasses() {
    for (int i = 0; i < DAMAGES; i++) {
      byte[] damaged = Trainings.damaged(whole, random);
      if (Arrays.equals(damaged, whole)) {
        continue;
      }
      boolean refused = false;
      try {
        MemoryFile.fromBytes(damaged, "file");
      } catch (FormatException told) {
        refused = true;
        assertThat(told).hasMessageStartingWith("file: ");
      }
      assertThat(refused).as("damage %s", i).isTrue();
    }
  }

  @Test
  void everyLengthAndEveryBitCounts() {
    for (int length = 0; length < whole.length; length++) {
      assertRefused(Arrays.copyOf(whole, length));
    }
    for (int at = 0; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (1 << (at % 8));
      assertRefused(flipped);
    }
  }

  private static void assertRefused(byte[] bytes) {
    try {
      MemoryFile.fromBytes(bytes, "file");
    } catch (FormatException expected) {
      return;
    }
    throw new AssertionError("a damaged file was read");
  }

  /** A damaged file takes no memory beyond its own size, whatever its header says. */
  @Test
  void readingDamageTakesLittleMemory() {
    byte[] large = new byte[20_000_000];
    Arrays.fill(large, (byte) ' ');
    byte[] head = "{},".repeat(1_000).getBytes(StandardCharsets.US_ASCII);
    for (int at = 8; at + head.length < large.length; at += head.length) {
      System.arraycopy(head, 0, large, at, head.length);
    }
    java.nio.ByteBuffer.wrap(large)
        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
        .putLong(0, large.length - 8L);
    System.arraycopy(MARK, 0, large, 1_000, MARK.length);
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long before = Fixtures.allocatedBytes();
      assertRefused(large);
      least = Math.min(least, Fixtures.allocatedBytes() - before);
    }
    assertThat(least).isLessThan(large.length + 2_000_000L);
  }

  /**
   * A digest is no signature: whoever writes a new one gets further. Even then nothing but the
   * documented exceptions comes, and a state that is taken is one of this run's shape.
   */
  @Test
  void forgedFilesGiveDocumentedExceptions() throws NoSuchAlgorithmException {
    int read = 0;
    int restored = 0;
    for (int i = 0; i < FORGERIES; i++) {
      byte[] forged = signed(Trainings.damaged(whole, random));
      TrainingRun other = Trainings.run(Trainings.model());
      try {
        Memory content = MemoryFile.fromBytes(forged, "file").memory();
        read++;
        other.restore(TrainingState.of(content));
        restored++;
        content.requireSameArrays(memory);
      } catch (FormatException | IllegalArgumentException documented) {
        assertThat(documented.getMessage()).isNotBlank();
      }
    }
    assertThat(read).isPositive();
    assertThat(restored).isPositive();
  }

  /** Puts the right digest into a file that was changed. */
  private static byte[] signed(byte[] changed) throws NoSuchAlgorithmException {
    String text = new String(changed, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(new String(MARK, StandardCharsets.ISO_8859_1));
    if (at < 0 || at + MARK.length + 64 > changed.length) {
      return changed;
    }
    byte[] signed = changed.clone();
    Arrays.fill(signed, at + MARK.length, at + MARK.length + 64, (byte) '0');
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(signed);
    byte[] digits = HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digits, 0, signed, at + MARK.length, 64);
    return signed;
  }

  /**
   * Damage of the files in a folder, by way of {@link CheckpointsTest}: here the documented name.
   */
  @Test
  void namesTheFile() {
    try {
      MemoryFile.fromBytes(new byte[3], "run/step");
    } catch (IOException told) {
      assertThat(told).isInstanceOf(FormatException.class).hasMessageStartingWith("run/step: ");
      return;
    }
    throw new AssertionError("three bytes were read as a checkpoint");
  }
}
