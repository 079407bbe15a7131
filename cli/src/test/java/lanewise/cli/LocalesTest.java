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

  private static String said(List<String> options, Object... command) throws Exception {
    List<String> words = ChildCommand.words(command);
    words.addAll(ChildCommand.endOfOptions(words), options);
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
    for (Object[] command :
        new Object[][] {
          {"evaluate", model, "--data", rows, "--label", "Y"},
          {"predict", model, "--data", wrong},
          {"train", "--data", rows, "--label", "y"}
        }) {
      String expected = said(PLAIN, command);
      assertThat(expected).matches("(?s)[\\p{ASCII}]*").containsPattern("[0-9]");
      assertThat(said(TURKISH, command)).isEqualTo(expected);
      assertThat(said(ARABIC, command)).isEqualTo(expected);
    }
  }

  @Test
  void trainsInArabic() throws Exception {
    String said =
        said(ARABIC, "train", "--data", "iris", "--epochs", 2, "--out", folder.resolve("models"));
    assertThat(said).startsWith("0\n").containsPattern("epoch +2/2").matches("(?s)[\\p{ASCII}]*");
  }
}
