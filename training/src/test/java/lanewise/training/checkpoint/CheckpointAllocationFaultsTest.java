package lanewise.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import lanewise.faults.AllocationFaults;
import lanewise.faults.FaultyFiles;
import lanewise.training.TrainingRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The allocations on the way of a checkpoint fail, a part of them in each build: closing returns,
 * the folder is free for the next run, and what is in it is whole.
 */
@Tag("once")
@Timeout(3_600)
final class CheckpointAllocationFaultsTest {
  private static final String FOLDER = "lanewise.test.checkpoints";

  /** Three checkpoints, all of which must be kept. */
  static final class Three implements AllocationFaults.Scenario {
    private final TrainingRun run = Trainings.run(Trainings.model());
    private final AtomicInteger written = new AtomicInteger();
    private CheckpointWriter writer;

    @Override
    public void prepare() {
      writer =
          new CheckpointWriter(
              (checkpoint, memory) -> written.incrementAndGet(), () -> run.state().memory());
    }

    @Override
    public void act() {
      for (int i = 0; i < 3; i++) {
        writer.take(run, Checkpoint.in(Path.of("folder"), i, 0, false, false), true);
      }
      writer.flush();
      assertThat(written).hasValue(3);
    }

    @Override
    public void check() throws Exception {
      Thread closer = Thread.startVirtualThread(this::close);
      assertThat(closer.join(Duration.ofMinutes(30))).as("closing returns").isTrue();
      assertThat(writer.buffers()).isLessThanOrEqualTo(2);
    }

    private void close() {
      try {
        writer.close();
      } catch (IllegalStateException failure) {
        assertThat(AllocationFaults.isInjected(failure)).isTrue();
      }
    }
  }

  @Test
  void closingReturns() throws Exception {
    AllocationFaults.Counts counts = AllocationFaults.sweep(Three.class, 7);

    assertThat(counts.faults()).isPositive();
  }

  /** A checkpoint in a folder, from the lock of the folder to its release. */
  static final class InAFolder implements AllocationFaults.Scenario {
    private static final int STEPS = 2;

    private final Path folder;
    private final TrainingRun run = Trainings.run(Trainings.model());
    private final RunIdentity identity = Trainings.identity();

    InAFolder() throws IOException {
      folder = Files.createTempDirectory(Path.of(System.getProperty(FOLDER)), "run");
    }

    @Override
    public void prepare() {
      for (int step = 0; step < STEPS; step++) {
        run.step();
      }
    }

    @Override
    public void act() throws IOException {
      Path path = new FaultyFiles(FaultyFiles.Fault.CRASH, Integer.MAX_VALUE).path(folder);
      try (CheckpointedRun checkpointed = DisturbedRun.settings(path).start(run, identity)) {
        checkpointed.save();
      }
    }

    @Override
    public void check() throws IOException {
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
      }
      TrainingRun next = Trainings.run(Trainings.model());
      try (CheckpointedRun checkpointed = DisturbedRun.settings(folder).start(next, identity)) {
        boolean saved = checkpointed.resume().isPresent();
        assertThat(next.steps()).isEqualTo(saved ? STEPS : 0);
      }
    }
  }

  @Test
  void theFolderIsFreeAndWhole(@TempDir Path folder) throws Exception {
    System.setProperty(FOLDER, folder.toString());
    try {
      AllocationFaults.Counts counts = AllocationFaults.sweep(InAFolder.class, 7);

      assertThat(counts.faults()).isGreaterThan(20);
      assertThat(counts.escaped()).isPositive();
    } finally {
      System.clearProperty(FOLDER);
    }
  }
}
