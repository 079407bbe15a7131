package lanewise.cli.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import lanewise.cli.data.DataSource;
import lanewise.cli.data.Provenance;
import lanewise.cli.output.EpochLines;
import lanewise.cli.output.Progress;
import lanewise.cli.output.ProgressLine;
import lanewise.cli.session.ExitCode;
import lanewise.cli.session.InputException;
import lanewise.cli.session.Interruption;
import lanewise.cli.session.Session;
import lanewise.cli.session.Version;
import lanewise.layers.Layer;
import lanewise.layers.Model;
import lanewise.layers.Sequential;
import lanewise.layers.linear.Dense;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.tensor.Shape;
import lanewise.tensor.Workers;
import lanewise.training.ClassificationReport;
import lanewise.training.EarlyStopping;
import lanewise.training.EpochReport;
import lanewise.training.Evaluation;
import lanewise.training.Trainer;
import lanewise.training.TrainingConfig;
import lanewise.training.TrainingResult;
import lanewise.training.TrainingResult.StopReason;
import lanewise.training.data.LabelledRows;
import lanewise.training.data.Split;
import lanewise.training.metric.Accuracy;
import lanewise.training.optimizer.Sgd;
import org.jspecify.annotations.Nullable;

/** One training from the data to the saved model. */
final class TrainRun {
  private final Session session;
  private final boolean json;
  private final TrainOptions options;
  private final DataSource source;
  private final Path folder;

  /** Read by the thread that ends the process. */
  private volatile @Nullable BestModel kept;

  TrainRun(Session session, boolean json, TrainOptions options, DataSource source, Path folder) {
    this.session = session;
    this.json = json;
    this.options = options;
    this.source = source;
    this.folder = folder;
  }

  /**
   * Trains.
   *
   * @return the exit code
   * @throws InputException if the data or the options do not allow it
   * @throws IOException if the data cannot be read or the model not be saved
   */
  int run() throws IOException {
    Interruption interruption = session.interruption();
    interruption.beforeWork(() -> session.say("stopped before training began; nothing was saved"));
    Split split =
        source.split(new DataSource.Parts(options.validation, options.test), options.seed);
    Model model = network(split.train());
    if (!interruption.beginWork(() -> session.say(whatIsKept()))) {
      return ExitCode.INTERRUPTED;
    }
    Path file = ModelTarget.prepare(folder, source.name());
    FeatureScaler scaler = source.fitScaler(split.train());
    options.activation.initializer().initialize(model, options.seed);
    Saved saved = new Saved(model, scaler, split);
    BestModel best = new BestModel(file, saved::afterEpoch);
    kept = best;

    TrainReport report = new TrainReport(session, json, options, source, split, file);
    report.begin(model);
    try (Workers workers = Workers.of(options.threads)) {
      TrainingResult result = fit(model, scaler, split, workers, best);
      if (result.stoppedBy() == StopReason.DIVERGED && result.bestEpoch() == 0) {
        throw new InputException(
            "the loss is no longer a number in the first epoch, so there is no model to save; use a"
                + " smaller --lr than "
                + options.learningRate);
      }
      boolean interrupted = result.stoppedBy() == StopReason.REQUEST;
      if (interrupted && result.bestEpoch() == 0) {
        interruption.sayOnce(() -> session.say(best.close()));
        return ExitCode.INTERRUPTED;
      }
      ClassificationReport test =
          interrupted
              ? null // who stops a training does not wait for figures
              : ClassificationReport.of(model, scaler, split.test(), workers);
      Classifier classifier = saved.atTheEnd(result, test);
      best.save(classifier, result.bestEpoch());
      report.end(classifier, result, test);
      return interrupted ? ExitCode.INTERRUPTED : ExitCode.OK;
    }
  }

  /** What a signal finds that ends the process before the command has ended. */
  private String whatIsKept() {
    BestModel best = kept;
    return best == null ? "stopped before training began; nothing was saved" : best.close();
  }

  private Model network(LabelledRows train) {
    List<Layer> layers = new ArrayList<>();
    int width = train.featureCount();
    try {
      for (int size : options.hidden.sizes()) {
        layers.add(Dense.of(width, size));
        layers.add(options.activation.newLayer());
        width = size;
      }
      layers.add(Dense.of(width, train.classCount()));
      return Sequential.of(Shape.of(train.featureCount()), layers);
    } catch (IllegalArgumentException tooLarge) {
      throw new InputException(
          "--hidden " + options.hidden + ": " + tooLarge.getMessage(), tooLarge);
    }
  }

  private TrainingResult fit(
      Model model, FeatureScaler scaler, Split split, Workers workers, BestModel best) {
    TrainingConfig config =
        new TrainingConfig(
            options.epochs,
            options.batchFor(split.train().rows()),
            options.seed,
            EarlyStopping.patience(options.patience));
    try (Progress progress = progress(split)) {
      return Trainer.of(
              config, SoftmaxCrossEntropy.of(), new Sgd(options.learningRate, options.momentum))
          .withMetrics(Accuracy.of())
          .withWorkers(workers)
          .withListener(best.andThen(progress))
          .withStop(session.interruption()::requested)
          .fit(model, scaler, split.train(), split.validation());
    }
  }

  private Progress progress(Split split) {
    return session.canRedraw(json)
        ? new ProgressLine(
            session.forPeople(json), options.epochs, split.train().rows(), System::nanoTime)
        : new EpochLines(session.forPeople(json), options.epochs);
  }

  /** What is saved: the model with its scaler, its labels and the facts about its training. */
  private final class Saved {
    private final Model model;
    private final FeatureScaler scaler;
    private final Split split;

    Saved(Model model, FeatureScaler scaler, Split split) {
      this.model = model;
      this.scaler = scaler;
      this.split = split;
    }

    /** The model of an epoch that is the best so far, while training goes on. */
    Classifier afterEpoch(EpochReport report) {
      SequencedMap<String, String> facts = facts();
      facts.put("epochs", String.valueOf(report.epoch()));
      facts.put("bestEpoch", String.valueOf(report.epoch()));
      return classifier(facts, report.validation());
    }

    /** The model that training leaves. */
    Classifier atTheEnd(TrainingResult result, @Nullable ClassificationReport test) {
      SequencedMap<String, String> facts = facts();
      facts.put("epochs", String.valueOf(result.epochs()));
      facts.put("bestEpoch", String.valueOf(result.bestEpoch()));
      facts.put("stoppedBy", TrainReport.word(result.stoppedBy()));
      if (test != null) {
        facts.put("testAccuracy", String.valueOf(test.accuracy()));
      }
      return classifier(facts, result.validation());
    }

    private SequencedMap<String, String> facts() {
      int trainRows = split.train().rows();
      SequencedMap<String, String> facts = Provenance.of(source, split.train().featureNames());
      facts.put("trainRows", String.valueOf(trainRows));
      facts.put("validationRows", String.valueOf(split.validation().rows()));
      facts.put("testRows", String.valueOf(split.test().rows()));
      facts.put("seed", String.valueOf(options.seed));
      facts.put("batch", String.valueOf(options.batchFor(trainRows)));
      facts.put("learningRate", String.valueOf(options.learningRate));
      facts.put("momentum", String.valueOf(options.momentum));
      return facts;
    }

    private Classifier classifier(SequencedMap<String, String> facts, Evaluation validation) {
      facts.put("validationAccuracy", String.valueOf(validation.value("accuracy")));
      facts.put("lanewise", Version.text());
      return Classifier.of(model, scaler, split.train().classNames(), facts);
    }
  }
}
