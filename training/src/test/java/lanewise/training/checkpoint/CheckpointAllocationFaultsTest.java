package lanewise.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import lanewise.faults.AllocationFaults;
import lanewise.training.TrainingRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every seventh allocation of the hand-over of a checkpoint fails once: closing returns. */
@Tag("once")
@Timeout(3_600)
final class CheckpointAllocationFaultsTest {
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
}
