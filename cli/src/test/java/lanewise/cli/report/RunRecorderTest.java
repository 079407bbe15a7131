package lanewise.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lanewise.layers.Model;
import lanewise.layers.Sequential;
import lanewise.layers.activation.Relu;
import lanewise.layers.format.JsonObject;
import lanewise.layers.linear.Dense;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.training.EarlyStopping;
import lanewise.training.Trainer;
import lanewise.training.TrainingConfig;
import lanewise.training.TrainingRun;
import lanewise.training.TrainingState;
import lanewise.training.data.Iris;
import lanewise.training.optimizer.Sgd;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The logs in a folder, also of a run that is resumed. */
@Tag("once")
final class RunRecorderTest {
  @TempDir private Path folder;
  private final List<String> advice = new ArrayList<>();

  /** Units whose bias is so low that they are 0 for every flower. */
  private static Model model() {
    Dense first = Dense.of(4, 8);
    Dense second = Dense.of(8, 3);
    for (int i = 0; i < first.weight().values().length; i++) {
      first.weight().values()[i] = 0.1f * (i % 7) - 0.3f;
    }
    for (int i = 0; i < 5; i++) {
      first.bias().values()[i] = -100;
    }
    for (int i = 0; i < second.weight().values().length; i++) {
      second.weight().values()[i] = 0.1f * (i % 5) - 0.2f;
    }
    return Sequential.of(4, first, Relu.of(), second);
  }

  private TrainingRun start(Model model, RunRecorder recorder) {
    return Trainer.of(
            new TrainingConfig(5, 30, 5, EarlyStopping.patience(99)),
            SoftmaxCrossEntropy.of(),
            new Sgd(0.01, 0.5))
        .withListener(recorder)
        .start(model, Iris.load(), Iris.load());
  }

  private RunRecorder recorder(Model model) {
    return recorder(model, null);
  }

  private RunRecorder recorder(Model model, @Nullable Path copy) {
    JsonObject description = JsonObject.builder().put("network", "4-8-3").build();
    return RunRecorder.of(
        new RunFolder(folder.resolve("run")),
        model,
        description,
        "seed: 5\n",
        new RunRecorder.Audience(advice::add, line -> {}, copy));
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(folder.resolve("run/metrics.jsonl")).stream()
        .map(line -> line.replaceAll(",\"seconds\":.*", ""))
        .toList();
  }

  private long eventFiles() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("run"))) {
      return files.filter(file -> file.toString().contains("tfevents")).count();
    }
  }

  @Test
  void aResumedRunContinuesTheLogs() throws IOException {
    Model model = model();
    try (RunRecorder recorder = recorder(model)) {
      start(model, recorder).finish();
    }
    List<String> whole = lines();
    assertThat(whole).hasSize(5);
    assertThat(eventFiles()).isEqualTo(1);
    Model killed = model();
    TrainingState state;
    try (RunRecorder recorder = recorder(killed)) {
      TrainingRun run = start(killed, recorder);
      run.epoch();
      run.epoch();
      run.step();
      state = run.state();
      run.epoch();
    }
    assertThat(lines()).as("begun anew").hasSize(3);
    Path leftover = folder.resolve("run/.run.json.0b9f5a5e-6c3f-4f0a-9d57-3f0d1d8a2c11.tmp");
    Files.writeString(leftover, "{");
    Files.writeString(folder.resolve("run/report.html"), "of another run");
    assertThat(folder.resolve("run/run.json")).hasContent("{\"network\":\"4-8-3\"}");
    assertThat(folder.resolve("run/job.yaml")).hasContent("seed: 5");
    Model other = model();
    try (RunRecorder recorder = recorder(other)) {
      TrainingRun resumed = start(other, recorder).restore(state);
      recorder.resume(resumed.epochs(), resumed.steps());
      assertThat(lines()).as("without the epoch that is repeated").hasSize(2);
      resumed.finish();
    }
    assertThat(lines()).isEqualTo(whole);
    assertThat(eventFiles()).as("of both processes").isEqualTo(2);
    assertThat(leftover).doesNotExist();
    assertThat(folder.resolve("run/report.html")).doesNotExist();
  }

  /** A run that had finished is resumed to make its report again: no epoch comes any more. */
  @Test
  void aFinishedRunKeepsItsLogs() throws IOException {
    Model model = model();
    TrainingState state;
    try (RunRecorder recorder = recorder(model)) {
      TrainingRun run = start(model, recorder);
      while (run.step()) {
        assertThat(run.isOver()).isFalse();
      }
      state = run.state();
    }
    List<String> whole = lines();
    Model other = model();
    try (RunRecorder recorder = recorder(other)) {
      TrainingRun resumed = start(other, recorder).restore(state);
      recorder.resume(resumed.epochs(), resumed.steps());
      resumed.finish();
      assertThat(recorder.hasRecorded()).isTrue();
    }
    assertThat(lines()).hasSize(5).isEqualTo(whole);
  }

  /**
   * After a power cut the state of a training is there, but the logs, which are not forced to the
   * disk, may be anything: what is whole is kept, the copy is made anew, and what is lost is said.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void logsThatAPowerCutTookAreMadeAnewOfWhatIsWhole(int left) throws IOException {
    Path copy = folder.resolve("copy.jsonl");
    Model model = model();
    TrainingState state;
    try (RunRecorder recorder = recorder(model, copy)) {
      TrainingRun run = start(model, recorder);
      while (run.step()) {
        assertThat(run.isOver()).isFalse();
      }
      state = run.state();
    }
    List<String> whole = lines();
    Path log = folder.resolve("run/metrics.jsonl");
    byte[] garbage = {'\n', '{', 0, 0, (byte) 0xff, '\n', 'x'};
    List<String> kept = Files.readAllLines(log).subList(0, left);
    Files.writeString(log, String.join("\n", kept));
    Files.write(log, garbage, StandardOpenOption.APPEND);
    Files.write(copy, garbage);
    Model other = model();
    try (RunRecorder recorder = recorder(other, copy)) {
      TrainingRun resumed = start(other, recorder).restore(state);
      advice.clear();
      recorder.resume(resumed.epochs(), resumed.steps());
      resumed.finish();
    }
    assertThat(lines()).isEqualTo(whole.subList(0, left));
    assertThat(copy).hasSameTextualContentAs(log);
    assertThat(advice)
        .containsExactly(
            "%s has the figures of %d of the 5 epochs before: the others are lost; the training itself lacks nothing"
                .formatted(log, left));
  }

  @Test
  void saysAnAdviceOnce() throws IOException {
    Model model = model();
    try (RunRecorder recorder = recorder(model)) {
      assertThat(recorder.hasRecorded()).isFalse();
      start(model, recorder).finish();
      assertThat(recorder.hasRecorded()).isTrue();
    }
    assertThat(advice.stream().filter(sentence -> sentence.contains("units are 0")))
        .hasSize(1)
        .allSatisfy(sentence -> assertThat(sentence).startsWith("relu-1: "));
  }

  @Test
  void aRunWithoutAnEpochLeavesNothing() throws IOException {
    Model model = model();
    try (RunRecorder recorder = recorder(model)) {
      start(model, recorder).step();
    }
    assertThat(folder).isEmptyDirectory();
  }
}
