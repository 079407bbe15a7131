package lanewise.cli.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import lanewise.cli.Cli;
import lanewise.cli.Samples;
import lanewise.cli.session.ExitCode;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonCursor;
import lanewise.tensor.Tensor;
import lanewise.tensor.io.Npy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands beside predictions, and where they go. */
@Tag("once")
final class PredictColumnsTest {
  private static final String ROWS = "id,a,b,note\nx7,1,2,\"wet, cold\"\nx9,3,4,dry\n";

  @TempDir private Path folder;
  private Path named;
  private Path inOrder;
  private Path rows;

  @BeforeEach
  void makeModels() {
    named = Samples.tableModel(folder.resolve("named.safetensors"));
    inOrder = Samples.model(folder.resolve("plain.safetensors"), "no", "yes");
    rows = Samples.write(folder.resolve("rows.csv"), ROWS);
  }

  private static List<String> lines(Object... words) {
    Cli.Outcome outcome = Cli.run(words);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.err()).isEmpty();
    return outcome.outLines();
  }

  private static String refusal(Object... words) {
    Cli.Outcome outcome = Cli.run(words);
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(outcome.out()).isEmpty();
    return outcome.errLines().getLast();
  }

  private Path two() {
    return Samples.write(folder.resolve("two.csv"), "a,b\n1,2\n3,4\n");
  }

  @Test
  void keptColumnsStandBesideEachPrediction() {
    List<String> alone = lines("predict", inOrder, "--data", two());
    assertThat(lines("predict", inOrder, "--data", rows, "--keep", "id,note"))
        .as("none of them is a feature")
        .containsExactly(
            "id,note," + alone.get(0),
            "x7,\"wet, cold\"," + alone.get(1),
            "x9,dry," + alone.get(2));
    assertThat(lines("predict", named, "--data", rows, "--keep", "note,a,id"))
        .as("a feature may be kept as well")
        .hasSize(3)
        .anySatisfy(line -> assertThat(line).startsWith("\"wet, cold\",1,x7,"))
        .first()
        .isEqualTo("note,a,id,label,p_no,p_yes");
  }

  /** More rows than are predicted together. */
  @Test
  void eachRowKeepsItsOwn() {
    StringBuilder text = new StringBuilder("a,id,b\n");
    for (int row = 0; row < 2_500; row++) {
      text.append(row % 7).append(",id").append(row).append(',').append(row % 11).append('\n');
    }
    Path many = Samples.write(folder.resolve("many.csv"), text.toString());
    List<String> printed = lines("predict", named, "--data", many, "--keep", "id", "--row-numbers");
    assertThat(printed).hasSize(2_501);
    assertThat(printed.getFirst()).isEqualTo("row,id,label,p_no,p_yes");
    for (int row = 0; row < 2_500; row++) {
      assertThat(printed.get(row + 1)).startsWith((row + 1) + ",id" + row + ",");
    }
  }

  @Test
  void aRowOfJsonHasThemToo() {
    List<String> printed = lines("predict", named, "--data", rows, "--keep", "id,note", "--json");
    JsonCursor first = JsonCursor.of("row", Json.parse(printed.getFirst()));
    assertThat(first.get("row").asInt()).isEqualTo(1);
    assertThat(first.get("kept").get("id").asString()).isEqualTo("x7");
    assertThat(first.get("kept").get("note").asString()).isEqualTo("wet, cold");
    assertThat(lines("predict", inOrder, "--data", two(), "--json").getFirst())
        .doesNotContain("kept");
  }

  @Test
  void saysWhatCannotBeKept() throws IOException {
    assertThat(refusal("predict", named, "--data", rows, "--keep", "ident"))
        .contains("rows.csv: there is no column \"ident\"; the columns are id, a, b, note");
    Path labelled = Samples.write(folder.resolve("labelled.csv"), "label,a,b\nno,1,2\n");
    assertThat(refusal("predict", named, "--data", labelled, "--keep", "label"))
        .contains("--keep label: the predictions have a column of this name, too; rename it");
    Path x = folder.resolve("x.npy");
    Npy.write(x, Tensor.zeros(3, 2));
    assertThat(refusal("predict", inOrder, "--data", x, "--keep", "id"))
        .contains("--keep names a column of a CSV file, but " + x + " is of npy files");
    assertThat(lines("predict", inOrder, "--data", x, "--row-numbers").getLast()).startsWith("3,");
  }

  /** The columns of each file are found by name, and rows are numbered through. */
  @Test
  void theFilesOfAFolderArePredictedInOrder() throws IOException {
    Path parts = Files.createDirectory(folder.resolve("parts"));
    Samples.write(parts.resolve("a.csv"), "id,a,b\nx7,1,2\nx9,3,4\n");
    Samples.write(parts.resolve("b.csv"), "b,id,a\n2,x7,1\n4,x9,3\n");
    List<String> printed =
        lines("predict", named, "--data", parts, "--keep", "id", "--row-numbers");
    assertThat(printed).hasSize(5);
    assertThat(printed.get(3)).isEqualTo(printed.get(1).replaceFirst("^1,x7,", "3,x7,"));
    assertThat(printed.get(4)).isEqualTo(printed.get(2).replaceFirst("^2,x9,", "4,x9,"));
    Samples.write(parts.resolve("c.csv"), "a,b,id\n1,oh,x1\n");
    Cli.Outcome bad = Cli.run("predict", named, "--data", parts, "--keep", "id");
    assertThat(bad.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(bad.err()).contains(parts.resolve("c.csv") + ", line 2: column \"b\" has \"oh\"");
  }

  @Test
  void aFileHasWhatStdoutWouldHave() throws IOException {
    Path file = folder.resolve("new/predictions.csv");
    List<String> printed = lines("predict", named, "--data", rows, "--keep", "id,note");
    assertThat(lines("predict", named, "--data", rows, "--keep", "id,note", "--out", file))
        .isEmpty();
    assertThat(Files.readAllLines(file)).isEqualTo(printed);

    List<String> json = lines("predict", named, "--data", rows, "--keep", "id,note", "--json");
    Cli.Outcome outcome =
        Cli.run("predict", named, "--data", rows, "--keep", "id,note", "--json", "--out", file);
    assertThat(Files.readAllLines(file)).isEqualTo(json.subList(0, 2));
    assertThat(outcome.outLines()).hasSize(1);
    assertThat(outcome.json().get("rows").asInt()).isEqualTo(2);
    assertThat(outcome.json().get("out").asString()).isEqualTo(file.toString());
  }

  /** Whoever reads the file must never find a part of the rows. */
  @Test
  void aFileIsWrittenWholeOrNotAtAll() throws IOException {
    Path bad =
        Samples.write(folder.resolve("bad.csv"), "a,b\n" + "1,2\n".repeat(5_000) + "3,what\n");
    Path file = folder.resolve("predictions.csv");
    assertThat(refusal("predict", named, "--data", bad, "--out", file))
        .isEqualTo(
            "lanewise: "
                + bad
                + ", line 5002: column \"b\" has \"what\" where a finite number is"
                + " needed");
    assertThat(file).doesNotExist();
    Files.writeString(file, "of yesterday");
    refusal("predict", named, "--data", bad, "--out", file);
    assertThat(file).hasContent("of yesterday");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.filter(each -> each.toString().endsWith(".tmp"))).isEmpty();
    }
    for (Path input : List.of(rows, named)) {
      assertThat(refusal("predict", named, "--data", rows, "--out", input))
          .isEqualTo(
              "lanewise: --out %s: this file is read, and would be lost; name another file"
                  .formatted(input));
    }
    assertThat(rows).hasContent(ROWS);
  }
}
