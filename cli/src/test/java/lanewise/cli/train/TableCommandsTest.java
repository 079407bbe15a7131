package lanewise.cli.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lanewise.cli.Cli;
import lanewise.cli.Samples;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.inference.InferencePlan;
import lanewise.layers.linear.Embedding;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.predictor.MultiLabelClassifier;
import lanewise.layers.predictor.Predictor;
import lanewise.layers.predictor.Regressor;
import lanewise.tensor.RandomStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From tables of examples/tables, each with one command, to predictions. */
@Tag("once")
final class TableCommandsTest {
  private static final Path TABLES = Path.of("..", "examples", "tables");

  @TempDir private Path folder;

  private Cli.Outcome train(Object... words) {
    List<Object> all = new ArrayList<>(List.of("train", "--out", folder));
    all.addAll(List.of(words));
    Cli.Outcome outcome = Cli.run(all.toArray());
    assertThat(outcome.exitCode()).as(outcome.err() + outcome.out()).isZero();
    return outcome;
  }

  private Cli.Outcome predict(Path model, Path data, Object... more) {
    List<Object> all = new ArrayList<>(List.of("predict", model, "--data", data));
    all.addAll(List.of(more));
    Cli.Outcome outcome = Cli.run(all.toArray());
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return outcome;
  }

  @Test
  void irises() {
    JsonCursor json =
        train("--data", TABLES.resolve("irises.csv"), "--label", "species", "--json").json();
    assertThat(json.get("task").asString()).isEqualTo("classify");
    assertThat(json.get("testAccuracy").asDouble()).isGreaterThan(0.9);
  }

  /** The comparison with scikit-learn begins with its distribution, in biases too. */
  @Test
  void firstValuesMayBeThoseOfScikitLearn() throws IOException {
    train(
        "--data",
        TABLES.resolve("irises.csv"),
        "--label",
        "species",
        "--epochs",
        1,
        "--lr",
        1e-30,
        "--momentum",
        0,
        "--set",
        "initialization.weights=glorot-uniform",
        "--set",
        "initialization.named={dense-1.bias: {kind: uniform, low: -0.151911, high: 0.151911},"
            + " dense-2.bias: {kind: uniform, low: -0.152204, high: 0.152204}}");
    Classifier irises = Classifier.load(folder.resolve("irises.safetensors"));
    irises
        .model()
        .parameters()
        .forEach(
            (name, parameter) -> {
              double bound = Math.sqrt(6.0 / (256 + (name.startsWith("dense-1") ? 4 : 3)));
              float most = 0;
              for (float value : parameter.values()) {
                most = Math.max(most, Math.abs(value));
              }
              double least = parameter.values().length > 3 ? 0.95 * bound : 0;
              assertThat((double) most).as(name).isGreaterThan(least).isLessThan(bound + 1e-6);
            });
  }

  /** A figure of the test rows, which the model keeps. */
  private double figure(String model, String name) {
    JsonCursor facts = Cli.run("inspect", folder.resolve(model + ".safetensors"), "--json").json();
    return Double.parseDouble(facts.get("provenance").get(name).asString());
  }

  /** Guessing the more frequent outcome is right in 70% of the rows. */
  @Test
  void membersAreToldApart() {
    Path members = TABLES.resolve("members.csv");
    train(
        "--data",
        members,
        "--label",
        "outcome",
        "--separator",
        ";",
        "--decimal",
        ",",
        "--ignore",
        "id");
    assertThat(figure("members", "testAccuracy")).isGreaterThan(0.75);
  }

  @Test
  void aTableWithTextsAndMissingValuesIsPredictedWithTheSameBitsEverywhere() throws IOException {
    Path members = TABLES.resolve("members.csv");
    Object[] layout = {"--separator", ";", "--decimal", ","};
    Cli.Outcome outcome =
        train("--data", members, "--label", "outcome", "--separator", ";", "--decimal", ",");
    assertThat(outcome.out())
        .contains("to tell 2 classes apart, as the label column holds 2 different texts")
        .contains("4 numbers, 1 boolean, 1 category, 3 that tell missing values")
        .contains("\"id\" has another whole number in each training row")
        .contains("leave it out with --ignore id")
        .contains("\"kind\" is left out: it is \"club\" in all training rows")
        .contains("softmax cross-entropy");
    Path model = folder.resolve("members.safetensors");
    List<String> printed = predict(model, members, layout).outLines();
    assertThat(printed.getFirst()).isEqualTo("label,p_left,p_stays");

    Classifier classifier = Classifier.load(model);
    InferencePlan plan = InferencePlan.load(model);
    List<String> lines = Files.readAllLines(members);
    String[] names = lines.getFirst().split(";", -1);
    float[] planned = new float[2];
    for (int row = 1; row < lines.size(); row++) {
      String[] cells = lines.get(row).split(";", -1);
      Map<String, String> fields = new HashMap<>();
      for (int c = 0; c < names.length; c++) {
        fields.put(names[c], cells[c].replace(',', '.'));
      }
      float[] encoded = classifier.encode(fields);
      float[] probabilities = classifier.probabilities(encoded);
      assertThat(printed.get(row))
          .isEqualTo(classifier.predict(encoded) + "," + probabilities[0] + "," + probabilities[1]);
      plan.probabilities(encoded, 0, planned, 0);
      assertThat(planned).containsExactly(probabilities);
    }
  }

  @Test
  void textsAndValuesThatTrainingNeverSawArePredictedWithAWarning() {
    train("--data", TABLES.resolve("houses.csv"), "--label", "price", "--epochs", "3");
    Path model = folder.resolve("houses.safetensors");
    Path rows =
        Samples.write(
            folder.resolve("new.csv"),
            "place,area,rooms,built,garden\nmoon,100,4,,yes\nport,,3,1990,\nport,90,3,1990,no\n");
    Cli.Outcome outcome = predict(model, rows, "--json");
    assertThat(outcome.outLines()).hasSize(4);
    assertThat(outcome.outLines().getFirst()).startsWith("{\"row\":1,\"predictions\":{\"price\":");
    assertThat(outcome.err())
        .contains("\"place\" has a text in 1 rows that is not one of those in training")
        .contains("\"area\" has no value in 1 rows, and no feature of the model says so; ")
        .contains("\"garden\" has no value in 1 rows")
        .doesNotContain("\"built\"");
  }

  /** The model keeps the texts, so that predictions need no option. */
  @Test
  void textsThatMeanAMissingValueAreNamedOnce() {
    StringBuilder text = new StringBuilder("size,colour,price\n");
    for (int i = 0; i < 90; i++) {
      String size = i % 9 == 4 ? "unknown" : String.valueOf(i * 37 % 90 / 8.0);
      text.append(size).append(i % 3 == 0 ? ",-," : ",red,").append(i * 37 % 90).append('\n');
    }
    Path file = Samples.write(folder.resolve("sizes.csv"), text.toString());
    Cli.Outcome refused =
        Cli.run("train", "--data", file, "--label", "price", "--out", folder.resolve("out"));
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .contains(
            "sizes.csv, line 6: column \"size\" has \"unknown\" where other rows have numbers")
        .contains("name it as one of missing values");
    Object[] named = {
      "--data", file, "--label", "price", "--missing", "unknown, -", "--epochs", "2", "--json"
    };
    Cli.Outcome trained = train(named);
    assertThat(trained.err())
        .contains("1 number, ", "2 that tell missing values")
        .doesNotContain("numbers and texts");
    Path model = folder.resolve("sizes.safetensors");
    Cli.Outcome predicted = predict(model, file);
    assertThat(predicted.outLines()).hasSize(91);
    assertThat(predicted.err()).isEmpty();
    JsonCursor judged = Cli.run("evaluate", model, "--data", file, "--json").json();
    assertThat(judged.get("rows").asInt()).isEqualTo(90);
    Regressor loaded = (Regressor) loaded(model);
    assertThat(loaded.encode(Map.of("size", "unknown", "colour", "-"))).containsOnly(Float.NaN);
  }

  private static Predictor loaded(Path model) {
    try {
      return Predictor.load(model);
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }

  @Test
  void aNumberIsPredictedInItsOwnUnits() throws IOException {
    Path houses = TABLES.resolve("houses.csv");
    Cli.Outcome outcome = train("--data", houses, "--label", "price", "--metric", "r2");
    assertThat(outcome.out())
        .contains("to predict a number, as the label column holds 468 different numbers")
        .contains("mean squared error")
        .contains("MAE", "RMSE", "R2");
    Path model = folder.resolve("houses.safetensors");
    Path residuals = folder.resolve("residuals.csv");
    JsonCursor json =
        Cli.run("evaluate", model, "--data", houses, "--residuals", residuals, "--json").json();
    JsonCursor price = json.get("targets").at(0);
    assertThat(price.get("r2").asDouble()).isGreaterThan(0.93);
    assertThat(figure("houses", "testR2")).isGreaterThan(0.9);
    assertThat(figure("houses", "testMae")).isLessThan(25);
    assertThat(price.get("mae").asDouble()).isBetween(5.0, 25.0);
    assertThat(price.get("rmse").asDouble()).isGreaterThan(price.get("mae").asDouble());

    List<String> predicted = predict(model, houses).outLines();
    List<String> table = Files.readAllLines(residuals);
    assertThat(predicted.getFirst()).isEqualTo("price");
    assertThat(table.getFirst()).isEqualTo("row,target,actual,predicted,residual");
    assertThat(table).hasSize(501);
    double errors = 0;
    for (int row = 1; row < table.size(); row++) {
      String[] cells = table.get(row).split(",", -1);
      assertThat(Float.parseFloat(cells[3])).isEqualTo(Float.parseFloat(predicted.get(row)));
      assertThat(Float.parseFloat(cells[4]))
          .isEqualTo((float) ((double) Float.parseFloat(cells[2]) - Float.parseFloat(cells[3])));
      errors += Math.abs(Double.parseDouble(cells[4])) / 500;
    }
    assertThat(errors).isCloseTo(price.get("mae").asDouble(), within(1e-4));
    assertThat(Predictor.load(model)).isInstanceOf(Regressor.class);
    assertThat(Cli.run("inspect", model).out()).contains("to predict numbers", "place", "category");
  }

  @Test
  void aRareClassIsShownAndCanBeWeighed() {
    Path faults = TABLES.resolve("faults.csv");
    String plain = train("--data", faults, "--label", "state").out();
    assertThat(plain).contains("Test accuracy", "Balanced", "fault: ", " of 3)");
    String weighed =
        train(
                "--data",
                faults,
                "--label",
                "state",
                "--class-weights",
                "balanced",
                "--metric",
                "balanced-accuracy")
            .out();
    assertThat(weighed)
        .contains("softmax cross-entropy with balanced class weights")
        .contains("val balanced-accuracy", "with validation balanced-accuracy");
    assertThat(figure("faults", "testBalancedAccuracy")).isGreaterThan(0.7);
    String judged =
        Cli.run("evaluate", folder.resolve("faults.safetensors"), "--data", faults).out();
    assertThat(judged).contains("Balanced", "recall", "fault");
  }

  @Test
  void severalLabelsEachHaveAProbability() throws IOException {
    StringBuilder text = new StringBuilder("x,z,hot,fast\n");
    RandomStream random = RandomStream.of(4);
    for (int i = 0; i < 400; i++) {
      double x = random.nextGaussian();
      double z = random.nextGaussian();
      text.append("%.3f,%.3f,%s,%s\n".formatted(x, z, x > 0 ? "yes" : "no", x + z > 1 ? "1" : "0"));
    }
    Path file = Samples.write(folder.resolve("tags.csv"), text.toString());
    Cli.Outcome outcome = train("--data", file, "--label", "hot,fast");
    assertThat(outcome.out())
        .contains("to give a row any of 2 labels, as the label columns hold only yes and no")
        .contains("binary cross-entropy of each label")
        .contains("hot: recall");
    Path model = folder.resolve("tags.safetensors");
    assertThat(Predictor.load(model)).isInstanceOf(MultiLabelClassifier.class);
    List<String> printed = predict(model, file).outLines();
    assertThat(printed.getFirst()).isEqualTo("labels,p_hot,p_fast");
    assertThat(printed).anySatisfy(line -> assertThat(line).startsWith("hot|fast,"));
    JsonCursor json = Cli.run("evaluate", model, "--data", file, "--json").json();
    assertThat(json.get("labelAccuracy").asDouble()).isGreaterThan(0.93);
    assertThat(json.get("labels").at(1).get("recall").asDouble()).isGreaterThan(0.8);
  }

  @Test
  void manyTextsAreEmbeddedAndUnknownOnesAreZeros() throws IOException {
    StringBuilder text = new StringBuilder("x,town,rich\n");
    RandomStream random = RandomStream.of(5);
    for (int i = 0; i < 1200; i++) {
      int town = random.nextInt(40);
      text.append("%.3f,town %d,%s\n".formatted(random.nextGaussian(), town, town % 2 == 0));
    }
    Path file = Samples.write(folder.resolve("towns.csv"), text.toString());
    Cli.Outcome outcome = train("--data", file, "--label", "rich", "--json");
    assertThat(outcome.err()).contains("\"town\" has 40 different texts, which are embedded");
    assertThat(outcome.json().get("testAccuracy").asDouble()).isGreaterThan(0.95);
    Classifier classifier = Classifier.load(folder.resolve("towns.safetensors"));
    Embedding towns =
        (Embedding)
            classifier.model().layers().values().stream()
                .filter(Embedding.class::isInstance)
                .findFirst()
                .orElseThrow();
    int dimension = towns.weight().value().shape().dim(1);
    assertThat(towns.weight().value().shape().dim(0)).isEqualTo(41);
    assertThat(Arrays.copyOf(towns.weight().values(), dimension)).containsOnly(0);
    float[] unknown = classifier.encode(Map.of("x", "0.5", "town", "town 99"));
    assertThat(unknown).containsExactly(0.5f, 0);
    assertThat(classifier.probabilities(unknown)).doesNotContain(Float.NaN);
  }

  /** Rows of weight 0 say the opposite of all others. */
  @Test
  void rowsOfWeightZeroTeachNothing() {
    StringBuilder text = new StringBuilder("x,w,y\n");
    RandomStream random = RandomStream.of(6);
    for (int i = 0; i < 600; i++) {
      double x = random.nextGaussian();
      boolean counts = i % 2 == 0;
      text.append("%.3f,%d,%s\n".formatted(x, counts ? 1 : 0, x > 0 == counts ? "a" : "b"));
    }
    Path file = Samples.write(folder.resolve("weighted.csv"), text.toString());
    JsonCursor json = train("--data", file, "--label", "y", "--weights", "w", "--json").json();
    assertThat(json.get("validationAccuracy").asDouble()).isGreaterThan(0.95);
    assertThat(json.get("features").asInt()).as("the weights are no feature").isEqualTo(1);
  }

  @Test
  void theTaskCanBeStated() {
    StringBuilder text = new StringBuilder("x,y,rare\n");
    for (int i = 0; i < 120; i++) {
      text.append(i)
          .append(',')
          .append(i % 6)
          .append(',')
          .append(i == 7 ? "c" : i % 2 == 0 ? "a" : "b");
      text.append('\n');
    }
    Path file = Samples.write(folder.resolve("grades.csv"), text.toString());
    Object[] decide = {"--data", file, "--label", "y", "--epochs", "2", "--ignore", "rare"};
    assertThat(train(decide).out()).contains("to tell 6 classes apart");
    List<Object> state = new ArrayList<>(List.of(decide));
    state.addAll(List.of("--task", "regress"));
    String stated = train(state.toArray()).out();
    assertThat(stated).contains("to predict a number, as stated");
    String small = train("--data", file, "--label", "rare", "--epochs", "2").out();
    assertThat(small).contains("the class \"c\" is too small to be validated or tested");
  }
}
