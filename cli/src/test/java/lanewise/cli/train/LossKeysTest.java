package lanewise.cli.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lanewise.cli.Cli;
import lanewise.cli.Samples;
import lanewise.layers.format.JsonCursor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The loss of a job: what is usual, what is chosen, and what does not suit the task. */
@Tag("once")
final class LossKeysTest {
  @TempDir private Path folder;

  private Path table() {
    StringBuilder rows = new StringBuilder("a,b,price,hot,fast,kind\n");
    for (int row = 0; row < 160; row++) {
      int a = row * 31 % 17;
      int b = row * 7 % 23;
      double price = a * 0.5 - b * 0.25 + (row % 40 == 0 ? 100 : 0);
      rows.append("%s,%s,%s,".formatted(a, b, price));
      rows.append(a > 5 ? "yes," : "no,").append(b > 18 ? "yes," : "no,");
      rows.append(a > 8 ? "large\n" : "small\n");
    }
    return Samples.write(folder.resolve("table.csv"), rows.toString());
  }

  private Cli.Outcome run(String label, String job, Object... more) {
    Path file = Samples.write(folder.resolve("job.yaml"), job);
    Set<String> targets = new HashSet<>(Set.of("price", "hot", "fast", "kind"));
    targets.removeAll(List.of(label.split(",")));
    Object[] usual = {
      "train", file, "--data", table(), "--label", label, "--ignore", String.join(",", targets)
    };
    Object[] rest = {"--epochs", 2, "--hidden", 4, "--json", "--out", folder.resolve("out")};
    Object[] all = new Object[usual.length + rest.length + more.length];
    System.arraycopy(usual, 0, all, 0, usual.length);
    System.arraycopy(rest, 0, all, usual.length, rest.length);
    System.arraycopy(more, 0, all, usual.length + rest.length, more.length);
    return Cli.run(all);
  }

  private String weights(String label, String job, Object... more) {
    Cli.Outcome outcome = run(label, job, more);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return outcome.json().get("weightsSha256").asString();
  }

  private void assertDifferent(String label, String... losses) throws IOException {
    Set<String> seen = new HashSet<>();
    for (String loss : losses) {
      String weights = weights(label, "loss: " + loss);
      assertThat(seen.add(weights)).as(loss).isTrue();
      String left = Files.readString(folder.resolve("out/table/job.yaml"));
      assertThat(weights(label, left)).as("the printed " + loss).isEqualTo(weights);
    }
  }

  @Test
  void everyLossOfNumbersTrainsDifferently() throws IOException {
    assertDifferent("price", "mse", "mae", "huber", "{kind: huber, delta: 0.1}");
  }

  @Test
  void everyLossOfLabelsTrainsDifferently() throws IOException {
    assertDifferent(
        "hot,fast",
        "binary-cross-entropy",
        "{kind: binary-cross-entropy, positive-weights: 3}",
        "{kind: binary-cross-entropy, positive-weights: [1, 3]}");
  }

  /** An evaluation of the validation rows finds the loss of the best epoch. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "price | {kind: huber, delta: 0.1} | none",
        "hot,fast | {kind: binary-cross-entropy, positive-weights: [1, 3]} | none",
        "kind | {kind: hinge, power: 2} | balanced"
      })
  void anEvaluationMeansTheLossOfTheTraining(String label, String loss, String classWeights) {
    Path rows = table();
    JsonCursor trained =
        run(
                label,
                "loss: " + loss,
                "--class-weights",
                classWeights,
                "--validation",
                rows,
                "--test",
                rows)
            .json();
    double validation = trained.get("validationLoss").asDouble();
    assertThat(trained.get("testLoss").asDouble()).as("of the same rows").isEqualTo(validation);
    Path model = folder.resolve("out/table.safetensors");
    JsonCursor found =
        Cli.run("evaluate", model, "--data", rows, "--label", label, "--metric", "loss", "--json")
            .json();
    assertThat(found.get("metrics").get("loss").asDouble()).isCloseTo(validation, within(1e-6));
    assertThat(found.get("loss").asDouble()).isEqualTo(found.get("metrics").get("loss").asDouble());
    String meaning = trained.get("lossMeaning").asString();
    assertThat(found.get("lossMeaning").asString())
        .startsWith("of the training: " + meaning.replace(" with balanced class weights", ""));
    Cli.Outcome said =
        Cli.run("evaluate", model, "--data", rows, "--label", label, "--metric", "loss");
    assertThat(said.out()).containsPattern("loss +\\d\\.\\d{4}, of the training: ");
    assertThat(Cli.run("evaluate", model, "--data", rows, "--label", label).out())
        .containsPattern("Loss +\\d\\.\\d{4}, of the training: ");
  }

  @Test
  void classWeightsSuitEveryLossOfClasses() {
    for (String loss : List.of("cross-entropy", "hinge")) {
      assertThat(weights("kind", "loss: " + loss, "--class-weights", "balanced"))
          .isNotEqualTo(weights("kind", "loss: " + loss));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "price | mse | mean squared error of the scaled numbers",
        "hot,fast | binary-cross-entropy | binary cross-entropy of each label",
        "kind | cross-entropy | softmax cross-entropy"
      })
  void theUsualLossIsSaid(String label, String loss, String words) {
    String usual = weights(label, "loss: auto");
    assertThat(weights(label, "seed: 42")).isEqualTo(usual);
    assertThat(weights(label, "seed: 42", "--loss", loss)).isEqualTo(usual);
    assertThat(run(label, "seed: 42").err()).contains("Loss           " + words + "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind | huber | huber is for the task regress, but this one is classify; use cross-entropy"
            + " or hinge",
        "price | hinge | hinge is for the task classify, but this one is regress; use mse or mae or"
            + " huber",
        "hot,fast | mse | mse is for the task regress, but this one is multilabel; use"
            + " binary-cross-entropy",
        "hot,fast | '{kind: binary-cross-entropy, positive-weights: [1, 2, 3]}' |"
            + " binary-cross-entropy: positive-weights has 3 weights for 2 labels; give one for"
            + " each label, or one for all",
        "kind | hinge;augmentation: {changes: [mixup]} | hinge: it takes no shares of classes, as"
            + " mixup makes them; leave mixup out, or use cross-entropy"
      })
  void refusesALossThatDoesNotSuit(String label, String loss, String message) {
    Cli.Outcome outcome = run(label, "loss: " + loss.replace(';', '\n'));
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.errLines().getLast()).isEqualTo("lanewise: loss " + message);
  }

  @Test
  void namesTheLossThatIsMeant() {
    Cli.Outcome outcome = run("price", "loss: hubert");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("job.yaml, line 1: loss").contains("is huber meant?");
  }
}
