package lanewise.cli.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lanewise.cli.data.PreparedData;
import lanewise.cli.job.Job;
import lanewise.cli.output.Phrases;
import lanewise.cli.output.StopWords;
import lanewise.cli.report.ColumnImportance;
import lanewise.cli.report.EvaluatedRows;
import lanewise.cli.report.Pictures;
import lanewise.cli.report.ReportCommand;
import lanewise.cli.report.RunEvaluation;
import lanewise.cli.report.RunFolder;
import lanewise.cli.report.RunRecorder;
import lanewise.cli.session.InputException;
import lanewise.cli.session.ResultFile;
import lanewise.cli.session.Version;
import lanewise.cli.settings.Node;
import lanewise.cli.settings.YamlText;
import lanewise.layers.Model;
import lanewise.layers.format.JsonObject;
import lanewise.layers.preprocessing.ColumnTransformer;
import lanewise.tensor.Engine;
import lanewise.tensor.EngineDescription;
import lanewise.tensor.Workers;
import lanewise.training.Divergence;
import lanewise.training.PermutationImportance;
import lanewise.training.TrainingListener;
import lanewise.training.TrainingResult;
import lanewise.training.TrainingRun;
import lanewise.training.data.Samples;
import org.jspecify.annotations.Nullable;

/**
 * What a training leaves beside the model, in a folder named after it: the logs of the run, its
 * evaluation, and the report that is made of them.
 */
final class RunRecord implements AutoCloseable {
  /** Evaluating more training rows after each epoch would cost time and show no more. */
  private static final int MOST_TRAIN_ROWS = 1_000;

  private final Job job;
  private final TrainingData data;
  private final Model model;
  private final String modelName;
  private final RunFolder folder;
  private final RunRecorder recorder;

  /**
   * Of a training.
   *
   * @param file the file of the model
   * @param audience who is told of each epoch
   * @throws InputException if the folder of the run cannot be made
   */
  RunRecord(Job job, TrainingData data, Model model, Path file, RunRecorder.Audience audience) {
    this.job = job;
    this.data = data;
    this.model = model;
    this.modelName = String.valueOf(file.getFileName());
    this.folder = new RunFolder(file.resolveSibling(data.name()));
    this.recorder =
        RunRecorder.of(folder, model, description().build(), YamlText.of(settings()), audience);
    if (Files.exists(folder.path()) && !Files.isDirectory(folder.path())) {
      throw new InputException(
          "--out %s: %s is a file, but the logs of the run need a folder of that name; name another folder"
              .formatted(job.output(), folder.path()));
    }
  }

  /**
   * Checks that a run would not leave its logs among the rows that it reads.
   *
   * @param name of the data, which is that of the folder of the run
   * @throws InputException if it would
   */
  static void requireApart(Job job, String name) {
    Path source = job.data().file();
    if (source != null
        && Files.isDirectory(source)
        && ResultFile.isSame(source, job.output().resolve(name))) {
      throw new InputException(
          "--out %s: the logs of the run would be written into %s, the folder of the data; name another folder"
              .formatted(job.output(), source));
    }
  }

  /** The first training rows, as many as there are to validate: enough for a curve. */
  Samples trainRows() {
    Samples train = data.prepared().train();
    int rows =
        Math.min(train.rows(), Math.min(data.prepared().validation().rows(), MOST_TRAIN_ROWS));
    return new FirstRows(train, rows);
  }

  /** The folder with all that the run leaves. */
  Path folder() {
    return folder.path();
  }

  /** Continues the logs of a run that has finished epochs before. */
  void resumed(TrainingRun run) throws IOException {
    recorder.resume(run.epochs(), run.steps());
  }

  /** The figures of all epochs that are finished, as metrics.jsonl has them. */
  List<JsonObject> epochs() throws IOException {
    return recorder.hasRecorded() ? folder.epochs() : List.of();
  }

  TrainingListener listener() {
    return recorder;
  }

  /**
   * Writes the result, and makes the report.
   *
   * @param workers the threads that evaluate the test rows; null to leave them out
   * @return the page, or null if no epoch was finished or the figures of all are lost
   */
  @Nullable Path finish(TrainingResult result, @Nullable Workers workers) throws IOException {
    if (!recorder.hasRecorded()) {
      return null;
    }
    JsonObject.Builder run = description();
    run.put("stoppedBy", StopWords.word(result.stoppedBy()));
    folder.writeRun(run.put("result", result(result)).build());
    if (workers != null) {
      folder.writeEvaluation(evaluation().compute(workers));
    }
    return folder.epochs().isEmpty() ? null : ReportCommand.make(folder);
  }

  private RunEvaluation evaluation() {
    PreparedData rows = data.prepared();
    return new RunEvaluation(
        model,
        rows.task(),
        new EvaluatedRows("test", rows.test(), rows.unscaledTest(), rows.image()),
        Pictures.areShown(rows.image())
            ? ColumnImportance.NONE
            : ColumnImportance.of(columns(rows)),
        Training.chosen(job, rows).orElse(null));
  }

  /** The columns of the rows, each with all its features. */
  private static List<PermutationImportance.Column> columns(PreparedData rows) {
    List<PermutationImportance.Column> columns = new ArrayList<>();
    if (rows.transform() instanceof ColumnTransformer table) {
      for (int c = 0; c < table.inputSize(); c++) {
        String name = table.columns().get(c).name();
        int first = table.start(c);
        columns.add(new PermutationImportance.Column(name, first, table.start(c + 1) - first));
      }
    } else {
      for (String name : rows.featureNames()) {
        columns.add(new PermutationImportance.Column(name, columns.size(), 1));
      }
    }
    return columns;
  }

  private JsonObject.Builder description() {
    return JsonObject.builder()
        .put("name", data.name())
        .put("network", network())
        .put("configuration", configuration())
        .put("data", rows())
        .put("environment", environment());
  }

  private String network() {
    return job.model().describe(data.prepared().featureCount(), data.prepared().outputCount())
        + ", "
        + Phrases.count(model.parameterCount(), "parameter");
  }

  /** The keys of the job that are set and decide the result, and what followed from the data. */
  private JsonObject configuration() {
    JsonObject.Builder json = JsonObject.builder();
    settings()
        .flat()
        .forEach(
            (key, value) -> {
              String text = YamlText.line(value);
              if (!text.equals("null") && !List.of("threads", "output").contains(key)) {
                json.put(key, text);
              }
            });
    return json.put("rows in a step", job.training().batchFor(data.prepared().train().rows()))
        .build();
  }

  private Node.Mapping settings() {
    return Job.section().write(job);
  }

  private JsonObject rows() {
    return JsonObject.builder()
        .put("source", job.data().source())
        .put("columns", data.prepared().transform().inputSize())
        .put("features", data.prepared().featureCount())
        .put("outputs", data.prepared().outputCount())
        .put("rows to train", data.prepared().train().rows())
        .put("rows to validate", data.prepared().validation().rows())
        .put("rows to test", data.prepared().test().rows())
        .build();
  }

  private JsonObject result(TrainingResult result) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("model", modelName)
            .put("epochs", result.epochs())
            .put("best epoch", result.bestEpoch());
    Divergence divergence = result.divergence();
    if (divergence != null) {
      json.put("divergence", divergence.sentence());
    }
    return json.build();
  }

  private JsonObject environment() {
    EngineDescription engine = Engine.describe();
    return JsonObject.builder()
        .put("lanewise", Version.text())
        .put("java", engine.jdk() + ", " + engine.vendor())
        .put("system", engine.system() + ", " + engine.architecture())
        .put("processor", engine.processor())
        .put("vectors", engine.vectorBits() == 0 ? "none" : engine.vectorBits() + " bits")
        .put("threads", job.threadCount() + " of " + engine.processors())
        .build();
  }

  @Override
  public void close() throws IOException {
    recorder.close();
  }
}
