package lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.layers.predictor.Predictor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script for a nightly training that the documentation shows. */
@Tag("once")
@Timeout(600)
final class NightlyScriptTest {
  private static final Pattern BLOCK = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;
  private Path programs;

  @BeforeEach
  void writeScript() throws IOException {
    String page = Files.readString(Path.of("../docs/training.md"));
    Matcher block = BLOCK.matcher(page);
    assertThat(block.find()).isTrue();
    String script = block.group(1);
    assertThat(script).contains("cd /srv/flowers ");
    programs = Files.createDirectory(folder.resolve("programs"));
    program("nightly", script.replace("/srv/flowers", "'" + folder + "'"));
    program("mail", "#!/bin/sh\n{ echo \"$@\"; cat; } >'" + folder.resolve("mail.txt") + "'\n");
    program("date", "#!/bin/sh\necho 2026-11-30\n"); // midnight may come between two starts
    Files.writeString(
        folder.resolve("job.yaml"),
        "data: {source: iris}\nmodel: {hidden: 16}\ntraining: {epochs: 2}\n");
  }

  private void program(String name, String text) throws IOException {
    Path file = Files.writeString(programs.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private int run() throws IOException, InterruptedException {
    ProcessBuilder script =
        new ProcessBuilder(programs.resolve("nightly").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said.txt").toFile());
    script.environment().merge("PATH", programs + ":", (path, before) -> before + path);
    return script.start().waitFor();
  }

  private List<Path> models() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("models"))) {
      return all.sorted().toList();
    }
  }

  private List<String> names(Path of) throws IOException {
    try (Stream<Path> all = Files.list(of)) {
      return all.map(each -> each.getFileName().toString())
          .map(name -> name.replaceAll("\\d+", "N"))
          .sorted()
          .toList();
    }
  }

  /** The command itself, and a second start that finds the work done. */
  @Test
  void trainsOnceAndServesTheModel() throws Exception {
    String words =
        ChildCommand.words().stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    program(
        "lanewise", "#!/bin/sh\necho begun >>'" + folder + "/begun'\nexec " + words + " \"$@\"\n");
    assertThat(run()).as(Files.readString(folder.resolve("said.txt"))).isZero();
    Path current = folder.resolve("models/current");
    assertThat(Predictor.load(current.resolve("iris.safetensors")).saved().labels()).hasSize(3);
    assertThat(names(current))
        .containsExactly("done", "iris", "iris.safetensors", "log.txt", "out-N.json");
    assertThat(names(current.resolve("iris")))
        .doesNotContain("checkpoints")
        .contains("report.html");
    assertThat(run()).isZero();
    assertThat(Files.readAllLines(folder.resolve("begun"))).hasSize(1);
    assertThat(folder.resolve("mail.txt")).doesNotExist();
  }

  /** Only what a person has to mend is told a person. */
  @ParameterizedTest
  @CsvSource({"1, true", "2, true", "3, true", "4, false", "5, false", "137, false", "143, false"})
  void tellsWhatMustBeMended(int code, boolean told) throws Exception {
    program("lanewise", "#!/bin/sh\necho '{\"error\": \"what is wrong\"}'\nexit " + code + "\n");
    assertThat(run()).isEqualTo(code);
    assertThat(models())
        .hasSize(1)
        .allSatisfy(run -> assertThat(run.resolve("done")).doesNotExist());
    assertThat(Files.exists(folder.resolve("mail.txt"))).isEqualTo(told);
    if (told) {
      assertThat(folder.resolve("mail.txt"))
          .content()
          .contains("exit code " + code + " operators", "what is wrong");
    }
  }
}
