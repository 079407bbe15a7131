package lanewise.cli.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lanewise.cli.Cli;
import lanewise.cli.Samples;
import lanewise.cli.output.JsonLine;
import lanewise.layers.Model;
import lanewise.layers.Sequential;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.linear.Dense;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.training.initialization.Initializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that apply a model: evaluate and predict. */
@Tag("once")
final class ApplyCommandsTest {
  @TempDir private Path folder;
  private Path model;
  private Classifier classifier;

  @BeforeEach
  void makeModel() throws IOException {
    model = Samples.model(folder.resolve("m.safetensors"), "no", "so, so", "yes");
    classifier = Classifier.load(model);
  }

  private Path csv(String text) {
    return Samples.write(folder.resolve("rows.csv"), text);
  }

  @Test
  void predictsLabelsAndProbabilities() {
    StringBuilder rows = new StringBuilder("a,b\n");
    for (int row = 0; row < 3000; row++) {
      rows.append(row * 0.01).append(',').append(10 - row * 0.007).append('\n');
    }
    Cli.Outcome outcome = Cli.run("predict", model, "--data", csv(rows.toString()));
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.err()).isEmpty();
    List<String> lines = outcome.outLines();
    assertThat(lines).hasSize(3001);
    assertThat(lines.getFirst()).isEqualTo("label,p_no,\"p_so, so\",p_yes");
    for (int row = 0; row < 3000; row += 499) {
      float a = Float.parseFloat(String.valueOf(row * 0.01));
      float b = Float.parseFloat(String.valueOf(10 - row * 0.007));
      float[] p = classifier.probabilities(a, b);
      String label = classifier.predict(a, b);
      assertThat(lines.get(row + 1))
          .isEqualTo(
              (label.contains(",") ? "\"" + label + "\"" : label)
                  + ","
                  + p[0]
                  + ","
                  + p[1]
                  + ","
                  + p[2]);
    }
  }

  @Test
  void predictsAsJson() {
    Cli.Outcome outcome = Cli.run("predict", model, "--json", "--data", csv("a,b\n1,2\n3,4\n"));
    assertThat(outcome.outLines()).hasSize(3);
    JsonCursor row = JsonCursor.of("row", Json.parse(outcome.outLines().getFirst()));
    assertThat(row.get("label").asString()).isEqualTo(classifier.predict(1, 2));
    assertThat(row.get("probabilities").get("so, so").asFloat())
        .isEqualTo(classifier.probabilities(1, 2)[1]);
    assertThat(outcome.json().get("rows").asInt()).isEqualTo(2);
  }

  @Test
  void predictsNothingForNoRow() {
    Cli.Outcome outcome = Cli.run("predict", model, "--data", csv("a,b\n"));
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.outLines()).containsExactly("label,p_no,\"p_so, so\",p_yes");
  }

  @Test
  void leavesTheNamedColumnOut() {
    String two = Cli.run("predict", model, "--data", csv("a,b\n1,2\n")).out();
    String three =
        Cli.run("predict", model, "--data", csv("a,y,b\n1,what,2\n"), "--label", "y").out();
    assertThat(three).isEqualTo(two);
  }

  @Test
  void findsColumnsByName() {
    Path trained = Samples.irisModel(folder);
    String inOrder = Cli.run("predict", trained, "--data", csv("sl,sw,pl,pw\n5,3,1.5,0.2\n")).out();
    String mixed = Cli.run("predict", trained, "--data", csv("pw,pl,sl,sw\n0.2,1.5,5,3\n")).out();
    assertThat(mixed).isEqualTo(inOrder);
    String labelled =
        Cli.run("predict", trained, "--data", csv("species,pw,pl,sl,sw\n?,0.2,1.5,5,3\n")).out();
    assertThat(labelled).isEqualTo(inOrder);
  }

  @Test
  void leavesColumnsOutThatTheModelDoesNotKnow() {
    Path trained = Samples.irisModel(folder);
    String inOrder = Cli.run("predict", trained, "--data", csv("sl,sw,pl,pw\n5,3,1.5,0.2\n")).out();
    Path more = csv("id,sl,sw,pl,pw,note\nx7,5,3,1.5,0.2,wet\n");
    Cli.Outcome outcome = Cli.run("predict", trained, "--data", more);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).isEqualTo(inOrder);
    assertThat(outcome.errLines())
        .singleElement()
        .asString()
        .contains("warning: " + more + ": the columns id, note are ignored");

    Path labelled = csv("id,sl,sw,pl,pw,kind\nx7,5,3,1.5,0.2,setosa\n");
    Cli.Outcome judged = Cli.run("evaluate", trained, "--data", labelled, "--label", "kind");
    assertThat(judged.exitCode()).as(judged.err()).isZero();
    assertThat(judged.errLines()).singleElement().asString().contains("the column id is ignored");
  }

  @Test
  void namesTheColumnsThatTheModelMisses() {
    Path trained = Samples.irisModel(folder);
    assertRefused(trained, "sl,sw,pl,width", "needs a column \"pw\"", "sl, sw, pl, width");
    assertRefused(trained, "sl,sw,pl", "needs a column \"pw\"", "sl, sw, pl");
    assertRefused(trained, "id,sl,sw,n", "needs the columns pl, pw", "id, sl, sw, n");
    assertRefused(trained, "SL,sw,pl,pw", "needs a column \"sl\"", "SL, sw, pl, pw");
    assertRefused(
        trained, "5,3,1.5,0.2", "line 1: none of the columns", "sl, sw, pl, pw", "first line");
    assertRefused(
        trained,
        "sl;sw;pl;pw",
        "none of the columns",
        "separated by ';'; name that separator, or use commas");
  }

  private void assertRefused(Path trained, String header, String... keyWords) {
    for (String command : List.of("predict", "evaluate")) {
      Cli.Outcome outcome = Cli.run(command, trained, "--data", csv(header + "\n"));
      assertThat(outcome.exitCode()).isEqualTo(2);
      assertThat(outcome.out()).isEmpty();
      assertThat(outcome.errLines()).singleElement().asString().contains(keyWords);
    }
  }

  @Test
  void refusesAFeatureAsTheColumnOfLabels() {
    Path rows = csv("sl,sw,pl,pw\n5,3,1.5,0.2\n");
    Cli.Outcome outcome =
        Cli.run("predict", Samples.irisModel(folder), "--data", rows, "--label", "pl");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("--label pl: the model takes this column as a feature");
  }

  @Test
  void evaluatesByClassName() {
    Path file = csv("y,a,b\nyes,1,2\nyes,-3,1\nno,0,-5\n");
    Cli.Outcome outcome = Cli.run("evaluate", model, "--data", file, "--label", "y", "--json");
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    JsonCursor json = outcome.json();
    int right = 0;
    float[][] rows = {{1, 2}, {-3, 1}, {0, -5}};
    String[] labels = {"yes", "yes", "no"};
    double loss = 0;
    for (int row = 0; row < 3; row++) {
      right += classifier.predict(rows[row]).equals(labels[row]) ? 1 : 0;
      loss -=
          Math.log(classifier.probabilities(rows[row])[classifier.labels().indexOf(labels[row])]);
    }
    assertThat(json.get("rows").asInt()).isEqualTo(3);
    assertThat(json.get("right").asInt()).isEqualTo(right);
    assertThat(json.get("accuracy").asDouble()).isEqualTo(right / 3.0);
    assertThat(json.get("loss").asDouble())
        .isCloseTo(loss / 3, org.assertj.core.data.Offset.offset(1e-5));
    assertThat(json.get("confusion").elements()).hasSize(3);
    assertThat(json.get("classes").elements().get(1).get("rows").asInt()).isZero();
    assertThat(outcome.outLines().getFirst()).contains("\"recall\":null");
  }

  @Test
  void evaluatesForPeople() {
    Path trained = Samples.irisModel(folder);
    Cli.Outcome outcome = Cli.run("evaluate", trained, "--data", folder.resolve("flowers.csv"));
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("Accuracy", "of 150 rows", "it has seen most rows", "precision", "Confusion");
    assertThat(outcome.outLines().stream().filter(line -> line.startsWith("versicolor")))
        .hasSize(2);
    List<String> matrix = outcome.outLines().reversed().subList(0, 4);
    assertThat(matrix.stream().map(String::length).distinct()).as("aligned").hasSize(1);
  }

  /** Features are matched by name: with a search of the header for each this takes minutes. */
  @Test
  void appliesAModelOfManyColumnsInProportionateTimeAndMemory() throws IOException {
    applyWide(1_000);
    long few = applyWide(25_000);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    long many = applyWide(100_000);
    assertThat(threads.getCurrentThreadCpuTime() - before).isLessThan(20_000_000_000L);
    assertThat(many).as("bytes allocated").isLessThan(5 * few);
  }

  /** Applies a model to ten rows of this many columns, and returns the bytes that it allocated. */
  private long applyWide(int columns) throws IOException {
    List<String> names = IntStream.range(0, columns).mapToObj(c -> "column " + c).toList();
    Path rows = folder.resolve("wide.csv");
    Model wide = Sequential.of(columns, Dense.of(columns, 2));
    Initializer.glorotUniform().initialize(wide, 1);
    Classifier.of(
            wide,
            FeatureScaler.identity(columns),
            List.of("no", "yes"),
            Map.of("label", "y", "features", Json.write(JsonLine.texts(names))))
        .save(model);
    String numbers = "0.25,".repeat(columns);
    Samples.write(
        rows, String.join(",", names.reversed()) + ",y\n" + (numbers + "yes\n").repeat(10));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    Cli.Outcome predicted = Cli.run("predict", model, "--data", rows);
    Cli.Outcome judged = Cli.run("evaluate", model, "--data", rows, "--json");
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(predicted.outLines()).as(predicted.err()).hasSize(11);
    assertThat(judged.json().get("rows").asInt()).isEqualTo(10);
    return allocated;
  }
}
