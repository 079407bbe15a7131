package lanewise.cli.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import lanewise.cli.session.ResultFile;
import lanewise.layers.Model;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonObject;
import lanewise.tensor.io.AtomicFiles;
import lanewise.tensor.io.Folders;
import lanewise.training.CheckpointReport;
import lanewise.training.EpochReport;
import lanewise.training.TrainingListener;
import lanewise.training.TrainingStep;
import lanewise.training.doctor.Finding;
import lanewise.training.doctor.TrainingDoctor;
import lanewise.training.log.FlightEvents;
import lanewise.training.log.MetricsLog;
import lanewise.training.log.TensorBoardLog;
import org.jspecify.annotations.Nullable;

/**
 * Writes the logs of a run into its folder while the run goes on: metrics.jsonl, event files of
 * TensorBoard, and events for the flight recorder. The folder is made after the first epoch, so
 * that a run that never gets there leaves nothing.
 */
public final class RunRecorder implements TrainingListener, AutoCloseable {
  private final RunFolder folder;
  private final Model model;
  private final JsonObject description;
  private final String job;
  private final Audience audience;
  private final TrainingDoctor doctor = TrainingDoctor.of();
  private final FlightEvents flight = FlightEvents.of();
  private final Set<String> said = new HashSet<>();
  private @Nullable MetricsLog metrics;
  private @Nullable TensorBoardLog events;
  private @Nullable BufferedWriter copy;

  /**
   * Who is told while a run goes on.
   *
   * @param advice receives a sentence of the training doctor when it is found first
   * @param epochs receives the figures of each epoch, as metrics.jsonl has them
   * @param file receives a copy of metrics.jsonl; null for none
   */
  public record Audience(
      Consumer<String> advice, Consumer<JsonObject> epochs, @Nullable Path file) {}

  private RunRecorder(
      RunFolder folder, Model model, JsonObject description, String job, Audience audience) {
    this.folder = folder;
    this.model = model;
    this.description = description;
    this.job = job;
    this.audience = audience;
  }

  /**
   * Records a run.
   *
   * @param folder where
   * @param model the model that is trained
   * @param description what is known of the run before it ends, as {@link RunFolder#writeRun} takes
   *     it, so that a run that is killed has a report with its settings
   * @param job the job, as a job file
   * @param audience who is told of each epoch
   */
  public static RunRecorder of(
      RunFolder folder, Model model, JsonObject description, String job, Audience audience) {
    return new RunRecorder(folder, model, description, job, audience);
  }

  /**
   * Continues the logs of a run that was resumed, before its next step: what they have of epochs
   * that are repeated is removed, or hidden by TensorBoard. Does nothing if no epoch was finished.
   *
   * <p>The log is not forced to the disk, so that training does not wait for it: a power cut can
   * take figures of epochs whose state is there. That is said, and the copy is made anew of what
   * the log has, whatever is left of it.
   *
   * @param epochs the number of epochs that the run has finished
   * @param steps the number of steps that it has taken
   */
  public void resume(int epochs, long steps) throws IOException {
    if (epochs == 0) {
      return;
    }
    open(MetricsLog.resume(folder.metrics(), epochs, doctor), steps);
    List<JsonObject> kept = folder.epochs();
    beginCopy();
    for (JsonObject line : kept) {
      copy(line);
    }
    if (kept.size() < epochs) {
      audience.advice.accept(
          "%s has the figures of %s of the %s epochs before: the others are lost; the training itself lacks nothing"
              .formatted(folder.metrics(), kept.size(), epochs));
    }
  }

  private void begin() throws IOException {
    Files.createDirectories(folder.path());
    removeOldEvents();
    open(MetricsLog.create(folder.metrics(), doctor), 0);
    beginCopy();
  }

  private void open(MetricsLog log, long steps) throws IOException {
    metrics = log;
    folder.removeResults();
    folder.writeRun(description);
    folder.writeJob(job);
    events = TensorBoardLog.create(folder.path(), model, steps);
  }

  /**
   * TensorBoard would draw the events of an earlier run in the same folder as one line with ours.
   */
  private void removeOldEvents() throws IOException {
    for (Path file : Folders.entries(folder.path())) {
      if (String.valueOf(file.getFileName()).startsWith("events.out.tfevents.")) {
        Files.delete(file);
      }
    }
  }

  @Override
  public void onStep(TrainingStep step) {
    flight.onStep(step);
  }

  @Override
  public void onEpoch(EpochReport report) {
    try {
      if (metrics == null || events == null) {
        begin();
      }
      doctor.onEpoch(report);
      record(report);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    flight.onEpoch(report);
    for (String sentence : newFindings()) {
      audience.advice.accept(sentence);
    }
  }

  private void record(EpochReport report) throws IOException {
    if (metrics != null && events != null) {
      metrics.onEpoch(report);
      JsonObject line = MetricsLog.line(report, doctor);
      copy(line);
      audience.epochs.accept(line);
      events.onEpoch(report);
    }
  }

  /** Replaces what is there of the copy, if one is wanted. */
  private void beginCopy() throws IOException {
    if (audience.file == null || ResultFile.isSame(audience.file, folder.metrics())) {
      return;
    }
    try {
      copy = Files.newBufferedWriter(audience.file);
    } catch (IOException failure) {
      throw AtomicFiles.cannotWrite(audience.file, failure);
    }
  }

  private void copy(JsonObject line) throws IOException {
    if (copy != null && audience.file != null) {
      try {
        copy.write(Json.write(line) + "\n");
        copy.flush();
      } catch (IOException failure) {
        throw AtomicFiles.cannotWrite(audience.file, failure);
      }
    }
  }

  private void closeCopy() throws IOException {
    if (copy != null && audience.file != null) {
      try {
        copy.close();
      } catch (IOException failure) {
        throw AtomicFiles.cannotWrite(audience.file, failure);
      }
    }
  }

  /** Returns what the doctor has not found before about a subject. */
  private List<String> newFindings() {
    List<String> sentences = new ArrayList<>();
    for (Finding finding : doctor.findings()) {
      if (said.add(finding.sign() + " " + finding.subject())) {
        sentences.add(finding.sentence());
      }
    }
    return sentences;
  }

  @Override
  public void onCheckpoint(CheckpointReport report) {
    flight.onCheckpoint(report);
  }

  /** Returns whether an epoch was recorded, so that there is something to report. */
  public boolean hasRecorded() {
    return metrics != null;
  }

  @Override
  public void close() throws IOException {
    try {
      if (metrics != null) {
        metrics.close();
      }
    } finally {
      try {
        if (events != null) {
          events.close();
        }
      } finally {
        closeCopy();
      }
    }
  }
}
