package lanewise.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.faults.Kills;
import lanewise.layers.Model;
import lanewise.tensor.Engine;
import lanewise.training.Trainer;
import lanewise.training.checkpoint.KilledTraining.Kind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Processes that are killed by SIGKILL again and again while they train, also while they write a
 * checkpoint, end with the weights and figures of one that was never killed. {@code -Dtest.kills}
 * says how often.
 */
@Tag("once")
@Timeout(3_600)
final class KilledTrainingTest {
  private static final long SEED = Long.getLong("lanewise.test.seed", 20_261_130);

  /** A start of the JVM takes half a second or more; trainings take some seconds. */
  private static final int LONGEST_MILLIS = 2_500;

  @TempDir private Path folder;

  /** An epoch of 25 steps has 9 checkpoints, of which each is forced to the disk. */
  private static int epochs() {
    return 40 + 10 * Kills.COUNT;
  }

  private ProcessBuilder training(Kind kind, Path checkpoints) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String options = System.getProperty("test.jvm", "").strip();
    command.addAll(options.isEmpty() ? List.of() : List.of(options.split("\\s+", -1)));
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-cp"));
    command.add(
        Stream.of(Engine.class, Model.class, Trainer.class, KilledTraining.class)
            .map(KilledTrainingTest::classes)
            .distinct()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    command.addAll(List.of(KilledTraining.class.getName(), kind.name()));
    command.addAll(List.of(folder.resolve("data").toString(), checkpoints.toString()));
    command.add(String.valueOf(epochs()));
    return new ProcessBuilder(command)
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile());
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

  private String finish(ProcessBuilder training) throws Exception {
    assertThat(training.start().waitFor()).as(Files.readString(folder.resolve("err"))).isZero();
    return printed();
  }

  private String printed() throws IOException {
    String line = Files.readString(folder.resolve("out")).strip();
    assertThat(line).startsWith("weights ");
    return line;
  }

  @ParameterizedTest
  @EnumSource
  void endsWithTheBitsOfOneThatWasNeverKilled(Kind kind) throws Exception {
    KilledTraining.writeRows(folder.resolve("data"));
    String expected = finish(training(kind, folder.resolve("whole")));
    Path checkpoints = folder.resolve("killed");
    Kills kills = new Kills(SEED + kind.name().hashCode(), checkpoints, LONGEST_MILLIS);
    int ends = 0;
    while (kills.count() < Kills.COUNT) {
      if (!kills.kill(training(kind, checkpoints))) {
        assertThat(printed()).isEqualTo(expected);
        ends++;
        checkpoints = folder.resolve("killed-" + ends);
        kills.watch(checkpoints);
      }
    }
    assertThat(finish(training(kind, checkpoints))).isEqualTo(expected);
    assertThat(kills.halfWritten()).as("leftovers").isEmpty();
    System.out.printf("%s: %s; %d trainings compared%n", kind, kills, ends + 1);
  }
}
