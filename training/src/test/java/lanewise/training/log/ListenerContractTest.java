package lanewise.training.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import lanewise.layers.Model;
import lanewise.training.EpochReport;
import lanewise.training.Fixtures;
import lanewise.training.TrainingListener;
import lanewise.training.TrainingRun;
import lanewise.training.TrainingState;
import lanewise.training.TrainingStep;
import lanewise.training.doctor.TrainingDoctor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every listener promises, as {@link TrainingListener} says: a new one is a row. */
@Tag("once")
final class ListenerContractTest {
  private static final int EPOCHS = 4;

  @TempDir private Path folder;

  /**
   * A listener.
   *
   * @param left what it has left in its folder, without figures of time
   */
  record Row(String name, Opener opener, Left left) {
    Opened begin(Path folder, Model model) throws IOException {
      return opener.open(folder, model, 0, 0);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** Opens a listener for a run that has taken so many steps before. */
  interface Opener {
    Opened open(Path folder, Model model, int epochs, long steps) throws IOException;
  }

  /** Reads what a listener has left. */
  interface Left {
    List<String> in(Path folder) throws IOException;
  }

  /** A listener with the file that it holds. */
  record Opened(TrainingListener listener, Closeable file) implements Closeable {
    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  static List<Row> rows() {
    return Stream.concat(
            Stream.of(
                withoutFile("none", TrainingListener.NONE),
                withoutFile("training doctor", TrainingDoctor.of()),
                withoutFile("flight events", FlightEvents.of()),
                withoutFile("list", TrainingListener.all(FlightEvents.of(), TrainingDoctor.of())),
                withoutFile("chain", FlightEvents.of().andThen(TrainingDoctor.of()))),
            logs().stream())
        .toList();
  }

  static List<Row> logs() {
    return List.of(
        new Row(
            "metrics log",
            (folder, _, epochs, steps) -> metrics(folder, epochs, steps),
            ListenerContractTest::lines),
        new Row(
            "tensorboard",
            (folder, model, _, steps) -> tensorBoard(folder, model, steps),
            ListenerContractTest::events));
  }

  private static Row withoutFile(String name, TrainingListener listener) {
    return new Row(name, (_, _, _, _) -> new Opened(listener, () -> {}), _ -> List.of());
  }

  private static Opened metrics(Path folder, int epochs, long steps) throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    TrainingDoctor doctor = TrainingDoctor.of();
    MetricsLog log =
        steps == 0 ? MetricsLog.create(file, doctor) : MetricsLog.resume(file, epochs, doctor);
    return new Opened(TrainingListener.all(doctor, log), log);
  }

  private static List<String> lines(Path folder) throws IOException {
    return Files.readAllLines(folder.resolve("metrics.jsonl")).stream()
        .map(line -> line.replaceAll(",\"seconds\":.*", ""))
        .toList();
  }

  private static Opened tensorBoard(Path folder, Model model, long steps) throws IOException {
    TensorBoardLog log = TensorBoardLog.create(folder, model, steps);
    return new Opened(log, log);
  }

  /** The events that TensorBoard shows: a later file hides those from its start on. */
  private static List<String> events(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.sorted().toList();
    }
    List<String> shown = new ArrayList<>();
    for (Path file : files) {
      List<byte[]> records = TensorBoardLogTest.records(Files.readAllBytes(file));
      long start = TensorBoardLogTest.start(records);
      shown.removeIf(line -> Long.parseLong(line.split(" ", -1)[1]) >= start);
      shown.addAll(TensorBoardLogTest.lines(records));
    }
    return shown.stream().filter(line -> !line.contains("rows-per-second")).sorted().toList();
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectory(folder.resolve(name));
  }

  /** The states after each step, and the weights that a run leaves. */
  private static List<Object> course(Model model, TrainingListener listener) {
    TrainingRun run = LoggedRun.start(model, EPOCHS, listener);
    List<Object> course = new ArrayList<>();
    while (run.step()) {
      course.add(run.state());
    }
    course.add(run.finish().validation());
    Fixtures.weights(model).forEach(values -> course.add(Arrays.toString(values)));
    return course;
  }

  @ParameterizedTest
  @MethodSource("rows")
  void changesNoBitOfTheTraining(Row row) throws IOException {
    List<Object> alone = course(LoggedRun.model(), new TrainingListener() {});
    Model model = LoggedRun.model();
    try (Opened opened = row.begin(folder, model)) {
      assertThat(course(model, opened.listener())).isEqualTo(alone).hasSize(EPOCHS * 5 + 4);
    }
  }

  /** Killed after two epochs and two steps; the state is that in the second epoch. */
  @ParameterizedTest
  @MethodSource("logs")
  void aResumedRunLeavesWhatOneWithoutInterruptionLeaves(Row row) throws IOException {
    Path whole = folder("whole");
    Model model = LoggedRun.model();
    try (Opened opened = row.begin(whole, model)) {
      LoggedRun.start(model, EPOCHS, opened.listener()).finish();
    }
    Path parts = folder("parts");
    TrainingState state;
    Model killed = LoggedRun.model();
    try (Opened opened = row.begin(parts, killed)) {
      TrainingRun run = LoggedRun.start(killed, EPOCHS, opened.listener());
      run.epoch();
      run.step();
      state = run.state();
      run.epoch();
      run.step();
      run.step();
    }
    Model other = LoggedRun.model();
    try (Opened opened = row.opener.open(parts, other, state.epochs(), state.steps())) {
      LoggedRun.start(other, EPOCHS, opened.listener()).restore(state).finish();
    }
    assertThat(row.left.in(parts)).isNotEmpty().isEqualTo(row.left.in(whole));
  }

  private record Step(
      long step,
      int epoch,
      int batch,
      int batches,
      int rows,
      double loss,
      double meanLoss,
      double learningRate)
      implements TrainingStep {}

  @ParameterizedTest
  @MethodSource("rows")
  void aStepAllocatesNothing(Row row) throws IOException {
    TrainingStep step = new Step(1, 1, 1, 1, 1, 1, 1, 0.1);
    try (Opened opened = row.begin(folder, LoggedRun.model())) {
      assertThat(Fixtures.leastAllocatedBytes(1_000, () -> opened.listener().onStep(step)))
          .isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void keepsNoReport(Row row) throws IOException {
    Model model = LoggedRun.model();
    try (Opened opened = row.begin(folder, model)) {
      List<WeakReference<EpochReport>> reports = reports(model, opened.listener());
      for (int tries = 0; tries < 3; tries++) {
        System.gc();
      }
      assertThat(reports).hasSize(EPOCHS).noneMatch(ListenerContractTest::isKept);
      opened.listener().onStep(new Step(1, 1, 1, 1, 1, 1, 1, 0.1)); // it is in use until here
    }
  }

  private static boolean isKept(WeakReference<EpochReport> report) {
    return !report.refersTo(null);
  }

  /** The reports of a run that has ended, of which nobody but the listener may still know. */
  private static List<WeakReference<EpochReport>> reports(Model model, TrainingListener listener) {
    List<WeakReference<EpochReport>> reports = new ArrayList<>();
    TrainingListener weak =
        new TrainingListener() {
          @Override
          public void onEpoch(EpochReport report) {
            reports.add(new WeakReference<>(report));
          }
        };
    LoggedRun.start(model, EPOCHS, listener, weak).finish();
    return reports;
  }

  /** A file that is closed before its time stands for a disk that fails. */
  @ParameterizedTest
  @MethodSource("logs")
  void aFailureEndsTheRunWithTheNameOfTheFileAndWholeRecords(Row row) throws IOException {
    Model model = LoggedRun.model();
    List<List<float[]>> weights = new ArrayList<>();
    TrainingListener keeping =
        new TrainingListener() {
          @Override
          public void onEpoch(EpochReport report) {
            weights.add(Fixtures.weights(model));
          }
        };
    try (Opened opened = row.begin(folder, model)) {
      TrainingRun run = LoggedRun.start(model, EPOCHS, keeping, opened.listener());
      run.epoch();
      List<String> before = row.left.in(folder);
      opened.file().close();
      assertThatThrownBy(run::finish)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("cannot write " + folder);
      assertThat(row.left.in(folder)).isEqualTo(before).isNotEmpty();
      assertThat(run.epochs()).isEqualTo(2);
      assertThat(Fixtures.weights(model))
          .usingRecursiveComparison()
          .isEqualTo(weights.get(run.bestEpoch() - 1));
    }
  }
}
