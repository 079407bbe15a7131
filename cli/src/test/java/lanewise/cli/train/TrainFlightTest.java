package lanewise.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import lanewise.cli.Cli;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the flight recorder sees of the command. */
@Tag("once")
final class TrainFlightTest {
  @TempDir private Path folder;

  private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
    return events.stream().filter(event -> event.getEventType().getName().equals(name)).toList();
  }

  @Test
  void aTrainingEmitsStepsEpochsAndCheckpoints() throws IOException {
    Path file = folder.resolve("run.jfr");
    try (Recording recording = new Recording()) {
      for (String event : List.of("TrainingStep", "TrainingEpoch", "TrainingCheckpoint")) {
        recording.enable("lanewise." + event);
      }
      recording.start();
      Cli.Outcome outcome =
          Cli.run(
              "train",
              "--data",
              "iris",
              "--epochs",
              2,
              "--batch",
              32,
              "--hidden",
              4,
              "--out",
              folder,
              "--threads",
              1);
      assertThat(outcome.exitCode()).as(outcome.err()).isZero();
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> all = RecordingFile.readAllEvents(file);
    List<RecordedEvent> steps = named(all, "lanewise.TrainingStep");
    List<RecordedEvent> epochs = named(all, "lanewise.TrainingEpoch");
    assertThat(epochs).hasSize(2);
    assertThat(steps).hasSizeGreaterThan(4);
    assertThat(steps.size() % 2).as("as many in each epoch").isZero();
    assertThat(steps.getLast().getInt("epoch")).isEqualTo(2);
    assertThat(epochs.getLast().getDouble("validationLoss")).isPositive();
    List<RecordedEvent> checkpoints = named(all, "lanewise.TrainingCheckpoint");
    assertThat(checkpoints).isNotEmpty();
    assertThat(checkpoints.getLast().getString("file")).contains("checkpoints");
  }
}
