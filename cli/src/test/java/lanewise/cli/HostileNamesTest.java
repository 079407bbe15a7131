package lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names in tables and model files may hold what terminals obey: people are only shown it. */
@Tag("once")
final class HostileNamesTest {
  /** Clears a screen, rings, and begins a title. */
  private static final String CLEAR = "\u001b[2J\u0007";

  private static final String TITLE = "\u009d0;";

  @TempDir private Path folder;
  private Path rows;
  private Path models;

  @BeforeEach
  void writeRows() {
    StringBuilder text = new StringBuilder("x" + CLEAR + ",kind" + TITLE + ",y\n");
    for (int row = 0; row < 60; row++) {
      text.append(row % 2 == 0 ? row : -row).append(row % 3 == 0 ? ",red," : ",blue" + CLEAR + ",");
      text.append(row % 2 == 0 ? "yes" + CLEAR : "no" + TITLE).append('\n');
    }
    rows = Samples.write(folder.resolve("rows.csv"), text.toString());
    models = folder.resolve("models");
  }

  private static void assertOnlyShown(String shown, Object... command) {
    Cli.Outcome outcome = Cli.run(command);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.outLines())
        .noneMatch(line -> line.chars().anyMatch(Character::isISOControl));
    assertThat(outcome.errLines())
        .noneMatch(line -> line.chars().anyMatch(Character::isISOControl));
    assertThat(outcome.out()).contains(shown);
  }

  @Test
  void namesOfATable() {
    assertOnlyShown(
        "the column \"x?[2J?\"",
        "train",
        "--data",
        rows,
        "--label",
        "y",
        "--epochs",
        2,
        "--preflight",
        "--metric",
        "recall-class-yes" + CLEAR,
        "--out",
        models);
    Path model = models.resolve("rows.safetensors");
    assertOnlyShown("blue?[2J?", "inspect", model);
    assertOnlyShown("yes?[2J?", "evaluate", model, "--data", rows);
  }

  /** The name of a file, in each place that has one. */
  @Test
  void namesThatNoFileCanHave() {
    String reason = ": no file can have this name (Nul character not allowed); name another";
    Path job = folder.resolve("job.yaml");
    assertRefused("MODEL a?b" + reason, "inspect", "a\0b");
    assertRefused("--out a?b" + reason, "train", "--out", "a\0b");
    assertRefused("--data a?b" + reason, "train", "--data", "a\0b");
    Samples.write(job, "output: \"a\\0b\"\n");
    assertRefused(job + ", line 1: output a?b" + reason, "train", job);
    Samples.write(job, "data: {source: x.npy, label: \"a\\0b\"}\n");
    assertRefused("--label a?b" + reason, "train", job);
    Samples.write(job, "data: {source: rows.csv, test: \"./a\\0b\"}\n");
    assertRefused(job + ", line 1: data.test ./a?b" + reason, "train", job);
  }

  private static void assertRefused(String sentence, Object... command) {
    Cli.Outcome outcome = Cli.run(command);
    assertThat(outcome.errLines()).containsExactly("lanewise: " + sentence);
    assertThat(outcome.exitCode()).isEqualTo(2);
  }

  /** Provenance and labels are what the maker of a file wrote. */
  @Test
  void namesOfAModel() {
    Path model = Samples.model(folder.resolve("m.safetensors"), "no" + TITLE, "yes" + CLEAR);
    assertOnlyShown("no?0;, yes?[2J?", "inspect", model);
  }
}
