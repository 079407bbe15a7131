package lanewise.cli.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import lanewise.cli.session.InputException;
import lanewise.cli.session.InputFile;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonException;
import lanewise.layers.format.JsonObject;
import lanewise.tensor.io.AtomicFiles;
import lanewise.tensor.io.Folders;
import lanewise.training.log.MetricsLog;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a run.
 *
 * @param path the folder
 */
public record RunFolder(Path path) {
  /** The figures of each epoch. */
  static final String METRICS = "metrics.jsonl";

  /** The settings, the surroundings and the result. */
  static final String RUN = "run.json";

  /** The figures on rows that took no part. */
  static final String EVALUATION = "evaluation.json";

  /** The page for people. */
  public static final String REPORT = "report.html";

  /** The job, as a job file. */
  static final String JOB = "job.yaml";

  /**
   * The folder that a path means: itself, or the only run in it, as in the folder of a trial.
   *
   * @throws IOException if the folder cannot be listed
   */
  static RunFolder meantBy(Path path) throws IOException {
    RunFolder itself = new RunFolder(path);
    if (!Files.isDirectory(path) || Files.isRegularFile(itself.metrics())) {
      return itself;
    }
    List<Path> inside = itself.folders().filter(RunFolder::isRun).toList();
    return inside.size() == 1 ? new RunFolder(inside.getFirst()) : itself;
  }

  private static boolean isRun(Path folder) {
    return Files.isRegularFile(folder.resolve(METRICS));
  }

  private Stream<Path> folders() throws IOException {
    return Folders.entries(path).stream().filter(Files::isDirectory);
  }

  Path metrics() {
    return path.resolve(METRICS);
  }

  /** The figures of each epoch that is finished. */
  public List<JsonObject> epochs() throws IOException {
    return MetricsLog.read(metrics());
  }

  /** The page for people. */
  public Path report() {
    return path.resolve(REPORT);
  }

  /**
   * Writes what the report says of the run itself.
   *
   * @param run objects {@code configuration}, {@code data}, {@code environment} and, at the end,
   *     {@code result}, whose members are shown as they are, and the texts {@code network} and, at
   *     the end, {@code stoppedBy}, a word of {@link lanewise.cli.output.StopWords}
   */
  public void writeRun(JsonObject run) throws IOException {
    write(RUN, run);
  }

  /** The files of which a report is made, some of which may be missing. */
  Path[] inputs() {
    return Stream.of(METRICS, RUN, EVALUATION, JOB).map(path::resolve).toArray(Path[]::new);
  }

  /** Writes the job, so that it can be run again. */
  public void writeJob(String yaml) throws IOException {
    Files.createDirectories(path);
    AtomicFiles.write(path.resolve(JOB), yaml.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes the figures on rows that took no part. */
  public void writeEvaluation(JsonObject evaluation) throws IOException {
    write(EVALUATION, evaluation);
  }

  /**
   * Removes what was made at the end of an earlier run, and what killed processes left
   * half-written.
   */
  void removeResults() throws IOException {
    Files.deleteIfExists(path.resolve(EVALUATION));
    Files.deleteIfExists(path.resolve(REPORT));
    for (String name : List.of(METRICS, RUN, EVALUATION, REPORT, JOB)) {
      AtomicFiles.removeLeftovers(path.resolve(name));
    }
  }

  private void write(String name, JsonObject object) throws IOException {
    Files.createDirectories(path);
    byte[] bytes = (Json.write(object) + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFiles.write(path.resolve(name), bytes);
  }

  /**
   * Reads the files of the run.
   *
   * @throws InputException if the folder is not that of a run
   * @throws IOException if a file cannot be read
   */
  LoggedRun read() throws IOException {
    if (Files.isRegularFile(path)) {
      throw new InputException(
          "%s: it is a file; name the folder of the run, %s".formatted(path, ofFile()));
    }
    if (!Files.isRegularFile(metrics())) {
      throw new InputException(
          "%s: there is no %s, so this is not the folder of a run; %s"
              .formatted(path, METRICS, advice()));
    }
    List<JsonCursor> epochs = new ArrayList<>();
    for (JsonObject line : epochs()) {
      epochs.add(JsonCursor.of(metrics().toString(), line));
    }
    if (epochs.isEmpty()) {
      throw new InputException(metrics() + ": no epoch is finished yet, so there is no report");
    }
    return new LoggedRun(path, epochs, readIfThere(RUN), readIfThere(EVALUATION));
  }

  /** Where runs are: in folders of this one, or in those of a search. */
  private String advice() throws IOException {
    List<Path> inside = Files.isDirectory(path) ? folders().toList() : List.of();
    List<String> runs = new ArrayList<>();
    for (Path each : inside) {
      if (isRun(meantBy(each).path)) {
        runs.add(each.toString());
      }
    }
    return runs.isEmpty()
        ? "lanewise train makes one beside the model"
        : "name runs in it, such as " + String.join(" ", runs.subList(0, Math.min(3, runs.size())));
  }

  /** The folder of the run that a file is of: beside a model, around other files. */
  private String ofFile() {
    String name = String.valueOf(path.getFileName());
    Path beside = path.resolveSibling(name.replaceFirst("\\.safetensors$", ""));
    Path around = Objects.requireNonNullElse(path.getParent(), Path.of("."));
    if (Files.isRegularFile(new RunFolder(beside).metrics())) {
      return beside.toString();
    }
    return Files.isRegularFile(new RunFolder(around).metrics())
        ? around.toString()
        : "such as models/digits";
  }

  private @Nullable JsonCursor readIfThere(String name) throws IOException {
    Path file = path.resolve(name);
    if (!Files.exists(file)) {
      return null;
    }
    try {
      return JsonCursor.of(file.toString(), InputFile.json(file));
    } catch (JsonException broken) {
      throw new InputException(file + ": " + broken.getMessage(), broken);
    }
  }
}
