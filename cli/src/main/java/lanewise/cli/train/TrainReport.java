package lanewise.cli.train;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import lanewise.cli.job.Job;
import lanewise.cli.output.ClassScores;
import lanewise.cli.output.Durations;
import lanewise.cli.output.JsonLine;
import lanewise.cli.output.LabelledLine;
import lanewise.cli.output.Phrases;
import lanewise.cli.session.Session;
import lanewise.layers.Model;
import lanewise.layers.format.JsonObject;
import lanewise.layers.predictor.Classifier;
import lanewise.training.ClassificationReport;
import lanewise.training.Divergence;
import lanewise.training.TrainingResult;
import lanewise.training.TrainingResult.StopReason;
import lanewise.training.data.LabelledRows;
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
    LabelledRows train = data.train();
    line(
        "Data",
        "%s, %s, %s"
            .formatted(
                data.name(),
                Phrases.count(train.featureCount(), "feature"),
                Phrases.count(train.classCount(), "class")));
    line(
        "Rows",
        String.format(
            Locale.ROOT,
            "%,d to train, %,d to validate, %,d to test",
            train.rows(),
            data.validation().rows(),
            data.test().rows()));
    line(
        "Network",
        job.model().describe(train.featureCount(), train.classCount())
            + ", "
            + Phrases.count(model.parameterCount(), "parameter"));
    line(
        "Training",
        "batch %d, learning rate %s, momentum %s, seed %d, %s"
            .formatted(
                job.training().batchFor(train.rows()),
                job.optimizer().learningRate(),
                job.optimizer().momentum(),
                job.seed(),
                Phrases.count(job.threadCount(), "thread")));
    people.println();
    people.flush();
  }

  void end(
      Classifier classifier,
      TrainingResult result,
      @Nullable ClassificationReport test,
      @Nullable Path page) {
    String weights = classifier.weightsSha256();
    people.println();
    if (test != null) {
      line("Test accuracy", ClassScores.accuracy(test));
    }
    line("Epochs", outcome(result));
    Divergence divergence = result.divergence();
    if (divergence != null) {
      line("Divergence", divergence.sentence());
    }
    line(
        "Time",
        Durations.text(result.seconds())
            + String.format(Locale.ROOT, ", %,.0f rows/s", result.rowsPerSecond()));
    line("Model", file + " (weights " + weights.substring(0, 12) + ")");
    if (page != null) {
      line("Report", page.toString());
    }
    people.flush();
    if (json) {
      JsonLine.print(session, object(classifier, result, test, page));
    }
  }

  private static String outcome(TrainingResult result) {
    String best =
        String.format(
            Locale.ROOT,
            "%d, best %d with validation accuracy %.2f%%",
            result.epochs(),
            result.bestEpoch(),
            100 * result.validation().value("accuracy"));
    return best
        + switch (result.stoppedBy()) {
          case EPOCHS -> "";
          case EARLY_STOPPING -> "; stopped early, as the validation loss no longer fell";
          case TARGET -> "; stopped, as the target is reached";
          case TIME_LIMIT -> "; stopped at the time limit";
          case REQUEST -> "; stopped on request";
          case DIVERGED -> "; stopped, as the loss was no longer a number: try a smaller --lr";
        };
  }

  private JsonObject object(
      Classifier classifier,
      TrainingResult result,
      @Nullable ClassificationReport test,
      @Nullable Path page) {
    return JsonObject.builder()
        .put("testAccuracy", JsonLine.number(test == null ? null : test.accuracy()))
        .put("testLoss", JsonLine.number(test == null ? null : test.loss()))
        .put("validationAccuracy", JsonLine.number(result.validation().value("accuracy")))
        .put("validationLoss", JsonLine.number(result.validation().loss()))
        .put("epochs", result.epochs())
        .put("bestEpoch", result.bestEpoch())
        .put("stoppedBy", word(result.stoppedBy()))
        .put("seconds", JsonLine.number(result.seconds()))
        .put("rowsPerSecond", JsonLine.number(result.rowsPerSecond()))
        .put("model", file.toString())
        .put("report", JsonLine.text(page == null ? null : page.toString()))
        .put("weightsSha256", classifier.weightsSha256())
        .put("data", data.name())
        .put("trainRows", data.train().rows())
        .put("validationRows", data.validation().rows())
        .put("testRows", data.test().rows())
        .put("features", classifier.featureCount())
        .put("classes", classifier.labels().size())
        .put("parameters", classifier.model().parameterCount())
        .put("seed", job.seed())
        .put("threads", job.threadCount())
        .build();
  }

  /** How people are told why a training ended. */
  static String reason(StopReason reason) {
    return switch (reason) {
      case EPOCHS -> "all epochs are done";
      case EARLY_STOPPING -> "stopped early, as the model no longer improved";
      case TARGET -> "stopped, as the target is reached";
      case TIME_LIMIT -> "stopped at the time limit";
      case REQUEST -> "stopped on request";
      case DIVERGED -> "stopped, as the loss was no longer a number";
    };
  }

  /** How programs are told why a training ended. */
  static String word(StopReason reason) {
    return switch (reason) {
      case EPOCHS -> "epochs";
      case EARLY_STOPPING -> "earlyStopping";
      case TARGET -> "target";
      case TIME_LIMIT -> "timeLimit";
      case REQUEST -> "request";
      case DIVERGED -> "diverged";
    };
  }

  private void line(String name, String value) {
    people.println(LabelledLine.of(name, value));
  }
}
