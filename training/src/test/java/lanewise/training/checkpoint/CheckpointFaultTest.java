package lanewise.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lanewise.faults.FaultyFiles;
import lanewise.faults.FaultyFiles.Crash;
import lanewise.faults.FaultyFiles.Fault;
import lanewise.layers.Model;
import lanewise.training.Fixtures;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every call to the file system that a run with checkpoints makes fails once, in every way; after
 * each the run continues from what is on the disk, to the end of a run that nothing disturbed.
 */
@Tag("once")
final class CheckpointFaultTest {
  private static final int POWER_CUTS = 2;

  @TempDir private Path temporary;
  private int tries;
  private final List<float[]> expected = weightsOfWholeRun();

  private static List<float[]> weightsOfWholeRun() {
    Model model = Trainings.model();
    Trainings.run(model).finish();
    return Fixtures.weights(model);
  }

  private static Checkpoints settings(Path folder) {
    return Checkpoints.in(folder)
        .withEverySteps(8)
        .withEveryEpochs(0)
        .withKeepBest(false)
        .withKeepLast(2);
  }

  /** A run from what is in the folder to its end; each checkpoint is on the disk before a step. */
  private static Model train(Path folder) throws IOException {
    Model model = Trainings.model();
    try (CheckpointedRun run = settings(folder).start(Trainings.run(model), Trainings.identity())) {
      run.resume();
      boolean more = true;
      while (more) {
        more = run.step();
        run.flush();
      }
      run.finish();
    }
    return model;
  }

  /** How a run ended that met a fault. */
  private enum End {
    WHOLE,
    FAILED,
    CRASHED
  }

  private static End disturbed(Path folder) {
    try {
      train(folder);
      return End.WHOLE;
    } catch (CheckpointException | IOException told) {
      assertThat(told).hasMessageStartingWith("checkpoints: ");
      return End.FAILED;
    } catch (Crash crash) {
      return End.CRASHED;
    } catch (IllegalStateException ofTheWriter) {
      assertThat(ofTheWriter).hasCauseInstanceOf(Crash.class);
      return End.CRASHED;
    }
  }

  private void assertContinues(String as, Path folder) throws IOException {
    assertThat(Fixtures.weights(train(folder)))
        .as(as)
        .usingRecursiveComparison()
        .isEqualTo(expected);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).as(as).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void continuesAfterAFaultInAnyCall(Fault fault) throws IOException {
    Map<End, Integer> ends = new EnumMap<>(End.class);
    boolean happened = true;
    for (int failing = 0; happened; failing++) {
      Path folder = temporary.resolve("try-" + tries++);
      FaultyFiles files = new FaultyFiles(fault, failing);
      End end = disturbed(files.path(folder));
      happened = files.happened();
      Thread.interrupted();
      ends.merge(end, 1, Integer::sum);
      String as = "%s in call %d, %s".formatted(fault, failing, end);
      assertThat(end == End.CRASHED).as(as).isEqualTo(fault == Fault.CRASH && happened);
      if (!happened || fault == Fault.SHORT_WRITE) {
        assertThat(end).as(as).isEqualTo(End.WHOLE);
      }
      assertContinues(as, folder);
    }
    assertThat(ends.values().stream().mapToInt(each -> each).sum()).isGreaterThan(30);
    assertThat(ends).containsKey(End.WHOLE);
  }

  @Test
  void continuesAfterAPowerCutAtAnyCall() throws IOException {
    boolean happened = true;
    for (int failing = 0; happened; failing++) {
      for (int seed = 0; seed < POWER_CUTS; seed++) {
        Path folder = temporary.resolve("try-" + tries++);
        FaultyFiles files = new FaultyFiles(Fault.CRASH, failing);
        disturbed(files.path(folder));
        happened = files.happened();
        files.powerCut(seed);
        assertContinues("power cut %d in call %d".formatted(seed, failing), folder);
      }
    }
  }

  /** What a resumption reads fails once. */
  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"IO_ERROR", "INTERRUPT"})
  void aFaultWhileResumingChangesNothing(Fault fault) throws IOException {
    Path folder = temporary.resolve("run");
    try (CheckpointedRun first =
        settings(folder).start(Trainings.run(Trainings.model()), Trainings.identity())) {
      for (int i = 0; i < 13; i++) {
        first.step();
        first.flush();
      }
    }
    boolean happened = true;
    for (int failing = 0; happened; failing++) {
      FaultyFiles files = new FaultyFiles(fault, failing);
      try (CheckpointedRun run =
          settings(files.path(folder))
              .start(Trainings.run(Trainings.model()), Trainings.identity())) {
        assertThat(run.resume()).isPresent();
      } catch (IOException told) {
        assertThat(told).hasMessageStartingWith("checkpoints: ");
      }
      happened = files.happened();
      Thread.interrupted();
    }
    assertContinues("after all", folder);
  }
}
