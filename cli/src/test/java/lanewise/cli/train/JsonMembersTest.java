package lanewise.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import lanewise.cli.Cli;
import lanewise.cli.JsonMembers;
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
    JsonCursor row = JsonCursor.of("row", Json.parse(outcome.outLines().getFirst()));
    members.addAll(members(row, "kept", "probabilities", "predictions"));
    return members;
  }

  private static Set<String> members(JsonCursor json, String... free) {
    return JsonMembers.of(json.object(), free);
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
      ofEvaluate.addAll(members(evaluate(label, "--metric", "loss"), "metrics"));
      ofPredict.addAll(predicted());
    }
    assertThat(JsonMembers.documented("member of the last line of `train`")).isEqualTo(ofTrain);
    assertThat(JsonMembers.documented("member of the line of `evaluate`")).isEqualTo(ofEvaluate);
    assertThat(JsonMembers.documented("member of a line of `predict`")).isEqualTo(ofPredict);
  }

  @Test
  void thePageHasTheMembersOfAReportAndOfRates() throws IOException {
    train("kind");
    assertThat(JsonMembers.documented("member of the line of `report`"))
        .isEqualTo(members(json("report", folder.resolve("rows"), "--json")));
    JsonCursor rates =
        json("train", "--data", rows, "--label", "kind", "--ignore", "id", "--find-rate", "--json");
    assertThat(JsonMembers.documented("member of the line of `train --find-rate`"))
        .isEqualTo(members(rates));
  }

  @Test
  void thePageHasTheMembersOfASearch() throws IOException {
    Set<String> members = new TreeSet<>();
    for (String folds : List.of("null", "2")) {
      Path search =
          Samples.write(
              folder.resolve("search.yaml"),
              """
              job:
                data: {source: iris}
                model: {hidden: 2}
                training: {epochs: 1}
              method: grid
              keys:
                seed: {choice: [1, 2]}
              folds: %s
              output: %s
              """
                  .formatted(folds, folder.resolve("search-" + folds)));
      for (String each : members(json("search", search, "--json"), "trials.values")) {
        members.add(each.replaceFirst("validation[A-Za-z]+?(Deviation)?$", "validationMETRIC$1"));
      }
    }
    assertThat(JsonMembers.documented("member of the line of `search`")).isEqualTo(members);
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
