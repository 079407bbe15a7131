package lanewise.cli.train;

import java.io.IOException;
import java.nio.file.Files;
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
import lanewise.training.EarlyStopping;
import lanewise.training.Evaluation;
import lanewise.training.Sgd;
import lanewise.training.Trainer;
import lanewise.training.TrainingConfig;
import lanewise.training.TrainingResult;
import lanewise.training.TrainingResult.StopReason;
import lanewise.training.data.Dataset;
import lanewise.training.data.Split;
import org.jspecify.annotations.Nullable;

/** One training from the data to the saved model. */
final class TrainRun {
  private final Session session;
  private final boolean json;
  private final TrainOptions options;
  private final DataSource source;
  private final Path folder;

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
    if (!interruption.beginWork(
        () -> session.say("stopped; there was no time to save the model"))) {
      return ExitCode.INTERRUPTED;
    }
    Path file = ModelTarget.prepare(folder, source.name());
    FeatureScaler scaler = source.fitScaler(split.train());
    options.activation.initializer().initialize(model, options.seed);

    TrainReport report = new TrainReport(session, json, options, source, split, file);
    report.begin(model);
    try (Workers workers = Workers.of(options.threads)) {
      TrainingResult result = fit(model, scaler, split, workers);
      if (result.stoppedBy() == StopReason.DIVERGED && result.bestEpoch() == 0) {
        throw new InputException(
            "the loss is no longer a number in the first epoch, so there is no model to save; use a"
                + " smaller --lr than "
                + options.learningRate);
      }
      boolean interrupted = result.stoppedBy() == StopReason.REQUEST;
      if (interrupted && result.bestEpoch() == 0) {
        session.say(
            "stopped before an epoch was finished; nothing was saved"
                + (Files.exists(file) ? ", and " + file + " is unchanged" : ""));
        return ExitCode.INTERRUPTED;
      }
      Evaluation test =
          interrupted
              ? null // what matters now is to save in time
              : Evaluation.of(model, scaler, SoftmaxCrossEntropy.of(), split.test(), workers);
      Classifier classifier =
          Classifier.of(model, scaler, split.train().classNames(), provenance(split, result, test));
      classifier.save(file);
      report.end(classifier, result, test);
      return interrupted ? ExitCode.INTERRUPTED : ExitCode.OK;
    }
  }

  private Model network(Dataset train) {
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

  private TrainingResult fit(Model model, FeatureScaler scaler, Split split, Workers workers) {
    TrainingConfig config =
        new TrainingConfig(
            options.epochs,
            options.batchFor(split.train().rows()),
            options.seed,
            EarlyStopping.patience(options.patience));
    try (Progress progress = progress(split)) {
      return Trainer.of(
              config, SoftmaxCrossEntropy.of(), new Sgd(options.learningRate, options.momentum))
          .withWorkers(workers)
          .withListener(progress)
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

  private SequencedMap<String, String> provenance(
      Split split, TrainingResult result, @Nullable Evaluation test) {
    SequencedMap<String, String> facts = Provenance.of(source, split.train().featureNames());
    facts.put("trainRows", String.valueOf(split.train().rows()));
    facts.put("validationRows", String.valueOf(split.validation().rows()));
    facts.put("testRows", String.valueOf(split.test().rows()));
    facts.put("seed", String.valueOf(options.seed));
    facts.put("batch", String.valueOf(options.batchFor(split.train().rows())));
    facts.put("learningRate", String.valueOf(options.learningRate));
    facts.put("momentum", String.valueOf(options.momentum));
    facts.put("epochs", String.valueOf(result.epochs()));
    facts.put("bestEpoch", String.valueOf(result.bestEpoch()));
    facts.put("stoppedBy", TrainReport.word(result.stoppedBy()));
    if (result.bestEpoch() > 0) {
      facts.put("validationAccuracy", String.valueOf(result.validationAccuracy()));
    }
    if (test != null) {
      facts.put("testAccuracy", String.valueOf(test.accuracy()));
    }
    facts.put("lanewise", Version.text());
    return facts;
  }
}
