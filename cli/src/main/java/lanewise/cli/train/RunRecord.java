package lanewise.cli.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import lanewise.cli.data.DataSource;
import lanewise.cli.job.Job;
import lanewise.cli.output.Phrases;
import lanewise.cli.report.ReportCommand;
import lanewise.cli.report.RunEvaluation;
import lanewise.cli.report.RunFolder;
import lanewise.cli.report.RunRecorder;
import lanewise.cli.session.InputException;
import lanewise.cli.session.Version;
import lanewise.layers.Model;
import lanewise.layers.format.JsonObject;
import lanewise.tensor.Engine;
import lanewise.tensor.EngineDescription;
import lanewise.tensor.Workers;
import lanewise.training.Divergence;
import lanewise.training.PermutationImportance;
import lanewise.training.TrainingListener;
import lanewise.training.TrainingResult;
import lanewise.training.data.LabelledRows;
import lanewise.training.data.Samples;
import org.jspecify.annotations.Nullable;

/**
 * What a training leaves beside the model, in a folder named after it: the logs of the run, its
 * evaluation, and the report that is made of them.
 */
final class RunRecord implements AutoCloseable {
  /** Fewer pixels are columns that happen to be a square number. */
  private static final int SMALLEST_PICTURE = 49;

  /** The importance of more columns would take longer to measure than the training. */
  private static final int MOST_COLUMNS = 64;

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
   * @param advice receives the sentences of the training doctor
   * @throws InputException if the folder of the run cannot be made
   */
  RunRecord(Job job, TrainingData data, Model model, Path file, Consumer<String> advice) {
    this.job = job;
    this.data = data;
    this.model = model;
    this.modelName = String.valueOf(file.getFileName());
    this.folder = new RunFolder(file.resolveSibling(data.name()));
    this.recorder = RunRecorder.of(folder, model, description().build(), advice);
    if (Files.exists(folder.path()) && !Files.isDirectory(folder.path())) {
      throw new InputException(
          "--out %s: %s is a file, but the logs of the run need a folder of that name; name another folder"
              .formatted(job.output(), folder.path()));
    }
  }

  /** The first training rows, as many as there are to validate: enough for a curve. */
  Samples trainRows() {
    int rows = Math.min(data.train().rows(), Math.min(data.validation().rows(), MOST_TRAIN_ROWS));
    int[] first = IntStream.range(0, rows).toArray();
    return data.train().subset(first).scaled(data.scaler());
  }

  TrainingListener listener() {
    return recorder;
  }

  /**
   * Writes the result, and makes the report.
   *
   * @param workers the threads that evaluate the test rows; null to leave them out
   * @return the page, or null if no epoch was finished
   */
  @Nullable Path finish(TrainingResult result, @Nullable Workers workers) throws IOException {
    if (!recorder.hasRecorded()) {
      return null;
    }
    JsonObject.Builder run = description();
    run.put("stoppedBy", TrainReport.reason(result.stoppedBy()));
    folder.writeRun(run.put("result", result(result)).build());
    if (workers != null) {
      folder.writeEvaluation(evaluation().compute(workers));
    }
    return ReportCommand.make(folder);
  }

  private RunEvaluation evaluation() {
    LabelledRows test = data.test();
    int side = (int) Math.round(Math.sqrt(test.featureCount()));
    boolean isImage =
        !(data.source() instanceof DataSource.CsvFile)
            && side * side == test.featureCount()
            && test.featureCount() >= SMALLEST_PICTURE;
    return new RunEvaluation(
        model,
        test.scaled(data.scaler()),
        test,
        "test",
        test.classNames(),
        isImage ? List.of() : columns(test),
        isImage,
        RunEvaluation.Unit.NONE);
  }

  private static List<PermutationImportance.Column> columns(LabelledRows rows) {
    List<PermutationImportance.Column> columns = new ArrayList<>();
    for (int c = 0; c < rows.featureCount() && rows.featureCount() <= MOST_COLUMNS; c++) {
      columns.add(new PermutationImportance.Column(rows.featureNames().get(c), c, 1));
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
    List<String> sizes = new ArrayList<>();
    sizes.add(String.valueOf(data.train().featureCount()));
    job.model().hidden().sizes().forEach(size -> sizes.add(String.valueOf(size)));
    sizes.add(String.valueOf(data.train().classCount()));
    return String.join("-", sizes) + ", " + Phrases.count(model.parameterCount(), "parameter");
  }

  private JsonObject configuration() {
    return JsonObject.builder()
        .put("hidden layers", job.model().hidden().toString())
        .put("activation", job.model().activation().toString())
        .put("epochs, at most", job.training().epochs())
        .put("batch", job.training().batchFor(data.train().rows()))
        .put("optimizer", job.optimizer().toString())
        .put("patience", job.stopping().patience())
        .put("seed", job.seed())
        .build();
  }

  private JsonObject rows() {
    return JsonObject.builder()
        .put("source", job.data().source())
        .put("features", data.train().featureCount())
        .put("classes", data.train().classCount())
        .put("rows to train", data.train().rows())
        .put("rows to validate", data.validation().rows())
        .put("rows to test", data.test().rows())
        .build();
  }

  private JsonObject result(TrainingResult result) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("model", modelName)
            .put("epochs", result.epochs())
            .put("best epoch", result.bestEpoch())
            .put("stopped by", TrainReport.word(result.stoppedBy()));
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
        .put("threads", job.threads() + " of " + engine.processors())
        .build();
  }

  @Override
  public void close() throws IOException {
    recorder.close();
  }
}
