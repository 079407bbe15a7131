package lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

/** The command as a process of its own: signals, exit codes and streams. */
@Tag("once")
@Timeout(1_800)
final class ProcessTest {
  private static final String NOISE = "WARNING: Using incubator modules";

  @TempDir private Path folder;

  private ProcessBuilder command(Object... args) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    // A shell may have started this test with SIGINT ignored, which a process would inherit.
    String[] heedSignals = {"env", "--default-signal=INT"};
    if (succeeds("env", "--default-signal=INT", "true")) {
      words.addAll(List.of(heedSignals));
    }
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(optionsFromTheBuild());
    words.addAll(List.of("-p", System.getProperty("jdk.module.path")));
    words.addAll(List.of("-m", "lanewise.cli/lanewise.cli.Main"));
    Stream.of(args).map(Object::toString).forEach(words::add);
    return new ProcessBuilder(words)
        .directory(folder.toFile())
        .redirectError(folder.resolve("stderr.txt").toFile());
  }

  /** The options that whoever builds gives to all JVMs of the tests, {@code -Dtest.jvm=...}. */
  private static List<String> optionsFromTheBuild() {
    String options = System.getProperty("test.jvm", "").strip();
    return options.isEmpty() ? List.of() : List.of(options.split("\\s+", -1));
  }

  private static boolean succeeds(String... words) throws IOException, InterruptedException {
    return new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  private List<String> stderr() throws IOException {
    return Files.readAllLines(folder.resolve("stderr.txt")).stream()
        .filter(line -> !line.startsWith(NOISE))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"INT,130", "TERM,143"})
  void savesTheBestModelWhenASignalEndsIt(String signal, int exitCode) throws Exception {
    Process process = command("train", "--epochs", "1000000", "--patience", "1000000").start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); !line.startsWith("epoch       3/"); line = out.readLine()) {
      assertThat(process.isAlive()).isTrue();
    }
    long asked = System.nanoTime();
    assertThat(succeeds("kill", "-" + signal, String.valueOf(process.pid()))).isTrue();
    List<String> rest = out.readAllLines();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(System.nanoTime() - asked).isLessThan(2_000_000_000L);
    assertThat(process.exitValue()).isEqualTo(exitCode);
    assertThat(rest.getLast()).startsWith("Model").contains("digits.safetensors");
    assertThat(String.join("\n", rest)).contains("stopped on request");
    Classifier saved = Classifier.load(folder.resolve("models/digits.safetensors"));
    assertThat(saved.provenance()).containsEntry("stoppedBy", "request");
    assertThat(Integer.parseInt(saved.provenance().get("bestEpoch"))).isPositive();
    try (Stream<Path> files = Files.list(folder.resolve("models"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void endsWithJsonAlsoWhenInterrupted() throws Exception {
    Process process =
        command("train", "--json", "--epochs", "1000000", "--patience", "1000000").start();
    while (!Files.readString(folder.resolve("stderr.txt")).contains("epoch       2/")) {
      Thread.sleep(20);
    }
    assertThat(succeeds("kill", "-INT", String.valueOf(process.pid()))).isTrue();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(130);
    JsonCursor json = JsonCursor.of("json", Json.parse(out.strip()));
    assertThat(json.get("stoppedBy").asString()).isEqualTo("request");
  }

  @Test
  void keepsAnOlderModelWhenStoppedInTheFirstEpoch() throws Exception {
    Path older = Files.createDirectories(folder.resolve("models")).resolve("digits.safetensors");
    Files.writeString(older, "an older model");
    // An epoch of so many rows takes seconds on any machine; a step takes microseconds, and few
    // milliseconds before it is compiled. So the signal comes in the first epoch and is seen at
    // once.
    Path digits = Files.createDirectories(folder.resolve("digits"));
    writeIdx(digits, "train", 2_000_000);
    writeIdx(digits, "t10k", 10);
    Process process = command("train", "--data", digits, "--hidden", "2", "--batch", "1").start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); !line.startsWith("Training"); line = out.readLine()) {
      assertThat(process.isAlive()).isTrue();
    }
    assertThat(succeeds("kill", "-INT", String.valueOf(process.pid()))).isTrue();
    assertThat(String.join("", out.readAllLines())).isBlank();
    assertThat(process.waitFor()).isEqualTo(130);
    assertThat(stderr())
        .containsExactly(
            "lanewise: stopped before an epoch was finished; nothing was saved, and"
                + " models/digits.safetensors is unchanged");
    assertThat(older).hasContent("an older model");
    try (Stream<Path> files = Files.list(folder.resolve("models"))) {
      assertThat(files).containsExactly(older);
    }
  }

  /** Images of one pixel, of two classes in turn. */
  private static void writeIdx(Path folder, String name, int rows) throws IOException {
    ByteBuffer images = ByteBuffer.allocate(16 + rows);
    images.putInt(0x803).putInt(rows).putInt(1).putInt(1);
    ByteBuffer labels = ByteBuffer.allocate(8 + rows).putInt(0x801).putInt(rows);
    for (int row = 0; row < rows; row++) {
      images.put((byte) (row * 37));
      labels.put((byte) (row % 2));
    }
    Files.write(folder.resolve(name + "-images-idx3-ubyte"), images.array());
    Files.write(folder.resolve(name + "-labels-idx1-ubyte"), labels.array());
  }

  @Test
  void saysThatNothingWasSavedWhenStoppedWhileLoading() throws Exception {
    // A pipe that nobody writes to: the data never come.
    Path rows = folder.resolve("rows.csv");
    assertThat(succeeds("mkfifo", rows.toString())).isTrue();
    Process process = command("train", "--data", rows, "--label", "y").start();
    try (OutputStream writer = Files.newOutputStream(rows)) { // returns when there is a reader
      writer.write("a,y\n1,no\n".getBytes(StandardCharsets.UTF_8));
      assertThat(succeeds("kill", "-INT", String.valueOf(process.pid()))).isTrue();
      assertThat(process.waitFor()).isEqualTo(130);
    }
    assertThat(stderr())
        .containsExactly("lanewise: stopped before training began; nothing was saved");
    assertThat(process.getInputStream().readAllBytes()).isEmpty();
    assertThat(folder.resolve("models")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "describe",
        "inspect m.safetensors",
        "predict m.safetensors --data rows.csv",
        "train --data iris --epochs 1 --json",
        "--help"
      })
  void saysThatResultsAreLost(String command) throws Exception {
    Samples.model(folder.resolve("m.safetensors"), "no", "yes");
    Samples.write(folder.resolve("rows.csv"), "a,b\n1,2\n");
    Process process =
        command((Object[]) command.split(" ")).redirectOutput(new File("/dev/full")).start();
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(stderr().getLast())
        .isEqualTo("lanewise: cannot write to stdout: No space left on device");
  }

  @Test
  void endsQuietlyWhenNobodyReads() throws Exception {
    Path model = Samples.model(folder.resolve("m.safetensors"), "no", "yes");
    Path rows = Samples.write(folder.resolve("rows.csv"), "a,b\n" + "1,2\n".repeat(200_000));
    Process process = command("predict", model, "--data", rows).start();
    process.getInputStream().read();
    process.getInputStream().close();
    assertThat(process.waitFor()).isZero();
    assertThat(stderr()).isEmpty();
  }

  @Test
  void saysWhatIsWrongWithASystemProperty() throws Exception {
    ProcessBuilder builder = command("describe");
    builder.command().add(builder.command().indexOf("-p"), "-Dlanewise.simd=7");
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
