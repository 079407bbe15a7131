package lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lanewise.cli.session.ExitCode;
import lanewise.faults.Kills;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.predictor.Predictor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Trainings by the command that are killed by SIGKILL again and again, or meet a full disk, and are
 * resumed each time: they end with the weights, the figures and the logs of one that nothing
 * interrupted, in this JVM. {@code -Dtest.kills} says how often they are killed: the first time
 * while they write.
 */
@Tag("once")
@Timeout(3_600)
final class KilledCommandTest {
  /** Another in each build, so that the builds together kill at many moments. */
  private static final long SEED = Long.getLong("lanewise.test.seed", System.nanoTime());

  private static final int LONGEST_MILLIS = 3_000;
  private static final List<String> FIGURES =
      List.of(
          "weightsSha256",
          "testLoss",
          "validationLoss",
          "bestEpoch",
          "epochs",
          "stoppedBy",
          "trainRows");

  @TempDir private Path folder;

  /** What is trained. */
  enum Kind {
    DIGITS_WITH_DROPOUT_BY_SGD(
        9,
        """
        model:
          layers: [{kind: dense, out: 24}, batch-norm, relu, {kind: dropout, rate: 0.2}, dense]
        training: {batch: 16}
        """),
    NUMBERS_OF_A_TABLE_BY_ADAM(
        3,
        """
        data: {source: rows.csv, label: y}
        model: {hidden: [24, 12], activation: silu}
        training: {batch: 8, metric: r2, accumulation: 2}
        optimizer: {kind: adam, rate: 0.003}
        schedule: cosine
        averaging: ema
        regularization: {clip-global-norm: 1}
        """),
    ROWS_ON_THE_DISK_WITH_NOISE_BY_ADAM(
        5,
        """
        data: {source: rows.csv, label: colour, stream: true}
        model:
          layers: [{kind: dense, out: 24}, relu, {kind: dropout, rate: 0.2}, dense]
        augmentation: {changes: [{kind: noise, deviation: 0.2}, mixup]}
        training: {batch: 8}
        optimizer: adamw
        """),
    DIGITS_WITH_CHANGES_BY_ADAM(
        9,
        """
        model:
          layers: [{kind: dense, out: 24}, relu, {kind: dropout, rate: 0.2}, dense]
        augmentation: {changes: [{kind: shift, most: 1}, rotation, noise]}
        training: {batch: 16}
        optimizer: adam
        schedule: {kind: plateau, patience: 2}
        """),
    ROWS_ON_THE_DISK_BY_SGD(
        5,
        """
        data: {source: rows.csv, label: y, stream: true}
        model: {hidden: [24], activation: tanh}
        training: {batch: 8, metric: mae}
        optimizer: {kind: sgd, nesterov: true}
        schedule: {kind: step, every: 3}
        """);

    private final int stepsOfACheckpoint;
    private final String job;

    Kind(int stepsOfACheckpoint, String job) {
      this.stepsOfACheckpoint = stepsOfACheckpoint;
      this.job = job;
    }
  }

  /**
   * Long enough that a kill finds something to do, whatever the number of kills. An epoch writes
   * some eight checkpoints: a kill comes in the first five or six epochs.
   */
  private static int epochs() {
    return 8 * Kills.COUNT;
  }

  private Path job(Kind kind) {
    StringBuilder rows = new StringBuilder("a,colour,b,y\n");
    for (int row = 0; row < 500; row++) {
      int a = row * 31 % 17;
      int b = row * 7 % 23;
      rows.append(a).append(row % 2 == 0 ? ",red," : ",blue,").append(b).append(',');
      rows.append(a * 0.5 - b * 0.25 + row % 2).append('\n');
    }
    Path table = Samples.write(folder.resolve("rows.csv"), rows.toString());
    String more =
        "stopping: {patience: 9999}\ncheckpoints: {every-steps: %d}\nthreads: 1\n"
            .formatted(kind.stepsOfACheckpoint);
    return Samples.write(
        folder.resolve("job.yaml"), kind.job.replace("rows.csv", table.toString()) + more);
  }

  private static List<Object> words(Path job, Path out, int epochs) {
    return new ArrayList<>(
        List.of("train", job, "--json", "--epochs", epochs, "--out", out, "--resume"));
  }

  private ProcessBuilder command(List<Object> words) throws Exception {
    return new ProcessBuilder(ChildCommand.words(words.toArray()))
        .directory(folder.toFile())
        .redirectOutput(folder.resolve("out.json").toFile())
        .redirectError(folder.resolve("err.txt").toFile());
  }

  /** Trains to the end within this JVM. */
  private static JsonCursor train(List<Object> words) {
    Cli.Outcome outcome = Cli.run(words.toArray());
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return outcome.json();
  }

  private JsonCursor result() throws IOException {
    String json = Files.readString(folder.resolve("out.json")).strip();
    return JsonCursor.of("json", Json.parse(json.lines().toList().getLast()));
  }

  private void assertSameEnd(JsonCursor result, JsonCursor expected) throws IOException {
    for (String figure : FIGURES) {
      boolean known = expected.members().containsKey(figure);
      assertThat(result.members().containsKey(figure)).isEqualTo(known);
      if (known) {
        assertThat(result.get(figure).value()).as(figure).isEqualTo(expected.get(figure).value());
      }
    }
    Path model = Path.of(result.get("model").asString());
    assertThat(Predictor.load(folder.resolve(model)).weightsSha256())
        .isEqualTo(result.get("weightsSha256").asString());
    assertThat(metrics(result)).as("each epoch once").isEqualTo(metrics(expected));
  }

  /** The lines of metrics.jsonl without the times. */
  private List<String> metrics(JsonCursor result) throws IOException {
    Path report = folder.resolve(result.get("report").asString());
    return Files.readAllLines(report.resolveSibling("metrics.jsonl")).stream()
        .map(line -> line.replaceAll(",\"seconds\":.*", ""))
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void endsWithTheBitsOfATrainingThatWasNeverKilled(Kind kind) throws Exception {
    Path job = job(kind);
    List<Object> whole = words(job, folder.resolve("whole"), epochs());
    // How often a training is saved changes no bit of it.
    whole.addAll(List.of("--set", "checkpoints.every-steps=never"));
    JsonCursor expected = train(whole);
    String run = expected.get("data").asString();
    Path out = Path.of("killed");
    Kills kills = new Kills(SEED + kind.name().hashCode(), checkpoints(out, run), LONGEST_MILLIS);
    int ends = 0;
    while (kills.count() < Kills.COUNT) {
      ProcessBuilder training = command(words(job, out, epochs()));
      if (!(kills.count() == 0 ? kills.killInAWrite(training) : kills.kill(training))) {
        assertSameEnd(result(), expected);
        ends++;
        out = Path.of("killed-" + ends);
        kills.watch(checkpoints(out, run));
      }
    }
    assertSameEnd(train(words(job, folder.resolve(out), epochs())), expected);
    try (Stream<Path> left = Files.walk(folder.resolve(out))) {
      assertThat(left.filter(KilledCommandTest::isLeftover)).as("leftovers").isEmpty();
    }
    System.out.printf(
        "%s: %s; %d trainings compared (-Dlanewise.test.seed=%d)%n", kind, kills, ends + 1, SEED);
  }

  private static boolean isLeftover(Path file) {
    return file.toString().endsWith(".tmp") || file.getFileName().toString().startsWith(".rows");
  }

  private Path checkpoints(Path out, String run) {
    return folder.resolve(out).resolve(run).resolve("checkpoints");
  }

  /** A limit on the size of files stands for the disk: to write more fails in the system. */
  @Test
  void aFullDiskEndsTheTrainingWithASentenceAndTheLastCheckpoint() throws Exception {
    // Few rows of many columns: the model is what takes room.
    String names = IntStream.range(0, 64).mapToObj(i -> "f" + i).collect(Collectors.joining(","));
    String one = "1,2,".repeat(32) + "yes\n";
    String other = "2,1,".repeat(32) + "no\n";
    Samples.write(folder.resolve("wide.csv"), names + ",y\n" + (one + other).repeat(40));
    Path job =
        Samples.write(
            folder.resolve("job.yaml"),
            """
            data: {source: %s, label: y}
            model: {hidden: 512}
            stopping: {patience: 99}
            """
                .formatted(folder.resolve("wide.csv")));
    JsonCursor expected = train(words(job, folder.resolve("whole"), 2));
    Path out = Path.of("full");
    train(words(job, folder.resolve(out), 1));
    List<String> before = names(checkpoints(out, "wide"));
    List<Object> words = words(job, out, 2);
    assertThat(lastLineWithRoomFor(300, words))
        .as("room for the model")
        .startsWith("lanewise: checkpoints: cannot write full/wide/checkpoints/step-")
        .endsWith(": File too large; the checkpoints before it are whole");
    assertThat(lastLineWithRoomFor(100, words))
        .as("room for neither")
        .isEqualTo("lanewise: cannot write full/wide.safetensors: File too large");
    assertThat(names(checkpoints(out, "wide"))).isEqualTo(before);
    assertSameEnd(train(words(job, folder.resolve(out), 2)), expected);
  }

  /** The rows are 300 KB there; a file of the JVM or of the run is smaller. */
  @Test
  void aFullDiskWhileRowsAreCopiedEndsTheTrainingWithASentence() throws Exception {
    StringBuilder rows = new StringBuilder("a,b,y\n");
    for (int row = 0; row < 25_000; row++) {
      rows.append(row % 17).append(',').append(row % 23).append(row % 2 == 0 ? ",yes\n" : ",no\n");
    }
    Path table = Samples.write(folder.resolve("rows.csv"), rows.toString());
    Path job =
        Samples.write(
            folder.resolve("job.yaml"),
            "data: {source: %s, label: y, stream: true}\ntraining: {epochs: 1, batch: 500}\n"
                .formatted(table));
    Path out = Path.of("full");
    assertThat(lastLineWithRoomFor(200, List.of("train", job, "--json", "--out", out)))
        .isEqualTo(
            "lanewise: full: the rows cannot be kept on the disk there (File too large); free room,"
                + " or name another folder");
    try (Stream<Path> left = Files.walk(folder.resolve("full"))) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
    List<Object> words = List.of("train", job, "--json", "--out", folder.resolve(out));
    assertThat(train(words).get("trainRows").asInt()).isEqualTo(17_500);
  }

  private String lastLineWithRoomFor(int kilobytes, List<Object> words) throws Exception {
    ProcessBuilder limited = command(words);
    List<String> command = limited.command();
    // A file of the JVM is larger.
    command.add(ChildCommand.endOfOptions(command), "-XX:-UsePerfData");
    String limit = "ulimit -f %d; exec \"$@\"".formatted(kilobytes);
    command.addAll(0, List.of("bash", "-c", limit, "bash"));
    assertThat(limited.start().waitFor()).isEqualTo(ExitCode.SYSTEM);
    return Files.readAllLines(folder.resolve("err.txt")).getLast();
  }

  private static List<String> names(Path checkpoints) throws IOException {
    try (Stream<Path> files = Files.list(checkpoints)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("step-"))
          .sorted()
          .toList();
    }
  }

  /**
   * A step takes seconds here; a signal, which the build's seed draws, comes in the midst of one
   * after the first epoch.
   */
  @Test
  void aSignalWaitsForALongStepAndItsCheckpoint() throws Exception {
    int rows = 5_000;
    StringBuilder text = new StringBuilder("a,b,y\n");
    for (int row = 0; row < rows; row++) {
      text.append(row % 7).append(',').append(row % 11).append(row % 3 > 0 ? ",yes\n" : ",no\n");
    }
    Samples.write(folder.resolve("rows.csv"), text.toString());
    Path job =
        Samples.write(
            folder.resolve("job.yaml"),
            """
            data: {source: rows.csv, label: y}
            model: {hidden: [250, 250]}
            training: {batch: %d, epochs: 1000}
            stopping: {patience: 1000}
            """
                .formatted(rows));
    ProcessBuilder builder =
        new ProcessBuilder(ChildCommand.words("train", job, "--out", "long"))
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("out.txt").toFile())
            .redirectError(folder.resolve("err.txt").toFile());
    Process process = builder.start();
    while (!Files.readString(folder.resolve("out.txt")).contains("epoch    1/")) {
      assertThat(process.isAlive()).as(Files.readString(folder.resolve("err.txt"))).isTrue();
      Thread.sleep(20);
    }
    Thread.sleep(200);
    String signal = List.of("INT", "TERM", "HUP").get(new Random(SEED).nextInt(3));
    assertThat(ChildCommand.succeeds("kill", "-" + signal, String.valueOf(process.pid()))).isTrue();
    assertThat(process.waitFor())
        .as("%s (-Dlanewise.test.seed=%d)", signal, SEED)
        .isEqualTo(Map.of("INT", 130, "TERM", 143, "HUP", 129).get(signal));
    List<String> said = Files.readAllLines(folder.resolve("err.txt"));
    assertThat(said.getLast())
        .startsWith("lanewise: stopped; long/rows/checkpoints has a checkpoint (step ")
        .contains(", from which --resume continues; long/rows.safetensors has the best model");
    Predictor best = Predictor.load(folder.resolve("long/rows.safetensors"));
    assertThat(Integer.parseInt(String.valueOf(best.provenance().get("bestEpoch")))).isPositive();
  }
}
