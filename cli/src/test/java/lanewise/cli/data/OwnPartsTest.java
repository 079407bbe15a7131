package lanewise.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lanewise.cli.Cli;
import lanewise.cli.Samples;
import lanewise.layers.format.JsonCursor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts that have files of their own, and rows that come from standard input. */
@Tag("once")
final class OwnPartsTest {
  @TempDir private Path folder;
  private Path rows;
  private Path some;

  @BeforeEach
  void irisesAndSomeOfThem() {
    rows = Samples.write(folder.resolve("irises.csv"), Samples.iris());
    List<String> lines = Samples.iris().lines().toList();
    StringBuilder everyFifth = new StringBuilder(lines.getFirst()).append('\n');
    for (int i = 1; i < lines.size(); i += 5) {
      everyFifth.append(lines.get(i)).append('\n');
    }
    some = Samples.write(folder.resolve("some.csv"), everyFifth.toString());
  }

  private Cli.Outcome train(Object data, Object... options) {
    Object[] usual = {
      "train", "--data", data, "--label", "species", "--epochs", 2, "--json", "--out", folder
    };
    Object[] all = new Object[usual.length + options.length];
    System.arraycopy(usual, 0, all, 0, usual.length);
    System.arraycopy(options, 0, all, usual.length, options.length);
    return Cli.run(all);
  }

  private static void hasRows(Cli.Outcome outcome, int train, int validation, int test) {
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    JsonCursor json = outcome.json();
    assertThat(json.get("trainRows").asInt()).isEqualTo(train);
    assertThat(json.get("validationRows").asInt()).isEqualTo(validation);
    assertThat(json.get("testRows").asInt()).isEqualTo(test);
  }

  @Test
  void aFileTakesThePlaceOfAShare() {
    hasRows(train(rows, "--validation", some), 127, 30, 23);
    hasRows(train(rows, "--test", some, "--restart"), 127, 23, 30);
    hasRows(train(rows, "--validation", some, "--test", some, "--restart"), 150, 30, 30);
    hasRows(train(rows, "--validation", some, "--test", "0.2", "--restart"), 120, 30, 30);
  }

  @Test
  void aFolderOfFilesIsOnePart() throws IOException {
    Path parts = Files.createDirectory(folder.resolve("parts"));
    List<String> lines = Files.readAllLines(some);
    Samples.write(parts.resolve("a.csv"), String.join("\n", lines.subList(0, 11)) + "\n");
    List<String> rest = new ArrayList<>(lines.subList(11, lines.size()));
    rest.addFirst(lines.getFirst());
    Samples.write(parts.resolve("b.csv"), String.join("\n", rest) + "\n");
    JsonCursor one = train(rows, "--validation", some, "--test", some).json();
    Cli.Outcome several = train(rows, "--validation", parts, "--test", parts, "--restart");
    hasRows(several, 150, 30, 30);
    assertThat(several.json().get("validationLoss").asDouble())
        .isEqualTo(one.get("validationLoss").asDouble());
    Path empty = Files.createDirectory(folder.resolve("empty"));
    fails(train(rows, "--test", empty, "--restart"), "--test " + empty + ": there is no file in");
  }

  /** The test rows of a file are judged as evaluate judges them. */
  @Test
  void theFigureOfATestFileIsThatOfEvaluate() {
    double test = train(rows, "--test", some).json().get("testAccuracy").asDouble();
    Cli.Outcome evaluated =
        Cli.run("evaluate", folder.resolve("irises.safetensors"), "--data", some, "--json");
    assertThat(evaluated.json().get("accuracy").asDouble()).isEqualTo(test);
  }

  /** The columns of a part are found by name, and rows to train do not depend on it. */
  @Test
  void theOrderOfColumnsDoesNotMatter() {
    StringBuilder turned = new StringBuilder();
    Samples.iris()
        .lines()
        .map(line -> line.split(",", -1))
        .forEach(
            f ->
                turned.append(String.join(",", f[4], f[2], f[3], f[1], f[0], "more").concat("\n")));
    Path other = Samples.write(folder.resolve("turned.csv"), turned.toString());
    JsonCursor same = train(rows, "--validation", rows).json();
    JsonCursor too = train(rows, "--validation", other, "--restart").json();
    assertThat(too.get("validationLoss").asDouble())
        .isEqualTo(same.get("validationLoss").asDouble());
    assertThat(too.get("weightsSha256").asString()).isEqualTo(same.get("weightsSha256").asString());
  }

  @Test
  void saysWhatAFileOfAPartLacks() {
    Path noColumn = Samples.write(folder.resolve("few.csv"), "sl,sw,species,pl\n1,2,setosa,3\n");
    Path noClass = Samples.write(folder.resolve("new.csv"), "sl,sw,species,pl,pw\n1,2,lily,3,4\n");
    fails(train(rows, "--validation", noColumn), "few.csv: there is no column \"pw\"");
    fails(train(rows, "--test", noClass), "never trained on the label \"lily\"");
    fails(
        train(rows, "--test", "none.csv"), "--test none.csv: there is no such file; give a share");
    fails(train(rows, "--test", "1.5"), "--test 1.5: use a share");
    fails(train(rows, "--test", "20%"), "--test 20%: use a share");
    fails(train(rows, "--test", "-"), "--test -: use a share");
    Cli.Outcome digits = Cli.run("train", "--data", "digits", "--test", some, "--out", folder);
    fails(digits, "a file of rows goes with data in files, but digits is a bundled data set");
  }

  private static void fails(Cli.Outcome outcome, String sentence) {
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains(sentence);
    assertThat(outcome.errLines()).hasSize(1);
  }

  private static Cli.Outcome withInput(String input, Object... words) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      return Cli.run(words);
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void standardInputHasTheRows() {
    Cli.Outcome fromFile = train(rows);
    Object[] options = {"--label", "species", "--epochs", 2, "--json", "--out", folder};
    Cli.Outcome piped =
        withInput(
            Samples.iris(),
            "train",
            "--data",
            "-",
            options[0],
            options[1],
            options[2],
            options[3],
            options[4],
            options[5],
            options[6]);
    assertThat(piped.json().get("weightsSha256").asString())
        .isEqualTo(fromFile.json().get("weightsSha256").asString());
    Path model = folder.resolve("stdin.safetensors");
    assertThat(model).isRegularFile();
    Object[] evaluate = {"evaluate", model, "--data", "-", "--json"};
    assertThat(withInput(Samples.iris(), evaluate).json().get("rows").asInt()).isEqualTo(150);
    Cli.Outcome predicted = withInput(Samples.iris(), "predict", model, "--data", "-");
    assertThat(predicted.out()).isEqualTo(Cli.run("predict", model, "--data", rows).out());
  }

  @Test
  void standardInputIsReadOnce() {
    Object[] grouped = {"train", "--data", "-", "--label", "species", "--group", "sl"};
    Object[] all = Arrays.copyOf(grouped, 11);
    System.arraycopy(new Object[] {"--epochs", 1, "--out", folder}, 0, all, 7, 4);
    Cli.Outcome outcome = withInput(Samples.iris(), all);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    Path search =
        Samples.write(
            folder.resolve("search.yaml"),
            """
            job: {data: {source: '-', label: species}}
            keys: {seed: {choice: [1, 2]}}
            method: grid
            """);
    fails(Cli.run("search", search), "each trial reads the rows, which standard input gives once");
  }
}
