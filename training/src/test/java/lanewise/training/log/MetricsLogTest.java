package lanewise.training.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import lanewise.faults.FaultyFiles;
import lanewise.faults.FaultyFiles.Crash;
import lanewise.faults.FaultyFiles.Fault;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonObject;
import lanewise.tensor.io.ReadLimitException;
import lanewise.training.EpochReport;
import lanewise.training.TrainingListener;
import lanewise.training.TrainingRun;
import lanewise.training.TrainingState;
import lanewise.training.doctor.TrainingDoctor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The lines of metrics.jsonl, also after a crash. */
@Tag("once")
final class MetricsLogTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("metrics.jsonl");
  }

  private static final class Reports implements TrainingListener {
    private final List<EpochReport> all = new ArrayList<>();

    @Override
    public void onEpoch(EpochReport report) {
      all.add(report);
    }
  }

  @Test
  void takesMemoryInProportionToItsLines() throws IOException {
    Files.writeString(file, "{\"epoch\":[" + "{},".repeat(400_000) + "{}]}\n");
    assertThatThrownBy(() -> MetricsLog.read(file))
        .isInstanceOf(ReadLimitException.class)
        .hasMessageStartingWith(file + ": the log takes 89,");
  }

  private List<EpochReport> run(int epochs) throws IOException {
    Reports reports = new Reports();
    TrainingDoctor doctor = TrainingDoctor.of();
    try (MetricsLog log = MetricsLog.create(file, doctor)) {
      LoggedRun.start(LoggedRun.model(), epochs, reports, doctor, log).finish();
    }
    return reports.all;
  }

  private List<JsonCursor> lines() throws IOException {
    return MetricsLog.read(file).stream().map(line -> JsonCursor.of("line", line)).toList();
  }

  @Test
  void hasTheFiguresOfEveryEpoch() throws IOException {
    List<EpochReport> reports = run(3);
    List<JsonCursor> lines = lines();
    assertThat(Files.readAllLines(file)).hasSize(3);
    assertThat(lines).hasSize(3);
    for (int i = 0; i < 3; i++) {
      EpochReport report = reports.get(i);
      JsonCursor line = lines.get(i);
      assertThat(line.members().sequencedKeySet())
          .containsExactly(
              "epoch",
              "step",
              "learningRate",
              "trainLoss",
              "train",
              "validation",
              "best",
              "gradientNorm",
              "distance",
              "parameters",
              "dead",
              "saturated",
              "findings",
              "seconds",
              "rowsPerSecond");
      assertThat(line.get("epoch").asInt()).isEqualTo(i + 1);
      assertThat(line.get("step").asLong()).isEqualTo(4L * (i + 1));
      assertThat(line.get("learningRate").asDouble()).isEqualTo(0.05f);
      assertThat(line.get("trainLoss").asDouble()).isEqualTo(report.trainLoss());
      assertThat(line.get("validation").get("rows").asInt()).isEqualTo(9);
      assertThat(line.get("validation").get("loss").asDouble())
          .isEqualTo(report.validation().loss());
      assertThat(line.get("validation").get("accuracy").asDouble())
          .isEqualTo(report.validation().value("accuracy"));
      assertThat(report.train()).isNotNull();
      assertThat(line.get("train").get("accuracy").asDouble())
          .isEqualTo(report.train().value("accuracy"));
      assertThat(line.get("best").asBoolean()).isEqualTo(report.best());
      assertThat(line.get("gradientNorm").asDouble()).isEqualTo(report.vitals().gradientNorm());
      assertThat(line.get("distance").asDouble()).isEqualTo(report.vitals().distance());
      assertThat(line.get("parameters").members().sequencedKeySet())
          .containsExactly("dense-1.weight", "dense-1.bias", "dense-2.weight", "dense-2.bias");
      assertThat(line.get("parameters").get("dense-1.weight").get("updateRatio").asDouble())
          .isPositive();
      assertThat(line.get("dead").get("relu-1").asDouble()).isBetween(0.0, 1.0);
    }
  }

  @Test
  void aFigureThatIsNoNumberIsNull() throws IOException {
    run(1);
    JsonCursor bias = lines().getFirst().get("parameters").get("dense-1.bias");
    assertThat(bias.get("updateRatio").isNull()).as("the bias was 0 in the only step").isTrue();
  }

  /** Killed after 3 epochs in the middle of a line, and resumed from a state after 2. */
  @Test
  void aResumedRunLeavesTheLinesOfAnUninterruptedOne() throws IOException {
    run(5);
    List<String> whole = withoutTimes();
    TrainingDoctor doctor = TrainingDoctor.of();
    TrainingState state;
    try (MetricsLog log = MetricsLog.create(file, doctor)) {
      TrainingRun run = LoggedRun.start(LoggedRun.model(), 5, doctor, log);
      run.epoch();
      run.epoch();
      run.step();
      state = run.state();
      run.epoch();
    }
    Files.writeString(file, "{\"epoch\":4,\"st", StandardOpenOption.APPEND);
    TrainingDoctor another = TrainingDoctor.of();
    try (MetricsLog log = MetricsLog.resume(file, state.epochs(), another)) {
      LoggedRun.start(LoggedRun.model(), 5, another, log).restore(state).finish();
    }
    assertThat(withoutTimes()).isEqualTo(whole);
  }

  private List<String> withoutTimes() throws IOException {
    return Files.readAllLines(file).stream()
        .map(line -> line.replaceAll(",\"seconds\":.*", ""))
        .toList();
  }

  @Test
  void aMissingFileIsBegunAnew() throws IOException {
    TrainingDoctor doctor = TrainingDoctor.of();
    try (MetricsLog log = MetricsLog.resume(file, 0, doctor)) {
      LoggedRun.start(LoggedRun.model(), 2, doctor, log).finish();
    }
    assertThat(lines()).hasSize(2);
  }

  @Test
  void leavesOutALastLineThatWasCutAndRefusesAnother() throws IOException {
    Files.writeString(file, "{\"epoch\":1}\n{\"epo");
    List<JsonObject> lines = MetricsLog.read(file);
    assertThat(lines).hasSize(1);
    Files.writeString(file, "{\"epoch\":1}\n{\"epo\n{\"epoch\":3}\n");
    assertThatThrownBy(() -> MetricsLog.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ", line 2: ");
  }

  /** What a kill leaves may end within a character. */
  @Test
  void aCharacterThatWasCutIsOfNoWholeLine() throws IOException {
    run(2);
    List<JsonObject> whole = MetricsLog.read(file);
    byte[] cut = "{\"findings\":[\"gr\u00fcn\"]}".getBytes(StandardCharsets.UTF_8);
    for (int length = 1; length < cut.length; length++) {
      run(2);
      List<JsonObject> before = MetricsLog.read(file);
      Files.write(file, Arrays.copyOf(cut, length), StandardOpenOption.APPEND);
      assertThat(MetricsLog.read(file)).isEqualTo(before).hasSameSizeAs(whole);
      MetricsLog.resume(file, 2, TrainingDoctor.of()).close();
      assertThat(MetricsLog.read(file)).isEqualTo(before);
    }
  }

  /**
   * The file is not forced to the disk: after a power cut it may hold anything behind its start.
   */
  @Test
  void continuesBehindWhatAPowerCutLeft() throws IOException {
    byte[] garbage = new byte[500];
    new Random(8).nextBytes(garbage);
    for (byte[] left :
        List.of(new byte[500], garbage, "\n\n{\n".getBytes(StandardCharsets.UTF_8))) {
      run(3);
      List<JsonObject> lines = MetricsLog.read(file);
      byte[] first = (Files.readAllLines(file).getFirst() + "\n").getBytes(StandardCharsets.UTF_8);
      Files.write(file, first);
      Files.write(file, left, StandardOpenOption.APPEND);
      Files.write(file, first, StandardOpenOption.APPEND);
      MetricsLog.resume(file, 3, TrainingDoctor.of()).close();
      assertThat(MetricsLog.read(file)).isEqualTo(lines.subList(0, 1));
    }
  }

  /** Every call fails once: the run ends with the failure, and what is there can be continued. */
  @ParameterizedTest
  @EnumSource(Fault.class)
  void whatAFaultLeavesCanBeContinued(Fault fault) throws IOException {
    List<EpochReport> reports = run(3);
    int faults = 0;
    boolean happened = true;
    for (int failing = 0; happened; failing++) {
      Files.deleteIfExists(file);
      FaultyFiles files = new FaultyFiles(fault, failing);
      boolean whole = false;
      try (MetricsLog log = MetricsLog.create(files.path(file), TrainingDoctor.of())) {
        reports.forEach(log::onEpoch);
        whole = true;
      } catch (IOException | UncheckedIOException failed) {
        assertThat(failed).hasMessageContaining("cannot write " + file);
        assertThat(files.happened()).as("%s", failed).isTrue();
      } catch (Crash ended) {
        assertThat(files.happened()).isTrue();
      }
      assertThat(files.open()).isZero();
      happened = files.happened();
      Thread.interrupted();
      if (whole) {
        assertThat(MetricsLog.read(file)).hasSize(3);
      }
      if (fault == Fault.CRASH) {
        files.powerCut(failing);
      }
      MetricsLog.resume(file, 2, TrainingDoctor.of()).close();
      assertThat(MetricsLog.read(file)).hasSizeLessThan(3);
      faults += happened ? 1 : 0;
    }
    assertThat(faults).isGreaterThan(3);
  }

  /** JSON that is no line of a log ends what is kept, as a broken line does. */
  @Test
  void aLineOfSomethingElseEndsWhatIsKept() throws IOException {
    run(3);
    List<String> lines = Files.readAllLines(file);
    for (String other : List.of("{}", "{\"epoch\":\"two\"}", "{\"epoch\":2,\"trainLoss\":[]}")) {
      Files.write(file, List.of(lines.get(0), other, lines.get(2)));
      MetricsLog.resume(file, 3, TrainingDoctor.of()).close();
      assertThat(MetricsLog.read(file)).as(other).hasSize(1);
    }
  }

  /** Every call of a resumption fails once: the lines are those of before, or those to keep. */
  @ParameterizedTest
  @EnumSource(Fault.class)
  void aFaultWhileResumingLosesNoLine(Fault fault) throws IOException {
    run(3);
    byte[] before = Files.readAllBytes(file);
    List<JsonObject> lines = MetricsLog.read(file);
    int faults = 0;
    boolean happened = true;
    for (int failing = 0; happened; failing++) {
      Files.write(file, before);
      FaultyFiles files = new FaultyFiles(fault, failing);
      try {
        MetricsLog.resume(files.path(file), 2, TrainingDoctor.of()).close();
      } catch (IOException failed) {
        assertThat(failed).hasMessageContaining(file.toString());
        assertThat(files.happened()).as("%s", failed).isTrue();
      } catch (Crash ended) {
        assertThat(files.happened()).isTrue();
      }
      assertThat(files.open()).isZero();
      happened = files.happened();
      Thread.interrupted();
      if (fault == Fault.CRASH) {
        files.powerCut(failing);
      }
      assertThat(MetricsLog.read(file)).isIn(lines, lines.subList(0, 2));
      faults += happened ? 1 : 0;
    }
    assertThat(faults).isGreaterThan(3);
  }
}
