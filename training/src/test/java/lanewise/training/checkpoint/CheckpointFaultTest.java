package lanewise.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import lanewise.faults.FaultyFiles;
import lanewise.faults.FaultyFiles.Fault;
import lanewise.training.checkpoint.DisturbedRun.End;
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
  @TempDir private Path temporary;
  private int tries;
  private final DisturbedRun run = new DisturbedRun();

  @ParameterizedTest
  @EnumSource(Fault.class)
  void continuesAfterAFaultInAnyCall(Fault fault) throws IOException {
    Map<End, Integer> ends = new EnumMap<>(End.class);
    boolean happened = true;
    for (int failing = 0; happened; failing++) {
      Path folder = temporary.resolve("try-" + tries++);
      FaultyFiles files = new FaultyFiles(fault, failing);
      End end = DisturbedRun.disturbed(files.path(folder));
      happened = files.happened();
      Thread.interrupted();
      ends.merge(end, 1, Integer::sum);
      String as = "%s in call %d, %s".formatted(fault, failing, end);
      assertThat(end == End.CRASHED).as(as).isEqualTo(fault == Fault.CRASH && happened);
      if (!happened || fault == Fault.SHORT_WRITE || fault == Fault.SHORT_READ) {
        assertThat(end).as(as).isEqualTo(End.WHOLE);
      }
      run.assertContinues(as, folder);
    }
    assertThat(ends.values().stream().mapToInt(each -> each).sum()).isGreaterThan(30);
    assertThat(ends).containsKey(End.WHOLE);
  }

  @Test
  void continuesAfterAPowerCutAtAnyCall() throws IOException {
    boolean happened = true;
    for (int failing = 0; happened; failing++) {
      Path folder = temporary.resolve("try-" + tries++);
      FaultyFiles files = new FaultyFiles(Fault.CRASH, failing);
      DisturbedRun.disturbed(files.path(folder));
      happened = files.happened();
      files.powerCut(failing);
      run.assertContinues("power cut in call %d".formatted(failing), folder);
    }
  }

  /** What a resumption reads fails once. */
  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"IO_ERROR", "INTERRUPT", "SHORT_READ"})
  void aFaultWhileResumingChangesNothing(Fault fault) throws IOException {
    Path folder = temporary.resolve("run");
    try (CheckpointedRun first =
        DisturbedRun.settings(folder)
            .start(Trainings.run(Trainings.model()), Trainings.identity())) {
      for (int i = 0; i < 13; i++) {
        first.step();
        first.flush();
      }
    }
    boolean happened = true;
    for (int failing = 0; happened; failing++) {
      FaultyFiles files = new FaultyFiles(fault, failing);
      try (CheckpointedRun resumed =
          DisturbedRun.settings(files.path(folder))
              .start(Trainings.run(Trainings.model()), Trainings.identity())) {
        assertThat(resumed.resume()).isPresent();
      } catch (IOException told) {
        assertThat(told).hasMessageStartingWith("checkpoints: ");
      }
      happened = files.happened();
      Thread.interrupted();
    }
    run.assertContinues("after all", folder);
  }
}
