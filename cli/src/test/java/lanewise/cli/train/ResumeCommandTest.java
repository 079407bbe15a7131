package lanewise.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import lanewise.cli.Cli;
import lanewise.cli.Samples;
import lanewise.cli.session.ExitCode;
import lanewise.layers.format.JsonCursor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Trainings that continue, or refuse to. */
@Tag("once")
final class ResumeCommandTest {
  private static final List<String> FIGURES =
      List.of("weightsSha256", "validationLoss", "bestEpoch", "epochs", "stoppedBy");

  @TempDir private Path folder;
  private Path models;

  @BeforeEach
  void nameAFolder() {
    models = folder.resolve("models");
  }

  /** Data of every kind, with the options that choose it. */
  enum Kind {
    BUNDLED {
      @Override
      List<Object> options(Path folder) {
        return List.of("--data", "iris");
      }
    },
    IDX {
      @Override
      List<Object> options(Path folder) throws IOException {
        Path images = folder.resolve("images");
        if (!Files.exists(images)) {
          Samples.idxFolder(images);
        }
        return List.of("--data", images, "--validation", "0.2");
      }
    },
    CLASSES {
      @Override
      List<Object> options(Path folder) {
        return List.of("--data", table(folder), "--label", "kind", "--class-weights", "balanced");
      }
    },
    NUMBERS {
      @Override
      List<Object> options(Path folder) {
        return List.of("--data", table(folder), "--label", "y", "--metric", "r2");
      }
    },
    LABELS {
      @Override
      List<Object> options(Path folder) {
        return List.of("--data", table(folder), "--label", "p,q", "--task", "multilabel");
      }
    };

    abstract List<Object> options(Path folder) throws IOException;

    private static Path table(Path folder) {
      StringBuilder rows = new StringBuilder("a,colour,b,kind,y,p,q\n");
      for (int row = 0; row < 160; row++) {
        int a = row * 31 % 17;
        int b = row * 7 % 23;
        rows.append(a)
            .append(row % 9 == 0 ? ",," : row % 2 == 0 ? ",red," : ",blue,")
            .append(b)
            .append(a > 8 ? ",large," : ",small,")
            .append(a * 0.5 - b * 0.25)
            .append(a > 5 ? ",1" : ",0")
            .append(b > 11 ? ",1\n" : ",0\n");
      }
      return Samples.write(folder.resolve("table.csv"), rows.toString());
    }
  }

  private Cli.Outcome run(List<Object> options, Object... more) {
    List<Object> words = new ArrayList<>(List.of("train", "--json", "--out", models));
    words.addAll(options);
    words.addAll(List.of(more));
    if (!words.contains("--hidden")) {
      words.addAll(List.of("--hidden", "6"));
    }
    return Cli.run(words.toArray());
  }

  private JsonCursor train(List<Object> options, Object... more) {
    Cli.Outcome outcome = run(options, more);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return outcome.json();
  }

  /** The one sentence of a training that is refused. */
  private String refusal(List<Object> options, Object... more) {
    Cli.Outcome outcome = run(options, more);
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.BAD_INPUT);
    return outcome.errLines().getLast().replace(folder + "/", "");
  }

  private static void assertSame(JsonCursor actual, JsonCursor expected) {
    for (String figure : FIGURES) {
      assertThat(actual.get(figure).value()).as(figure).isEqualTo(expected.get(figure).value());
    }
  }

  /** The lines of metrics.jsonl without the times. */
  private List<String> metrics(String name) throws IOException {
    return Files.readAllLines(models.resolve(name).resolve("metrics.jsonl")).stream()
        .map(line -> line.replaceAll(",\"seconds\":.*", ""))
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void moreEpochsContinueATrainingWithTheSameBits(Kind kind) throws IOException {
    List<Object> options = kind.options(folder);
    JsonCursor whole = train(options, "--epochs", "6", "--patience", "99");
    String name = whole.get("data").asString();
    List<String> lines = metrics(name);
    train(options, "--epochs", "4", "--patience", "99");
    JsonCursor resumed =
        train(options, "--epochs", "6", "--patience", "98", "--threads", "1", "--resume");
    assertThat(resumed.get("resumedFromStep").asInt()).isPositive();
    assertSame(resumed, whole);
    assertThat(metrics(name)).hasSize(6).isEqualTo(lines);
    assertThat(models.resolve(name + "/report.html")).exists();
    assertThat(models.resolve(name + "/checkpoints/job.yaml")).doesNotExist();
  }

  @Test
  void aFinishedTrainingGivesItsResultAgain() throws IOException {
    List<Object> options = Kind.CLASSES.options(folder);
    JsonCursor whole = train(options, "--epochs", "3");
    List<String> lines = metrics("table");
    String page = Files.readString(models.resolve("table/report.html"));
    JsonCursor again = train(options, "--epochs", "3", "--resume");
    assertSame(again, whole);
    assertThat(again.get("testAccuracy").value()).isEqualTo(whole.get("testAccuracy").value());
    assertThat(metrics("table")).isEqualTo(lines);
    assertThat(Files.readString(models.resolve("table/report.html"))).isEqualTo(page);
  }

  @Test
  void beginsWhereThereIsNoCheckpoint() {
    JsonCursor begun = train(List.of("--data", "iris", "--epochs", "2"), "--resume");
    assertThat(begun.get("resumedFromStep").isNull()).isTrue();
    assertThat(begun.get("epochs").asInt()).isEqualTo(2);
  }

  @Test
  void namesTheKeysThatChanged() throws IOException {
    List<Object> options = Kind.CLASSES.options(folder);
    train(options, "--epochs", "2");
    assertThat(refusal(options, "--lr", "0.5", "--seed", "7", "--resume"))
        .isEqualTo(
            "lanewise: --resume: models/table is of another training: optimizer.rate was 0.01 and"
                + " is 0.5; seed was 42 and is 7; begin again with --restart, or name another"
                + " folder with --out");
    assertThat(refusal(options, "--hidden", "7", "--resume"))
        .contains("model.hidden was [6] and is [7]");
    assertThat(refusal(options, "--resume", "--restart"))
        .contains("--resume continues and --restart begins again; give one of them");
  }

  /** From the third epoch on the rate is 10^30 times as large. */
  private static List<Object> divergesInTheThirdEpoch() {
    return List.of(
        "--data",
        "iris",
        "--epochs",
        "5",
        "--set",
        "schedule={kind: multistep, milestones: 2, gamma: 1.0e30}");
  }

  @Test
  void aTrainingThatDivergesKeepsTheBestModelAndSaysSo() throws IOException {
    Cli.Outcome diverged = run(divergesInTheThirdEpoch());
    assertThat(diverged.exitCode()).as(diverged.err()).isEqualTo(ExitCode.DIVERGED);
    JsonCursor json = diverged.json();
    assertThat(json.get("stoppedBy").asString()).isEqualTo("diverged");
    assertThat(json.get("epochs").asInt()).isEqualTo(2);
    assertThat(json.get("bestEpoch").asInt()).isEqualTo(2);
    assertThat(models.resolve("iris.safetensors")).exists();
    assertThat(diverged.errLines().getLast().replace(folder + "/", ""))
        .matches(
            "lanewise: the training has diverged; models/iris.safetensors has the best model so"
                + " far, of epoch 2; models/iris/checkpoints has a checkpoint \\(step \\d+, 2"
                + " epochs finished\\), from which --resume continues, also with a smaller --lr or"
                + " other bounds of the gradients");
    assertThat(diverged.err()).contains("Divergence     ", " in epoch 3, step ");
    assertThat(models.resolve("iris/checkpoints/job.yaml")).doesNotExist();
  }

  @Test
  void aTrainingThatDivergedContinuesWithASmallerRate() {
    List<Object> options = divergesInTheThirdEpoch();
    run(options);
    Cli.Outcome again = run(options, "--resume");
    assertThat(again.exitCode()).isEqualTo(ExitCode.DIVERGED);
    assertThat(again.err()).contains("has diverged (", ", and takes the same steps again; change");
    assertThat(refusal(options, "--resume", "--lr", "1e-35", "--seed", "7"))
        .contains("seed was 42 and is 7")
        .doesNotContain("optimizer.rate");
    Cli.Outcome resumed =
        run(options, "--resume", "--lr", "1e-35", "--set", "regularization.clip-norm=1");
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(resumed.err())
        .contains("has diverged (")
        .contains("goes on with another setting: optimizer.rate was 0.01 and is 1.0E-35;")
        .contains("regularization.clip-norm is 1.0 and was not set");
    assertThat(resumed.json().get("epochs").asInt()).isEqualTo(5);
    assertThat(refusal(options, "--resume"))
        .as("it has ended well")
        .contains("optimizer.rate was 1.0E-35 and is 0.01");
  }

  @Test
  void aTrainingThatDivergesInTheFirstEpochHasNoModel() {
    Cli.Outcome diverged = run(List.of("--data", "iris"), "--lr", "1e30");
    assertThat(diverged.exitCode()).isEqualTo(ExitCode.DIVERGED);
    assertThat(diverged.errLines().getLast())
        .startsWith("lanewise: the loss is no longer a number in the first epoch, so there is no")
        .contains("use a smaller --lr than 1.0E30");
    assertThat(models.resolve("iris.safetensors")).doesNotExist();
    assertThat(train(List.of("--data", "iris"), "--epochs", "1").get("epochs").asInt())
        .isEqualTo(1);
  }

  @Test
  void namesTheFileOfRowsThatChanged() throws IOException {
    List<Object> options = Kind.NUMBERS.options(folder);
    train(options, "--epochs", "2");
    Path file = folder.resolve("table.csv");
    String rows = Files.readString(file);
    Files.writeString(file, rows.replaceFirst("14,", "14.5,"));
    assertThat(refusal(options, "--epochs", "3", "--resume"))
        .contains("rows of table has changed")
        .contains(" (they are read from table.csv); begin again with --restart");
    Files.writeString(file, rows.replaceFirst("colour", "color"));
    assertThat(refusal(options, "--epochs", "3", "--resume"))
        .contains("features was [a, colour=", "is [a, color=")
        .doesNotContain("they are read");
    // The same rows at another place are the same rows.
    Path moved = Files.createDirectories(folder.resolve("moved")).resolve("table.csv");
    Files.writeString(moved, rows);
    List<Object> elsewhere = new ArrayList<>(options);
    elsewhere.set(1, moved);
    assertThat(train(elsewhere, "--epochs", "3", "--resume").get("epochs").asInt()).isEqualTo(3);
  }

  /** No weight depends on them, but the figures of the model do. */
  @Test
  void noticesTestRowsThatChanged() throws IOException {
    List<Object> options = new ArrayList<>(Kind.NUMBERS.options(folder));
    String rows = Files.readString(folder.resolve("table.csv"));
    Path tests = Samples.write(folder.resolve("tests.csv"), rows);
    options.addAll(List.of("--test", tests));
    JsonCursor whole = train(options, "--epochs", "2");
    Files.writeString(tests, rows.replaceFirst("14,", "14.5,"));
    assertThat(refusal(options, "--epochs", "3", "--resume"))
        .contains("the content of the 160 test rows of table has changed")
        .contains(" (they are read from table.csv, tests.csv); begin again with --restart");
    Path moved = Samples.write(folder.resolve("moved.csv"), rows);
    options.set(options.size() - 1, moved);
    JsonCursor again = train(options, "--epochs", "2", "--resume");
    assertSame(again, whole);
    assertThat(again.get("testMae").value()).isEqualTo(whole.get("testMae").value());
  }

  /** As a kill leaves it: the job in progress is there. */
  private void leaveUnfinished(List<Object> options) throws IOException {
    JsonCursor done = train(options, "--epochs", "2");
    Path run = models.resolve(done.get("data").asString());
    Files.copy(run.resolve("job.yaml"), run.resolve("checkpoints/job.yaml"));
  }

  @Test
  void doesNotLoseAnUnfinishedTrainingByAccident() throws IOException {
    List<Object> options = List.of("--data", "iris");
    leaveUnfinished(options);
    assertThat(refusal(options))
        .matches(
            "lanewise: models/iris has an unfinished training \\(step \\d+, 2 epochs finished\\);"
                + " continue it with --resume, or begin again with --restart");
    JsonCursor again = train(options, "--epochs", "1", "--restart");
    assertThat(again.get("epochs").asInt()).isEqualTo(1);
    assertThat(again.get("resumedFromStep").isNull()).isTrue();
    assertThat(metrics("iris")).hasSize(1);
    train(options, "--epochs", "1");
  }

  /** A scheduler may begin a training while the one before it still runs: it comes again. */
  @Test
  void saysThatAnotherTrainingUsesTheFolder() throws IOException {
    List<Object> options = List.of("--data", "iris", "--epochs", "1");
    Path checkpoints = Files.createDirectories(models.resolve("iris/checkpoints"));
    try (FileChannel another =
        FileChannel.open(
            checkpoints.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      FileLock lock = another.lock();
      Cli.Outcome refused = run(options, "--resume");
      assertThat(lock.isValid()).isTrue();
      assertThat(refused.exitCode()).as(refused.err()).isEqualTo(ExitCode.IN_USE);
      assertThat(refused.errLines().getLast())
          .endsWith("cannot use " + checkpoints + ": another training uses it now");
    }
    train(options, "--resume");
  }

  @Test
  void continuesTheNewestTrainingThatHasNotEnded() throws IOException {
    leaveUnfinished(Kind.NUMBERS.options(folder));
    train(List.of("--data", "iris", "--epochs", "2")); // newer, but it has ended
    Cli.Outcome outcome = Cli.run("train", "--json", "--resume", "--epochs", "3", "--out", models);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.json().get("data").asString()).isEqualTo("table");
    assertThat(outcome.json().get("task").asString()).isEqualTo("regress");
    assertThat(outcome.json().get("epochs").asInt()).isEqualTo(3);
    assertThat(outcome.err()).contains("Resumed        step ", ", 2 epochs finished");
  }

  @Test
  void beginsNothingWhereThereIsNothingToContinueAndNothingIsNamed() {
    Cli.Outcome outcome = Cli.run("train", "--resume", "--out", models);
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.errLines())
        .containsExactly(
            "lanewise: %s: there is no training to continue; name its job, its folder or --data"
                .formatted(models));
    assertThat(models).doesNotExist();
  }

  @Test
  void continuesANamedRunAlsoFromWhereItWasMoved() throws IOException {
    JsonCursor whole = train(List.of("--data", "iris", "--epochs", "4"));
    models = folder.resolve("others");
    train(List.of("--data", "iris", "--epochs", "2"));
    Path moved = folder.resolve("moved");
    Files.move(models, moved);
    Cli.Outcome outcome =
        Cli.run("train", moved.resolve("iris"), "--resume", "--json", "--epochs", "4");
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertSame(outcome.json(), whole);
    assertThat(outcome.json().get("model").asString()).isEqualTo(moved + "/iris.safetensors");
    assertThat(models).doesNotExist();

    Files.move(moved.resolve("iris"), moved.resolve("copy"));
    Cli.Outcome renamed = Cli.run("train", moved.resolve("copy"), "--resume");
    assertThat(renamed.errLines().getLast())
        .startsWith(
            "lanewise: %s/copy: this is not where the run of its data, iris".formatted(moved));
    Cli.Outcome none = Cli.run("train", folder, "--resume");
    assertThat(none.errLines().getLast())
        .startsWith("lanewise: %s: this is not the folder of a run".formatted(folder));
  }

  @Test
  void goesBackToTheCheckpointBeforeADamagedOne() throws IOException {
    List<Object> options = List.of("--data", "iris", "--patience", "99");
    JsonCursor whole = train(options, "--epochs", "6");
    List<String> lines = metrics("iris");
    for (boolean cutShort : new boolean[] {true, false}) {
      train(options, "--epochs", "4");
      Path newest = checkpoints().getLast();
      byte[] bytes = Files.readAllBytes(newest);
      if (cutShort) {
        Files.write(newest, Arrays.copyOf(bytes, bytes.length / 2));
      } else {
        bytes[bytes.length - 5] ^= 4;
        Files.write(newest, bytes);
      }
      Cli.Outcome outcome = run(options, "--epochs", "6", "--resume");
      assertThat(outcome.exitCode()).as(outcome.err()).isZero();
      assertThat(outcome.err())
          .contains(newest.toString(), "; the checkpoint before it is used\n", "3 epochs finished");
      assertSame(outcome.json(), whole);
      assertThat(metrics("iris")).isEqualTo(lines);
    }
  }

  @Test
  void saysThatNoCheckpointIsWhole() throws IOException {
    List<Object> options = List.of("--data", "iris");
    train(options, "--epochs", "2");
    for (Path file : checkpoints()) {
      Files.writeString(file, "no checkpoint");
    }
    assertThat(refusal(options, "--epochs", "3", "--resume"))
        .startsWith("lanewise: --resume: checkpoints: none of the 2 in models/iris/checkpoints can")
        .endsWith("; begin again with --restart");
    assertThat(train(options, "--epochs", "3", "--restart").get("epochs").asInt()).isEqualTo(3);
  }

  /** Numbers and names in files do not depend on the place where a process runs. */
  @Test
  void continuesUnderAnotherLocale() throws IOException {
    List<Object> options = Kind.CLASSES.options(folder);
    JsonCursor whole = train(options, "--epochs", "5", "--patience", "99");
    List<String> lines = metrics("table");
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      train(options, "--epochs", "3", "--patience", "99");
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      assertSame(train(options, "--epochs", "5", "--patience", "99", "--resume"), whole);
      assertThat(metrics("table")).isEqualTo(lines);
    } finally {
      Locale.setDefault(before);
    }
  }

  private List<Path> checkpoints() throws IOException {
    try (Stream<Path> files = Files.list(models.resolve("iris/checkpoints"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("step-"))
          .sorted()
          .toList();
    }
  }

  @Test
  void keepsTheCheckpointsThatTheJobNames() throws IOException {
    List<Object> options = List.of("--data", "iris", "--epochs", "9", "--patience", "99");
    train(options, "--set", "checkpoints.keep-last=3", "--set", "checkpoints.keep-best=false");
    assertThat(checkpoints()).hasSize(3);
    train(
        options, "--set", "checkpoints.every-epochs=never", "--set", "checkpoints.keep-best=false");
    assertThat(checkpoints()).as("the end").hasSize(1);
  }

  @Test
  void looksForFaultsBeforeItTrains() throws IOException {
    Cli.Outcome good =
        Cli.run("train", "--data", "iris", "--epochs", "1", "--preflight", "--out", models);
    assertThat(good.exitCode()).as(good.err()).isZero();
    assertThat(good.out()).contains("Before training:\n  ok     Each of the 4 features varies.\n");

    StringBuilder rows = new StringBuilder("a,code,word,b,y\n");
    for (int row = 0; row < 300; row++) {
      int y = row * 7 % 3;
      rows.append(row * 31 % 17).append(',').append(2 - y).append(",of-").append(y).append(',');
      rows.append(row % 5).append(",class").append(y).append('\n');
    }
    Path data = Samples.write(folder.resolve("leak.csv"), rows.toString());
    Cli.Outcome leak =
        Cli.run("train", "--data", data, "--label", "y", "--preflight", "--out", models);
    assertThat(leak.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(leak.out()).contains("\n  FAULT  code, word alone each predict the target");
    assertThat(leak.errLines().getLast())
        .isEqualTo("lanewise: --preflight found 1 fault, see above; nothing was trained");
    assertThat(models.resolve("leak.safetensors")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void looksForFaultsInEveryKindOfData(Kind kind) throws IOException {
    Cli.Outcome outcome = run(kind.options(folder), "--epochs", "1", "--preflight");
    assertThat(outcome.exitCode()).as(outcome.err()).isIn(ExitCode.OK, ExitCode.BAD_INPUT);
    assertThat(outcome.err()).contains("Before training:").contains("first loss");
    assertThat(outcome.err()).doesNotContain("internal error");
  }
}
