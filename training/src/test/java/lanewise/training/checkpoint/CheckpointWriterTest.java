package lanewise.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import lanewise.training.TrainingRun;
import lanewise.training.state.Memory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The hand-over between the thread that trains and the one that writes. */
@Timeout(1_800)
@Tag("once")
final class CheckpointWriterTest {
  private final TrainingRun run = Trainings.run(Trainings.model());
  private final List<String> written = Collections.synchronizedList(new ArrayList<>());

  /** Each permit lets one checkpoint be written; the writer says when it has begun with one. */
  private final Semaphore permits = new Semaphore(0);

  private final Semaphore begun = new Semaphore(0);

  private Checkpoint at(long steps) {
    return Checkpoint.in(Path.of("folder"), steps, 0, false, false);
  }

  /** Notes the number of the checkpoint and that in the state. */
  private void slowly(Checkpoint checkpoint, Memory memory) {
    begun.release();
    permits.acquireUninterruptibly();
    written.add(checkpoint.steps() + " has " + memory.part("updates").longs("steps")[0]);
  }

  private CheckpointWriter writer(CheckpointWriter.Sink sink) {
    return new CheckpointWriter(sink, () -> run.state().memory());
  }

  private void takeAfterAStep(CheckpointWriter writer, boolean mustBeKept) {
    run.step();
    writer.take(run, at(run.steps()), mustBeKept);
  }

  @Test
  void aNewerSnapshotTakesThePlaceOfOneThatWaits() {
    try (CheckpointWriter writer = writer(this::slowly)) {
      takeAfterAStep(writer, false);
      begun.acquireUninterruptibly();
      for (int i = 0; i < 3; i++) {
        takeAfterAStep(writer, false);
      }
      assertThat(written).isEmpty();
      assertThat(writer.buffers()).isEqualTo(2);
      permits.release(2);
      writer.flush();
      assertThat(written).containsExactly("1 has 1", "4 has 4");
      permits.release(1);
      takeAfterAStep(writer, false);
      writer.flush();
      assertThat(written).containsExactly("1 has 1", "4 has 4", "5 has 5");
      assertThat(writer.buffers()).isEqualTo(2);
    }
  }

  @Test
  void oneThatMustBeKeptIsWaitedFor() throws InterruptedException {
    try (CheckpointWriter writer = writer(this::slowly)) {
      takeAfterAStep(writer, false);
      begun.acquireUninterruptibly();
      takeAfterAStep(writer, true);
      Thread other = Thread.ofPlatform().start(() -> takeAfterAStep(writer, false));
      while (other.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      assertThat(written).isEmpty();
      permits.release(3);
      other.join();
      writer.flush();
    }
    assertThat(written).containsExactly("1 has 1", "2 has 2", "3 has 3");
  }

  @Test
  void onlyOneBufferWhereTheDiskIsFastEnough() {
    permits.release(10);
    try (CheckpointWriter writer = writer(this::slowly)) {
      for (int i = 0; i < 4; i++) {
        takeAfterAStep(writer, false);
        writer.flush();
      }
      assertThat(writer.buffers()).isEqualTo(1);
    }
  }

  @Test
  void closingWritesWhatWaitsAndEndsTheThread() {
    permits.release(10);
    CheckpointWriter writer = writer(this::slowly);
    takeAfterAStep(writer, false);
    takeAfterAStep(writer, false);
    writer.close();
    assertThat(written).endsWith("2 has 2");
    writer.close();
  }

  @Test
  void theRunHearsOfAFailureOnceOrMoreButNotTwiceByClosing() {
    CheckpointWriter writer =
        writer(
            (_, _) -> {
              throw new IOException("No space left on device");
            });
    takeAfterAStep(writer, false);
    String sentence = "checkpoints: No space left on device; the checkpoints before it are whole";
    assertThatThrownBy(writer::flush).isInstanceOf(CheckpointException.class).hasMessage(sentence);
    assertThatThrownBy(() -> writer.take(run, at(9), true)).hasMessage(sentence);
    assertThatThrownBy(writer::requireNoFailure).hasMessage(sentence);
    writer.close();
  }

  @Test
  void closingTellsOfAFailureThatNobodyHasHeardOf() {
    CheckpointWriter writer =
        writer(
            (_, _) -> {
              throw new OutOfMemoryError("made up");
            });
    takeAfterAStep(writer, false);
    assertThatThrownBy(writer::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("made up")
        .hasCauseInstanceOf(OutOfMemoryError.class);
    writer.close();
  }

  @Test
  void anInterruptIsPutOff() {
    permits.release(10);
    try (CheckpointWriter writer = writer(this::slowly)) {
      Thread.currentThread().interrupt();
      takeAfterAStep(writer, true);
      writer.flush();
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(written).containsExactly("1 has 1");
  }
}
