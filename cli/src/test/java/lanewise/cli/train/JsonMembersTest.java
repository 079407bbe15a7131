package lanewise.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import lanewise.cli.Cli;
import lanewise.cli.Samples;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonCursor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documentation has the members that the lines of JSON have, and no others. */
@Tag("once")
final class JsonMembersTest {
  private static final Path PAGE = Path.of("../docs/training.md");

  @TempDir private Path folder;
  private Path rows;

  @BeforeEach
  void writeRows() {
    StringBuilder text = new StringBuilder("id,a,colour,kind,x,y,p,q\n");
    for (int row = 0; row < 120; row++) {
      text.append("n%s,%s,%s,".formatted(row, row * 31 % 17, row % 2 == 0 ? "red" : "blue"));
      text.append(row % 10 == 0 ? "rare," : "usual,");
      text.append("%s,%s,".formatted(row * 0.5, row * 7 % 23 + 0.25));
      text.append(row % 3 == 0 ? "1," : "0,").append(row % 5 > 1 ? "1\n" : "0\n");
    }
    rows = Samples.write(folder.resolve("rows.csv"), text.toString());
  }

  private static JsonCursor json(Object... words) {
    Cli.Outcome outcome = Cli.run(words);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return outcome.json();
  }

  private JsonCursor train(String label, Object... more) {
    List<Object> words = new ArrayList<>(List.of("train", "--json", "--restart", "--data", rows));
    words.addAll(List.of("--label", label, "--ignore", ignored(label), "--epochs", 2));
    words.addAll(List.of("--hidden", 3, "--out", folder));
    words.addAll(List.of(more));
    return json(words.toArray());
  }

  private static String ignored(String label) {
    List<String> others = new ArrayList<>(List.of("id", "kind", "x", "y", "p", "q"));
    others.removeAll(List.of(label.split(",", -1)));
    return String.join(",", others);
  }

  private JsonCursor evaluate(String label, Object... more) {
    List<Object> words = new ArrayList<>(List.of("evaluate", folder.resolve("rows.safetensors")));
    words.addAll(List.of("--data", rows, "--label", label, "--json"));
    words.addAll(List.of(more));
    return json(words.toArray());
  }

  private Set<String> predicted() {
    Cli.Outcome outcome =
        Cli.run(
            "predict",
            folder.resolve("rows.safetensors"),
            "--data",
            rows,
            "--keep",
            "id",
            "--json");
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    Set<String> members = members(outcome.json());
    members.addAll(members(JsonCursor.of("row", Json.parse(outcome.outLines().getFirst()))));
    return members;
  }

  private static Set<String> members(JsonCursor json) {
    return new TreeSet<>(json.members().sequencedKeySet());
  }

  /** What stands between backticks in the first column of the table with this head. */
  private static Set<String> documented(String head) throws IOException {
    String page = Files.readString(PAGE);
    String table = page.substring(page.indexOf("| " + head + " | meaning |"));
    Set<String> names = new TreeSet<>();
    for (String line : table.lines().skip(2).takeWhile(line -> line.startsWith("|")).toList()) {
      Pattern.compile("`([^`]+)`")
          .matcher(line.substring(0, line.indexOf(" | ")))
          .results()
          .map((MatchResult name) -> name.group(1))
          .forEach(names::add);
    }
    return names;
  }

  /** Names that depend on the data and the metric become those of the page. */
  private static String asDocumented(String member) {
    return switch (member) {
      case "testAuc", "validationAuc" -> member.replace("Auc", "METRIC");
      case "validationAccuracy", "validationR2", "validationLabelAccuracy" -> "validationMETRIC";
      default -> member.replaceFirst("\\.[xy]$", ".NAME");
    };
  }

  @Test
  void thePageHasTheMembersOfEveryLine() throws IOException {
    Set<String> ofTrain = new TreeSet<>();
    Set<String> ofEvaluate = new TreeSet<>();
    Set<String> ofPredict = new TreeSet<>();
    for (String label : List.of("kind", "y", "x,y", "p,q")) {
      JsonCursor trained = label.equals("kind") ? train(label, "--metric", "auc") : train(label);
      members(trained).forEach(each -> ofTrain.add(asDocumented(each)));
      ofEvaluate.addAll(members(evaluate(label, "--metric", "loss")));
      ofPredict.addAll(predicted());
    }
    assertThat(documented("member of the last line of `train`")).isEqualTo(ofTrain);
    assertThat(documented("member of the line of `evaluate`")).isEqualTo(ofEvaluate);
    assertThat(documented("member of a line of `predict`")).isEqualTo(ofPredict);
  }

  /** The same name has the same meaning in the line and in the folder of the run. */
  @Test
  void theLineAndTheFolderOfTheRunSayTheSame() throws IOException {
    JsonCursor line = train("y");
    JsonCursor run =
        JsonCursor.of("run.json", Json.parse(Files.readString(folder.resolve("rows/run.json"))));
    assertThat(line.get("stoppedBy").asString()).isEqualTo("epochs");
    assertThat(run.get("stoppedBy").asString()).isEqualTo("epochs");
    assertThat(Files.readString(folder.resolve("rows/report.html")))
        .contains(" · all epochs are done");
    for (String member : List.of("columns", "features", "outputs")) {
      assertThat(run.get("data").get(member).asInt())
          .as(member)
          .isEqualTo(line.get(member).asInt());
    }
    assertThat(line.get("columns").asInt()).as("a and colour").isEqualTo(2);
    assertThat(line.get("features").asInt()).as("a, red and blue").isEqualTo(3);
  }
}
