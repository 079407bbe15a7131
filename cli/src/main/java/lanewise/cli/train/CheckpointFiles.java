package lanewise.cli.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import lanewise.cli.session.InputException;
import lanewise.tensor.io.AtomicFiles;
import lanewise.tensor.io.Folders;

/**
 * The folder {@code checkpoints} in the folder of a run. Beside the checkpoints it has the job of
 * the training while that has not ended, so that it can be found and continued, and a note of a
 * divergence, after which it may be continued with another rate.
 *
 * @param runFolder the folder of the run
 */
record CheckpointFiles(Path runFolder) {
  private static final String FOLDER = "checkpoints";
  private static final String JOB = "job.yaml";
  private static final String DIVERGENCE = "diverged.txt";

  Path folder() {
    return runFolder.resolve(FOLDER);
  }

  private Path jobInProgress() {
    return folder().resolve(JOB);
  }

  /** Whether a training has begun in this folder and has not ended. */
  boolean isUnfinished() {
    return Files.isRegularFile(jobInProgress());
  }

  /** Notes that a training begins or continues. */
  void begin(String job) throws IOException {
    AtomicFiles.removeLeftovers(jobInProgress());
    AtomicFiles.write(jobInProgress(), job.getBytes(StandardCharsets.UTF_8));
  }

  /** Notes that the training has ended: there is nothing to continue. */
  void end() throws IOException {
    Files.deleteIfExists(divergenceNote());
    Files.deleteIfExists(jobInProgress());
  }

  /**
   * Notes that the training has ended because it diverged.
   *
   * @param sentence where, and what to try
   */
  void endDiverged(String sentence) throws IOException {
    AtomicFiles.write(divergenceNote(), sentence.getBytes(StandardCharsets.UTF_8));
    Files.deleteIfExists(jobInProgress());
  }

  private Path divergenceNote() {
    return folder().resolve(DIVERGENCE);
  }

  /** The sentence of a divergence after which the training has not come to another end. */
  Optional<String> divergence() throws IOException {
    return Files.isRegularFile(divergenceNote())
        ? Optional.of(Files.readString(divergenceNote()))
        : Optional.empty();
  }

  /** Removes the folder of the checkpoints, which no training uses any more. */
  void discard() throws IOException {
    for (Path file : Folders.entries(folder())) {
      Files.delete(file);
    }
    Files.delete(folder());
  }

  /**
   * Returns the file with the job of the run.
   *
   * @throws InputException if the folder is not that of a run
   */
  Path job() {
    Path ofTheRun = runFolder.resolve(JOB);
    if (isUnfinished()) {
      return jobInProgress();
    }
    if (Files.isDirectory(folder()) && Files.isRegularFile(ofTheRun)) {
      return ofTheRun;
    }
    throw new InputException(
        "%s: this is not the folder of a run with checkpoints; name one such as models/digits"
            .formatted(runFolder));
  }

  /**
   * Finds the newest training that has not ended among the runs in a folder.
   *
   * @throws IOException if the folder cannot be read
   */
  static Optional<CheckpointFiles> newestUnfinished(Path output) throws IOException {
    if (!Files.isDirectory(output)) {
      return Optional.empty();
    }
    CheckpointFiles newest = null;
    FileTime time = null;
    for (Path run : Folders.entries(output)) {
      CheckpointFiles each = new CheckpointFiles(run);
      if (each.isUnfinished()) {
        FileTime began = Files.getLastModifiedTime(each.jobInProgress());
        if (time == null || began.compareTo(time) > 0) {
          newest = each;
          time = began;
        }
      }
    }
    return Optional.ofNullable(newest);
  }
}
