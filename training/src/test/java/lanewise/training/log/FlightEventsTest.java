package lanewise.training.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import lanewise.training.CheckpointReport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The events of a run in a recording of the flight recorder. */
@Tag("once")
final class FlightEventsTest {
  @TempDir private Path folder;

  private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
    return events.stream()
        .filter(event -> event.getEventType().getName().equals(name))
        .sorted((a, b) -> Long.compare(a.getLong("step"), b.getLong("step")))
        .toList();
  }

  @Test
  void recordsStepsEpochsAndCheckpoints() throws IOException {
    Path file = folder.resolve("run.jfr");
    FlightEvents events;
    try (Recording recording = new Recording()) {
      recording.start();
      events = FlightEvents.of();
      LoggedRun.start(LoggedRun.model(), 3, events).finish();
      events.onCheckpoint(new CheckpointReport(Path.of("some.file"), 12, 3, 100, 0.5));
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> all = RecordingFile.readAllEvents(file);
    List<RecordedEvent> steps = named(all, "lanewise.TrainingStep");
    assertThat(steps).hasSize(12);
    for (int i = 0; i < 12; i++) {
      RecordedEvent step = steps.get(i);
      assertThat(step.getLong("step")).isEqualTo(i + 1);
      assertThat(step.getInt("epoch")).isEqualTo(i / 4 + 1);
      assertThat(step.getInt("batch")).isEqualTo(i % 4 + 1);
      assertThat(step.getDouble("loss")).isPositive();
      assertThat(step.getDouble("learningRate")).isEqualTo(0.05f);
      assertThat(step.getDuration().isNegative()).isFalse();
      assertThat(step.getStackTrace()).isNull();
      if (i > 0) {
        assertThat(step.getStartTime()).isAfterOrEqualTo(steps.get(i - 1).getStartTime());
      }
    }
    List<RecordedEvent> epochs = named(all, "lanewise.TrainingEpoch");
    assertThat(epochs).hasSize(3);
    assertThat(epochs.get(1).getInt("epoch")).isEqualTo(2);
    assertThat(epochs.get(1).getDouble("validationLoss")).isPositive();
    assertThat(epochs.get(1).getDuration()).isGreaterThan(steps.get(5).getDuration());
    List<RecordedEvent> checkpoints = named(all, "lanewise.TrainingCheckpoint");
    assertThat(checkpoints).hasSize(1);
    assertThat(checkpoints.getFirst().getString("file")).isEqualTo("some.file");
    assertThat(checkpoints.getFirst().getLong("bytes")).isEqualTo(100);
  }
}
