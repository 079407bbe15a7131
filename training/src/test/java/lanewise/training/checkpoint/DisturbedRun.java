package lanewise.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import lanewise.faults.FaultyFiles;
import lanewise.faults.FaultyFiles.Crash;
import lanewise.faults.FaultyFiles.Fault;
import lanewise.layers.Model;
import lanewise.training.Fixtures;

/** The run of {@link Trainings} with checkpoints in a folder whose files may fail. */
final class DisturbedRun {
  private final List<float[]> expected;

  /** Trains once without checkpoints, for the weights at the end. */
  DisturbedRun() {
    Model model = Trainings.model();
    Trainings.run(model).finish();
    expected = Fixtures.weights(model);
  }

  /** How a run ended that met a fault. */
  enum End {
    WHOLE,
    FAILED,
    CRASHED
  }

  static Checkpoints settings(Path folder) {
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

  /** Trains until the end or the first fault that is not survived. */
  static End disturbed(Path folder) {
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

  /**
   * Continues from what a fault left, and compares the end with that of an undisturbed run. Nothing
   * of it is forced to the disk: the power stays on.
   */
  void assertContinues(String as, Path folder) throws IOException {
    Path calm = new FaultyFiles(Fault.IO_ERROR, Integer.MAX_VALUE).path(folder);
    assertThat(Fixtures.weights(train(calm)))
        .as(as)
        .usingElementComparator(Arrays::compare)
        .isEqualTo(expected);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).as(as).isEmpty();
    }
  }
}
