package lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import lanewise.cli.session.ExitCode;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.predictor.Classifier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The command as a process of its own: signals, exit codes and streams. Every test waits for
 * events; the timeout only ends what hangs.
 */
@Tag("once")
@Timeout(1_800)
final class ProcessTest {
  @TempDir private Path folder;

  private ProcessBuilder command(Object... args) throws IOException, InterruptedException {
    return new ProcessBuilder(ChildCommand.words(args))
        .directory(folder.toFile())
        .redirectError(folder.resolve("stderr.txt").toFile());
  }

  private List<String> stderr() throws IOException {
    return Files.readAllLines(folder.resolve("stderr.txt")).stream()
        .filter(ChildCommand::isOfTheCommand)
        .toList();
  }

  private Process longTraining(Object... more) throws IOException, InterruptedException {
    List<Object> words =
        new ArrayList<>(List.of("train", "--epochs", "1000000", "--patience", "1000000"));
    words.addAll(List.of(more));
    return command(words.toArray()).start();
  }

  /** Job files need the YAML library; nothing else loads a class of it. */
  @Test
  void onlyJobFilesLoadTheYamlLibrary() throws Exception {
    Path data = Samples.write(folder.resolve("rows.csv"), "a,b\n1,2\n");
    Samples.model(folder.resolve("m.safetensors"), "no", "yes");
    Path job = Samples.write(folder.resolve("job.yaml"), "seed: 1\n");
    Object[] predict = {"predict", "m.safetensors", "--data", data};
    Object[] settings = {"train", "--print-job", "--set", "seed=3"};
    assertThat(classes(predict, settings)).noneMatch(ProcessTest::isYaml);
    assertThat(classes(new Object[] {"train", job, "--print-job"})).anyMatch(ProcessTest::isYaml);
  }

  private static boolean isYaml(String name) {
    return name.startsWith("org.snakeyaml.");
  }

  /** The classes that a process loads for commands, one after another. */
  private List<String> classes(Object[]... commands) throws Exception {
    Path log = folder.resolve("classes.txt");
    List<String> options = List.of("-Xlog:class+load:file=" + log);
    Process process =
        new ProcessBuilder(ChildCommand.several(options, List.of(commands)))
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(out.lines().filter(line -> line.startsWith(SeveralCommands.END)))
        .hasSize(commands.length)
        .allMatch(line -> line.equals(SeveralCommands.END + 0));
    return Files.readAllLines(log).stream()
        .map(line -> line.replaceFirst("^(\\[[^]]*])*\\s*", "").replaceFirst("\\s.*", ""))
        .toList();
  }

  /** Waits for a line of the progress; whatever it tells of has happened then. */
  private static BufferedReader readTo(String start, Process process) throws IOException {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    while (line != null && !line.startsWith(start)) {
      line = out.readLine();
    }
    assertThat(line).as("a line that starts with " + start).isNotNull();
    return out;
  }

  private void assertBestModelIsThere() throws IOException {
    Classifier saved = Classifier.load(folder.resolve("models/digits.safetensors"));
    assertThat(Integer.parseInt(saved.provenance().get("bestEpoch"))).isPositive();
    assertThat(Double.parseDouble(saved.provenance().get("validationAccuracy")))
        .isBetween(0.5, 1.0);
  }

  /** A command that is asked to stop ends by itself, whatever the machine does meanwhile. */
  @ParameterizedTest
  @CsvSource({"INT,130", "TERM,143", "HUP,129"})
  void keepsTheBestModelAndACheckpointWhenASignalEndsIt(String signal, int exitCode)
      throws Exception {
    Process process = longTraining();
    BufferedReader out = readTo("epoch       3/", process);
    assertThat(ChildCommand.succeeds("kill", "-" + signal, String.valueOf(process.pid()))).isTrue();
    List<String> rest = out.readAllLines();
    assertThat(process.waitFor()).isEqualTo(exitCode);
    assertThat(rest.getLast()).startsWith("Report").contains("report.html");
    assertThat(String.join("\n", rest)).contains("stopped on request");
    assertThat(stderr().getLast())
        .matches(
            "lanewise: stopped; models/digits/checkpoints has a checkpoint \\(step [0-9,]+, \\d+"
                + " epochs finished\\), from which --resume continues; models/digits\\.safetensors"
                + " has the best model so far, of epoch \\d+");
    assertBestModelIsThere();
    assertThat(leftIn("models")).containsExactly("digits", "digits.safetensors");
    assertThat(leftIn("models/digits/checkpoints"))
        .contains(".lock", "job.yaml")
        .hasSizeBetween(4, 5) // the last two, and the best
        .noneMatch(name -> name.endsWith(".tmp"));
    if (signal.equals("INT")) {
      assertIsNotBegunAgain();
    }
  }

  private void assertIsNotBegunAgain() throws Exception {
    assertThat(command("train").start().waitFor()).isEqualTo(2);
    assertThat(stderr())
        .singleElement()
        .asString()
        .startsWith("lanewise: models/digits has an unfinished training (step ")
        .endsWith("); continue it with --resume, or begin again with --restart");
  }

  private List<String> leftIn(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void theBestModelIsThereAlsoWhenTheProcessIsKilled() throws Exception {
    Process process = longTraining();
    readTo("epoch       2/", process);
    assertBestModelIsThere();
    process.destroyForcibly();
    assertThat(process.waitFor()).isEqualTo(137);
    assertBestModelIsThere();
  }

  @Test
  void endsWithJsonAlsoWhenInterrupted() throws Exception {
    Process process = longTraining("--json");
    while (!Files.readString(folder.resolve("stderr.txt")).contains("epoch       2/")) {
      assertThat(process.isAlive()).isTrue();
      Thread.sleep(20);
    }
    assertThat(ChildCommand.succeeds("kill", "-INT", String.valueOf(process.pid()))).isTrue();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(130);
    JsonCursor json = JsonCursor.of("json", Json.parse(out.lines().toList().getLast()));
    assertThat(json.get("stoppedBy").asString()).isEqualTo("request");
    assertBestModelIsThere();
  }

  @Test
  void keepsAnOlderModelWhenStoppedInTheFirstEpoch() throws Exception {
    Path older = Files.createDirectories(folder.resolve("models")).resolve("rows.safetensors");
    Files.writeString(older, "an older model");
    // An epoch of so many steps takes many minutes; a signal goes out when the first has begun.
    Path rows =
        Samples.write(folder.resolve("rows.csv"), "a,b,y\n" + "1,2,no\n3,4,yes\n".repeat(20_000));
    Process process =
        longTraining(
            "--json", "--data", rows, "--label", "y", "--hidden", "1500,1500", "--batch", "1");
    while (!Files.exists(folder.resolve("models/rows/checkpoints/job.yaml"))) {
      assertThat(process.isAlive()).isTrue();
      Thread.sleep(20);
    }
    assertThat(ChildCommand.succeeds("kill", "-INT", String.valueOf(process.pid()))).isTrue();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(130);
    assertThat(stderr().getLast())
        .startsWith("lanewise: stopped; models/rows/checkpoints has a checkpoint (step ")
        .endsWith(
            ", 0 epochs finished), from which --resume continues; models/rows.safetensors is the"
                + " model of an earlier training");
    JsonCursor json = JsonCursor.of("json", Json.parse(out.strip()));
    assertThat("lanewise: " + json.get("error").asString()).isEqualTo(stderr().getLast());
    assertThat(json.get("stoppedBy").asString()).isEqualTo("request");
    assertThat(older).hasContent("an older model");
    assertThat(leftIn("models")).containsExactly("rows", "rows.safetensors");
    assertThat(leftIn("models/rows")).containsExactly("checkpoints");
  }

  @Test
  void saysThatNothingWasSavedWhenStoppedWhileLoading() throws Exception {
    // A pipe that nobody writes to: the data never come.
    Path rows = folder.resolve("rows.csv");
    assertThat(ChildCommand.succeeds("mkfifo", rows.toString())).isTrue();
    Process process = command("train", "--data", rows, "--label", "y").start();
    // A command that ends without reading leaves this test as the reader, so that it fails.
    CompletableFuture<Void> released = process.onExit().thenRun(() -> openBothEnds(rows));
    try (OutputStream writer = Files.newOutputStream(rows)) { // returns when there is a reader
      writer.write("a,y\n1,no\n".getBytes(StandardCharsets.UTF_8));
      assertThat(ChildCommand.succeeds("kill", "-INT", String.valueOf(process.pid()))).isTrue();
      assertThat(process.waitFor()).isEqualTo(130);
    }
    released.join();
    assertThat(stderr())
        .containsExactly("lanewise: stopped before training began; nothing was saved");
    assertThat(process.getInputStream().readAllBytes()).isEmpty();
    assertThat(folder.resolve("models")).doesNotExist();
  }

  private static void openBothEnds(Path pipe) {
    try {
      new RandomAccessFile(pipe.toFile(), "rw").close();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  /** What is printed by the library of the command line, row by row, and as others print. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "predict m.safetensors --data rows.csv",
        "train --data iris --epochs 1 --json"
      })
  void saysThatResultsAreLost(String command) throws Exception {
    Samples.model(folder.resolve("m.safetensors"), "no", "yes");
    Samples.write(folder.resolve("rows.csv"), "a,b\n1,2\n");
    Process process =
        command((Object[]) command.split(" ")).redirectOutput(new File("/dev/full")).start();
    assertThat(process.waitFor()).isEqualTo(ExitCode.SYSTEM);
    assertThat(stderr().getLast())
        .isEqualTo("lanewise: cannot write to stdout: No space left on device");
  }

  /** No file that the command opens may get the number of the stream. */
  @Test
  void saysThatResultsAreLostWhereStdoutIsClosed() throws Exception {
    List<String> words = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" >&-", "sh"));
    words.addAll(ChildCommand.words("train", "--data", "iris", "--epochs", 1, "--json"));
    Process process =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectError(folder.resolve("stderr.txt").toFile())
            .start();
    assertThat(process.waitFor()).isEqualTo(ExitCode.SYSTEM);
    assertThat(stderr().getLast())
        .isEqualTo("lanewise: cannot write to stdout: Bad file descriptor");
    assertThat(Classifier.load(folder.resolve("models/iris.safetensors")).labels()).hasSize(3);
  }

  @Test
  void endsQuietlyWhenNobodyReads() throws Exception {
    Path model = Samples.model(folder.resolve("m.safetensors"), "no", "yes");
    Path rows = Samples.write(folder.resolve("rows.csv"), "a,b\n" + "1,2\n".repeat(50_000));
    Process process = command("predict", model, "--data", rows).start();
    process.getInputStream().read();
    process.getInputStream().close();
    assertThat(process.waitFor()).isZero();
    assertThat(stderr()).isEmpty();
  }

  /** In scalar code, which allocates nothing however it is compiled; vectors are tensor's test. */
  @Test
  void checksItself() throws Exception {
    Process process = command("describe", "--self-check", "--json").start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    JsonCursor json = JsonCursor.of("json", Json.parse(out.lines().toList().getLast()));
    assertThat(json.get("selfCheck").elements())
        .hasSizeGreaterThan(50)
        .allSatisfy(operation -> assertThat(operation.get("sameBits").asBoolean()).isTrue())
        .allSatisfy(operation -> assertThat(operation.get("bytesPerCall").asLong()).isZero());
  }

  @Test
  void saysWhatIsWrongWithASystemProperty() throws Exception {
    ProcessBuilder builder = command("describe");
    builder.command().add(ChildCommand.endOfOptions(builder.command()), "-Dlanewise.simd=7");
    Process process = builder.start();
    assertThat(process.getInputStream().readAllBytes()).isEmpty();
    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(stderr()).hasSize(1).first().asString().contains("lanewise.simd=7", "use auto");
  }

  @Test
  void writesUtf8WhateverTheLocale() throws Exception {
    Path model = Samples.model(folder.resolve("m.safetensors"), "gr\u00fcn", "\u7ea2");
    Path rows = Samples.write(folder.resolve("rows.csv"), "a,b\n1,2\n");
    ProcessBuilder builder = command("predict", model, "--data", rows);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(out).startsWith("label,p_gr\u00fcn,p_\u7ea2\n");
  }
}
