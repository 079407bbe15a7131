package lanewise.cli.manual;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lanewise.cli.Cli;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command says of itself has all commands and options. */
@Tag("once")
final class ManualTest {
  private static final List<String> COMMANDS =
      List.of(
          "train",
          "search",
          "evaluate",
          "predict",
          "inspect",
          "report",
          "describe",
          "completion",
          "manual");

  @TempDir private Path folder;

  private static String output(Object... words) {
    Cli.Outcome outcome = Cli.run(words);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return outcome.out();
  }

  @Test
  void theManualPageHasAllCommandsAndOptions() {
    String page = output("manual");
    assertThat(page.lines().filter(line -> !line.startsWith(".TH")).findFirst())
        .contains(".SH \"NAME\"");
    assertThat(page).startsWith(".TH \"LANEWISE\" \"1\"");
    for (String command : COMMANDS) {
      assertThat(page).contains(".SS \"lanewise " + command + " [OPTIONS]");
    }
    assertThat(page)
        .contains("\\fB\\-\\-optimizer KIND\\fR", "\\fB\\-\\-residuals FILE\\fR")
        .contains(".SH \"EXIT STATUS\"", "NO_COLOR");
    assertThat(page.lines())
        .as("each macro is one that man knows")
        .filteredOn(line -> line.startsWith("."))
        .allMatch(line -> line.matches("\\.(TH|SH|SS|PP|TP|br|nf|fi)( .*)?"));
  }

  @Test
  void theReferenceHasATableForEachCommand() {
    String page = output("manual", "--markdown");
    assertThat(page).startsWith("# The command lanewise\n");
    for (String command : COMMANDS) {
      assertThat(page).contains("\n## lanewise " + command + "\n", "(#lanewise-" + command + ")");
    }
    assertThat(page).contains("| `--lr X` | The learning rate (0.01 for sgd). |");
  }

  @Test
  void fishCompletesCommandsOptionsWordsAndFiles() {
    assertThat(output("completion", "fish"))
        .contains("complete -c lanewise -n __fish_use_subcommand -a train -d 'Train a model")
        .contains("-n '__fish_seen_subcommand_from train' -l data -r -F -d 'A CSV file")
        .contains("-l optimizer -x -a 'sgd adam adamw amsgrad nadam rmsprop adagrad adadelta lion'")
        .contains("-n '__fish_seen_subcommand_from completion' -f -a 'bash zsh fish'")
        .contains("-l resume -d 'Continue from the newest checkpoint of this training");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void thePicocliScriptHasAllCommandsAndOptions(String shell) {
    assertThat(output("completion", shell))
        .contains("complete -F _complete_lanewise -o default lanewise")
        .contains(COMMANDS)
        .contains("--optimizer", "--residuals", "adadelta");
  }

  /** Words are completed by the values of the very option before them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lanewise tr | train",
        "lanewise train --optim | --optimizer",
        "lanewise train --optimizer ada | adam,adamw,adagrad,adadelta",
        "lanewise train --optimizer = ada | adam,adamw,adagrad,adadelta",
        "lanewise train --seed = 3 --class-weights = | none,balanced",
        "lanewise train --schedule co | constant,cosine",
        "lanewise train --separator co | comma",
        "lanewise train --decimal co | comma",
        "lanewise predict --decimal p | point",
        "lanewise completion z | zsh"
      })
  void bashOffersTheValuesOfAnOption(String line, String offered) throws Exception {
    Path script = Files.writeString(folder.resolve("lanewise"), output("completion", "bash"));
    String complete =
        """
        source "$0"
        compopt() { :; }
        COMP_WORDS=($1) COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_LINE=$1 COMP_POINT=${#1}
        _complete_lanewise
        printf '%s\n' "${COMPREPLY[@]}"
        """;
    Process bash =
        new ProcessBuilder("bash", "-c", complete, script.toString(), line.strip())
            .redirectErrorStream(true)
            .start();
    String found = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(found).isZero();
    assertThat(found.lines().map(String::strip)).containsExactly(offered.split(",", -1));
  }

  /** A file that zsh finds by the name of its function completes at once. */
  @Test
  void zshFindsItsScriptByTheNameOfTheCommand() {
    assertThat(output("completion", "zsh"))
        .startsWith("#compdef lanewise\nfunction compopt { true; }\n")
        .endsWith("  _bash_complete -o default -F _complete_lanewise\nfi\n");
  }

  @Test
  void aShellThatIsNotKnownIsNamed() {
    Cli.Outcome outcome = Cli.run("completion", "tcsh");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).isEqualTo("lanewise: SHELL tcsh: use bash, zsh or fish\n");
  }

  /** On narrow terminals the meaning stands below the option. */
  @ParameterizedTest
  @ValueSource(ints = {40, 50})
  void helpFitsNarrowTerminals(int columns) {
    for (String command : COMMANDS) {
      String help = Cli.onTerminal(columns, command, "--help").out();
      assertThat(help).startsWith("Usage: lanewise " + command);
      assertThat(help.lines())
          .as("only a word that is longer than a line is not divided")
          .allMatch(line -> line.length() <= columns || !line.strip().contains(" "));
    }
    String all = Cli.onTerminal(columns).out();
    assertThat(all).contains("Commands:", "    train").contains("Usage: lanewise [OPTIONS]");
  }
}
