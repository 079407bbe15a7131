package lanewise.cli.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import lanewise.cli.Cli;
import lanewise.cli.Samples;
import lanewise.cli.job.Job;
import lanewise.cli.session.ExitCode;
import lanewise.cli.session.Interruption;
import lanewise.cli.settings.Node;
import lanewise.cli.settings.Section;
import lanewise.cli.settings.Yaml;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonCursor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Searches over keys of a job. */
@Tag("once")
final class SearchCommandTest {
  private static final String JOB =
      """
      job:
        {data: {source: iris}, model: {hidden: 8}, training: {epochs: 4}, stopping: {patience: 2}}
      """;

  @TempDir private Path folder;

  private Cli.Outcome search(String text) {
    Path out = folder.resolve("trials");
    Path file = Samples.write(folder.resolve("search.yaml"), text + "\noutput: " + out + "\n");
    return Cli.run("search", file, "--json");
  }

  private JsonCursor found(String text) {
    Cli.Outcome outcome = search(text);
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.OK);
    return outcome.json();
  }

  private static List<String> values(JsonCursor json, String key) {
    return json.get("trials").elements().stream()
        .map(trial -> trial.get("values").get(key))
        .map(value -> Json.write(value.value()))
        .toList();
  }

  @Test
  void aGridTriesEveryCombinationAndNamesTheBest() throws IOException {
    Cli.Outcome outcome =
        search(
            JOB
                + "method: grid\nkeys:\n  optimizer.rate: {choice: [0.000001, 0.05]}\n"
                + "  model.hidden: {choice: [[4], [8, 4]]}\n");
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.OK);
    assertThat(outcome.err())
        .as("a table with the last words of the keys")
        .containsPattern("(?m)^trial +val loss +val acc +epochs +rate +hidden$");
    JsonCursor json = outcome.json();
    assertThat(json.get("trials").elements()).hasSize(4);
    assertThat(new TreeSet<>(values(json, "model.hidden"))).containsExactly("[4]", "[8,4]");
    List<Double> losses =
        json.get("trials").elements().stream()
            .map(trial -> trial.get("validationLoss").asDouble())
            .toList();
    assertThat(losses).isSorted();
    JsonCursor best = json.get("trials").elements().getFirst();
    assertThat(best.get("trial").asString()).isEqualTo(json.get("best").asString());
    assertThat(best.get("values").get("optimizer.rate").asDouble()).isEqualTo(0.05);
    assertThat(Path.of(best.get("model").asString())).exists();
    List<String> csv = Files.readAllLines(folder.resolve("trials/trials.csv"));
    assertThat(csv).hasSize(5);
    assertThat(csv.getFirst())
        .isEqualTo(
            "trial,validationLoss,validationAccuracy,epochs,bestEpoch,seconds,optimizer.rate,model.hidden");
    assertThat(csv).anyMatch(line -> line.endsWith(",\"[8, 4]\""));
  }

  /** A search that goes on under another locale finds its trials. */
  @Test
  void namesTrialsTheSameWayInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(new Trial(12, new TreeMap<>(), 3).name()).isEqualTo("trial-0012-epochs-3");
    } finally {
      Locale.setDefault(before);
    }
  }

  /** The job of a trial, run alone, gives the model of the trial. */
  @Test
  void aTrialIsATraining() throws IOException {
    JsonCursor json =
        found(JOB + "method: {trials: 2}\nkeys:\n  optimizer.rate: {log: [0.01, 0.1]}\n");
    JsonCursor trial = json.get("trials").elements().getLast();
    Path alone = folder.resolve("alone");
    Cli.Outcome outcome =
        Cli.run("train", Path.of(trial.get("folder").asString(), "job.yaml"), "--out", alone);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    Path model = Path.of(trial.get("model").asString());
    assertThat(alone.resolve("iris.safetensors")).hasSameBinaryContentAs(model);
    assertThat(model.resolveSibling("iris/report.html")).exists();
    assertThat(model.resolveSibling("iris/checkpoints")).doesNotExist();
  }

  @Test
  void drawsDependOnTheSeedAndTheTrialAlone() {
    String keys =
        """
        keys:
          optimizer.rate: {log: [0.001, 0.1]}
          stopping.patience: {linear: [1, 3]}
          training.batch: {choice: [8, 16]}
        """;
    Space space = space(keys);
    assertThat(space.draw(1, 5)).isEqualTo(space.draw(1, 5)).isNotEqualTo(space.draw(1, 6));
    assertThat(space.draw(2, 5)).isNotEqualTo(space.draw(1, 5));
    List<Double> rates = new ArrayList<>();
    List<String> patience = new ArrayList<>();
    List<String> batch = new ArrayList<>();
    for (int trial = 1; trial <= 3_000; trial++) {
      rates.add(Double.valueOf(drawn(space, trial, "optimizer.rate")));
      patience.add(drawn(space, trial, "stopping.patience"));
      batch.add(drawn(space, trial, "training.batch"));
    }
    assertThat(rates).allMatch(rate -> rate >= 0.001 && rate <= 0.1);
    // Half of the draws lie below the middle of the logarithms; 3,000 fair coins deviate by 27.
    assertThat(rates.stream().filter(rate -> rate < 0.01).count()).isBetween(1_360L, 1_640L);
    for (String whole : List.of("1", "2", "3")) {
      assertThat(patience.stream().filter(whole::equals).count()).isBetween(870L, 1_130L);
    }
    assertThat(batch.stream().filter("8"::equals).count()).isBetween(1_360L, 1_640L);
  }

  private static String drawn(Space space, int trial, String key) {
    return Objects.requireNonNull(space.draw(1, trial).get(key)).text();
  }

  private static Space space(String keys) {
    SearchSettings settings =
        SearchSettings.section().read(Yaml.document(JOB + keys, "search.yaml"), "");
    Section<Job> jobs = Job.section();
    return Space.of(settings.keys(), (Node.Mapping) settings.job(), job -> jobs.read(job, ""));
  }

  @Test
  void halvingGivesTheBestMoreEpochs() {
    JsonCursor json =
        found(
            JOB.replace("epochs: 4", "epochs: 9")
                + "method: {kind: halving, trials: 9, factor: 3}\n"
                + "keys:\n  optimizer.rate: {log: [0.00001, 0.05]}\n");
    List<String> names =
        json.get("trials").elements().stream().map(trial -> trial.get("trial").asString()).toList();
    assertThat(names).hasSize(13);
    assertThat(names.getFirst()).endsWith("-epochs-9").isEqualTo(json.get("best").asString());
    assertThat(names.stream().filter(name -> name.endsWith("-epochs-3"))).hasSize(3);
    assertThat(names.stream().filter(name -> name.endsWith("-epochs-1"))).hasSize(9);
    List<String> three = names.subList(1, 4);
    List<String> bestOfNine = names.subList(4, 7);
    assertThat(three.stream().map(name -> name.substring(0, 10)).toList())
        .containsExactlyInAnyOrderElementsOf(
            bestOfNine.stream().map(name -> name.substring(0, 10)).toList());
  }

  @Test
  void foldsGiveTheMeanAndTheSpread() throws IOException {
    String text =
        JOB + "folds: 3\nmethod: grid\nkeys:\n  optimizer.rate: {choice: [0.00001, 0.05]}\n";
    JsonCursor json = found(text);
    JsonCursor best = json.get("trials").elements().getFirst();
    assertThat(best.get("trial").asString()).isEqualTo("trial-0002");
    assertThat(best.get("folds").asInt()).isEqualTo(3);
    assertThat(best.get("model").isNull()).isTrue();
    double[] losses = new double[3];
    Path trial = Path.of(best.get("folder").asString());
    for (int fold = 1; fold <= 3; fold++) {
      Path inFold = trial.resolve("fold-" + fold + "-of-3");
      String job = Files.readString(inFold.resolve("job.yaml"));
      assertThat(job).contains("folds: 3", "fold: " + fold);
      losses[fold - 1] = alone(inFold).get("validationLoss").asDouble();
    }
    double mean = (losses[0] + losses[1] + losses[2]) / 3;
    double squares = 0;
    for (double loss : losses) {
      squares += (loss - mean) * (loss - mean);
    }
    assertThat(best.get("validationLoss").asDouble()).isCloseTo(mean, within(1e-12));
    assertThat(best.get("validationLossDeviation").asDouble())
        .isPositive()
        .isCloseTo(Math.sqrt(squares / 2), within(1e-12));
    List<FileTime> times = times();
    // As a kill leaves it: two of three folds are finished.
    Files.delete(trial.resolve("trial.json"));
    Files.delete(trial.resolve("fold-3-of-3/trial.json"));
    assertThat(found(text).get("trials").value()).isNotNull();
    assertThat(times().stream().filter(times::contains)).hasSize(6);
    assertThat(Files.readAllLines(folder.resolve("trials/trials.csv")).getFirst())
        .startsWith("trial,validationLoss,validationLossDeviation,validationAccuracy,");
  }

  private JsonCursor alone(Path trial) {
    Cli.Outcome outcome =
        Cli.run("train", trial.resolve("job.yaml"), "--json", "--out", folder.resolve("alone"));
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return outcome.json();
  }

  @Test
  void halvingComparesMeansOverFolds() {
    JsonCursor json =
        found(
            JOB
                + "folds: 2\nmethod: {kind: halving, trials: 4, factor: 2}\n"
                + "keys:\n  optimizer.rate: {log: [0.00001, 0.05]}\n");
    assertThat(json.get("trials").elements()).hasSize(7);
    assertThat(json.get("best").asString()).endsWith("-epochs-4");
  }

  @Test
  void theMetricOfTheJobRanks() {
    JsonCursor json =
        found(
            JOB.replace("epochs: 4", "epochs: 4, metric: balanced-accuracy")
                + "method: {trials: 4}\nkeys:\n  optimizer.rate: {log: [0.0001, 0.1]}\n");
    assertThat(json.get("bestBy").asString()).isEqualTo("validation balanced-accuracy");
    assertThat(
            json.get("trials").elements().stream()
                .map(trial -> -trial.get("validationBalancedAccuracy").asDouble()))
        .isSorted();
  }

  @Test
  void trialsOfDifferentMetricsCannotBeCompared() {
    Cli.Outcome outcome = search(JOB + "keys: {training.metric: {choice: [loss, accuracy]}}");
    assertThat(outcome.err()).contains("keys.training.metric: trials are compared by this metric");
  }

  @Test
  void finishedTrialsAreNotRunAgain() throws IOException {
    String text = JOB + "method: {trials: %d}\nkeys:\n  optimizer.rate: {log: [0.01, 0.1]}\n";
    JsonCursor two = found(text.formatted(2));
    List<FileTime> times = times();
    // As a kill leaves it: the job is there, the result is not.
    Files.delete(folder.resolve("trials/trial-0002/trial.json"));
    JsonCursor four = found(text.formatted(4));
    assertThat(four.get("trials").elements()).hasSize(4);
    assertThat(times().getFirst()).isEqualTo(times.getFirst());
    assertThat(values(four, "optimizer.rate")).containsAll(values(two, "optimizer.rate"));
    assertThat(losses(four)).containsAll(losses(two));
  }

  private static List<Double> losses(JsonCursor json) {
    return json.get("trials").elements().stream()
        .map(trial -> trial.get("validationLoss").asDouble())
        .toList();
  }

  private List<FileTime> times() throws IOException {
    List<FileTime> times = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder.resolve("trials"))) {
      for (Path file : files.filter(each -> each.endsWith("trial.json")).sorted().toList()) {
        times.add(Files.getLastModifiedTime(file));
      }
    }
    return times;
  }

  @Test
  void aSignalEndsTheSearchAndKeepsWhatIsFinished() {
    Interruption interruption = new Interruption();
    interruption.request();
    Path file =
        Samples.write(
            folder.resolve("search.yaml"),
            JOB + "keys: {seed: {choice: [1, 2]}}\noutput: " + folder.resolve("trials") + "\n");
    Cli.Outcome outcome = Cli.run(interruption, "search", file);
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(outcome.err()).contains("stopped; 0 trials in", "the same command continues");
  }

  @Test
  void aTrialThatFailsIsPartOfTheTable() {
    JsonCursor json =
        found(JOB + "method: grid\nkeys:\n  optimizer.rate: {choice: [0.01, 1e30]}\n");
    assertFailed(json.get("trials").elements().getLast());
    assertThat(json.get("best").asString()).isEqualTo("trial-0001");
  }

  /** A value that leaves no rows for a part fails its trial, not the search. */
  @Test
  void aTrialWhoseRowsDoNotSufficeIsPartOfTheTable() {
    JsonCursor json = found(JOB + "method: grid\nkeys: {data.test: {choice: [0.2, 0.0001]}}\n");
    JsonCursor last = json.get("trials").elements().getLast();
    assertThat(last.get("problem").asString()).contains("is empty", "use more rows");
    assertThat(json.get("best").asString()).isEqualTo("trial-0001");
  }

  /** Nothing is made for values that are too many, or that no number can have. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "method: grid | {log: [0.001, 0.1], steps: 2000000000} | steps 2000000000: use a whole",
        "method: {trials: 2000000000} | {log: [0.001, 0.1]} | trials 2000000000: use a whole",
        "method: {kind: halving, trials: 2000000000} | {log: [0.01, 0.1]} | trials 2000000000: use",
        "method: random | {log: [1e-300, 1e300]} | from 1.0E-300 to 1.0E300 is too wide",
        "method: random | {linear: [-1e308, 1e308]} | from -1.0E308 to 1.0E308 is too wide",
      })
  void searchesWithoutBoundAreRefused(String method, String values, String message) {
    Cli.Outcome outcome = search(JOB + method + "\nkeys:\n  optimizer.rate: " + values + "\n");
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(outcome.errLines()).hasSize(1);
    assertThat(outcome.err()).contains(message);
    assertThat(folder.resolve("trials")).doesNotExist();
  }

  @Test
  void standardInputIsRefusedAsAValueToo() {
    Cli.Outcome outcome = search(JOB + "keys: {data.source: {choice: [iris, \"-\"]}}\n");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(outcome.err()).contains("data.source -: each trial reads the rows");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"job: \"a\\0b\"", "job: ''", "job: null"})
  void aJobThatIsNoPathIsRefused(String job) {
    Cli.Outcome outcome = search(job + "\nkeys: {seed: {choice: [1, 2]}}\n");
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(outcome.errLines()).hasSize(1);
    assertThat(outcome.err()).contains("line 1: job");
  }

  private static void assertFailed(JsonCursor trial) {
    assertThat(trial.get("validationLoss").isNull()).isTrue();
    assertThat(trial.get("problem").asString()).contains("loss is no longer a number");
  }

  /** A value that is too large is no reason to try no other. */
  @Test
  void theFirstTrialMayDiverge() {
    JsonCursor json =
        found(JOB + "method: grid\nkeys:\n  optimizer.rate: {choice: [1e30, 0.01]}\n");
    assertFailed(json.get("trials").elements().getLast());
    assertThat(json.get("best").asString()).isEqualTo("trial-0002");
  }

  /** A job that starts searches must not take that for a success. */
  @Test
  void aSearchWithoutAModelIsNoSuccess() {
    Cli.Outcome outcome =
        search(JOB + "method: grid\nkeys:\n  optimizer.rate: {choice: [1e30, 1e31]}\n");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.DIVERGED);
    assertThat(outcome.errLines().getLast())
        .isEqualTo("lanewise: no trial has ended with a model; give the keys other values");
    assertThat(outcome.json().get("best").isNull()).isTrue();
    assertThat(outcome.json().get("trials").elements()).hasSize(2);
  }

  /** What a file system refuses once is no property of the values: it is tried again. */
  @Test
  void aTrialWhoseFilesCannotBeWrittenIsTrainedLater() throws IOException {
    String text = JOB + "method: {trials: 2}\nkeys:\n  optimizer.rate: {log: [0.01, 0.1]}\n";
    Path second = Files.createDirectories(folder.resolve("trials/trial-0002"));
    Path loop = second.resolve("iris.safetensors");
    Files.createSymbolicLink(loop, loop);
    Cli.Outcome refused = search(text);
    assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.err().lines().filter(line -> line.startsWith("lanewise: ")))
        .hasSize(1)
        .allSatisfy(line -> assertThat(line).contains("trial-0002"));
    assertThat(second.resolve("trial.json")).doesNotExist();
    Files.delete(loop);
    assertThat(found(text).get("trials").elements())
        .hasSize(2)
        .allSatisfy(trial -> assertThat(trial.get("problem").isNull()).isTrue());
  }

  @Test
  void anotherSearchDoesNotMixWithThisOne() {
    String text = JOB + "method: {trials: 1}\nkeys:\n  optimizer.rate: {log: [0.01, %s]}\n";
    found(text.formatted("0.1"));
    Cli.Outcome other = search(text.formatted("0.2"));
    assertThat(other.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(other.err()).contains("trial-0001", "the job of another search");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "keys: {seed: {choice: [1]}} | line 1: the key job is missing",
        "job: {}~keys: {} | line 2: keys: this takes a mapping with at least one key",
        "job: {}~keys:~  sead: {choice: [1]} | line 3: there is no key sead; is seed meant?",
        "job: {}~keys:~  seed: {choice: []} | line 3: keys.seed.choice: this takes at least 1 item,"
            + " not 0",
        "job: {}~keys:~  seed: {choice: [1, x]} | line 3: seed x: use a whole number",
        "job: {}~keys:~  seed: {log: [2, 1]} | line 3: keys.seed: from 2.0 to 1.0 is no interval",
        "job: {}~keys:~  seed: {log: [0, 1]} | line 3: keys.seed: from 0.0 to 1.0 is no interval",
        "job: {}~keys:~  seed: {log: [1]} | line 3: keys.seed.log: this takes 2 items, not 1",
        "job: {}~keys:~  seed: {log: [1, 2], choice: [1]} | line 3: keys.seed.choice: there is",
        "job: {}~keys:~  seed: 3 | line 3: keys.seed 3: this takes a mapping",
        "job: {}~keys:~  optimizer.momentum: {linear: [0, 1]} | line 3: optimizer.momentum 1",
        "job: {sed: 1}~keys: {seed: {choice: [1]}} | line 1: there is no key sed; is seed meant?",
        "job: [1]~keys: {seed: {choice: [1]}} | line 1: job: use the path of a job file",
        "job: {}~folds: 1~keys: {seed: {choice: [1]}} | line 2: folds 1: use",
        "job: {}~keys: {seed: {choice: [1]}}~method: gridd | line 3: method gridd: is grid meant?",
      })
  void refusesWithTheLine(String text, String message) {
    Cli.Outcome outcome = search(text.replace('~', '\n'));
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(outcome.errLines()).hasSize(1);
    assertThat(outcome.err().replace(folder + "/", ""))
        .startsWith("lanewise: search.yaml, " + message);
    assertThat(folder.resolve("trials")).doesNotExist();
  }

  @Test
  void aGridNeedsToKnowItsValues() {
    Cli.Outcome outcome =
        search(JOB + "method: grid\nkeys:\n  optimizer.rate: {log: [0.01, 0.1]}\n");
    assertThat(outcome.err()).contains("keys.optimizer.rate: a grid needs the key steps here");
    Space space =
        space("keys:\n  optimizer.rate: {log: [0.01, 1], steps: 3}\n  seed: {choice: [1, 2]}\n");
    assertThat(space.grid().stream().map(values -> values.firstEntry().getValue().text()))
        .containsExactly("0.01", "0.01", "0.1", "0.1", "1.0", "1.0");
  }
}
