package lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
    return said(new ProcessBuilder(words));
  }

  private static String said(ProcessBuilder builder) throws Exception {
    Process process = builder.redirectErrorStream(true).start();
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

  /** The shell makes the name: this JVM may be in the locale C itself. */
  @Test
  void theLauncherReadsAndWritesNamesThatAreNotAsciiInTheLocaleC() throws Exception {
    Path launcher = folder.resolve("home/bin/lanewise");
    Path java = folder.resolve("home/runtime/bin/java");
    Files.createDirectories(launcher.getParent());
    Files.createDirectories(java.getParent());
    Files.copy(Path.of("src/dist/bin/lanewise"), launcher, StandardCopyOption.COPY_ATTRIBUTES);
    // In place of the runtime of an archive, which has the jars: this JVM and its classes.
    StringBuilder script = new StringBuilder("#!/bin/sh\nwhile [ \"$1\" != -m ]; do shift; done\n");
    script.append("shift 2\nexec");
    ChildCommand.words().forEach(word -> script.append(" '").append(word).append('\''));
    Samples.write(java, script.append(" \"$@\"\n").toString());
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Samples.tableModel(folder.resolve("m.safetensors"));
    Samples.write(folder.resolve("rows.csv"), "a,b\n1,2\n");
    ProcessBuilder shell =
        new ProcessBuilder(
            "/bin/sh",
            "-c",
            """
            d=$(printf 'gr\\303\\274n \\347\\272\\242') && mkdir "$d" && mv m.safetensors rows.csv "$d" || exit
            sh home/bin/lanewise predict "$d/m.safetensors" --data "$d/rows.csv" --out "$d/p.csv"
            echo "exit code $?, $(cat "$d/p.csv" | wc -l) lines"
            sh home/bin/lanewise inspect "$d/none.safetensors"
            echo "exit code $?"
            """);
    shell.directory(folder.toFile()).redirectErrorStream(true);
    shell.environment().keySet().removeIf(name -> name.startsWith("LC_"));
    shell.environment().put("LANG", "C");

    String said = said(shell);

    assertThat(said).contains("exit code 0, 2 lines\n", "gr\u00fcn \u7ea2/none.safetensors");
    assertThat(said).endsWith("\nexit code 2");
  }
}
