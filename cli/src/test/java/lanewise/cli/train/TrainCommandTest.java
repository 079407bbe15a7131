package lanewise.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lanewise.cli.Cli;
import lanewise.cli.Samples;
import lanewise.cli.data.Provenance;
import lanewise.cli.job.HiddenActivation;
import lanewise.cli.session.ExitCode;
import lanewise.cli.session.Interruption;
import lanewise.layers.Layer;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.predictor.Classifier;
import lanewise.training.data.Iris;
import lanewise.training.data.LabelledRows;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training from the command line. */
@Tag("once")
final class TrainCommandTest {
  @TempDir private Path folder;

  private JsonCursor trainShort(Object... more) {
    List<Object> words = new ArrayList<>(List.of(more));
    words.addAll(0, List.of("train", "--json", "--out", folder.resolve("models")));
    if (!words.contains("--epochs")) {
      words.addAll(List.of("--epochs", "3"));
    }
    if (!words.contains("--hidden")) {
      words.addAll(List.of("--hidden", "16"));
    }
    Cli.Outcome outcome = Cli.run(words.toArray());
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return outcome.json();
  }

  /** With --json each epoch is a line, and --metrics writes the same lines, also when resumed. */
  @Test
  void theFiguresOfEachEpochGoWhereTheyAreWanted() throws IOException {
    Path copy = folder.resolve("copy.jsonl");
    Object[] words = {
      "train", "--json", "--out", folder, "--hidden", 8, "--metrics", copy, "--epochs", 2
    };
    Cli.Outcome outcome = Cli.run(words);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    Path own = folder.resolve("digits/metrics.jsonl");
    assertThat(outcome.outLines().subList(0, 2)).isEqualTo(Files.readAllLines(own));
    assertThat(copy).hasSameTextualContentAs(own);

    Object[] more = Arrays.copyOf(words, words.length + 1);
    more[words.length - 1] = 4;
    more[words.length] = "--resume";
    Cli.Outcome resumed = Cli.run(more);
    assertThat(resumed.outLines()).hasSize(3);
    assertThat(resumed.out()).startsWith("{\"epoch\":3,");
    assertThat(Files.readAllLines(copy)).hasSize(4).isEqualTo(Files.readAllLines(own));
  }

  @Test
  void aPlaceForMetricsThatIsNotThereIsNamedFirst() {
    Path nowhere = folder.resolve("none/copy.jsonl");
    Cli.Outcome outcome = Cli.run("train", "--out", folder, "--metrics", nowhere);
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(outcome.err()).contains("there is no folder " + folder.resolve("none"));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aTerminalGetsAPictureOfTheLosses() {
    Object[] words = {"train", "--out", folder, "--hidden", 8, "--epochs", 3};
    Cli.Outcome outcome = Cli.onTerminal(40, words);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.outLines()).anyMatch(line -> line.contains(". training  o validation"));
    assertThat(outcome.out()).contains("+----", "* best 3").endsWith(" epoch 3\n");
    String shown = outcome.out().replaceAll("\u001b\\[[?0-9;]*[A-Za-z]|[^\n]*\r", "");
    assertThat(shown.lines().filter(line -> !line.contains(folder.toString())))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(40));
  }

  @Test
  void learnsTheDigitsWithoutAnyOption() throws IOException {
    Path out = folder.resolve("models");
    Cli.Outcome outcome = Cli.run("train", "--json", "--out", out);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    JsonCursor json = outcome.json();
    assertThat(outcome.outLines()).hasSize(1 + json.get("epochs").asInt());
    assertThat(json.members().keySet())
        .contains(
            "testAccuracy",
            "validationAccuracy",
            "epochs",
            "bestEpoch",
            "stoppedBy",
            "seconds",
            "rowsPerSecond",
            "model",
            "weightsSha256");
    assertThat(json.get("testAccuracy").asDouble()).isGreaterThanOrEqualTo(0.97);
    assertThat(json.get("trainRows").asInt()).isEqualTo(1257);
    assertThat(json.get("epochs").asInt()).isGreaterThanOrEqualTo(json.get("bestEpoch").asInt());
    assertThat(json.get("rowsPerSecond").asDouble()).isPositive();
    Path model = out.resolve("digits.safetensors");
    assertThat(json.get("model").asString()).isEqualTo(model.toString());
    assertThat(Classifier.load(model).weightsSha256())
        .isEqualTo(json.get("weightsSha256").asString());
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files).containsExactlyInAnyOrder(model, out.resolve("digits"));
    }
    assertThat(outcome.err()).contains("epoch  1/", "Test accuracy", model.toString());
  }

  @Test
  void oneSeedGivesOneFile() throws IOException {
    String first = trainShort("--seed", "7", "--threads", "1").get("weightsSha256").asString();
    Path model = folder.resolve("models/digits.safetensors");
    byte[] bytes = Files.readAllBytes(model);
    String again = trainShort("--seed", "7", "--threads", "1").get("weightsSha256").asString();
    assertThat(again).isEqualTo(first);
    assertThat(Files.readAllBytes(model)).isEqualTo(bytes);
    String threads = trainShort("--seed", "7", "--threads", "2").get("weightsSha256").asString();
    assertThat(threads).isEqualTo(first);
    assertThat(Files.readAllBytes(model)).isEqualTo(bytes);
    String other = trainShort("--seed", "8").get("weightsSha256").asString();
    assertThat(other).isNotEqualTo(first);
  }

  @Test
  void printsALineAnEpochWhereThereIsNoTerminal() {
    Cli.Outcome outcome =
        Cli.run("train", "--epochs", "2", "--hidden", "8", "--out", folder, "--patience", "1");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.outLines().stream().filter(line -> line.startsWith("epoch"))).hasSize(2);
    assertThat(outcome.out()).doesNotContain("\u001b").doesNotContain("\r");
    assertThat(outcome.out())
        .contains("\nBest epoch     by validation loss; * marks an epoch that is better than all")
        .containsPattern("(?m)^epoch 1/2 .* \\*$");
    assertThat(outcome.outLines()).allSatisfy(line -> assertThat(line.length()).isLessThan(100));
    assertThat(outcome.outLines().getLast())
        .startsWith("Report")
        .contains(folder.resolve("digits/report.html").toString());
  }

  @Test
  void learnsFromCsv() throws IOException {
    Path file = Samples.write(folder.resolve("flowers.csv"), Samples.iris());
    JsonCursor json =
        trainShort("--data", file, "--label", "species", "--epochs", "30", "--hidden", "16");
    assertThat(json.get("data").asString()).isEqualTo("flowers");
    assertThat(json.get("features").asInt()).isEqualTo(4);
    assertThat(json.get("classes").asInt()).isEqualTo(3);
    assertThat(json.get("testAccuracy").asDouble()).isGreaterThan(0.85);
    Classifier classifier = Classifier.load(Path.of(json.get("model").asString()));
    assertThat(classifier.labels()).containsExactly("setosa", "versicolor", "virginica");
    LabelledRows iris = Iris.load();
    int right = 0;
    for (int row = 0; row < iris.rows(); row++) {
      String label = classifier.predict(iris.features().select(0, row).toArray());
      right += label.equals(iris.classNames().get(iris.label(row))) ? 1 : 0;
    }
    assertThat(right).isGreaterThan(135);
  }

  @Test
  void readsCsvAsPeopleWriteIt() throws IOException {
    StringBuilder text = new StringBuilder("\uFEFF\"size, cm\", b ,\"the \"\"class\"\"\"\r\n");
    for (int row = 0; row < 40; row++) {
      text.append(" 1.5 ,\"").append(row % 4).append("e-1\",").append(10 - row % 2).append("\r\n");
    }
    Path plain = Samples.write(folder.resolve("people.csv"), text + "\r\n");
    String label = "the \"class\"";
    JsonCursor json = trainShort("--data", plain, "--label", label);
    Classifier classifier = Classifier.load(Path.of(json.get("model").asString()));
    assertThat(classifier.labels()).as("sorted by value").containsExactly("9", "10");
    assertThat(Provenance.features(classifier)).as("the size is constant").containsExactly("b");
    byte[] packed = Samples.gzip(text.toString().getBytes(StandardCharsets.UTF_8));
    Path gz = Samples.write(folder.resolve("packed.csv.gz"), packed);
    JsonCursor same = trainShort("--data", gz, "--label", label);
    assertThat(same.get("data").asString()).isEqualTo("packed");
    assertThat(same.get("weightsSha256").asString())
        .isEqualTo(json.get("weightsSha256").asString());
  }

  @Test
  void learnsFromAnIdxFolder() throws IOException {
    Path idx = Samples.idxFolder(folder.resolve("images"));
    JsonCursor json = trainShort("--data", idx, "--validation", "0.2");
    assertThat(json.get("trainRows").asInt()).isEqualTo(32);
    assertThat(json.get("validationRows").asInt()).isEqualTo(8);
    assertThat(json.get("testRows").asInt()).isEqualTo(10);
    assertThat(Path.of(json.get("model").asString())).hasFileName("images.safetensors");
  }

  @Test
  void fitsALinearModel() throws IOException {
    JsonCursor json = trainShort("--data", "iris", "--hidden", "none");
    Classifier classifier = Classifier.load(Path.of(json.get("model").asString()));
    assertThat(classifier.model().layers()).hasSize(1);
  }

  @Test
  void putsTheNamedActivationBetweenTheLayers() throws IOException {
    for (HiddenActivation activation : HiddenActivation.values()) {
      JsonCursor json = trainShort("--data", "iris", "--hidden", "8,4", "--activation", activation);
      Classifier classifier = Classifier.load(Path.of(json.get("model").asString()));
      assertThat(classifier.model().layers().values().stream().map(Layer::kind).toList())
          .isEqualTo(List.of("dense", kind(activation), "dense", kind(activation), "dense"));
      assertThat(json.get("weightsSha256").asString()).hasSize(64);
    }
  }

  private static String kind(HiddenActivation activation) {
    return activation.newLayer().kind();
  }

  @Test
  void savesNothingWhenAskedToStopBeforeTrainingBegins() {
    Interruption interruption = new Interruption();
    interruption.request();
    Cli.Outcome outcome =
        Cli.run(interruption, "train", "--json", "--data", "iris", "--out", folder);
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.errLines())
        .containsExactly("lanewise: stopped before training began; nothing was saved");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void savesNothingWhenTheLossOverflowsAtOnce() throws IOException {
    Cli.Outcome outcome =
        Cli.run("train", "--json", "--lr", "1e30", "--out", folder.resolve("models"));
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.DIVERGED);
    assertThat(outcome.errLines().getLast()).contains("--lr", "smaller");
    assertThat(outcome.outLines()).hasSize(1);
    assertThat(outcome.json().get("exitCode").asInt()).isEqualTo(ExitCode.DIVERGED);
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".safetensors"));
    }
    assertThat(folder.resolve("models/digits/checkpoints/job.yaml")).doesNotExist();
  }

  @Test
  void helpSaysWhatThereIs() {
    assertThat(Cli.run().out()).contains("train", "evaluate", "predict", "inspect", "describe");
    for (String command :
        List.of("train", "evaluate", "predict", "inspect", "report", "describe")) {
      Cli.Outcome help = Cli.run(command, "--help");
      assertThat(help.exitCode()).isZero();
      assertThat(help.out()).contains("Usage: lanewise " + command, "--json", "Example");
      assertThat(help.outLines()).allSatisfy(line -> assertThat(line.length()).isLessThan(81));
      List<String> examples = help.outLines();
      int first =
          IntStream.range(0, examples.size())
                  .filter(line -> examples.get(line).startsWith("Example"))
                  .findFirst()
                  .orElseThrow()
              + 1;
      for (int line = first; line < examples.size(); line++) {
        assertThat(examples.get(line).contains("lanewise " + command))
            .as(examples.get(line))
            .isNotEqualTo(examples.get(line - 1).endsWith("\\"));
      }
    }
    assertThat(Cli.run("train", "--help").out().replaceAll("\\s+", " "))
        .contains(
            "* marks the lowest validation loss so far, or the best",
            "at most one such line a second");
    assertThat(Cli.run("--version").out()).startsWith("lanewise ").doesNotContain("unknown");
  }
}
