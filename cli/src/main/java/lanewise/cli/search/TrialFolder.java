package lanewise.cli.search;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import lanewise.cli.session.InputException;
import lanewise.cli.session.InputFile;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonException;
import lanewise.tensor.io.AtomicFiles;

/**
 * The folder of a trial: its job, what its training leaves, and last its result. A trial with a
 * result is finished and is not run again.
 *
 * @param folder the folder, which need not exist
 */
record TrialFolder(Path folder) {
  private static final String JOB = "job.yaml";
  private static final String RESULT = "trial.json";

  /**
   * Makes the folder for a job, or finds it from an earlier run of the search.
   *
   * @param job the job, printed
   * @throws InputException if the folder is that of another job
   */
  void prepare(String job) throws IOException {
    Path file = folder.resolve(JOB);
    if (Files.exists(file)) {
      if (!Arrays.equals(InputFile.read(file), job.getBytes(StandardCharsets.UTF_8))) {
        throw new InputException(
            "%s: this is the job of another search; name another output folder, or remove this one"
                .formatted(file));
      }
      return;
    }
    Files.createDirectories(folder);
    AtomicFiles.write(file, job.getBytes(StandardCharsets.UTF_8));
  }

  /** The result of a finished trial. */
  Optional<TrialResult> result() throws IOException {
    Path file = folder.resolve(RESULT);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(TrialResult.read(JsonCursor.of(RESULT, InputFile.json(file))));
    } catch (JsonException damaged) {
      throw new InputException(
          "%s: it is damaged (%s); remove it to run this trial again"
              .formatted(file, damaged.getMessage()),
          damaged);
    }
  }

  /** Finishes the trial; the file is there whole or not at all. */
  void finish(TrialResult result) throws IOException {
    byte[] text = (Json.write(result.json()) + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFiles.write(folder.resolve(RESULT), text);
  }
}
