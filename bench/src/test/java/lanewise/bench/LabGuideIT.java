package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example of docs/lab.md, built and run with its own commands, as a project elsewhere would.
 */
final class LabGuideIT {
  @TempDir private Path project;

  private static String block(String guide, String language) {
    Matcher matcher =
        Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL).matcher(guide);
    assertThat(matcher.find()).as("a block of %s in docs/lab.md", language).isTrue();
    return matcher.group(1);
  }

  @Test
  void theExampleOfTheGuideIsSound() throws Exception {
    String guide = Files.readString(Path.of("..", "docs", "lab.md"));
    Files.writeString(project.resolve("MyTile.java"), block(guide, "java"));
    Files.copy(Path.of("target", "lanewise-bench.jar"), project.resolve("lanewise-bench.jar"));
    List<String> commands = block(guide, "sh").lines().toList();
    assertThat(commands).hasSize(2);

    assertThat(run(commands.get(0))).isEmpty();
    boolean read = System.getProperty("os.arch").equals("amd64");
    assertThat(run(commands.get(1) + " --quick --width 128 --json lab.jsonl"))
        .contains(
            "MyTile at 128 bits: a tile of 2 x 8",
            "kept in 768 cases",
            "warm-up",
            "verdict       sound")
        .containsPattern(
            "square 256 .* \\d\\.\\d\\d \\[.*] (yours is (faster|slower)|within noise)")
        .containsPattern(read ? "code, yours .* [1-9]\\d* multiply-adds, .* 0 spills" : "not read");

    List<String> lines = Files.readAllLines(project.resolve("lab.jsonl"));
    assertThat(lines)
        .hasSize(1 + 2 * (3 + 1) + 1)
        .anyMatch(line -> line.contains("\"competitor\":\"MyTile\",\"variant\":\"128 bits\""));
    assertThat(lines.getLast())
        .contains("\"verdict\":\"sound\",\"rows\":2,\"columns\":8,")
        .contains("\"bytesPerCall\":", "\"reasons\":[]");
    if (read) {
      assertThat(lines.getLast()).contains("\"yoursCode\":{\"instructions\":", "\"spills\":0");
    }
  }

  /** The guide's jar is the one that {@code bench/java} makes, so that its command is tried too. */
  @Test
  void theJarIsMadeByTheCommandOfTheGuide() throws IOException {
    String script = Files.readString(Path.of("java"));
    Matcher made = Pattern.compile("&& (mvn .*) 1>&2").matcher(script);
    assertThat(made.find()).as("the command of Maven in bench/java").isTrue();

    assertThat(Files.readString(Path.of("..", "docs", "lab.md")))
        .contains("`" + made.group(1).replace(" ${LANEWISE_MAVEN_OPTS:-}", "") + "` makes");
  }

  private String run(String line) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(line.split(" +", -1)));
    command.set(0, Path.of(System.getProperty("java.home"), "bin", command.getFirst()).toString());
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
    String options = System.getProperty("test.jvm", "").strip();
    if (!options.isEmpty()) {
      builder.environment().put("JDK_JAVA_OPTIONS", options); // for the JVMs that it starts, too
    }
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.replaceAll("(?m)^.*incubat(ing|or) module.*\\R|^1 warning\\R", "");
  }
}
