package lanewise.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lanewise.cli.Cli;
import lanewise.cli.Samples;
import lanewise.layers.format.JsonCursor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of a table that lack a label: refused by the line, or left out and counted. */
@Tag("once")
final class UnlabelledRowsTest {
  @TempDir private Path folder;

  /** A table in which every tenth row lacks a number, or in which those rows are not there. */
  private Path table(String name, boolean all) throws IOException {
    StringBuilder text = new StringBuilder("a,b,y\n");
    for (int row = 1; row <= 100; row++) {
      boolean lacks = row % 10 == 3;
      if (all || !lacks) {
        text.append(row % 7).append(',').append(row % 11).append(',');
        text.append(lacks ? (row % 20 == 3 ? "" : "NA") : row % 7 - row % 11 + 0.5).append('\n');
      }
    }
    Path file = folder.resolve(name).resolve("rows.csv");
    Files.createDirectories(file.getParent());
    return Samples.write(file, text.toString());
  }

  private Cli.Outcome train(Path rows, Object... more) {
    Object[] words = {"train", "--data", rows, "--label", "y", "--epochs", 2, "--hidden", 3};
    Object[] all = new Object[words.length + more.length + 3];
    System.arraycopy(words, 0, all, 0, words.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    all[all.length - 3] = "--json";
    all[all.length - 2] = "--out";
    all[all.length - 1] = rows.resolveSibling("models");
    return Cli.run(all);
  }

  private static String weights(Cli.Outcome trained) {
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    return trained.json().get("weightsSha256").asString();
  }

  @Test
  void aTrainingRefusesThemOrLeavesThemOut() throws IOException {
    Path all = table("all", true);
    Cli.Outcome refused = train(all);
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .isEqualTo(
            "lanewise: %s, line 4: column \"y\" is empty where a label is needed; fill it in, or"
                    .formatted(all)
                + " leave such rows out with --unlabelled skip\n");
    Path labelled = table("whole", false);
    for (String part : List.of("--validation", "--test")) {
      assertThat(train(labelled, part, all, "--restart").err()).isEqualTo(refused.err());
    }
    Cli.Outcome complete = train(table("labelled", false));
    assertThat(complete.json().get("unlabelledRows").asInt()).isZero();
    String expected = weights(complete);
    for (String stream : List.of("false", "true")) {
      Cli.Outcome skipped =
          train(all, "--unlabelled", "skip", "--restart", "--set", "data.stream=" + stream);
      assertThat(weights(skipped)).isEqualTo(expected);
      assertThat(skipped.err()).contains("Left out       10 rows without a label\n");
    }
    Cli.Outcome parts =
        train(all, "--unlabelled", "skip", "--restart", "--validation", all, "--test", all);
    assertThat(parts.err()).contains("Left out       30 rows without a label\n");
    assertThat(parts.json().get("testRows").asInt()).isEqualTo(90);
    assertThat(parts.json().get("unlabelledRows").asInt()).isEqualTo(30);
  }

  @Test
  void anEvaluationRefusesThemOrLeavesThemOut() throws IOException {
    Path all = table("all", true);
    Path labelled = table("labelled", false);
    weights(train(labelled));
    Path model = labelled.resolveSibling("models").resolve("rows.safetensors");
    Cli.Outcome refused = Cli.run("evaluate", model, "--data", all);
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).endsWith("or leave such rows out with --unlabelled skip\n");

    JsonCursor expected = Cli.run("evaluate", model, "--data", labelled, "--json").json();
    assertThat(expected.get("unlabelledRows").asInt()).isZero();
    Path residuals = folder.resolve("residuals.csv");
    Object[] words = {"evaluate", model, "--data", all, "--unlabelled", "skip"};
    assertThat(Cli.run(words).out()).contains("Left out       10 rows without a label\n");
    JsonCursor judged =
        Cli.run(
                "evaluate",
                model,
                "--data",
                all,
                "--unlabelled",
                "skip",
                "--json",
                "--residuals",
                residuals)
            .json();
    assertThat(judged.get("rows").asInt()).isEqualTo(90);
    assertThat(judged.get("unlabelledRows").asInt()).isEqualTo(10);
    assertThat(judged.get("loss").asDouble()).isEqualTo(expected.get("loss").asDouble());
    List<String> lines = Files.readAllLines(residuals);
    assertThat(lines).hasSize(91);
    assertThat(lines.get(2)).startsWith("2,y,");
    assertThat(lines.get(3)).as("the third has no label").startsWith("4,y,");
    assertThat(lines.getLast()).startsWith("100,y,");
  }

  @Test
  void noLabelAtAllIsSaid() throws IOException {
    Path rows = Samples.write(folder.resolve("none.csv"), "a,y\n1,\n2,?\n");
    Cli.Outcome trained = train(rows, "--unlabelled", "skip");
    assertThat(trained.exitCode()).isEqualTo(2);
    assertThat(trained.err())
        .isEqualTo("lanewise: " + rows + ": no row has a label; add rows that have one\n");
    Path labelled = table("labelled", false);
    weights(train(labelled));
    Path model = labelled.resolveSibling("models").resolve("rows.safetensors");
    Path two = Samples.write(folder.resolve("two.csv"), "a,b,y\n1,2,\n2,3,\n");
    assertThat(Cli.run("evaluate", model, "--data", two, "--unlabelled", "skip").err())
        .isEqualTo("lanewise: " + two + ": no row has a label; add rows that have one\n");
  }

  @ParameterizedTest
  @CsvSource({
    "train --data iris --unlabelled skip,"
        + " '--unlabelled is about the rows of a CSV file, but iris is a bundled data set'",
    "train --data rows.csv --label y --unlabelled drop, '--unlabelled drop: use refuse, skip'",
    "evaluate m.safetensors --data rows.csv --unlabelled drop,"
        + " '--unlabelled drop: use refuse or skip'"
  })
  void saysWhatIsAmiss(String words, String message) {
    Cli.Outcome outcome = Cli.run((Object[]) words.split(" ", -1));
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("lanewise: " + message);
  }
}
