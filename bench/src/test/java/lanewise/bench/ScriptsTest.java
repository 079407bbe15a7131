package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lanewise.bench.command.Command;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The scripts that start the commands, in a clone in which nothing was built. */
@Tag("once")
final class ScriptsTest {
  private static final String TEXTS = "src/main/resources/lanewise/bench/command";

  @TempDir private Path clone;

  private void copy(String file) throws IOException {
    Path to = clone.resolve("bench").resolve(file);
    Files.createDirectories(to.getParent());
    Files.copy(Path.of(file), to);
  }

  /** Whoever asks what there is does not wait for a build, nor needs what builds. */
  @ParameterizedTest
  @FieldSource("lanewise.bench.Main#COMMANDS")
  void helpNeedsNoBuild(Command command) throws IOException, InterruptedException {
    copy("java");
    copy(command.name());
    copy(TEXTS + "/" + command.name() + ".txt");
    for (String help : List.of("--help", "-h")) {
      Process process =
          new ProcessBuilder("sh", "bench/" + command.name(), "word", help)
              .directory(clone.toFile())
              .redirectErrorStream(true)
              .start();

      assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(command.help());
      assertThat(process.waitFor()).isZero();
    }
  }
}
