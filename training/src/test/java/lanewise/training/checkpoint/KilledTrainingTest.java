package lanewise.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lanewise.faults.Kills;
import lanewise.training.checkpoint.KilledTraining.Kind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Processes that are killed by SIGKILL again and again while they train, also while they write a
 * checkpoint, end with the weights and figures of one that was never killed, in this JVM. {@code
 * -Dtest.kills} says how often they are killed: the first time while they write.
 */
@Tag("once")
@Timeout(3_600)
final class KilledTrainingTest {
  /** Another in each build, so that the builds together kill at many moments. */
  private static final long SEED = Long.getLong("lanewise.test.seed", System.nanoTime());

  /** A start of the JVM takes half a second or more; trainings take some seconds. */
  private static final int LONGEST_MILLIS = 2_500;

  @TempDir private Path folder;

  /** An epoch of 25 steps has 9 checkpoints, of which each is forced to the disk. */
  private static int epochs() {
    return 10 * Kills.COUNT;
  }

  private ProcessBuilder training(Kind kind, Path checkpoints) {
    return KilledTraining.process(kind, folder, checkpoints, epochs());
  }

  private String finish(ProcessBuilder training) throws Exception {
    assertThat(training.start().waitFor()).as(Files.readString(folder.resolve("err"))).isZero();
    return printed();
  }

  private String printed() throws IOException {
    String line = Files.readString(folder.resolve("out")).strip();
    assertThat(line).as(Files.readString(folder.resolve("err"))).startsWith("weights ");
    return line;
  }

  @ParameterizedTest
  @EnumSource
  void endsWithTheBitsOfOneThatWasNeverKilled(Kind kind) throws Exception {
    KilledTraining.writeRows(folder.resolve("data"));
    // How often a training is saved changes no bit of it.
    String expected =
        KilledTraining.train(kind, folder.resolve("data"), folder.resolve("whole"), epochs(), 0);
    Path checkpoints = folder.resolve("killed");
    Kills kills = new Kills(SEED + kind.name().hashCode(), checkpoints, LONGEST_MILLIS);
    int ends = 0;
    while (kills.count() < Kills.COUNT) {
      ProcessBuilder training = training(kind, checkpoints);
      if (!(kills.count() == 0 ? kills.killInAWrite(training) : kills.kill(training))) {
        assertThat(printed()).isEqualTo(expected);
        ends++;
        checkpoints = folder.resolve("killed-" + ends);
        kills.watch(checkpoints);
      }
    }
    assertThat(finish(training(kind, checkpoints))).isEqualTo(expected);
    assertThat(kills.halfWritten()).as("leftovers").isEmpty();
    System.out.printf(
        "%s: %s; %d trainings compared (-Dlanewise.test.seed=%d)%n", kind, kills, ends + 1, SEED);
  }
}
