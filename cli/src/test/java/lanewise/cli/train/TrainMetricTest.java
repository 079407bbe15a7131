package lanewise.cli.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lanewise.cli.Cli;
import lanewise.cli.Samples;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.predictor.Predictor;
import lanewise.tensor.RandomStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metric that a user chooses: in each epoch, for the test rows, and in an evaluation. */
@Tag("once")
final class TrainMetricTest {
  private static final Path HOUSES = Path.of("..", "examples", "tables", "houses.csv");

  @TempDir private Path folder;

  private JsonCursor train(Object... words) {
    List<Object> all = new ArrayList<>(List.of("train", "--out", folder, "--restart", "--json"));
    all.addAll(List.of(words));
    Cli.Outcome outcome = Cli.run(all.toArray());
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return outcome.json();
  }

  private static Cli.Outcome evaluate(Object... words) {
    List<Object> all = new ArrayList<>(List.of("evaluate"));
    all.addAll(List.of(words));
    Cli.Outcome outcome = Cli.run(all.toArray());
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return outcome;
  }

  /** The lines from … to - 1 of the houses below their header. */
  private Path houses(String name, int from, int to) throws IOException {
    List<String> lines = Files.readAllLines(HOUSES);
    List<String> some = new ArrayList<>(List.of(lines.getFirst()));
    some.addAll(lines.subList(from, to));
    return Samples.write(folder.resolve(name), String.join("\n", some) + "\n");
  }

  private List<JsonCursor> epochs(String run) throws IOException {
    return Files.readAllLines(folder.resolve(run).resolve("metrics.jsonl")).stream()
        .map(line -> JsonCursor.of("line", Json.parse(line)))
        .toList();
  }

  /** The price of the validation rows: of each epoch what an evaluation finds, in the same unit. */
  @Test
  void anErrorIsInTheUnitsOfTheData() throws IOException {
    Path train = houses("train.csv", 1, 401);
    Path validation = houses("validation.csv", 401, 501);
    JsonCursor json =
        train(
            "--data",
            train,
            "--validation",
            validation,
            "--label",
            "price",
            "--metric",
            "mae",
            "--epochs",
            8);
    Path model = folder.resolve("train.safetensors");
    JsonCursor found =
        evaluate(model, "--data", validation, "--metric", "mae,rmse,r2", "--json").json();
    JsonCursor price = found.get("targets").at(0);
    double mae = json.get("validationMae").asDouble();
    assertThat(mae).isGreaterThan(2).isCloseTo(price.get("mae").asDouble(), within(1e-3));
    assertThat(found.get("metrics").get("mae").asDouble())
        .isCloseTo(price.get("mae").asDouble(), within(1e-3));
    assertThat(found.get("metrics").get("rmse").asDouble())
        .isCloseTo(price.get("rmse").asDouble(), within(1e-3));
    assertThat(found.get("metrics").get("r2").asDouble())
        .isCloseTo(price.get("r2").asDouble(), within(1e-5));
    assertThat(Predictor.load(model).provenance().get("validationMae"))
        .isEqualTo(String.valueOf(mae));
    int best = json.get("bestEpoch").asInt();
    assertThat(epochs("train").get(best - 1).get("validation").get("mae").asDouble())
        .isEqualTo(mae);
  }

  /** A target is in the units of the data, and ends a training where it is reached. */
  @Test
  void aTargetIsInTheUnitsOfTheData() throws IOException {
    Object[] job = {"--data", HOUSES, "--label", "price", "--metric", "mae", "--epochs", 6};
    train(job);
    double[] errors =
        epochs("houses").stream()
            .mapToDouble(epoch -> epoch.get("validation").get("mae").asDouble())
            .toArray();
    int reached = 0;
    while (errors[reached] > errors[0] / 1.5) {
      reached++;
    }
    List<Object> more = new ArrayList<>(List.of(job));
    more.addAll(List.of("--set", "stopping.target=" + errors[0] / 1.5));
    JsonCursor json = train(more.toArray());
    assertThat(reached).as("it takes some epochs").isPositive();
    assertThat(json.get("stoppedBy").asString()).isEqualTo("target");
    assertThat(json.get("epochs").asInt()).isEqualTo(reached + 1);
  }

  /** Two classes, of which one is rare; the weights of the rows are 1 and 9. */
  private Path parts() {
    StringBuilder text = new StringBuilder("x,w,state\n");
    RandomStream random = RandomStream.of(9);
    for (int i = 0; i < 400; i++) {
      boolean fault = i % 8 == 0;
      double x = random.nextGaussian() + (fault ? 2 : 0);
      text.append("%.3f,%d,%s\n".formatted(x, i % 3 == 0 ? 9 : 1, fault ? "fault" : "ok"));
    }
    return Samples.write(folder.resolve("parts.csv"), text.toString());
  }

  @Test
  void theMetricOfOneClassIsNamedByTheClass() throws IOException {
    Object[] job = {"--data", parts(), "--label", "state", "--ignore", "w", "--epochs", 3};
    List<Object> named = new ArrayList<>(List.of(job));
    named.addAll(List.of("--metric", "f1-class-fault"));
    JsonCursor json = train(named.toArray());
    JsonCursor first = epochs("parts").getFirst().get("validation");
    assertThat(first.get("f1-class-fault").asDouble()).isBetween(0.0, 1.0);
    assertThat(json.get("validationF1ClassFault").asDouble()).isBetween(0.0, 1.0);
    assertThat(json.get("testF1ClassFault").asDouble()).isBetween(0.0, 1.0);
    assertThat(Predictor.load(folder.resolve("parts.safetensors")).provenance())
        .containsKey("testF1ClassFault");

    List<Object> numbered = new ArrayList<>(List.of(job));
    numbered.addAll(List.of("--metric", "f1-class-0"));
    assertThat(train(numbered.toArray()).get("testF1Class0").asDouble())
        .isEqualTo(json.get("testF1ClassFault").asDouble());

    List<Object> misspelt = new ArrayList<>(List.of("train", "--out", folder, "--restart"));
    misspelt.addAll(List.of(job));
    misspelt.addAll(List.of("--metric", "f1-class-fualt"));
    Cli.Outcome refused = Cli.run(misspelt.toArray());
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.errLines())
        .containsExactly(
            "lanewise: --metric f1-class-fualt: there is no class \"fualt\"; is \"fault\" meant?");
  }

  /** What selects the best epoch is told of the test rows, on every channel. */
  @Test
  void theMetricIsShownForTheTestRows() throws IOException {
    Object[] words = {
      "train",
      "--out",
      folder,
      "--restart",
      "--data",
      parts(),
      "--label",
      "state",
      "--ignore",
      "w",
      "--epochs",
      2,
      "--metric",
      "auc"
    };
    assertThat(Cli.run(words).out()).containsPattern("Test auc +0\\.\\d{4}\n");
    List<Object> json = new ArrayList<>(List.of(words));
    json.add("--json");
    double auc = Cli.run(json.toArray()).json().get("testAuc").asDouble();
    JsonCursor kept =
        JsonCursor.of(
            "kept", Json.parse(Files.readString(folder.resolve("parts/evaluation.json"))));
    assertThat(kept.get("metrics").get("auc").asDouble()).isEqualTo(auc);
    assertThat(kept.get("metrics").members().sequencedKeySet().getFirst()).isEqualTo("auc");
  }

  @Test
  void anEvaluationTakesWeightsAndMetrics() {
    Path parts = parts();
    train("--data", parts, "--label", "state", "--weights", "w", "--epochs", 2);
    Path model = folder.resolve("parts.safetensors");
    Cli.Outcome plain = evaluate(model, "--data", parts);
    assertThat(plain.err()).contains("the column w is ignored");
    Cli.Outcome weighted =
        evaluate(model, "--data", parts, "--weights", "w", "--metric", "ece,auc,recall-class-ok");
    assertThat(weighted.err()).doesNotContain("ignored");
    assertThat(weighted.out())
        .containsPattern("Accuracy +\\d+\\.\\d\\d% by weight \\(\\d+ of 400 rows\\)\n")
        .containsPattern("Loss +\\d\\.\\d{4}, of the training: softmax cross-entropy\n")
        .containsPattern("ece +0\\.\\d{4}\nauc +0\\.\\d{4}\nrecall-class-ok +[01]\\.\\d{4}\n");
    assertThat(plain.out()).doesNotContain("by weight", "auc ");
    JsonCursor json =
        evaluate(model, "--data", parts, "--weights", "w", "--metric", "accuracy", "--json").json();
    assertThat(json.get("metrics").get("accuracy").asDouble())
        .isEqualTo(json.get("accuracy").asDouble());
    assertThat(json.get("rows").asInt()).isEqualTo(400);
  }

  @Test
  void anEvaluationRefusesWhatDoesNotSuit() {
    Path model = Samples.irisModel(folder);
    Path flowers = folder.resolve("flowers.csv");
    assertThat(Cli.run("evaluate", model, "--data", flowers, "--metric", "r2").err())
        .startsWith("lanewise: --metric r2 does not suit this task; use one of loss, accuracy, ");
    assertThat(Cli.run("evaluate", model, "--data", flowers, "--metric", "acuracy").err())
        .isEqualTo("lanewise: --metric acuracy: there is no such metric; is accuracy meant?\n");
    assertThat(Cli.run("evaluate", model, "--data", flowers, "--weights", "pl").err())
        .startsWith("lanewise: --weights pl: the model takes this column as a feature");
    assertThat(Cli.run("evaluate", model, "--data", flowers, "--weights", "species").err())
        .isEqualTo(
            "lanewise: --weights species: this column holds the labels; name another column\n");
    assertThat(Cli.run("evaluate", model, "--data", "iris", "--weights", "w").err())
        .startsWith("lanewise: --weights names a column of a CSV file, but iris is a bundled");
    Path bad =
        Samples.write(folder.resolve("bad.csv"), "sl,sw,pl,pw,species,w\n1,2,3,4,setosa,-1\n");
    assertThat(Cli.run("evaluate", model, "--data", bad, "--weights", "w").err())
        .isEqualTo(
            "lanewise: "
                + bad
                + ", line 2: column \"w\" has no weight, which is a number of at least"
                + " 0\n");
  }
}
