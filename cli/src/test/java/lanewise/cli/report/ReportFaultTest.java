package lanewise.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lanewise.cli.session.Interruption;
import lanewise.cli.session.ResultStream;
import lanewise.cli.session.Session;
import lanewise.cli.session.Terminals;
import lanewise.faults.FaultSweep;
import lanewise.faults.FaultyFiles;
import lanewise.faults.FaultyFiles.Crash;
import lanewise.faults.FaultyFiles.Fault;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every call that the files of a run and its report take fails once, in every way. */
@Tag("once")
final class ReportFaultTest {
  private static final int EPOCHS = 3;
  private static final String OLD = "an older page";

  @TempDir private Path folder;

  private static Model model() {
    Dense first = Dense.of(4, 4);
    Dense second = Dense.of(4, 3);
    for (int i = 0; i < first.weight().values().length; i++) {
      first.weight().values()[i] = 0.1f * (i % 7) - 0.3f;
    }
    for (int i = 0; i < second.weight().values().length; i++) {
      second.weight().values()[i] = 0.1f * (i % 5) - 0.2f;
    }
    return Sequential.of(4, first, Relu.of(), second);
  }

  private static TrainingRun start(Model model, RunRecorder recorder) {
    return Trainer.of(
            new TrainingConfig(EPOCHS, 75, 5, EarlyStopping.patience(99)),
            SoftmaxCrossEntropy.of(),
            new Sgd(0.01, 0.5))
        .withListener(recorder)
        .start(model, Iris.load(), Iris.load());
  }

  /** A recorder, with a further file for the figures as of {@code --metrics}. */
  private static RunRecorder recorder(Path folder, Model model) {
    return RunRecorder.of(
        new RunFolder(folder.resolve("run")),
        model,
        JsonObject.builder().put("network", "4-4-3").build(),
        "seed: 5\n",
        new RunRecorder.Audience(line -> {}, line -> {}, folder.resolve("copy.jsonl")));
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(line -> line.replaceAll(",\"seconds\":.*", ""))
        .toList();
  }

  private static void assertNothingHalfWritten(Path place) throws IOException {
    try (Stream<Path> all = Files.walk(place)) {
      assertThat(all.filter(path -> path.toString().endsWith(".tmp"))).isEmpty();
    }
  }

  /** What a training that a fault ended had come to, in the memory of its last whole epoch. */
  @ParameterizedTest
  @EnumSource(Fault.class)
  void aRunWhoseLogsFailIsResumedWithWholeLogs(Fault fault) throws IOException {
    Path undisturbed = Files.createDirectory(folder.resolve("undisturbed"));
    Model whole = model();
    try (RunRecorder recorder = recorder(undisturbed, whole)) {
      start(whole, recorder).finish();
    }
    List<String> expected = lines(undisturbed.resolve("run/metrics.jsonl"));
    assertThat(expected).hasSize(EPOCHS);
    int faults = 0;
    boolean happened = true;
    for (int failing = 0; happened; failing++) {
      Path place = Files.createDirectory(folder.resolve("try-" + failing));
      Files.writeString(place.resolve("copy.jsonl"), OLD);
      FaultyFiles files = new FaultyFiles(fault, failing);
      Model model = model();
      TrainingState state = null;
      try (RunRecorder recorder = recorder(files.path(place), model)) {
        TrainingRun run = start(model, recorder);
        state = run.state();
        while (run.epochs() < EPOCHS) {
          run.epoch();
          state = run.state();
        }
      } catch (IOException | UncheckedIOException failed) {
        assertThat(failed).hasMessageContaining(place.toString());
        assertThat(files.happened()).as("%s", failed).isTrue();
      } catch (Crash ended) {
        assertThat(files.happened()).isTrue();
      }
      happened = files.happened();
      Thread.interrupted();
      assertThat(files.open()).as("%s in call %d", fault, failing).isZero();
      if (fault == Fault.CRASH) {
        // The lines of finished epochs may be lost by that: the run begins again.
        files.powerCut(failing);
        state = null;
      } else if (fault != Fault.INTERRUPT) {
        assertNothingHalfWritten(place);
      }
      Model again = model();
      try (RunRecorder recorder = recorder(place, again)) {
        TrainingRun resumed = start(again, recorder);
        if (state != null && state.epochs() > 0) {
          resumed = resumed.restore(state);
        }
        recorder.resume(resumed.epochs(), resumed.steps());
        resumed.finish();
      }
      List<String> logged = lines(place.resolve("run/metrics.jsonl"));
      assertThat(logged).as("%s in call %d", fault, failing).isEqualTo(expected);
      assertThat(lines(place.resolve("copy.jsonl"))).isEqualTo(expected);
      assertThat(place.resolve("run/job.yaml")).hasContent("seed: 5");
      new RunFolder(place.resolve("run")).read();
      faults += happened ? 1 : 0;
    }
    assertThat(faults).isGreaterThan(20);
  }

  /** The page is there whole, or what was there before; what fails is named. */
  @ParameterizedTest
  @EnumSource(Fault.class)
  void aPageIsWrittenWholeOrNotAtAll(Fault fault) throws IOException {
    Model model = model();
    try (RunRecorder recorder = recorder(folder, model)) {
      start(model, recorder).finish();
    }
    Path run = folder.resolve("run");
    Path page = folder.resolve("page.html");
    report(run, page);
    String expected = Files.readString(page);
    assertThat(expected).endsWith("</html>\n");
    FaultSweep.Work work =
        new FaultSweep.Work() {
          @Override
          public Path prepare(int number) throws IOException {
            Files.writeString(page, OLD);
            return folder;
          }

          @Override
          public void run(Path place) throws IOException {
            report(place.resolve("run"), place.resolve("page.html"));
          }

          @Override
          public void check(FaultSweep.Try left) throws IOException {
            assertThat(Files.readString(page))
                .as("%s", left)
                .isIn(left.whole() ? List.of(expected) : List.of(OLD, expected));
            if (fault == Fault.SHORT_READ || fault == Fault.SHORT_WRITE) {
              assertThat(left.whole()).as("%s", left).isTrue();
            }
            if (fault != Fault.CRASH && fault != Fault.INTERRUPT) {
              assertNothingHalfWritten(folder);
            }
          }
        };
    assertThat(FaultSweep.of(fault, work)).isGreaterThan(8);
  }

  private static void report(Path run, Path page) throws IOException {
    Session session =
        new Session(
            new ResultStream(new ByteArrayOutputStream()),
            new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8),
            Terminals.NONE,
            new Interruption());
    ReportCommand command = new ReportCommand(session);
    command.runs = new ArrayList<>(List.of(run));
    command.out = page;
    assertThat(command.call()).isZero();
  }
}
