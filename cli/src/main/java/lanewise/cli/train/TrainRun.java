package lanewise.cli.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import lanewise.cli.job.Job;
import lanewise.cli.output.EpochLines;
import lanewise.cli.output.JsonLine;
import lanewise.cli.output.Progress;
import lanewise.cli.output.ProgressLine;
import lanewise.cli.output.StopWords;
import lanewise.cli.report.RunRecorder;
import lanewise.cli.session.DivergedException;
import lanewise.cli.session.ExitCode;
import lanewise.cli.session.InputException;
import lanewise.cli.session.Interruption;
import lanewise.cli.session.Session;
import lanewise.layers.Model;
import lanewise.layers.format.JsonObject;
import lanewise.layers.linear.InvalidIdException;
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
  private final Beginning beginning;
  private final boolean preflight;
  private final @Nullable Path metrics;

  /** What a signal finds; read by the thread that ends the process. */
  private volatile @Nullable SavedTraining saved;

  private @Nullable Outcome outcome;

  /**
   * What a training that was not interrupted has left.
   *
   * @param result how it went
   * @param model the model file
   * @param folder the folder of the run
   */
  public record Outcome(TrainingResult result, Path model, Path folder) {
    /** Removes the checkpoints of the run, where nobody is going to prolong it. */
    public void discardCheckpoints() throws IOException {
      new CheckpointFiles(folder).discard();
    }
  }

  /**
   * A run of a job.
   *
   * @param session where it is reported
   * @param json whether the report is for programs too
   * @param job what is trained
   * @param beginning what becomes of the checkpoints that are there
   * @param preflight whether to look for faults before training begins
   * @param metrics a further file for the figures of each epoch; null for none
   */
  public TrainRun(
      Session session,
      boolean json,
      Job job,
      Beginning beginning,
      boolean preflight,
      @Nullable Path metrics) {
    this.session = session;
    this.json = json;
    this.job = job;
    this.beginning = beginning;
    this.preflight = preflight;
    this.metrics = metrics;
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
    Training.requireGroupsOf(model, job);
    if (!interruption.beginWork(() -> session.say(whatIsAwaited()))) {
      return ExitCode.INTERRUPTED;
    }
    RunRecord.requireApart(job, data.name());
    Path file = ModelTarget.prepare(job.output(), data.name());
    TrainedModel trained = new TrainedModel(job, data, model);
    BestModel best = new BestModel(file, trained::afterEpoch);
    TrainReport report = new TrainReport(session, json, job, data, file);
    report.begin(model);
    Progress progress = progress(data);
    try (Workers workers = Workers.of(job.threadCount());
        RunRecord record = new RunRecord(job, data, model, file, audience(progress));
        SavedTraining training =
            SavedTraining.prepare(
                session,
                job,
                data,
                new CheckpointFiles(record.folder()),
                trainer
                    .withTrainEvaluation(record.trainRows())
                    .withWorkers(workers)
                    .withListener(TrainingListener.all(best, progress, record.listener()))
                    .withStop(interruption::requested),
                model,
                beginning)) {
      saved = training;
      report.resumed(training.resumedFrom());
      if (training.resumedFrom().isPresent()) {
        best.resumed(training.run().bestEpoch());
        record.resumed(training.run());
      } else if (preflight) {
        PreflightReport.print(
            session.forPeople(json), session.columns(json), job, data.prepared(), model, trainer);
      }
      if (interruption.requested()) {
        return stopped("stopped before a step was taken; " + training.whatIsThere(), false);
      }
      TrainingResult result = fit(training, progress);
      return end(result, training, trained, workers, report, best, record);
    } catch (InvalidIdException wrong) {
      throw IdColumns.explain(wrong, model, job, data.prepared());
    }
  }

  /** What the training has left; empty before its end, and where it was interrupted. */
  public Optional<Outcome> outcome() {
    return Optional.ofNullable(outcome);
  }

  private static TrainingResult fit(SavedTraining training, Progress progress) throws IOException {
    try (progress) {
      return training.train();
    }
  }

  private RunRecorder.Audience audience(Progress progress) {
    return new RunRecorder.Audience(
        progress::note, json ? line -> JsonLine.print(session, line) : line -> {}, metrics);
  }

  private Progress progress(TrainingData data) {
    int epochs = job.training().epochs();
    return session.canRedraw(json)
        ? new ProgressLine(
            session.forPeople(json),
            epochs,
            data.prepared().train().rows(),
            session.columns(json),
            System::nanoTime)
        : new EpochLines(session.forPeople(json), epochs);
  }

  /** Saves the model that training left, with its figures on the test rows, and reports it. */
  private int end(
      TrainingResult result,
      SavedTraining training,
      TrainedModel trained,
      Workers workers,
      TrainReport report,
      BestModel best,
      RunRecord record)
      throws IOException {
    Divergence divergence = result.divergence();
    if (result.stoppedBy() == StopReason.DIVERGED && result.bestEpoch() == 0) {
      training.end(divergence);
      throw noModel(divergence);
    }
    if (result.stoppedBy() == StopReason.TIME_LIMIT && result.bestEpoch() == 0) {
      throw new InputException(
          "the time limit came before the end of the first epoch, so there is no model to save;"
              + " give stopping.time-limit more time; "
              + training.whatIsThere());
    }
    // Who stops a training does not wait for figures.
    boolean interrupted =
        result.stoppedBy() == StopReason.REQUEST || session.interruption().requested();
    if (result.bestEpoch() > 0 || !interrupted) {
      TestFigures test = interrupted ? null : trained.test(workers);
      Predictor predictor = trained.atTheEnd(result, test);
      best.save(predictor, result.bestEpoch());
      Path page = record.finish(result, interrupted ? null : workers);
      report.end(predictor, result, test, page, record.epochs(), training.resumedFrom());
    }
    if (interrupted) {
      return stopped(
          "stopped; %s; %s".formatted(training.whatIsThere(), best.whatIsThere()),
          result.bestEpoch() > 0);
    }
    training.end(divergence);
    outcome = new Outcome(result, best.file(), record.folder());
    if (result.stoppedBy() == StopReason.DIVERGED) {
      session.say(
          "the training has diverged; %s; %s, also with a smaller --lr or other bounds of the gradients"
              .formatted(best.whatIsThere(), training.whatIsThere()));
      return ExitCode.DIVERGED;
    }
    return ExitCode.OK;
  }

  /**
   * Says what a training that was interrupted has left; programs read it where there is no result.
   */
  private int stopped(String sentence, boolean hasResult) {
    session.say(sentence);
    if (json && !hasResult) {
      JsonLine.print(
          session,
          JsonObject.builder()
              .put("error", Session.oneLine(sentence))
              .put("stoppedBy", StopWords.word(StopReason.REQUEST))
              .build());
    }
    return ExitCode.INTERRUPTED;
  }

  private DivergedException noModel(@Nullable Divergence divergence) {
    return new DivergedException(
        "the loss is no longer a number in the first epoch, so there is no model to save; use a"
            + " smaller --lr than "
            + job.optimizer().learningRate()
            + (divergence == null ? "" : " (" + divergence.sentence() + ")"));
  }

  /** What a signal waits for, said where that takes its time. */
  private String whatIsAwaited() {
    SavedTraining training = saved;
    return training == null
        ? "stops before training begins"
        : "stops after the step in progress, and saves its state; if the process is killed before that, %s"
            .formatted(training.whatIsThere());
  }
}
