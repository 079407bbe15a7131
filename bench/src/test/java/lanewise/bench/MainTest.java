package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lanewise.bench.command.Command;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What all commands of the jar do alike. */
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
final class MainTest {
  private static final List<Command> COMMANDS = Main.COMMANDS;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path folder;

  private int run(Command command, String... words) {
    PrintStream oldOut = System.out;
    PrintStream oldErr = System.err;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      return command.run(List.of(words));
    } finally {
      System.setOut(oldOut);
      System.setErr(oldErr);
    }
  }

  private String report(String... words) {
    err.reset();
    Command report =
        COMMANDS.stream().filter(each -> each.name().equals("report")).findFirst().orElseThrow();
    assertThat(run(report, words)).isEqualTo(2);
    return err.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @FieldSource("COMMANDS")
  void helpIsNoFailure(Command command) {
    assertThat(run(command, "--quick", "--help")).isZero();

    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("usage: ")
        .contains(command.name() + " ");
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @ParameterizedTest
  @FieldSource("COMMANDS")
  void aWordThatIsUnknownIsNamed(Command command) {
    assertThat(run(command, "--nonsense")).isEqualTo(2);

    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(command.name() + ": unknown: --nonsense; see --help" + System.lineSeparator());
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void filesThatAreWrongEndInASentence() throws IOException {
    Path results = Files.writeString(folder.resolve("results.jsonl"), "{\"work\":\"gemm\"}\n");
    Path missing = folder.resolve("missing.jsonl");
    Path page = folder.resolve("page.html");
    Path binary = Files.write(folder.resolve("binary"), new byte[] {-1, -2, 0, 3});

    assertThat(report(results.toString()))
        .isEqualToIgnoringNewLines("report: name files of results, and -o PAGE.html; see --help");
    assertThat(report(missing.toString(), "-o", page.toString()))
        .isEqualToIgnoringNewLines("report: there is no " + missing);
    assertThat(report(results.toString(), "-o", missing.resolve("page.html").toString()))
        .isEqualToIgnoringNewLines("report: there is no " + missing.resolve("page.html"));
    assertThat(report(binary.toString(), "-o", page.toString()))
        .isEqualToIgnoringNewLines("report: %s is no text in UTF-8".formatted(binary));
    assertThat(report(results.toString(), "-o", results.toString()))
        .isEqualToIgnoringNewLines("report: -o: %s has the results".formatted(results));
    assertThat(results).hasContent("{\"work\":\"gemm\"}");
    assertThat(page).doesNotExist();
  }
}
