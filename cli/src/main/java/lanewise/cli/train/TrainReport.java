package lanewise.cli.train;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lanewise.cli.data.PreparedData;
import lanewise.cli.job.Job;
import lanewise.cli.output.Durations;
import lanewise.cli.output.FoldedText;
import lanewise.cli.output.JsonLine;
import lanewise.cli.output.LabelledLine;
import lanewise.cli.output.LossPlot;
import lanewise.cli.output.MetricText;
import lanewise.cli.output.Phrases;
import lanewise.cli.output.StopWords;
import lanewise.cli.session.Session;
import lanewise.layers.Model;
import lanewise.layers.file.Task;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonNull;
import lanewise.layers.format.JsonNumber;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonValue;
import lanewise.layers.predictor.Predictor;
import lanewise.training.Divergence;
import lanewise.training.TrainingResult;
import lanewise.training.averaging.StochasticWeightAverage;
import lanewise.training.checkpoint.Checkpoint;
import lanewise.training.metric.MetricValue;
import org.jspecify.annotations.Nullable;

/** What a training says before and after, to people and to programs. */
final class TrainReport {
  private final Session session;
  private final boolean json;
  private final Job job;
  private final TrainingData data;
  private final Path file;
  private final PrintStream people;

  TrainReport(Session session, boolean json, Job job, TrainingData data, Path file) {
    this.session = session;
    this.json = json;
    this.job = job;
    this.data = data;
    this.file = file;
    this.people = session.forPeople(json);
  }

  void begin(Model model) {
    PreparedData rows = data.prepared();
    line(
        "Data",
        "%s, %s, %s"
            .formatted(
                data.name(),
                Phrases.count(rows.featureCount(), "feature"),
                Phrases.count(rows.outputCount(), noun(rows.task()))));
    for (PreparedData.Remark remark : rows.remarks()) {
      line(remark.name(), remark.text());
    }
    line(
        "Rows",
        String.format(
            Locale.ROOT,
            "%,d to train, %,d to validate%s, %,d to test",
            rows.train().rows(),
            rows.validation().rows(),
            fold(),
            rows.test().rows()));
    line(
        "Network",
        job.model().describe(rows.featureCount(), rows.outputCount())
            + ", "
            + Phrases.count(model.parameterCount(), "parameter"));
    line(
        "Training",
        "batch %s, %s, seed %s, %s"
            .formatted(
                job.training().batchFor(rows.train().rows()),
                Training.describe(job),
                job.seed(),
                Phrases.count(job.threadCount(), "thread")));
    if (!job.augmentation().changes().isEmpty()) {
      line("Changes", Training.describeChanges(job));
    }
    line("Loss", Training.lossName(job, rows));
    line(
        "Best epoch",
        "by validation %s; * marks an epoch that is better than all before it"
            .formatted(job.training().metric()));
    people.flush();
  }

  /** Says where the training continues, if it does, and ends the lines before it. */
  void resumed(Optional<Checkpoint> from) {
    from.ifPresent(
        checkpoint ->
            line(
                "Resumed",
                SavedTraining.moment(checkpoint)
                    + (checkpoint.complete() ? ", which was the end of its job" : "")));
    people.println();
    people.flush();
  }

  private String fold() {
    Integer folds = job.data().folds();
    return folds == null ? "" : " (fold %s of %s)".formatted(job.data().fold(), folds);
  }

  private static String noun(Task task) {
    return switch (task) {
      case Task.Classification _ -> "class";
      case Task.MultiLabel _ -> "label";
      case Task.Regression _ -> "target";
    };
  }

  void end(
      Predictor predictor,
      TrainingResult result,
      @Nullable TestFigures test,
      @Nullable Path page,
      List<JsonObject> epochs,
      Optional<Checkpoint> resumedFrom) {
    String weights = predictor.weightsSha256();
    people.println();
    if (test != null) {
      test.lines().forEach(each -> line(each.getFirst(), each.getLast()));
    }
    line("Epochs", outcome(result));
    Divergence divergence = result.divergence();
    if (divergence != null) {
      line("Divergence", divergence.sentence());
    }
    if (job.averaging() instanceof StochasticWeightAverage average
        && result.bestEpoch() > 0
        && result.bestEpoch() < average.start()) {
      line(
          "Note",
          "the average begins with epoch %s, after the best one: the model has the weights themselves; a larger stopping.warm-up lets training go on"
              .formatted(average.start()));
    }
    line(
        "Time",
        Durations.text(result.seconds())
            + String.format(Locale.ROOT, ", %,.0f rows/s", result.rowsPerSecond()));
    line("Model", file + " (weights " + weights.substring(0, 12) + ")");
    if (page != null) {
      line("Report", page.toString());
    }
    if (session.canRedraw(json)) {
      plot(epochs, result.bestEpoch());
    }
    people.flush();
    if (json) {
      JsonLine.print(session, object(predictor, result, test, page, resumedFrom));
    }
  }

  /** Draws the two losses below all that was said. */
  private void plot(List<JsonObject> epochs, int bestEpoch) {
    if (bestEpoch > epochs.size()) {
      return; // figures that are lost would shift the others
    }
    double[] train = new double[epochs.size()];
    double[] validation = new double[epochs.size()];
    for (int i = 0; i < train.length; i++) {
      JsonCursor epoch = JsonCursor.of("epoch", epochs.get(i));
      train[i] = number(epoch.get("trainLoss"));
      validation[i] = number(epoch.get("validation").get("loss"));
    }
    boolean colors = session.terminals().colors();
    List<String> lines =
        LossPlot.lines(train, validation, bestEpoch, session.columns(json), colors);
    if (!lines.isEmpty()) {
      people.println();
      lines.forEach(people::println);
    }
  }

  private static double number(JsonCursor value) {
    return value.isNull() ? Double.NaN : value.asDouble();
  }

  private String outcome(TrainingResult result) {
    MetricValue metric = result.validation().metrics().getFirst();
    String best =
        String.format(
            Locale.ROOT,
            "%d, best %d with validation %s %s",
            result.epochs(),
            result.bestEpoch(),
            metric.name(),
            MetricText.of(metric));
    return best
        + switch (result.stoppedBy()) {
          case EPOCHS -> "";
          case EARLY_STOPPING ->
              "; stopped early, as the validation %s no longer improved"
                  .formatted(job.training().metric());
          case TARGET -> "; stopped, as the target is reached";
          case TIME_LIMIT -> "; stopped at the time limit";
          case REQUEST -> "; stopped on request";
          case DIVERGED -> "; stopped, as the loss was no longer a number: try a smaller --lr";
        };
  }

  private JsonObject object(
      Predictor predictor,
      TrainingResult result,
      @Nullable TestFigures test,
      @Nullable Path page,
      Optional<Checkpoint> resumedFrom) {
    PreparedData rows = data.prepared();
    Divergence divergence = result.divergence();
    JsonObject.Builder object = JsonObject.builder().put("task", Training.word(rows.task()));
    if (test != null) {
      test.values().forEach((name, value) -> object.put(name, JsonLine.number(value)));
    }
    for (MetricValue metric : result.validation().metrics()) {
      object.put(TrainedModel.validationKey(metric.name()), JsonLine.number(metric.value()));
    }
    return object
        .put("validationLoss", JsonLine.number(result.validation().loss()))
        .put("lossMeaning", Training.lossName(job, rows))
        .put("epochs", result.epochs())
        .put("bestEpoch", result.bestEpoch())
        .put("stoppedBy", StopWords.word(result.stoppedBy()))
        .put("divergence", JsonLine.text(divergence == null ? null : divergence.sentence()))
        .put("resumedFromStep", resumedStep(resumedFrom))
        .put("seconds", JsonLine.number(result.seconds()))
        .put("rowsPerSecond", JsonLine.number(result.rowsPerSecond()))
        .put("model", file.toString())
        .put("report", JsonLine.text(page == null ? null : page.toString()))
        .put("weightsSha256", predictor.weightsSha256())
        .put("data", data.name())
        .put("trainRows", rows.train().rows())
        .put("validationRows", rows.validation().rows())
        .put("testRows", rows.test().rows())
        .put("unlabelledRows", rows.unlabelledRows())
        .put("columns", predictor.featureCount())
        .put("features", rows.featureCount())
        .put("classes", rows.classCounts().size())
        .put("outputs", rows.outputCount())
        .put("parameters", predictor.model().parameterCount())
        .put("seed", job.seed())
        .put("threads", job.threadCount())
        .build();
  }

  private static JsonValue resumedStep(Optional<Checkpoint> from) {
    return from.<JsonValue>map(checkpoint -> JsonNumber.of(checkpoint.steps()))
        .orElse(JsonNull.NULL);
  }

  private void line(String name, String value) {
    FoldedText.lines(LabelledLine.of(name, value), session.columns(json)).forEach(people::println);
  }
}
