package lanewise.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lanewise.cli.Cli;
import lanewise.cli.Samples;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonNull;
import lanewise.layers.format.JsonNumber;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonString;
import lanewise.layers.format.JsonValue;
import lanewise.tensor.RandomStream;
import lanewise.training.log.MetricsLog;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The folders of runs, and the pages that are made of them. */
@Tag("once")
final class ReportCommandTest {
  private static final Pattern LOADS =
      Pattern.compile(
          "(src|href|url|action|data)\\s*[=(]\\s*[\"']?(?!data:)[a-z/]", Pattern.CASE_INSENSITIVE);

  @TempDir private Path folder;

  private Path train(String name, Object... more) {
    List<Object> words =
        new ArrayList<>(List.of("train", "--out", folder.resolve(name), "--threads", 1));
    words.addAll(List.of(more));
    Cli.Outcome outcome = Cli.run(words.toArray());
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.outLines().getLast()).contains("report.html");
    return folder.resolve(name);
  }

  private static String page(Path run) throws IOException {
    return Files.readString(run.resolve("report.html"));
  }

  @Test
  void aRunLeavesItsLogsAndItsReport() throws IOException {
    Path run = train("models", "--epochs", 3, "--hidden", 16).resolve("digits");
    try (Stream<Path> files = Files.list(run)) {
      assertThat(
              files.map(file -> file.getFileName().toString().replaceAll("\\d{10}", "N")).sorted())
          .containsExactly(
              "checkpoints",
              "evaluation.json",
              "events.out.tfevents.N.lanewise",
              "job.yaml",
              "metrics.jsonl",
              "report.html",
              "run.json");
    }
    assertThat(MetricsLog.read(run.resolve("metrics.jsonl"))).hasSize(3);
    String page = page(run);
    assertThat(page)
        .contains("<h1>digits</h1>", "Loss", "Accuracy", "Learning rate", "Norm of the gradients")
        .contains("Dead and saturated units", "Size of a step", "Confusion", "Calibration")
        .contains("Mistakes", "data:image/png;base64,", "optimizer", "processor", "rows per second")
        .contains("<title id=\"loss-t\">Loss</title>", "prefers-color-scheme: dark");
    assertThat(page).doesNotContain("<script", "http://", "https://", "NaN", "undefined", "null");
    assertThat(LOADS.matcher(page).find()).as("loads something").isFalse();
    assertThat(page.length()).isLessThan(300_000);
  }

  /** Every chart has a title, a description and a table; ids are unique and resolve. */
  @Test
  void thePageIsAccessible() throws IOException {
    String page = page(train("models", "--epochs", 2, "--hidden", 8).resolve("digits"));
    Matcher ids = Pattern.compile(" id=\"([^\"]+)\"").matcher(page);
    List<String> all = new ArrayList<>();
    while (ids.find()) {
      all.add(ids.group(1));
    }
    assertThat(all).doesNotHaveDuplicates().hasSizeGreaterThan(20);
    Matcher labels = Pattern.compile("aria-labelledby=\"([^\"]+)\"").matcher(page);
    int labelled = 0;
    while (labels.find()) {
      assertThat(all).contains(labels.group(1).split(" "));
      labelled++;
    }
    assertThat(labelled).isGreaterThan(8);
    assertThat(count(page, "<svg viewBox=\"0 0 [^\"]+\" role=\"img\"")).isGreaterThan(6);
    assertThat(count(page, "<img [^>]*alt=\"row ")).isEqualTo(count(page, "<img "));
    assertThat(count(page, "<details>")).isEqualTo(count(page, "role=\"img\""));
    assertThat(page).startsWith("<!doctype html>\n<html lang=\"en\">");
  }

  private static int count(String text, String pattern) {
    return (int) Pattern.compile(pattern).matcher(text).results().count();
  }

  /** Names of columns and classes are text, whatever they contain. */
  @Test
  void noNameBecomesMarkup() throws IOException {
    StringBuilder csv =
        new StringBuilder("<script>alert(1)</script>,\"\"\"><img src=x onerror=alert(2)>\",kind\n");
    for (int row = 0; row < 60; row++) {
      csv.append(row % 2)
          .append(',')
          .append(row % 3)
          .append(row % 2 == 0 ? ",<b onmouseover=alert(3)>\n" : ",</style></svg>&amp;\n");
    }
    Path file = Samples.write(folder.resolve("bad.csv"), csv.toString());
    Path run =
        train("models", "--data", file, "--label", "kind", "--epochs", 2, "--hidden", 4)
            .resolve("bad");
    String page = page(run);
    assertThat(page)
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;b onmouseover=alert(3)&gt;")
        .contains("Importance of the columns")
        .contains("default-src &#39;none&#39;");
    assertThat(page).doesNotContain("<script", "<b on", "<img src=x", "</style></svg>");
    assertThat(count(page, "</style>")).isEqualTo(1);
  }

  @Test
  void reportMakesThePageAgain() throws IOException {
    Path run = train("models", "--data", "iris", "--epochs", 3, "--hidden", 8).resolve("iris");
    String page = page(run);
    Files.delete(run.resolve("report.html"));
    Cli.Outcome outcome = Cli.run("report", run, "--json");
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.json().get("report").asString())
        .isEqualTo(run.resolve("report.html").toString());
    assertThat(page(run)).isEqualTo(page);
  }

  /** A process that was killed leaves no result and perhaps half a line. */
  @Test
  void reportsOnARunThatWasKilled() throws IOException {
    Path run = train("models", "--data", "iris", "--epochs", 3, "--hidden", 8).resolve("iris");
    Files.delete(run.resolve("run.json"));
    Files.delete(run.resolve("evaluation.json"));
    String lines = Files.readString(run.resolve("metrics.jsonl"));
    Files.writeString(run.resolve("metrics.jsonl"), lines.substring(0, lines.length() - 40));
    assertThat(Cli.run("report", run).exitCode()).isZero();
    assertThat(page(run)).contains("2 epochs", "still running, or ended without a result");
  }

  @Test
  void comparesRuns() throws IOException {
    Path a = train("a", "--data", "iris", "--epochs", 3, "--hidden", 8).resolve("iris");
    Path b =
        train("b", "--data", "iris", "--epochs", 5, "--hidden", 8, "--lr", "0.05").resolve("iris");
    Path page = folder.resolve("both.html");
    Cli.Outcome outcome = Cli.run("report", a, b, "--out", page);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(Files.readString(page))
        .contains(
            "Comparison of 2 runs",
            "Settings that differ",
            "<th scope=\"row\">optimizer.rate</th>",
            ">0.05<")
        .contains("Validation loss", "test accuracy")
        .contains(b.toString())
        .doesNotContain("<th scope=\"row\">model.activation</th>");
  }

  /** Two numbers in units of their own. */
  private String severalNumbers() {
    StringBuilder csv = new StringBuilder("x,z,price,rooms\n");
    RandomStream random = RandomStream.of(1);
    for (int row = 0; row < 120; row++) {
      double x = random.nextGaussian();
      double z = random.nextGaussian();
      csv.append("%.3f,%.3f,%.0f,%.2f\n".formatted(x, z, 5000 + 900 * x, 4 + z));
    }
    return csv.toString();
  }

  @Test
  void thePageOfNumbersHasAPlotOfEach() throws IOException {
    Path file = Samples.write(folder.resolve("flats.csv"), severalNumbers());
    Path run =
        train("m", "--data", file, "--label", "price,rooms", "--epochs", 3, "--hidden", 4)
            .resolve("flats");
    String page = page(run);
    assertThat(page)
        .contains("Residuals of price", "Residuals of rooms", "<h3>Numbers</h3>")
        .contains("<th scope=\"row\">price</th>", "in the units of the data", "test r2")
        .doesNotContain("NaN", "Confusion");
    assertThat(count(page, "<details>")).isEqualTo(count(page, "role=\"img\""));
    String one =
        page(
            train(
                    "one",
                    "--data",
                    file,
                    "--label",
                    "price",
                    "--metric",
                    "mae",
                    "--epochs",
                    3,
                    "--hidden",
                    4,
                    "--lr",
                    "0.001")
                .resolve("flats"));
    assertThat(one)
        .contains("<h3>Residuals</h3>", "<dt>test mae</dt>", "<dt>validation mae</dt>")
        .doesNotContain("<h3>Numbers</h3>");
  }

  @Test
  void thePageOfLabelsHasTheConfusionOfEach() throws IOException {
    StringBuilder csv = new StringBuilder("x,z,hot,wet\n");
    RandomStream random = RandomStream.of(2);
    for (int row = 0; row < 200; row++) {
      double x = random.nextGaussian();
      double z = random.nextGaussian();
      double noise = random.nextGaussian();
      csv.append(
          "%.3f,%.3f,%s,%s\n".formatted(x, z, x + noise > 0 ? "yes" : "no", z > 0 ? "yes" : "no"));
    }
    Path file = Samples.write(folder.resolve("days.csv"), csv.toString());
    Path run =
        train("m", "--data", file, "--label", "hot,wet", "--epochs", 3, "--hidden", 4)
            .resolve("days");
    assertThat(page(run))
        .contains("<h3>Labels</h3>", "wrongly given", "left out", "Calibration", "Mistakes")
        .contains("How often a label is there", "Importance of the columns", "PR AUC")
        .doesNotContain("NaN");
  }

  /** A table of more columns than are measured says so. */
  @Test
  void thePageSaysWhatWasNotMeasured() throws IOException {
    StringBuilder csv = new StringBuilder();
    for (int c = 0; c < 65; c++) {
      csv.append('c').append(c).append(',');
    }
    csv.append("kind\n");
    RandomStream random = RandomStream.of(3);
    for (int row = 0; row < 60; row++) {
      for (int c = 0; c < 65; c++) {
        csv.append("%.2f,".formatted(random.nextGaussian()));
      }
      csv.append(row % 2 == 0 ? "a\n" : "b\n");
    }
    Path file = Samples.write(folder.resolve("wide.csv"), csv.toString());
    Path run =
        train("m", "--data", file, "--label", "kind", "--epochs", 1, "--hidden", 4).resolve("wide");
    assertThat(page(run))
        .contains(
            "The importance of the columns was not measured: there are 65, and of more than 64");
  }

  /** Lines of one colour have different patterns, as far as there are any. */
  @Test
  void manyLinesAreToldApart() {
    Set<LineChart.Stroke> strokes = new HashSet<>();
    for (int line = 0; line < LineChart.Stroke.ALL; line++) {
      strokes.add(LineChart.Stroke.of(line));
    }
    assertThat(strokes).hasSize(24);
    assertThat(LineChart.Stroke.of(0).color()).isEqualTo(LineChart.Stroke.of(6).color());
    assertThat(LineChart.Stroke.of(1).dashes()).isNotEqualTo(LineChart.Stroke.of(0).dashes());
  }

  @Test
  void refusesAFileInPlaceOfTheFolder() throws IOException {
    Path models = Files.createDirectories(folder.resolve("models"));
    Files.writeString(models.resolve("iris"), "a file");
    Cli.Outcome outcome = Cli.run("train", "--data", "iris", "--out", models);
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.errLines())
        .containsExactly(
            "lanewise: --out %s: %s is a file, but the logs of the run need a folder of that name;"
                    .formatted(models, models.resolve("iris"))
                + " name another folder");
    try (Stream<Path> files = Files.list(models)) {
      assertThat(files).hasSize(1);
    }
  }

  /** A search has a folder for each trial, and the run in it. */
  @Test
  void theFolderOfATrialStandsForItsRun() {
    Path search = folder.resolve("search");
    Path one = train("search/trial-1", "--data", "iris", "--epochs", 1);
    Path two = train("search/trial-2", "--data", "iris", "--epochs", 2);
    Path page = folder.resolve("both.html");
    Cli.Outcome both = Cli.run("report", one, two, "--out", page);
    assertThat(both.exitCode()).as(both.err()).isZero();
    assertThat(page).content().contains("trial-1", "trial-2");
    assertThat(Cli.run("report", one).out()).contains(one.resolve("iris/report.html").toString());

    Cli.Outcome all = Cli.run("report", search);
    assertThat(all.exitCode()).isEqualTo(2);
    assertThat(all.err())
        .endsWith(
            "is not the folder of a run; name runs in it, such as %s %s\n".formatted(one, two));
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    Cli.Outcome none = Cli.run("report", folder);
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.errLines())
        .containsExactly(
            "lanewise: "
                + folder
                + ": there is no metrics.jsonl, so this is not the folder of a run; lanewise train"
                + " makes one beside the model");
    Files.writeString(folder.resolve("metrics.jsonl"), "{\"epo");
    Cli.Outcome empty = Cli.run("report", folder);
    assertThat(empty.exitCode()).isEqualTo(2);
    assertThat(empty.err()).contains("no epoch is finished yet, so there is no report");
  }

  private static final List<JsonValue> OTHERS =
      List.of(
          JsonNull.NULL,
          JsonNumber.of(-1L),
          JsonNumber.of(1_000_000_007L),
          JsonNumber.of(1e300),
          new JsonNumber("1e999"),
          new JsonString("x"),
          new JsonArray(List.of()),
          JsonObject.builder().build());

  /** A value with the n-th value in it, in depth first, replaced; n is counted down. */
  private static JsonValue replaced(JsonValue value, int[] n, JsonValue other) {
    if (n[0]-- == 0) {
      return other;
    }
    return switch (value) {
      case JsonObject object -> {
        JsonObject.Builder changed = JsonObject.builder();
        object.members().forEach((key, each) -> changed.put(key, replaced(each, n, other)));
        yield changed.build();
      }
      case JsonArray array ->
          new JsonArray(array.elements().stream().map(each -> replaced(each, n, other)).toList());
      default -> value;
    };
  }

  /** Files of a run that are JSON, but of something else: a page, or one sentence with the file. */
  @ParameterizedTest
  @ValueSource(strings = {"run.json", "evaluation.json", "metrics.jsonl"})
  void valuesOfSomethingElseNeverFailOtherwise(String name) throws IOException {
    Path run = train("models", "--epochs", 2, "--hidden", 4).resolve("digits");
    Path file = run.resolve(name);
    List<String> lines = Files.readAllLines(file);
    JsonValue last = Json.parse(lines.getLast());
    Random random = new Random(17);
    int[] size = {Integer.MAX_VALUE};
    assertThat(replaced(last, size, JsonNull.NULL)).isEqualTo(last);
    int values = Integer.MAX_VALUE - size[0];
    int refused = 0;
    for (int round = 0; round < Math.min(120, values * OTHERS.size()); round++) {
      int place = values <= 50 ? round / OTHERS.size() : random.nextInt(values);
      JsonValue other = OTHERS.get(round % OTHERS.size());
      List<String> changed = new ArrayList<>(lines);
      changed.set(lines.size() - 1, Json.write(replaced(last, new int[] {place}, other)));
      Files.write(file, changed);
      Cli.Outcome outcome = Cli.run("report", run);
      String as = "value %d of %d is %s: %s".formatted(place, values, other, outcome.err());
      assertThat(outcome.exitCode()).as(as).isIn(0, 2);
      if (outcome.exitCode() == 2) {
        assertThat(outcome.errLines()).as(as).hasSize(1);
        assertThat(outcome.err()).as(as).startsWith("lanewise: " + file);
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(5);
  }
}
