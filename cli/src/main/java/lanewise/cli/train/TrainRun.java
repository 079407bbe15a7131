package lanewise.cli.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import lanewise.cli.job.Job;
import lanewise.cli.output.EpochLines;
import lanewise.cli.output.Progress;
import lanewise.cli.output.ProgressLine;
import lanewise.cli.session.ExitCode;
import lanewise.cli.session.InputException;
import lanewise.cli.session.Interruption;
import lanewise.cli.session.Session;
import lanewise.layers.Model;
import lanewise.layers.predictor.Predictor;
import lanewise.tensor.Workers;
import lanewise.training.Divergence;
import lanewise.training.Trainer;
import lanewise.training.TrainingListener;
import lanewise.training.TrainingResult;
import lanewise.training.TrainingResult.StopReason;
import org.jspecify.annotations.Nullable;

/**
 * Runs a job:
 *
 * <pre>
 *   {@link TrainingData} -> {@link Network} -> {@link Training} -> {@link BestModel} -> {@link TrainReport}
 *   read the data       build the model    build the trainer   save             report
 * </pre>
 */
public final class TrainRun {
  private final Session session;
  private final boolean json;
  private final Job job;

  /** Read by the thread that ends the process. */
  private volatile @Nullable BestModel kept;

  private @Nullable Outcome outcome;

  /**
   * What a training that was not interrupted has left.
   *
   * @param result how it went
   * @param model the model file
   */
  public record Outcome(TrainingResult result, Path model) {}

  /**
   * A run of a job.
   *
   * @param session where it is reported
   * @param json whether the report is for programs too
   * @param job what is trained
   */
  public TrainRun(Session session, boolean json, Job job) {
    this.session = session;
    this.json = json;
    this.job = job;
  }

  /**
   * Trains.
   *
   * @return the exit code
   * @throws InputException if the data does not allow the job
   * @throws IOException if the data cannot be read or the model not be saved
   */
  public int run() throws IOException {
    Interruption interruption = session.interruption();
    interruption.beforeWork(() -> session.say("stopped before training began; nothing was saved"));
    TrainingData data = TrainingData.read(job);
    Model model = Network.build(job, data.prepared());
    Trainer trainer = Training.trainer(job, data.prepared());
    if (!interruption.beginWork(() -> session.say(whatIsKept()))) {
      return ExitCode.INTERRUPTED;
    }
    Path file = ModelTarget.prepare(job.output(), data.name());
    TrainedModel trained = new TrainedModel(job, data, model);
    BestModel best = new BestModel(file, trained::afterEpoch);
    kept = best;
    TrainReport report = new TrainReport(session, json, job, data, file);
    report.begin(model);
    Progress progress = progress(data);
    try (Workers workers = Workers.of(job.threadCount());
        RunRecord record = new RunRecord(job, data, model, file, progress::note)) {
      TrainingResult result = fit(trainer, model, data, workers, best, progress, record);
      int exitCode = end(result, trained, workers, report, best, record);
      if (exitCode == ExitCode.OK) {
        outcome = new Outcome(result, file);
      }
      return exitCode;
    }
  }

  /** What the training has left; empty before its end, and where it was interrupted. */
  public Optional<Outcome> outcome() {
    return Optional.ofNullable(outcome);
  }

  private TrainingResult fit(
      Trainer trainer,
      Model model,
      TrainingData data,
      Workers workers,
      BestModel best,
      Progress progress,
      RunRecord record) {
    try (progress) {
      return trainer
          .withTrainEvaluation(record.trainRows())
          .withWorkers(workers)
          .withListener(TrainingListener.all(best, progress, record.listener()))
          .withStop(session.interruption()::requested)
          .fit(model, data.prepared().train(), data.prepared().validation());
    }
  }

  private Progress progress(TrainingData data) {
    int epochs = job.training().epochs();
    return session.canRedraw(json)
        ? new ProgressLine(
            session.forPeople(json), epochs, data.prepared().train().rows(), System::nanoTime)
        : new EpochLines(session.forPeople(json), epochs);
  }

  /** Saves the model that training left, with its figures on the test rows, and reports it. */
  private int end(
      TrainingResult result,
      TrainedModel trained,
      Workers workers,
      TrainReport report,
      BestModel best,
      RunRecord record)
      throws IOException {
    if (result.stoppedBy() == StopReason.DIVERGED && result.bestEpoch() == 0) {
      Divergence divergence = result.divergence();
      throw new InputException(
          "the loss is no longer a number in the first epoch, so there is no model to save; use a"
              + " smaller --lr than "
              + job.optimizer().learningRate()
              + (divergence == null ? "" : " (" + divergence.sentence() + ")"));
    }
    boolean interrupted = result.stoppedBy() == StopReason.REQUEST;
    if (interrupted && result.bestEpoch() == 0) {
      session.interruption().sayOnce(() -> session.say(best.close()));
      return ExitCode.INTERRUPTED;
    }
    TestFigures test =
        interrupted
            ? null // who stops a training does not wait for figures
            : trained.test(workers);
    Predictor predictor = trained.atTheEnd(result, test);
    best.save(predictor, result.bestEpoch());
    // Who stops a training does not wait for figures.
    report.end(predictor, result, test, record.finish(result, interrupted ? null : workers));
    return interrupted ? ExitCode.INTERRUPTED : ExitCode.OK;
  }

  /** What a signal finds that ends the process before the command has ended. */
  private String whatIsKept() {
    BestModel best = kept;
    return best == null ? "stopped before training began; nothing was saved" : best.close();
  }
}
