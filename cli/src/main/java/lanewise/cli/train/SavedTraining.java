package lanewise.cli.train;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import lanewise.cli.job.Job;
import lanewise.cli.output.Phrases;
import lanewise.cli.session.InputException;
import lanewise.cli.session.Session;
import lanewise.cli.settings.YamlText;
import lanewise.layers.Model;
import lanewise.training.Divergence;
import lanewise.training.Trainer;
import lanewise.training.TrainingResult;
import lanewise.training.TrainingRun;
import lanewise.training.checkpoint.ChangedRunException;
import lanewise.training.checkpoint.Checkpoint;
import lanewise.training.checkpoint.CheckpointListener;
import lanewise.training.checkpoint.CheckpointedRun;
import lanewise.training.data.BatchSource;
import org.jspecify.annotations.Nullable;

/**
 * A training whose state is saved in the folder of its run as it goes, and which continues from
 * there.
 */
final class SavedTraining implements AutoCloseable {
  private final Job job;
  private final CheckpointFiles files;
  private final TrainingRun run;
  private final BatchSource batches;
  private final CheckpointedRun checkpointed;
  private final Newest newest;
  private final @Nullable Checkpoint resumedFrom;

  private SavedTraining(
      Job job,
      CheckpointFiles files,
      TrainingRun run,
      BatchSource batches,
      CheckpointedRun checkpointed,
      Newest newest,
      @Nullable Checkpoint resumedFrom) {
    this.job = job;
    this.files = files;
    this.run = run;
    this.batches = batches;
    this.checkpointed = checkpointed;
    this.newest = newest;
    this.resumedFrom = resumedFrom;
  }

  /** Knows the last checkpoint on the disk; the thread that ends the process may ask for it. */
  private static final class Newest implements CheckpointListener {
    private final Session session;
    private volatile @Nullable Checkpoint checkpoint;

    Newest(Session session) {
      this.session = session;
    }

    @Override
    public void onSaved(Checkpoint saved) {
      checkpoint = saved;
    }

    @Override
    public void onWarning(String sentence) {
      session.say(sentence);
    }
  }

  /**
   * Prepares a training: no other process may use its checkpoints from now on. Its model and its
   * figures are those of the checkpoint that it continues from, if there is one. Nothing on the
   * disk is changed yet.
   *
   * @throws InputException if the checkpoints that are there are of another training, or of an
   *     unfinished one that nobody asked to continue
   * @throws IOException if the checkpoints cannot be read
   */
  static SavedTraining prepare(
      Session session,
      Job job,
      TrainingData data,
      CheckpointFiles files,
      Trainer trainer,
      Model model,
      Beginning beginning)
      throws IOException {
    BatchSource batches = TrainingBatches.of(job, data.prepared());
    CheckpointedRun checkpointed = null;
    try {
      TrainingRun run = trainer.start(model, batches, data.prepared().validation());
      Newest newest = new Newest(session);
      checkpointed =
          job.checkpoints().in(files.folder()).start(run, JobIdentity.of(job, data), newest);
      Checkpoint from = null;
      switch (beginning) {
        case RESUME -> from = resume(session, checkpointed, files, job, data);
        case FRESH -> requireNothingToLose(checkpointed, files);
        case RESTART -> {} // they are discarded when the training begins
      }
      newest.checkpoint = from;
      return new SavedTraining(job, files, run, batches, checkpointed, newest, from);
    } catch (Throwable failure) {
      if (checkpointed != null) {
        checkpointed.close();
      }
      batches.close();
      throw failure;
    }
  }

  private static @Nullable Checkpoint resume(
      Session session,
      CheckpointedRun checkpointed,
      CheckpointFiles files,
      Job job,
      TrainingData data)
      throws IOException {
    Optional<String> divergence = files.divergence();
    try {
      Optional<Checkpoint> found =
          checkpointed.resume(
              divergence.isPresent() ? JobIdentity.MAY_CHANGE_AFTER_DIVERGENCE : Set.of());
      if (divergence.isPresent() && found.isPresent()) {
        session.say(afterDivergence(divergence.get(), checkpointed.accepted()));
      }
      return found.orElse(null);
    } catch (ChangedRunException changed) {
      List<String> changes = JobIdentity.toName(changed.changes(), data);
      boolean ofRows = changes.stream().anyMatch(each -> JobIdentity.isOfRows(each, data));
      throw new InputException(
          "--resume: %s is of another training: %s%s; begin again with --restart, or name another folder with --out"
              .formatted(
                  files.runFolder(),
                  String.join("; ", changes),
                  ofRows ? " (they are read from " + JobIdentity.places(job.data()) + ")" : ""),
          changed);
    } catch (IOException damaged) {
      throw new InputException(
          "--resume: %s; begin again with --restart".formatted(damaged.getMessage()), damaged);
    }
  }

  /** Says how a training that has diverged goes on. */
  private static String afterDivergence(String sentence, List<String> changes) {
    return changes.isEmpty()
        ? "this training has diverged (%s), and takes the same steps again; change --lr or a bound of the gradients"
            .formatted(sentence)
        : "this training has diverged (%s), and goes on with another setting: %s"
            .formatted(sentence, String.join("; ", changes));
  }

  private static void requireNothingToLose(CheckpointedRun checkpointed, CheckpointFiles files)
      throws IOException {
    List<Checkpoint> older = checkpointed.checkpoints();
    if (files.isUnfinished() && !older.isEmpty()) {
      throw new InputException(
          "%s has an unfinished training (%s); continue it with --resume, or begin again with --restart"
              .formatted(files.runFolder(), moment(older.getLast())));
    }
  }

  /** The run, before its first step in this process. */
  TrainingRun run() {
    return run;
  }

  /** The checkpoint that the training continues from; empty if it begins at the start. */
  Optional<Checkpoint> resumedFrom() {
    return Optional.ofNullable(resumedFrom);
  }

  /**
   * Trains to the end.
   *
   * @throws IOException if older checkpoints cannot be removed
   */
  TrainingResult train() throws IOException {
    if (resumedFrom == null) {
      files.end();
      checkpointed.discard();
    }
    files.begin(YamlText.of(Job.section().write(job)));
    return checkpointed.finish();
  }

  /**
   * The training has left all that it is to leave: nobody needs to continue it.
   *
   * @param divergence why it has ended; null if not for a divergence
   */
  void end(@Nullable Divergence divergence) throws IOException {
    if (divergence == null) {
      files.end();
    } else {
      files.endDiverged(divergence.sentence());
    }
  }

  /** How far a training was. */
  static String moment(Checkpoint checkpoint) {
    return String.format(
        Locale.ROOT,
        "step %,d, %s finished",
        checkpoint.steps(),
        Phrases.count(checkpoint.epochs(), "epoch"));
  }

  /** Says from where the training can be continued; any thread may ask. */
  String whatIsThere() {
    Checkpoint last = newest.checkpoint;
    return last == null
        ? "there is no checkpoint yet"
        : "%s has a checkpoint (%s), from which --resume continues"
            .formatted(files.folder(), moment(last));
  }

  @Override
  public void close() {
    checkpointed.close();
    batches.close();
  }
}
