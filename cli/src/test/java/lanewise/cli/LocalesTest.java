package lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the command reads and says does not depend on the language of its user. */
@Tag("once")
@Timeout(1_800)
final class LocalesTest {
  private static final List<String> PLAIN = List.of("-Duser.language=en", "-Duser.country=US");
  private static final List<String> TURKISH = List.of("-Duser.language=tr", "-Duser.country=TR");
  private static final List<String> ARABIC =
      List.of("-Duser.language=ar", "-Duser.country=EG", "-Duser.extensions=u-nu-arab");

  @TempDir private Path folder;

  /** What a process printed, on both streams, and its exit code. */
  private static String said(List<String> words) throws Exception {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    List<String> said = new ArrayList<>();
    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .filter(ChildCommand::isOfTheCommand)
        .forEach(said::add);
    return process.waitFor() + "\n" + String.join("\n", said);
  }

  @Test
  void saysTheSameInEveryLanguage() throws Exception {
    Path model = Samples.model(folder.resolve("m.safetensors"), "I", "i");
    Path rows = Samples.write(folder.resolve("rows.csv"), "a,b,Y\n1.5,2,I\n-1e3,1234.5,i\n");
    Path wrong = Samples.write(folder.resolve("wrong.csv"), "a,b,Y\n1.5,2\n");
    List<Object[]> commands =
        List.of(
            new Object[] {"evaluate", model, "--data", rows, "--label", "Y"},
            new Object[] {"predict", model, "--data", wrong},
            new Object[] {"train", "--data", rows, "--label", "y"});
    String expected = said(ChildCommand.several(PLAIN, commands));
    assertThat(expected).matches("(?s)0\n[\\p{ASCII}]*");
    assertThat(expected.split(SeveralCommands.END + "[02]", -1))
        .hasSize(commands.size() + 1)
        .satisfies(each -> assertThat(each[0]).containsPattern("[0-9]"))
        .satisfies(each -> assertThat(each[1]).contains("lanewise: ", "wrong.csv"))
        .satisfies(each -> assertThat(each[2]).contains("lanewise: ", "rows.csv"));
    assertThat(said(ChildCommand.several(TURKISH, commands))).isEqualTo(expected);
    List<Object[]> more = new ArrayList<>(commands);
    Path out = folder.resolve("models");
    more.add(new Object[] {"train", "--data", "iris", "--epochs", 2, "--out", out});
    String arabic = said(ChildCommand.several(ARABIC, more));
    assertThat(arabic).startsWith(expected);
    assertThat(arabic.substring(expected.length()))
        .containsPattern("epoch +2/2")
        .endsWith(SeveralCommands.END + "0")
        .matches("(?s)[\\p{ASCII}]*");
  }
}
